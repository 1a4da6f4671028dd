"""A figure of an analysis as a file: SVG, PNG, its table as CSV, or its specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from byregion.insight.drawing import NoFigure
from byregion.insight.figure_files import figure_file
from byregion.web.public.views.insight_free import about_free, free_analysis
from byregion.web.public.views.insight_page import published

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.insight.figure_files import FigureFile


@require_safe
def figure(request: HttpRequest, programme: str, slug: str, key: str, kind: str) -> HttpResponse:
    """Give a figure of a published analysis; the page cache keeps it like any page."""
    made = _file(published(programme, slug).analysis, key, kind)
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


@require_safe
@about_free
def free_figure(request: HttpRequest, codes: str, key: str, kind: str) -> HttpResponseBase:
    """Give a figure of the analysis of any municipalities, which the page cache must not keep."""
    made = _file(free_analysis(request, codes), key, kind)
    response = StreamingHttpResponse([made.content], content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response["Cache-Control"] = "no-cache"
    return response


def _file(analysis: RegionAnalysis, key: str, kind: str) -> FigureFile:
    try:
        return figure_file(analysis, key, kind, get_language() or "nn")
    except NoFigure:
        raise Http404(key) from None
