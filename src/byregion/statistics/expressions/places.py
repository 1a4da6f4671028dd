"""Bring a table's municipalities to another division, in whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from byregion.statistics.expressions.rows import ordered

if TYPE_CHECKING:
    from collections.abc import Sequence

# Shares of a municipality that is divided are whole parts of this many, so that sums are exact.
PARTS = 1_000_000_000


def harmonised(
    table: ibis.Table, crosswalk: ibis.Table, *, code: str, by: Sequence[str], count: str
) -> ibis.Table:
    """Move counts along a crosswalk, and sum them in the division they come to.

    Parameters
    ----------
    crosswalk
        Columns from_code, to_code and parts: how many of `PARTS` parts of the people go there. A
        code that moves whole has one row with all of them.
    by
        Keys to keep apart, such as the year.

    Returns
    -------
    Columns by, code (null for a code that the crosswalk lacks), `parts_of_count` (the sum times
    `PARTS`, int64; null where no row had a count), unknown, and estimated: how many rows were
    divided. Divide by `PARTS` afterwards; where estimated is 0 that is exact and whole.
    """
    ways = crosswalk.select(
        way_from=crosswalk["from_code"], way_to=crosswalk["to_code"], way_parts=crosswalk["parts"]
    )
    joined = table.left_join(ways, table[code] == ways["way_from"])
    keys = {name: joined[name] for name in by}
    moved = joined.select(
        **keys,
        **{code: joined["way_to"]},
        part=joined[count].cast("int64") * joined["way_parts"].fill_null(PARTS).cast("int64"),
        lacking=ibis.cases((joined[count].isnull(), 1), else_=0),
        divided=ibis.cases((joined["way_parts"].fill_null(PARTS) != PARTS, 1), else_=0),
    )
    grouped = moved.group_by([*by, code]).aggregate(
        parts_of_count=moved["part"].sum().cast("int64"),
        unknown=moved["lacking"].sum().cast("int64"),
        estimated=moved["divided"].sum().cast("int64"),
    )
    return ordered(grouped, [*by, code])
