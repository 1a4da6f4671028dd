"""What a region's people do with its analysis in the office: each act is in the trail.

`by` is the person's key, in the edition as in the trail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from byregion.analysis.geography.vintage import Vintage
from byregion.audit.domain.trail import record
from byregion.common.collation import norwegian_order
from byregion.insight.domain import editions
from byregion.insight.errors import DraftWaits, InsightError
from byregion.insight.queries import free
from byregion.insight.queries.editions import draft_of
from byregion.insight.queries.territory import codes_at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from byregion.insight.models import RegionAnalysisEdition
    from byregion.programme.models import CityRegion


def members_at(region: CityRegion, at: Vintage) -> tuple[str, ...]:
    """Give the municipalities that an analysis of the region would be of; none where unknown."""
    return codes_at(region.members, region.programme.vintage, at)


def names_at(region: CityRegion, at: Vintage) -> list[str]:
    """Name the same municipalities, in alphabetical order."""
    codes = set(members_at(region, at))
    named = (one.name for one in at.municipalities() if one.code in codes)
    return sorted(named, key=norwegian_order)


def make(
    region: CityRegion, at: free.Loaded, year: int, *, by: str, on: datetime
) -> RegionAnalysisEdition:
    """Analyse the region from the store, and keep the analysis as a draft.

    Raises
    ------
    DraftWaits
        It has a draft already.
    InsightError
        Its members are not known, or the store has no such year.
    AnalysisError, StatisticsError, Busy
        The analysis cannot be made of the tables loaded, or not now.
    """
    programme, slug = region.programme.slug, region.slug
    if draft_of(programme, slug) is not None:
        raise DraftWaits(f"{slug} has a draft")
    if year not in at.years:
        raise InsightError(f"no commuting of {year}")
    codes = members_at(region, Vintage.of(year))
    if not codes:
        raise InsightError(f"the members of {slug} are not known")
    analysis = free.analysis_of_region(at, year, codes, name=region.name, slug=slug)
    with transaction.atomic():
        made = editions.make_draft(analysis, programme=programme, by=by, at=on)
        _record("drafted", made, by, on, year=year)
    return made


@transaction.atomic
def write(
    draft: RegionAnalysisEdition, chapter: str, texts: Mapping[str, str], *, by: str, on: datetime
) -> None:
    """Put the region's own text in a chapter, by language; empty takes it away.

    Raises
    ------
    InsightError
        As `editions.write_text`.
    """
    for language, text in texts.items():
        editions.write_text(draft, chapter=chapter, language=language, text=text, by=by, at=on)
    _record("written", draft, by, on, chapter=chapter)


@transaction.atomic
def publish(draft: RegionAnalysisEdition, *, by: str, on: datetime) -> None:
    """Freeze the draft and show it.

    Raises
    ------
    InsightError
        It is no draft.
    """
    _record("published", editions.publish(draft, by=by, at=on), by, on)


@transaction.atomic
def discard(draft: RegionAnalysisEdition, *, by: str, on: datetime) -> None:
    """Throw the draft away.

    Raises
    ------
    InsightError
        It is no draft.
    """
    _record("discarded", draft, by, on)
    editions.discard(draft)


def _record(
    act: str, edition: RegionAnalysisEdition, by: str, on: datetime, **details: str | int
) -> None:
    record(
        f"analysis.{act}",
        subject_kind="analysis",
        subject_key=f"{edition.programme_slug}/{edition.region_slug}",
        at=on,
        by=by,
        details={"edition": edition.number, **details},
    )
