"""Which municipalities of a year a region covers: those of its members' numbers, brought there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from byregion.analysis.geography.crosswalk import targets
from byregion.analysis.geography.vintage import Vintage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from byregion.programme.models import Membership


def codes_at(members: Iterable[Membership], since: date, at: Vintage) -> tuple[str, ...]:
    """Give the numbers, in a division, of all that members' territories belong to there.

    A member that was merged is the whole municipality that it went into, and one that was divided
    all of those: an analysis is of whole municipalities.
    """
    ways = targets(Vintage.of(since), at)
    return tuple(sorted({code for one in members for code in ways[one.municipality_code]}))
