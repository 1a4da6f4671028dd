"""The area that municipalities of any division cover, drawn with 2020's boundaries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from byregion.analysis.errors import UnknownCodes
from byregion.analysis.geography.change import predecessors, successors
from byregion.geography.boundaries import YEAR


@dataclass(frozen=True, slots=True)
class Area:
    """Municipalities of the boundary file, and those of them that reach beyond what was asked.

    `beyond` is empty where the drawn border is the true one. Otherwise the named municipalities of
    2020 also hold territory of others, because they were merged later.
    """

    codes: tuple[str, ...]
    beyond: tuple[str, ...]

    @property
    def is_exact(self) -> bool:
        """Is the drawn border the border of the municipalities asked for?"""
        return not self.beyond


def area(codes: Iterable[str], *, at: date) -> Area:
    """Find what to draw for municipality numbers valid `at` a date.

    Raises UnknownCodes for a number that no municipality had then.
    """
    return _area(frozenset(codes), at)


@lru_cache(maxsize=2048)
def _area(asked: frozenset[str], at: date) -> Area:
    found: set[str] = set()
    for code in asked:
        now = successors(code, YEAR)
        if not now:
            raise UnknownCodes([code], where=f"the division of {at.isoformat()}")
        found.update(now)
    beyond = {code for code in found if not set(predecessors(code, at)) <= asked}
    return Area(codes=tuple(sorted(found)), beyond=tuple(sorted(beyond)))
