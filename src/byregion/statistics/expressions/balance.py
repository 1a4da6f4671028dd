"""Who lives, works and stays where, from origin-destination rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from byregion.statistics.expressions.rows import ordered

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir


def commuting_balance(
    table: ibis.Table,
    *,
    origin: str = "home",
    destination: str = "work",
    count: str = "employed",
    by: Sequence[str] = ("year",),
) -> ibis.Table:
    """Count for every unit: employed residents, jobs, both in one, and who crosses its border.

    Returns
    -------
    Columns by, unit, employed_residents, jobs, internal, out_commuters, in_commuters, balance
    (jobs less employed residents) and unknown: how many rows that touch the unit had no count. A
    unit seen only as home has no jobs, which is zero; a sum whose rows all lack a count is null.
    """
    same = table[origin] == table[destination]
    keys = {name: table[name] for name in by}
    people = table[count].cast("int64")
    homes = table.select(**keys, unit=table[origin], people=people, same=same, at_home=True)
    works = table.select(**keys, unit=table[destination], people=people, same=same, at_home=False)
    ends = homes.union(works)
    home, work = ends["at_home"], ~ends["at_home"]
    inside = home & ends["same"]
    # A row within a unit is counted once, at its home.
    lacking = ends["people"].isnull() & (home | ~ends["same"])
    sums = ends.group_by([*by, "unit"]).aggregate(
        employed_residents=_people(ends, home),
        jobs=_people(ends, work),
        internal=_people(ends, inside),
        unknown=_rows(lacking),
    )
    measured = sums.select(
        *by,
        "unit",
        "employed_residents",
        "jobs",
        "internal",
        out_commuters=sums["employed_residents"] - sums["internal"],
        in_commuters=sums["jobs"] - sums["internal"],
        balance=sums["jobs"] - sums["employed_residents"],
        unknown=sums["unknown"],
    )
    return ordered(measured, [*by, "unit"])


def _people(ends: ibis.Table, where: ir.BooleanColumn) -> ir.IntegerScalar:
    """Sum where a condition holds: 0 where no row does, null where none of those has a count."""
    total = ends["people"].sum(where=where)
    return ibis.cases((_rows(where) == 0, 0), else_=total).cast("int64")


def _rows(where: ir.BooleanColumn) -> ir.IntegerScalar:
    # PostgreSQL casts no truth to a number.
    return ibis.cases((where, 1), else_=0).sum().cast("int64")
