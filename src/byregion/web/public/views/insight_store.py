"""Pages made straight from the store of statistics: they are never kept whole.

The store changes without the database knowing, so these answers are streamed: the page cache keeps
whole answers only. What is costly in them is remembered under the state of the store instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.analysis.errors import AnalysisError
from byregion.insight.addresses import CHAPTERS_BY_SLUG
from byregion.insight.queries import free
from byregion.programme.queries import programmes
from byregion.statistics.errors import StatisticsError
from byregion.web.public.filters import text
from byregion.web.public.site import frame
from byregion.web.public.views.insight_map import functional_map
from byregion.web.public.views.insight_page import chapter_context, contents_context, csv_response

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.result import RegionAnalysis


def unkept(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponseBase:
    """Answer with a page that the page cache does not keep."""
    page = render_to_string(template, context, request)
    response = StreamingHttpResponse([page.encode()], status=status)
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def choose(request: HttpRequest) -> HttpResponseBase:
    """Let anyone choose municipalities by name; the choice leads to an address of its own."""
    at = free.loaded()
    asked = request.GET.getlist("kommune")
    chosen = free.known(asked, at.vintage) if at else ()
    if "analyser" in request.GET and 0 < len(chosen) <= free.MOST_MUNICIPALITIES:
        return redirect("public:insight-free", codes="-".join(chosen))
    wanted = text(request.GET.get("q", ""))
    found = free.matching(wanted, at.vintage) if at else []
    kept = [one for one in free.matching("", at.vintage) if one.code in chosen] if at else []
    context = {
        "at": at,
        "found": [one for one in found if one.code not in chosen],
        "chosen": kept,
        "most": free.MOST_MUNICIPALITIES,
        "too_many": len(chosen) > free.MOST_MUNICIPALITIES,
        "none_chosen": "analyser" in request.GET and not chosen,
        "sought": wanted,
        **frame(request, programmes.default_programme(), trail=[_crumb("")]),
    }
    return unkept(request, "public/insight/choose.html", context)


@require_safe
def contents(request: HttpRequest, codes: str) -> HttpResponseBase:
    """Show what the analysis of any municipalities consists of."""
    return _page(request, codes, None)


@require_safe
def chapter(request: HttpRequest, codes: str, chapter: str) -> HttpResponseBase:
    """Show one chapter of the analysis of any municipalities."""
    return _page(request, codes, CHAPTERS_BY_SLUG[chapter])


@require_safe
def table(request: HttpRequest, codes: str, key: str) -> HttpResponseBase:
    """Give one table of it as a file."""
    made = _made(codes)
    if made is None:
        raise Http404(codes)
    response = csv_response(made, key)
    answer = StreamingHttpResponse([response.content], content_type=response["Content-Type"])
    answer["Content-Disposition"] = response["Content-Disposition"]
    return answer


def _page(request: HttpRequest, codes: str, key: str | None) -> HttpResponseBase:
    programme = programmes.default_programme()
    try:
        made = _made(codes)
    except (AnalysisError, StatisticsError) as error:
        context = {"problem": str(error), **frame(request, programme, trail=[_crumb("")])}
        return unkept(request, "public/insight/unmade.html", context, status=422)
    if made is None:
        context = frame(request, programme, trail=[_crumb("")])
        return unkept(request, "public/insight/unmade.html", context, status=503)
    language = get_language() or "nn"
    base = reverse("public:insight-free", args=[codes])
    fill = contents_context(made, base, language)
    own: dict[str, object] = {"label": made.subject.name, "url": base}
    trail = [_crumb(reverse("public:insight-choose")), own]
    template = "public/insight/contents.html"
    if key is not None:
        fill |= chapter_context(made, key, base, language)
        trail.append({"label": fill["chapter"].title, "url": ""})
        template = "public/insight/chapter.html"
    fill["is_free"] = True
    return unkept(request, template, fill | frame(request, programme, trail=trail))


def _made(codes: str) -> RegionAnalysis | None:
    at = free.loaded()
    if at is None:
        return None
    asked = tuple(codes.split("-"))
    if free.known(asked, at.vintage) != asked or len(asked) > free.MOST_MUNICIPALITIES:
        raise Http404(codes)
    return free.analysis_of(at, asked, at.years[-1])


def _crumb(url: str) -> dict[str, object]:
    return {"label": _("Analyse any municipalities"), "url": url}


@require_safe
def functional(request: HttpRequest, programme: str) -> HttpResponseBase:
    """Divide the country into functional regions, for the year and threshold of the address."""
    shown = programmes.default_programme()
    if shown is None or shown.slug != programme:
        raise Http404(programme)
    at = free.loaded()
    context: dict[str, Any] = {
        "at": at,
        "thresholds": range(free.LEAST_THRESHOLD, free.MOST_THRESHOLD + 1, 5),
    }
    if at:
        year = _number(request.GET.get("ar"), list(at.years), at.years[-1])
        allowed = list(range(free.LEAST_THRESHOLD, free.MOST_THRESHOLD + 1))
        percent = _number(request.GET.get("grense"), allowed, free.USUAL_THRESHOLD)
        found = free.functional_regions(at, year, percent)
        context |= {"year": year, "percent": percent, **functional_map(found, year)}
    trail = [{"label": _("Functional regions"), "url": ""}]
    context |= frame(request, shown, trail=trail)
    return unkept(request, "public/insight/functional.html", context)


def _number(value: str | None, allowed: list[int], otherwise: int) -> int:
    found = int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else None
    return found if found in allowed else otherwise
