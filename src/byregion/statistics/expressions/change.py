"""Two periods side by side: what a shift-share starts from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from byregion.statistics.expressions import states
from byregion.statistics.expressions.rows import ordered

if TYPE_CHECKING:
    import ibis.expr.types as ir


def shift_share_inputs(
    table: ibis.Table,
    *,
    first: int,
    last: int,
    unit: str = "municipality",
    industry: str = "industry",
    count: str = "employed",
    year: str = "year",
    status: str | None = None,
) -> ibis.Table:
    """Sum employment by unit and industry in the first and the last year.

    Parameters
    ----------
    status
        Column that says why a figure is there or not, if the table has one; see `states`.

    Returns
    -------
    Columns unit, industry, start, end, unknown_start and unknown_end (rows without a count). Start
    or end is null where the year has no row with a count: what that means is for the caller. With
    a status, also status_start and status_end, null where the year has no row; a sum is null
    wherever its status is not given.
    """
    rows = table.filter(table[year].isin([first, last]))
    ends = {"start": rows[year] == first, "end": rows[year] == last}
    measures = {name: rows[count].sum(where=when).cast("int64") for name, when in ends.items()}
    for name, when in ends.items():
        unknown = when & rows[count].isnull()
        measures[f"unknown_{name}"] = ibis.cases((unknown, 1), else_=0).sum().cast("int64")
    if status is not None:
        place = states.place_of(rows[count], rows[status])
        measures |= {f"status_{name}": place.max(where=when) for name, when in ends.items()}
    sums = rows.group_by(unit=rows[unit], industry=rows[industry]).aggregate(**measures)
    return ordered(sums if status is None else _told(sums), ["unit", "industry"])


def _told(sums: ibis.Table) -> ibis.Table:
    shown: dict[str, ir.Value] = {}
    for name in ("start", "end"):
        place = sums[f"status_{name}"]
        shown[name] = states.figure_where_given(sums[name], place)
        shown[f"status_{name}"] = states.word_of(place)
    return sums.mutate(**shown)
