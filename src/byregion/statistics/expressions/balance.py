"""Who lives, works and stays where, from origin-destination rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    unit seen only as home has no jobs, which is zero; a count that is not given is not.
    """
    people = table[count].cast("int64")
    same = table[origin] == table[destination]
    known = people.fill_null(0)
    nobody = ibis.literal(0, "int64")
    # PostgreSQL casts no truth to a number.
    lacking = ibis.cases((people.isnull(), 1), else_=0).cast("int64")
    keys = {name: table[name] for name in by}
    lives = table.select(
        **keys,
        unit=table[origin],
        lives=known,
        works=nobody,
        both=ibis.cases((same, known), else_=nobody),
        lacking=lacking,
    )
    works = table.select(
        **keys,
        unit=table[destination],
        lives=nobody,
        works=known,
        both=nobody,
        # A row within a unit is counted once, at its home.
        lacking=ibis.cases((same, nobody), else_=lacking),
    )
    ends = lives.union(works)
    sums = ends.group_by([*by, "unit"]).aggregate(
        employed_residents=ends["lives"].sum().cast("int64"),
        jobs=ends["works"].sum().cast("int64"),
        internal=ends["both"].sum().cast("int64"),
        unknown=ends["lacking"].sum().cast("int64"),
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
    return measured.order_by([*by, "unit"])
