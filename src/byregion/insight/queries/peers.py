"""Regions of the programme that are like one another, by their published analyses and themes.

Likeness in structure is the engine's (`analysis.peers`), in what the published analyses measured of
each region: inhabitants, jobs for each employed resident, and how many of those employed there live
there. What is compared afterwards, growth, is never part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.common.remembered import until_changed
from byregion.insight.models import RegionAnalysisEdition
from byregion.insight.queries import editions
from byregion.programme.queries.regions import regions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from byregion.analysis.provenance import TableSource
    from byregion.analysis.region_analysis.result import Table
    from byregion.programme.models import Programme

TABLE = "comparison.peers"
STRUCTURE = ("size", "coverage", "supply_self_containment")
OUTCOMES = ("growth",)
# Fewer regions than this are too few to say which are near.
LEAST = 6
MOST_KEPT = 512


@dataclass(frozen=True, slots=True)
class Measured:
    """What a published analysis says of a region, and what that rests on.

    `coverage` is jobs for each employed resident, `self_containment` the share of employed
    residents who work in the region; both are shares of one. `persons` are inhabitants.
    """

    persons: float
    coverage: float
    self_containment: float
    growth: float | None
    period: str
    sources: tuple[TableSource, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """A region that another is like, and why: measures of both, and the themes they share.

    `rank` is 1 for the nearest in structure; None where one of them has no published analysis.
    """

    slug: str
    name: str
    rank: int | None
    mine: Measured | None
    theirs: Measured | None
    themes: tuple[str, ...]


@until_changed(most=256)
def alike(programme: Programme, region: str, *, most: int = 5) -> list[Alike]:
    """Give the regions most like one: nearest in structure first, then those that share themes.

    At most so many of each; a region that is both stands once, with both reasons.
    """
    known = regions(programme)
    themes = {one.slug: _themes(one) for one in known}
    if region not in themes:
        return []
    measured = measures(programme.slug)
    ranks = _ranks(measured, region, most)
    found = [
        Alike(
            one.slug,
            one.name,
            ranks.get(one.slug),
            measured.get(region) if one.slug in ranks else None,
            measured.get(one.slug) if one.slug in ranks else None,
            tuple(name for slug, name in themes[region].items() if slug in themes[one.slug]),
        )
        for one in known
        if one.slug != region
    ]
    near = sorted((one for one in found if one.rank), key=lambda one: one.rank or 0)
    sharing = [one for one in found if not one.rank and one.themes]
    sharing.sort(key=lambda one: -len(one.themes))
    return [*near, *sharing[:most]]


def measures(programme: str) -> dict[str, Measured]:
    """Give each region's own measures; a region whose analysis lacks one is left out."""
    found = {one.region_slug: _measured(one.pk, one.checksum) for one in editions.names(programme)}
    return {slug: one for slug, one in found.items() if one is not None}


@lru_cache(maxsize=MOST_KEPT)
def _measured(pk: int, checksum: str) -> Measured | None:
    """Read what one published edition says, once: it never changes, and its checksum names it."""
    table = _table(RegionAnalysisEdition.objects.get(pk=pk, checksum=checksum))
    if table is None:
        return None
    row = next((one for one in table.frame.iter_rows(named=True) if one["role"] == "self"), None)
    needed = ("persons", "coverage", "supply_self_containment")
    if row is None or any(not row.get(name) for name in needed):
        return None
    return Measured(
        persons=float(row["persons"]),
        coverage=float(row["coverage"]),
        self_containment=float(row["supply_self_containment"]),
        growth=row.get("growth"),
        period=table.period,
        sources=table.sources,
    )


def _table(edition: RegionAnalysisEdition) -> Table | None:
    for chapter in edition.analysis.chapters:
        for table in chapter.tables:
            if table.key == TABLE:
                return table
    return None


def _ranks(measured: Mapping[str, Measured], region: str, most: int) -> dict[str, int]:
    if region not in measured or len(measured) < LEAST:
        return {}
    import polars as pl  # noqa: PLC0415 - slow to import, and only this needs them

    from byregion.analysis.peers import nearest_peers  # noqa: PLC0415 - as above

    frame = pl.DataFrame(
        {
            "unit": sorted(measured),
            "size": [measured[slug].persons for slug in sorted(measured)],
            "coverage": [measured[slug].coverage for slug in sorted(measured)],
            "supply_self_containment": [
                measured[slug].self_containment for slug in sorted(measured)
            ],
        }
    ).with_columns(pl.col("size").log())
    try:
        found = nearest_peers(
            frame,
            structure=STRUCTURE,
            outcomes=OUTCOMES,
            k=min(most, len(measured) - 1),
            units=[region],
        )
    except (InvalidInput, NotEnoughData):
        # Regions that don't differ at all in a measure can't be told apart by it.
        return {}
    return dict(found.peers.select("peer", "rank").iter_rows())


def _themes(region: Any) -> dict[str, str]:
    parts = region.listed_participations
    return {theme.slug: str(theme.name) for part in parts for theme in part.listed_themes}
