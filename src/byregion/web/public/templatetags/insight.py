"""What an analysis says on the pages of its region and its municipalities."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from byregion.insight import reading
from byregion.insight.queries import editions, figures
from byregion.programme.models import CityRegion
from byregion.web.public.views.insight_page import named_figures

register = template.Library()
# The figures that stand on the region's own page, by chapter: light ones, it has a map already.
SHOWN = {
    "structure": "structure.map",
    "commuting": "commuting.matrix",
    "population": "population.lines",
}


@register.simple_tag
def region_insight(region: CityRegion) -> dict[str, Any] | None:
    """Give the analysis in a page: key figures, what they say, three figures; None without one."""
    programme = region.programme.slug
    edition = editions.published(programme, region.slug)
    if edition is None:
        return None
    language, analysis = get_language() or "nn", edition.analysis
    shown = [
        (chapter, figure)
        for chapter in analysis.chapters
        for figure in chapter.figures
        if figure.key == SHOWN.get(chapter.key)
    ]
    return {
        "base": reverse("public:insight", args=[programme, region.slug]),
        "key_figures": named_figures(analysis, language),
        "sources": reading.sources([analysis], language, chapters=reading.KEY_CHAPTERS),
        "glance": reading.outline(analysis.chapter("glance"), language).findings,
        "figures": [
            reading.figure_text(analysis, chapter, figure, language) for chapter, figure in shown
        ],
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
