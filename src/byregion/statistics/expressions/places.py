"""Bring a table's municipalities to another division, in whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from byregion.statistics.expressions.rows import summed

if TYPE_CHECKING:
    from collections.abc import Sequence

# Shares of a municipality that is divided are whole parts of this many, so that sums are exact.
PARTS = 1_000_000_000


def harmonised(
    table: ibis.Table,
    crosswalk: ibis.Table,
    *,
    code: str,
    by: Sequence[str],
    count: str,
    status: str | None = None,
) -> ibis.Table:
    """Move counts along a crosswalk, and sum them in the division they come to.

    Parameters
    ----------
    crosswalk
        Columns from_code, to_code and parts: how many of `PARTS` parts of the people go there. A
        code that moves whole has one row with all of them.
    by
        Keys to keep apart, such as the year.
    status
        As for `summed`: what a suppressed count comes to is suppressed.

    Returns
    -------
    Columns by, code (null for a code that the crosswalk lacks), `parts_of_count` (the sum times
    `PARTS`, int64; null as `summed` says), unknown, estimated (how many rows were divided), and
    status if one is named. Divide by `PARTS` afterwards; where estimated is 0 that is exact and
    whole.
    """
    ways = crosswalk.select(
        way_from=crosswalk["from_code"], way_to=crosswalk["to_code"], way_parts=crosswalk["parts"]
    )
    joined = table.left_join(ways, table[code] == ways["way_from"])
    parts = joined["way_parts"].fill_null(PARTS)
    states = {} if status is None else {status: joined[status]}
    moved = joined.select(
        **{name: joined[name] for name in by},
        **{code: joined["way_to"]},
        **states,
        parts_of_count=joined[count].cast("int64") * parts.cast("int64"),
        divided=ibis.cases((parts != PARTS, 1), else_=0),
    )
    return summed(
        moved,
        by=[*by, code],
        count="parts_of_count",
        status=status,
        also={"estimated": moved["divided"].sum().cast("int64")},
    )
