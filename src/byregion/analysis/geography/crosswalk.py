"""From the numbers of one division to those of another, with shares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from byregion.analysis.errors import UnknownCodes
from byregion.analysis.geography.change import territories
from byregion.analysis.geography.errors import MixedVintages, SplitNeedsWeights
from byregion.analysis.geography.vintage import Vintage, all_municipalities

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from byregion.analysis.geography.weights import SplitWeights


@dataclass(frozen=True, slots=True)
class Link:
    """`share` of what is counted in `code` belongs to `target`; exact where nothing is divided."""

    code: str
    target: str
    share: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Links from a division to another; the shares of each code sum to 1."""

    source: Vintage
    to: Vintage
    links: tuple[Link, ...]
    weights: str | None

    @property
    def split(self) -> tuple[str, ...]:
        """Codes that were divided by weights, sorted."""
        return tuple(sorted({link.code for link in self.links if not link.exact}))


def crosswalk(
    source: Vintage | date | int | str,
    to: Vintage | date | int | str,
    *,
    codes: Iterable[str] | None = None,
    weights: SplitWeights | None = None,
) -> Crosswalk:
    """Link codes (default: all) of one division to another, forwards or backwards in time.

    A code whose whole territory lies in one target is exact, whatever happened on the way: old
    Haram (1534) is the Haram of 2024 (1580), though it was part of Ålesund in between. Others are
    divided by the weights, and only by them.

    Raises
    ------
    UnknownCodes, MixedVintages
        A code that no municipality has had, or none on the date of `source`.
    SplitNeedsWeights
        A code must be divided, and the weights do not say how.
    """
    start, end = Vintage.of(source), Vintage.of(to)
    wanted = sorted(start.codes()) if codes is None else sorted(set(codes))
    check_codes(wanted, start, label=start.label)
    ways = targets(start, end)
    links: list[Link] = []
    missing = []
    for code in wanted:
        shares = _shares(code, ways[code], weights)
        if shares is None:
            missing.append((start.label, code, ways[code]))
            continue
        exact = len(ways[code]) == 1
        links.extend(
            Link(code, target, share, exact)
            for target, share in zip(ways[code], shares, strict=True)
        )
    if missing:
        raise SplitNeedsWeights(missing)
    divided = any(not link.exact for link in links)
    return Crosswalk(start, end, tuple(links), weights.name if weights and divided else None)


def targets(source: Vintage, to: Vintage) -> Mapping[str, tuple[str, ...]]:
    """Every code of a division with the codes of another that hold any of its territory."""
    return _targets(source.on, to.on)


def check_codes(codes: Iterable[str], vintage: Vintage, *, label: str) -> None:
    """Refuse codes that are not in use in a division; `label` names the year in the message."""
    strange = set(codes) - vintage.codes()
    unknown = strange - _all_codes()
    if unknown:
        raise UnknownCodes(unknown, where=label)
    if strange:
        raise MixedVintages(strange, year=label)


def _shares(
    code: str, ways: tuple[str, ...], weights: SplitWeights | None
) -> tuple[float, ...] | None:
    if len(ways) == 1:
        return (1.0,)
    return None if weights is None else weights.shares(code, ways)


@cache
def _targets(source: date, to: date) -> dict[str, tuple[str, ...]]:
    holder = {piece: code for code, pieces in territories(to).items() for piece in pieces}
    return {
        code: tuple(sorted({holder[piece] for piece in pieces}))
        for code, pieces in territories(source).items()
    }


@cache
def _all_codes() -> frozenset[str]:
    return frozenset(place.code for place in all_municipalities())
