"""Who lives, works and stays where, from origin-destination rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from byregion.statistics.expressions import states
from byregion.statistics.expressions.rows import ordered

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir


MEASURES = ("employed_residents", "jobs", "internal")


def commuting_balance(
    table: ibis.Table,
    *,
    origin: str = "home",
    destination: str = "work",
    count: str = "employed",
    by: Sequence[str] = ("year",),
    status: str | None = None,
) -> ibis.Table:
    """Count for every unit: employed residents, jobs, both in one, and who crosses its border.

    Parameters
    ----------
    status
        Column that says why a count is there or not, if the table has one; see `states`.

    Returns
    -------
    Columns by, unit, employed_residents, jobs, internal, out_commuters, in_commuters, balance
    (jobs less employed residents) and unknown: how many rows that touch the unit had no count. A
    unit seen only as home has no jobs, which is zero; a sum whose rows all lack a count is null.
    With a status, also employed_residents_status, jobs_status and internal_status; a measure is
    null wherever its status is not given, and a difference wherever one of its two parts is.
    """
    sums = _sums(table, origin=origin, destination=destination, count=count, by=by, status=status)
    told = [] if status is None else [f"{name}_status" for name in MEASURES]
    measured = sums.select(
        *by,
        "unit",
        *MEASURES,
        out_commuters=sums["employed_residents"] - sums["internal"],
        in_commuters=sums["jobs"] - sums["internal"],
        balance=sums["jobs"] - sums["employed_residents"],
        unknown=sums["unknown"],
        **{name: sums[name] for name in told},
    )
    return ordered(measured, [*by, "unit"])


def _sums(
    table: ibis.Table,
    *,
    origin: str,
    destination: str,
    count: str,
    by: Sequence[str],
    status: str | None,
) -> ibis.Table:
    """Sum each unit's rows as home and as work."""
    columns = {name: table[name] for name in by}
    columns["people"] = table[count].cast("int64")
    columns["same"] = table[origin] == table[destination]
    if status is not None:
        columns["state"] = states.place_of(table[count], table[status])
    homes = table.select(**columns, unit=table[origin], at_home=True)
    works = table.select(**columns, unit=table[destination], at_home=False)
    ends = homes.union(works)
    home, work = ends["at_home"], ~ends["at_home"]
    rows = dict(zip(MEASURES, (home, work, home & ends["same"]), strict=True))
    # A row within a unit is counted once, at its home.
    lacking = ends["people"].isnull() & (home | ~ends["same"])
    measures = {name: _people(ends, where) for name, where in rows.items()}
    if status is not None:
        measures |= {f"{name}_status": _worst(ends, where) for name, where in rows.items()}
    sums = ends.group_by([*by, "unit"]).aggregate(**measures, unknown=_rows(lacking))
    return sums if status is None else _told(sums)


def _told(sums: ibis.Table) -> ibis.Table:
    shown = {}
    for name in MEASURES:
        place = sums[f"{name}_status"]
        shown[name] = states.figure_where_given(sums[name], place)
        shown[f"{name}_status"] = states.word_of(place)
    return sums.mutate(**shown)


def _worst(ends: ibis.Table, where: ir.BooleanColumn) -> ir.IntegerScalar:
    """The place of the sum's state; where there is no row, the sum is a given zero."""
    return ends["state"].max(where=where).fill_null(states.PLACE_OF_GIVEN)


def _people(ends: ibis.Table, where: ir.BooleanColumn) -> ir.IntegerScalar:
    """Sum where a condition holds: 0 where no row does, null where none of those has a count."""
    total = ends["people"].sum(where=where)
    return ibis.cases((_rows(where) == 0, 0), else_=total).cast("int64")


def _rows(where: ir.BooleanColumn) -> ir.IntegerScalar:
    # PostgreSQL casts no truth to a number.
    return ibis.cases((where, 1), else_=0).sum().cast("int64")
