"""What can be done with an edition: make a draft, write in it, publish it, throw it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from byregion.analysis.region_analysis.result import CHAPTERS, RegionAnalysis
from byregion.insight.errors import InsightError
from byregion.insight.frozen import checksum, freeze
from byregion.insight.models import Language, OwnText, RegionAnalysisEdition, Status

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_TEXT = 20_000


@transaction.atomic
def make_draft(
    analysis: RegionAnalysis, *, programme: str, by: str, at: datetime
) -> RegionAnalysisEdition:
    """Keep an analysis as the region's next edition, not yet public.

    The region is the analysis' own (`subject.slug`); a free choice of municipalities has none.
    """
    slug = analysis.subject.slug
    frozen = freeze(analysis)
    others = RegionAnalysisEdition.objects.filter(programme_slug=programme, region_slug=slug)
    latest = others.aggregate(latest=Max("number"))["latest"] or 0
    return RegionAnalysisEdition.objects.create(
        programme_slug=programme if slug else "",
        region_slug=slug,
        number=latest + 1 if slug else 1,
        name=analysis.subject.name[:200],
        year=analysis.year,
        vintage=analysis.vintage,
        result=frozen,
        checksum=checksum(frozen),
        code_version=analysis.version,
        made_at=at,
        made_by=by,
    )


@transaction.atomic
def write_text(
    edition: RegionAnalysisEdition, *, chapter: str, language: str, text: str, by: str, at: datetime
) -> None:
    """Put the region's own text in a chapter of a draft; empty text takes it away.

    Raises
    ------
    InsightError
        There is no such chapter or language, the text is too long, or the edition is published.
    """
    if chapter not in CHAPTERS:
        raise InsightError(f"no chapter {chapter!r}; there are {', '.join(CHAPTERS)}")
    if language not in Language.values:
        raise InsightError(f"no language {language!r}; there are {', '.join(Language.values)}")
    if len(text) > LONGEST_TEXT:
        raise InsightError(f"the text has {len(text)} characters; {LONGEST_TEXT} is the most")
    draft = _draft(edition)
    key: dict[str, Any] = {"edition": draft, "chapter": chapter, "language": language}
    if text.strip():
        values = {"text": text.strip(), "written_by": by, "written_at": at}
        OwnText.objects.update_or_create(defaults=values, **key)
    else:
        OwnText.objects.filter(**key).delete()


@transaction.atomic
def publish(edition: RegionAnalysisEdition, *, by: str, at: datetime) -> RegionAnalysisEdition:
    """Freeze a draft and show it; the edition shown until now is superseded in the same moment.

    Raises
    ------
    InsightError
        It is no draft, or it belongs to no region and so has no page.
    """
    draft = _draft(edition)
    if not draft.region_slug:
        raise InsightError(f"{draft}: an analysis of no region is not published")
    for former in RegionAnalysisEdition.objects.select_for_update().filter(
        programme_slug=draft.programme_slug,
        region_slug=draft.region_slug,
        status=Status.PUBLISHED,
    ):
        former.status = Status.SUPERSEDED
        former.save()
    draft.status = Status.PUBLISHED
    draft.published_at, draft.published_by = at, by
    draft.save()
    return draft


@transaction.atomic
def discard(edition: RegionAnalysisEdition) -> None:
    """Throw a draft away, with the text in it.

    Raises
    ------
    InsightError
        It is published.
    """
    _draft(edition).delete()


def _draft(edition: RegionAnalysisEdition) -> RegionAnalysisEdition:
    # Read again under a lock: somebody may have published it since.
    stored = RegionAnalysisEdition.objects.select_for_update().get(pk=edition.pk)
    if stored.status != Status.DRAFT:
        raise InsightError(f"{stored} is {stored.status}; only a draft is changed")
    return stored
