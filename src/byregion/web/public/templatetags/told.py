"""What editors and regions tell, on the pages that show facts."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language
from wagtail.models import Locale

from byregion.knowledge.models import ArticlePage, FrontContent, KnowledgeHome, RegionStory
from byregion.knowledge.queries import articles, fronts, stories
from byregion.programme.models import CityRegion, Programme

register = template.Library()
SHOWN = 3


@register.simple_tag
def region_story(region: CityRegion) -> RegionStory | None:
    """Give the region's own story; None where it has told none."""
    return stories.story_of(region.programme.slug, region.slug, get_language() or "nn")


@register.simple_tag
def articles_about(region: CityRegion) -> list[ArticlePage]:
    """Give the newest articles about a region."""
    language = get_language() or "nn"
    return articles.newest_about_region(language, region.programme.slug, region.slug, SHOWN)


@register.simple_tag
def front_content(programme: Programme) -> FrontContent | None:
    """Give what the editors have put on the front page."""
    return fronts.front_of(programme.slug, get_language() or "nn")


@register.simple_tag
def latest_articles() -> list[ArticlePage]:
    """Give the newest articles of all."""
    return articles.newest(get_language() or "nn", SHOWN)


@register.simple_tag
def articles_start() -> dict[str, Any] | None:
    """Give the address of the list of articles; None before the tree is set up."""
    locale = Locale.objects.filter(language_code=get_language() or "nn").first()
    home = KnowledgeHome.objects.filter(locale=locale, live=True).first() if locale else None
    return {"url": home.url} if home else None
