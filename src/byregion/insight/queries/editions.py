"""Named reads of editions."""

from __future__ import annotations

from django.db.models import QuerySet

from byregion.insight.models import OwnText, RegionAnalysisEdition, Status


def published(programme: str, region: str) -> RegionAnalysisEdition | None:
    """The edition that a region's pages show; None where no analysis is published."""
    return RegionAnalysisEdition.objects.filter(
        programme_slug=programme, region_slug=region, status=Status.PUBLISHED
    ).first()


def all_published(programme: str) -> list[RegionAnalysisEdition]:
    """Every region's published edition, by name."""
    return list(
        RegionAnalysisEdition.objects.filter(
            programme_slug=programme, status=Status.PUBLISHED
        ).order_by("region_slug")
    )


def names(programme: str) -> QuerySet[RegionAnalysisEdition]:
    """Published editions without what they hold, by name."""
    return (
        RegionAnalysisEdition.objects.filter(programme_slug=programme, status=Status.PUBLISHED)
        .defer("result")
        .order_by("name")
    )


def compared(programme: str, regions: list[str]) -> list[RegionAnalysisEdition]:
    """Published editions of the regions asked for, in that order; those without are left out."""
    found = {
        one.region_slug: one
        for one in RegionAnalysisEdition.objects.filter(
            programme_slug=programme, region_slug__in=regions, status=Status.PUBLISHED
        )
    }
    return [found[slug] for slug in regions if slug in found]


def draft_of(programme: str, region: str) -> RegionAnalysisEdition | None:
    """The region's draft, which nobody but its people see; None where there is none."""
    return RegionAnalysisEdition.objects.filter(
        programme_slug=programme, region_slug=region, status=Status.DRAFT
    ).first()


Latest = dict[tuple[str, str], RegionAnalysisEdition]


def latest_by_region() -> tuple[Latest, Latest]:
    """Give each region's draft and its published edition, by programme and region."""
    found: dict[str, Latest] = {Status.DRAFT: {}, Status.PUBLISHED: {}}
    for one in RegionAnalysisEdition.objects.filter(status__in=found).defer("result"):
        found[one.status].setdefault((one.programme_slug, one.region_slug), one)
    return found[Status.DRAFT], found[Status.PUBLISHED]


def texts_of(edition: RegionAnalysisEdition | None) -> dict[str, dict[str, str]]:
    """Own texts by chapter and language; none where there is no edition."""
    found: dict[str, dict[str, str]] = {}
    for text in OwnText.objects.filter(edition=edition) if edition else ():
        found.setdefault(text.chapter, {})[text.language] = text.text
    return found


def history(programme: str, region: str) -> QuerySet[RegionAnalysisEdition]:
    """A region's public editions, the newest first, without what they hold."""
    return (
        RegionAnalysisEdition.objects.filter(programme_slug=programme, region_slug=region)
        .exclude(status=Status.DRAFT)
        .defer("result")
        .order_by("-number")
    )


def public_edition(programme: str, region: str, number: int) -> RegionAnalysisEdition | None:
    """A public edition by number; None where there is none, or it is a draft."""
    return history(programme, region).defer(None).filter(number=number).first()


def own_text(edition: RegionAnalysisEdition, chapter: str, language: str) -> OwnText | None:
    """The region's own text in a chapter: in the reader's language, or else as it was written."""
    found = {
        text.language: text for text in OwnText.objects.filter(edition=edition, chapter=chapter)
    }
    for code in (language, "nn", "nb", "en"):
        if code in found:
            return found[code]
    return None
