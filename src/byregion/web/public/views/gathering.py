"""Gatherings: the list, one with its programme, calendars, what remains, and the evaluation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from byregion.common.clock import now
from byregion.network import addresses
from byregion.network.domain.evaluation import evaluate, evaluation_is_open, evaluation_span
from byregion.network.domain.refusal import Refused
from byregion.network.models import Gathering
from byregion.network.queries import evaluation as figures
from byregion.network.queries import gatherings as queries
from byregion.programme.models import Programme
from byregion.web.public.gathering_forms import EvaluationForm
from byregion.web.public.materials import place_in, placed
from byregion.web.public.site import Link, frame, programme_or_404


@require_safe
def listing(request: HttpRequest, programme: str) -> HttpResponse:
    """List the gatherings: those ahead, then those that were, with what is known of them."""
    shown = programme_or_404(programme)
    found = queries.listed(shown)
    context = {
        "coming": [each for each in reversed(found) if each.is_coming],
        "past": [each for each in found if not each.is_coming],
        **frame(request, shown, trail=[{"label": _("Gatherings"), "url": ""}]),
    }
    return render(request, "public/gatherings.html", context)


@require_safe
def detail(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """Show one gathering: what, when, where, the programme, and what came of it."""
    shown = programme_or_404(programme)
    found = queries.one(shown, slug)
    if found is None:
        raise Http404(slug)
    own = found.own
    results = figures.results(own, with_texts=False) if own and own.evaluation_is_public else None
    days = queries.days(own) if own else []
    context = {
        "gathering": found,
        "days": days,
        "of_session": place_in(days),
        "materials": placed(queries.materials(own)) if own else [],
        "came": queries.came(own) if own else None,
        "region_name": _region_name(shown, own),
        "has_results": results is not None and results.may_be_public,
        **frame(request, shown, trail=trail(programme, str(found.title))),
    }
    return render(request, "public/gathering/detail.html", context)


@require_safe
def whole_calendar(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """Give the whole programme as a calendar."""
    from byregion.network import calendar  # noqa: PLC0415 - slow to import

    return as_calendar(calendar.whole(public_or_404(programme, slug), language()), slug)


@require_safe
def results(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """Show the evaluation's figures, where the operator has chosen to and enough answered."""
    gathering = public_or_404(programme, slug)
    found = figures.results(gathering, with_texts=False)
    if not gathering.evaluation_is_public or not found.may_be_public:
        raise Http404(slug)
    context = {
        "gathering": gathering,
        "results": found,
        **below(request, gathering, _("Evaluation")),
    }
    return render(request, "public/gathering/results.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: HttpRequest, programme: str, slug: str, token: str) -> HttpResponse:
    """Ask for the evaluation; whoever has the link may answer, and nobody is asked who they are."""
    gathering = public_or_404(programme, slug)
    if not constant_time_compare(token, addresses.evaluation_token(gathering)):
        raise Http404(slug)
    form = EvaluationForm(gathering, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            evaluate(gathering, form.answers(), form_key=form.form_key, at=now())
            return redirect("public:gathering-evaluated", programme, slug)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "gathering": gathering,
        "form": form,
        "is_open": evaluation_is_open(gathering, now()),
        "span": evaluation_span(gathering),
        **below(request, gathering, _("Evaluation")),
    }
    return render(request, "public/gathering/evaluation.html", context)


@require_safe
def evaluated(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """Thank for an evaluation."""
    gathering = public_or_404(programme, slug)
    context = {"gathering": gathering, **below(request, gathering, _("Evaluation"))}
    return render(request, "public/gathering/evaluated.html", context)


def public_or_404(programme: str, slug: str) -> Gathering:
    """Give a gathering that the office has made public."""
    return get_object_or_404(queries.public(programme), slug=slug)


def trail(programme: str, *labels: str, page: str = "") -> list[Link]:
    """Give the way to a gathering's page, or to one below it."""
    steps: list[Link] = [
        {"label": _("Gatherings"), "url": reverse("public:gatherings", args=[programme])}
    ]
    urls = [page, *[""] * (len(labels) - 1)]
    steps += [Link(label=label, url=url) for label, url in zip(labels, urls, strict=True)]
    return steps


def _region_name(programme: Programme, gathering: Gathering | None) -> str:
    if gathering is None or not gathering.region:
        return ""
    return (
        programme.regions.filter(slug=gathering.region).values_list("name", flat=True).first() or ""
    )


def as_calendar(content: bytes, name: str) -> HttpResponse:
    """Answer with a calendar to take away."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def language() -> str:
    """Give the reader's language."""
    return (get_language() or "nn").split("-")[0]


def below(request: HttpRequest, gathering: Gathering, label: str) -> dict[str, object]:
    """Give the frame of a page below a gathering's."""
    shown = programme_or_404(gathering.programme)
    page = reverse("public:gathering", args=[gathering.programme, gathering.slug])
    steps = trail(gathering.programme, str(gathering.title), label, page=page)
    return frame(request, shown, trail=steps)
