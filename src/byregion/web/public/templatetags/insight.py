"""What an analysis says on the pages of its region and its municipalities."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from byregion.common.remembered import for_good
from byregion.insight import reading
from byregion.insight.queries import figures, in_short
from byregion.programme.models import CityRegion
from byregion.web.public.views.insight_page import named

register = template.Library()


@register.simple_tag
def region_insight(region: CityRegion) -> str:
    """Tell the analysis in a page: key figures, what they say, three figures; empty without one."""
    slugs = region.programme.slug, region.slug
    checksum = in_short.published_checksum(*slugs)
    return "" if checksum is None else _section(checksum, get_language() or "nn", *slugs)


# By the checksum of the whole analysis: what changes elsewhere on the site doesn't draw it again.
@for_good(most=96)
def _section(checksum: str, language: str, programme: str, region: str) -> SafeString:
    shown = in_short.in_short(checksum, language)
    context = {
        "base": reverse("public:insight", args=[programme, region]),
        "key_figures": named(shown.key_figures),
        "sources": shown.sources,
        "glance": shown.glance,
        "figures": shown.figures,
    }
    return render_to_string("public/insight/parts/region.html", {"insight": context})


@register.simple_tag
def municipality_ties(code: str) -> list[figures.Tie]:
    """Give what the regions' analyses know of a municipality."""
    return figures.ties([code], get_language() or "nn")


@register.simple_tag
def tie_sources(ties: list[figures.Tie]) -> list[str]:
    """Name the tables that decided how municipalities are tied."""
    analyses = [tie.edition.analysis for tie in ties]
    return reading.sources(analyses, get_language() or "nn", chapters=["structure"])
