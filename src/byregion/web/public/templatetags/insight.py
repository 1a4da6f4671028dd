"""What an analysis says on the pages of its region and its municipalities."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from byregion.insight import reading
from byregion.insight.queries import figures, in_short
from byregion.programme.models import CityRegion
from byregion.web.public.views.insight_page import named

register = template.Library()


@register.simple_tag
def region_insight(region: CityRegion) -> dict[str, Any] | None:
    """Give the analysis in a page: key figures, what they say, three figures; None without one."""
    programme = region.programme.slug
    shown = in_short.published_in_short(programme, region.slug, get_language() or "nn")
    if shown is None:
        return None
    return {
        "base": reverse("public:insight", args=[programme, region.slug]),
        "key_figures": named(shown.key_figures),
        "sources": shown.sources,
        "glance": shown.glance,
        "figures": shown.figures,
    }


@register.simple_tag
def municipality_ties(code: str) -> list[figures.Tie]:
    """Give what the regions' analyses know of a municipality."""
    return figures.ties([code], get_language() or "nn")


@register.simple_tag
def tie_sources(ties: list[figures.Tie]) -> list[str]:
    """Name the tables that decided how municipalities are tied."""
    analyses = [tie.edition.analysis for tie in ties]
    return reading.sources(analyses, get_language() or "nn", chapters=["structure"])
