"""Regions' own stories."""

from __future__ import annotations

from django.db.models import QuerySet

from byregion.common.remembered import until_changed
from byregion.knowledge.models import RegionStory


@until_changed(most=256)
def story_of(programme: str, region: str, language: str) -> RegionStory | None:
    """Give a region's published story in a language; None where it has told none."""
    found: RegionStory | None = (
        RegionStory.objects.live()
        .filter(region=f"{programme}/{region}", locale__language_code=language)
        .select_related("locale", "alias_of__locale")
        .prefetch_related("contacts")
        .first()
    )
    return found


def with_advice(programme: str, language: str) -> QuerySet[RegionStory]:
    """Give the published stories that hold advice to others, by region."""
    found: QuerySet[RegionStory] = (
        RegionStory.objects.live()
        .filter(region__startswith=f"{programme}/", locale__language_code=language)
        .exclude(advice="")
        .select_related("locale", "alias_of__locale")
        .order_by("title")
    )
    return found
