"""Analyses of all regions together: the motor metaphor, and regions side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.analysis.region_analysis.result import RegionAnalysis
from byregion.common.collation import norwegian_order
from byregion.common.tables import CONTENT_TYPES
from byregion.insight import reading
from byregion.insight.models import RegionAnalysisEdition
from byregion.insight.queries import across as across_queries
from byregion.insight.queries import comparison, editions, figures
from byregion.programme.queries import regions as region_queries
from byregion.web.public.analysis_maps import verdict_map
from byregion.web.public.filters import slugs
from byregion.web.public.site import frame, programme_or_404
from byregion.web.public.views.insight_page import figure_names

MOST_COMPARED = 4


@require_safe
def overview(request: HttpRequest, programme: str) -> HttpResponse:
    """Test the motor metaphor for all regions, with a map and a table."""
    shown = programme_or_404(programme)
    published = editions.all_published(programme)
    language = get_language() or "nn"
    # The database sorts æ, ø and å where other alphabets would have them.
    published = sorted(published, key=lambda one: norwegian_order(one.name))
    found = figures.verdicts(published, language)
    words = figures.verdict_words(language)
    verdict_of = {one.edition.region_slug: one.verdict for one in found}
    count = Counter(verdict_of.values())
    outlines = region_queries.outlines(shown)
    drawn = [one for one in outlines if one.slug in verdict_of]
    context = {
        "verdicts": found,
        "sources": reading.sources(_analyses(published), language, chapters=["interplay"]),
        "untested": figures.untested(found, language),
        "unpublished": [one for one in outlines if one.slug not in verdict_of],
        "counts": [(key, words[key], count[key]) for key in words if count[key]],
        "map": verdict_map(drawn, shown.vintage, verdict_of) if drawn else None,
        **frame(request, shown, trail=[{"label": _("Analyses"), "url": ""}]),
    }
    return render(request, "public/insight/overview.html", context)


@require_safe
def compare(request: HttpRequest, programme: str) -> HttpResponse:
    """Set the analyses of two to four regions side by side on the same scales."""
    shown = programme_or_404(programme)
    asked = slugs(request.GET.getlist("region"))
    found = editions.compared(programme, asked[:MOST_COMPARED])
    names = [one.name for one in found]
    language = get_language() or "nn"
    context = {
        "editions": found,
        "sources": reading.sources(_analyses(found), language, chapters=reading.KEY_CHAPTERS),
        "rows": [
            (figure_names()[row.key], list(zip(names, row.bars, strict=True)))
            for row in comparison.rows(found, language)
        ],
        "asked": asked,
        "choices": [
            (one.region_slug, one.name)
            for one in sorted(editions.names(programme), key=lambda one: norwegian_order(one.name))
        ],
        "left_out": max(0, len(asked) - MOST_COMPARED),
        "most": MOST_COMPARED,
        **frame(request, shown, trail=_trail(programme, _("Compare analyses"))),
    }
    return render(request, "public/insight/compare.html", context)


@require_safe
def across(request: HttpRequest, programme: str) -> HttpResponse:
    """Show which regions share a theme and a problem, by what their analyses say."""
    shown = programme_or_404(programme)
    published = editions.all_published(programme)
    language = get_language() or "nn"
    context = {
        "themes": across_queries.themes(published, language),
        "sources": reading.sources(_analyses(published), language),
        "count": len(published),
        # Without the ending: the page adds each kind.
        "files": reverse("public:insight-across-file", args=[programme, "csv"]).removesuffix("csv"),
        **frame(request, shown, trail=_trail(programme, _("Shared themes"))),
    }
    return render(request, "public/insight/across.html", context)


@require_safe
def across_file(request: HttpRequest, programme: str, kind: str) -> HttpResponse:
    """Give the same as a table: one row for each theme, finding and region."""
    shown = programme_or_404(programme)
    published = editions.all_published(programme)
    table = across_queries.table(shown, published, get_language() or "nn")
    response = HttpResponse(table.encode(kind), content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{table.name}.{kind}"'
    return response


def _analyses(found: Sequence[RegionAnalysisEdition]) -> list[RegionAnalysis]:
    return [one.analysis for one in found]


def _trail(programme: str, name: str) -> list[dict[str, str]]:
    up = reverse("public:insight-overview", args=[programme])
    return [{"label": _("Analyses"), "url": up}, {"label": name, "url": ""}]
