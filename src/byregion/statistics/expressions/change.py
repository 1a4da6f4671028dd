"""Two periods side by side: what a shift-share starts from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

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
) -> ibis.Table:
    """Sum employment by unit and industry in the first and the last year.

    Returns
    -------
    Columns unit, industry, start, end, unknown_start and unknown_end (rows without a count). Start
    or end is null where the year has no row with a count: what that means is for the caller.
    """
    rows = table.filter(table[year].isin([first, last]))

    def people(when: int) -> ir.IntegerScalar:
        return rows[count].sum(where=rows[year] == when).cast("int64")

    def lacking(when: int) -> ir.IntegerScalar:
        unknown = (rows[year] == when) & rows[count].isnull()
        return ibis.cases((unknown, 1), else_=0).sum().cast("int64")

    sums = rows.group_by(unit=rows[unit], industry=rows[industry]).aggregate(
        start=people(first),
        end=people(last),
        unknown_start=lacking(first),
        unknown_end=lacking(last),
    )
    return ordered(sums, ["unit", "industry"])
