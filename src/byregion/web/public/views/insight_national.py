"""Analyses of all regions together: the motor metaphor, and regions side by side."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.common.collation import norwegian_order
from byregion.insight.queries import comparison, editions, figures
from byregion.programme.models import Programme
from byregion.programme.queries import regions as region_queries
from byregion.web.public.filters import slugs
from byregion.web.public.site import frame
from byregion.web.public.views.insight_map import verdict_map
from byregion.web.public.views.insight_page import figure_names

MOST_COMPARED = 4


@require_safe
def overview(request: HttpRequest, programme: str) -> HttpResponse:
    """Test the motor metaphor for all regions, with a map and a table."""
    shown = get_object_or_404(Programme, slug=programme)
    published = editions.all_published(programme)
    language = get_language() or "nn"
    # The database sorts æ, ø and å where other alphabets would have them.
    published = sorted(published, key=lambda one: norwegian_order(one.name))
    found = figures.verdicts(published, language)
    words = figures.verdict_words(language)
    verdict_of = {one.edition.region_slug: one.verdict for one in found}
    count = Counter(verdict_of.values())
    drawn = [one for one in region_queries.outlines(shown) if one.slug in verdict_of]
    context = {
        "verdicts": found,
        "counts": [(key, words[key], count[key]) for key in words if count[key]],
        "map": verdict_map(drawn, shown.vintage, verdict_of) if drawn else None,
        **frame(request, shown, trail=[{"label": _("Analyses"), "url": ""}]),
    }
    return render(request, "public/insight/overview.html", context)


@require_safe
def compare(request: HttpRequest, programme: str) -> HttpResponse:
    """Set the analyses of two to four regions side by side on the same scales."""
    shown = get_object_or_404(Programme, slug=programme)
    asked = slugs(request.GET.getlist("region"))
    found = editions.compared(programme, asked[:MOST_COMPARED])
    context = {
        "editions": found,
        "rows": [
            (figure_names()[row.key], row.bars)
            for row in comparison.rows(found, get_language() or "nn")
        ],
        "asked": asked,
        "choices": [
            (one.region_slug, one.name)
            for one in sorted(editions.names(programme), key=lambda one: norwegian_order(one.name))
        ],
        "left_out": max(0, len(asked) - MOST_COMPARED),
        "most": MOST_COMPARED,
        **frame(request, shown, trail=[{"label": _("Compare analyses"), "url": ""}]),
    }
    return render(request, "public/insight/compare.html", context)
