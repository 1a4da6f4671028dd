"""The analysis of any municipalities, made from the store for whoever asks.

The store changes without the database knowing, so these answers are streamed: the page cache keeps
whole answers only. What is costly in them is remembered under the state of the store instead.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion import wording
from byregion.analysis.errors import AnalysisError
from byregion.insight import choice as choices
from byregion.insight.addresses import CHAPTERS_BY_SLUG
from byregion.insight.queries import free
from byregion.programme.queries import programmes
from byregion.statistics.errors import StatisticsError
from byregion.web.public.site import frame
from byregion.web.public.views.insight_choose import as_query, choose_page
from byregion.web.public.views.insight_limits import ANALYSIS, View, bounded, charge
from byregion.web.public.views.insight_page import (
    chapter_context,
    contents_context,
    csv_response,
    unkept,
)

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.insight.choice import Choice
    from byregion.insight.queries.free import Loaded


class NoStore(Exception):
    """No statistics are loaded here."""


def free_choice(codes: str) -> tuple[Loaded, Choice]:
    """Read which municipalities an address is about.

    Raises
    ------
    NoStore, BadChoice
        There is nothing to analyse, or not these.
    """
    at = free.loaded()
    if at is None:
        raise NoStore
    return at, choices.read(codes, at.vintage)


def free_analysis(request: HttpRequest, codes: str) -> RegionAnalysis:
    """Make the analysis, or remember it; what is made is charged to the client.

    Raises
    ------
    NoStore, BadChoice, TooMany, Busy, AnalysisError, StatisticsError
        It cannot be made, or not now.
    """
    at, choice = free_choice(codes)
    if not free.has_analysis(at, choice):
        charge(request, ANALYSIS)
    return free.analysis_of(at, choice)


def about_free(view: View) -> View:
    """Answer with a clear page where there is no analysis to show."""

    @bounded
    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponseBase:
        try:
            return view(request, **named)
        except NoStore:
            return _unmade(request, "", status=503)
        except choices.BadChoice as error:
            return choose_page(request, free.loaded(), error.choice, problem=error, status=404)
        except (AnalysisError, StatisticsError) as error:
            return _unmade(request, wording.error(error, get_language() or "nn"), status=422)

    return answer


@require_safe
@about_free
def contents(request: HttpRequest, codes: str) -> HttpResponseBase:
    """Show what the analysis of any municipalities consists of."""
    _at, choice = free_choice(codes)
    if choice.text != codes:
        return redirect("public:insight-free", codes=choice.text)
    return _page(request, codes, None)


@require_safe
@about_free
def chapter(request: HttpRequest, codes: str, chapter: str) -> HttpResponseBase:
    """Show one chapter of the analysis of any municipalities."""
    return _page(request, codes, CHAPTERS_BY_SLUG[chapter])


@require_safe
@about_free
def table(request: HttpRequest, codes: str, key: str) -> HttpResponseBase:
    """Give one table of it as a file."""
    response = csv_response(free_analysis(request, codes), key)
    answer = StreamingHttpResponse([response.content], content_type=response["Content-Type"])
    answer["Content-Disposition"] = response["Content-Disposition"]
    return answer


def _page(request: HttpRequest, codes: str, key: str | None) -> HttpResponseBase:
    made = free_analysis(request, codes)
    language = get_language() or "nn"
    base = reverse("public:insight-free", args=[codes])
    context = contents_context(made, base, language)
    trail = [_crumb(reverse("public:insight-choose")), {"label": made.subject.name, "url": base}]
    template = "public/insight/contents.html"
    if key is not None:
        context |= chapter_context(made, key, base, language)
        trail.append({"label": context["chapter"].title, "url": ""})
        template = "public/insight/chapter.html"
    _at, choice = free_choice(codes)
    context |= {"is_free": True, "change": as_query(choice)}
    context |= frame(request, programmes.default_programme(), trail=trail)
    return unkept(request, template, context)


def _unmade(request: HttpRequest, problem: str, *, status: int) -> HttpResponseBase:
    trail = [_crumb(reverse("public:insight-choose")), {"label": _("Analysis"), "url": ""}]
    context = {"problem": problem, **frame(request, programmes.default_programme(), trail=trail)}
    return unkept(request, "public/insight/unmade.html", context, status=status)


def _crumb(url: str) -> dict[str, str]:
    return {"label": _("Analyse any municipalities"), "url": url}
