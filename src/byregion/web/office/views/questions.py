"""Questions to the network: asked, answered, the one that helped, and what everyone may read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byregion.common.clock import now
from byregion.network import rules
from byregion.network.domain import questions as verbs
from byregion.network.domain.refusal import Refused
from byregion.network.models import NetworkAnswer, NetworkQuestion
from byregion.network.queries import questions as queries
from byregion.people.permissions import Permission, Place
from byregion.web.access import requires_somewhere
from byregion.web.office.frame import frame
from byregion.web.office.group_frame import me
from byregion.web.office.network_frame import attempt, region_names
from byregion.web.office.question_forms import (
    AnswerForm,
    AskForm,
    EditAnswerForm,
    ThemesForm,
    theme_choices,
)

PER_PAGE = 30
FORM = require_http_methods(["GET", "HEAD", "POST"])
reads = requires_somewhere(Permission.ANSWER_NETWORK)
asks = requires_somewhere(Permission.ASK_NETWORK)


@require_safe
@reads
def listing(request: HttpRequest) -> HttpResponse:
    """List questions, narrowed by theme and by whether they are answered."""
    found = queries.in_sight(me(request))
    theme, state = request.GET.get("tema", ""), request.GET.get("status", "")
    if theme:
        found = found.filter(themes__theme=theme)
    if state in {"open", "answered"}:
        found = found.filter(accepted__isnull=state == "open")
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("side")),
        "themes": theme_choices(),
        "chosen": {"theme": theme, "state": state},
        **_around(request),
    }
    return render(request, "office/question/list.html", context)


@FORM
@asks
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the network."""
    form = AskForm(_places(request, Permission.ASK_NETWORK), request.POST or None)
    if request.method == "POST" and form.is_valid():
        data, place = form.cleaned_data, form.spoken_for()
        asked = verbs.Asked(
            programme=place.programme,
            region=place.region,
            title=data["title"],
            text=data["text"],
            language=data["language"],
            themes=data["themes"],
            is_public=data["is_public"],
        )
        made = verbs.ask(asked, form_key=data["form_key"], by=me(request), at=now())
        return redirect("office:network-question", made.pk)
    context = {"form": form, **_around(request, _("Ask the network"))}
    return render(request, "office/question/ask.html", context)


@FORM
@reads
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a question with its answers; add the answer that is sent."""
    question = _in_sight(request, pk)
    places = _places(request, Permission.ANSWER_NETWORK, programme=question.programme)
    form = AnswerForm(places, request.POST or None, initial={"may_be_public": question.is_public})
    if request.method == "POST" and form.is_valid():
        try:
            return _answer(request, question, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    names, own = region_names(question.programme), question.asked_by_id == me(request).pk
    moderates = verbs.moderates(me(request), question)
    context = {
        "question": question,
        "answers": _shown(request, question, names, moderates=moderates),
        "asker": names.get(question.region, question.region),
        "is_own": own,
        "moderates": moderates,
        "may_accept": own or moderates,
        "form": form,
        "themes_form": ThemesForm(question),
        "themes": [name for slug, name in _themes(question)],
        **_around(request, question.title),
    }
    return render(request, "office/question/detail.html", context)


@require_POST
@reads
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which answer helped or who may read it; hide it and show it again as moderator."""
    question = _in_sight(request, pk)
    wanted = request.POST.get("act", "")
    if wanted in {"hide", "show"} and not verbs.moderates(me(request), question):
        raise PermissionDenied
    acts = _acts(request, question)
    if wanted not in acts:
        raise Http404(wanted)
    attempt(request, partial(acts[wanted], by=me(request), at=now()), _("The change is saved."))
    return redirect("office:network-question", pk)


@require_POST
@reads
def sort_under(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a question under other themes: who asked, and who moderates."""
    question = _in_sight(request, pk)
    if question.asked_by_id != me(request).pk and not verbs.moderates(me(request), question):
        raise PermissionDenied
    form = ThemesForm(question, request.POST)
    if form.is_valid():
        verbs.sort_under(question, form.cleaned_data["themes"], by=me(request), at=now())
    return redirect("office:network-question", pk)


@FORM
@reads
def edit_answer(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """Change one's own answer."""
    question = _in_sight(request, pk)
    known = get_object_or_404(question.answers, pk=answer)
    if known.answered_by_id != me(request).pk or known.deleted_at is not None:
        raise PermissionDenied
    initial = {"text": known.text, "may_be_public": known.may_be_public}
    form = EditAnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change = partial(verbs.edit_answer, known, by=me(request), at=now(), **form.cleaned_data)
        if attempt(request, change, _("The change is saved.")):
            return redirect("office:network-question", pk)
    context = {"form": form, "question": question, **_around(request, _("Edit"))}
    return render(request, "office/question/answer.html", context)


@require_POST
@reads
def delete_answer(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """Take an answer's words away."""
    known = get_object_or_404(_in_sight(request, pk).answers, pk=answer)
    delete = partial(verbs.delete_answer, known, by=me(request), at=now())
    attempt(request, delete, _("The answer is deleted."))
    return redirect("office:network-question", pk)


def _acts(request: HttpRequest, question: NetworkQuestion) -> dict[str, Callable[..., object]]:
    answer = request.POST.get("answer", "")
    chosen = question.answers.filter(pk=answer).first() if answer.isdecimal() else None
    why = request.POST.get("why", "")[:300]
    return {
        "accept": partial(verbs.accept, question, chosen),
        "open": partial(verbs.set_public, question, is_public=True),
        "close": partial(verbs.set_public, question, is_public=False),
        "hide": partial(verbs.hide, question, why=why),
        "show": partial(verbs.show_again, question),
    }


def _answer(request: HttpRequest, question: NetworkQuestion, form: AnswerForm) -> HttpResponse:
    data = form.cleaned_data
    said = verbs.Answered(
        region=form.spoken_for().region,
        text=data["text"],
        language=data["language"],
        may_be_public=data["may_be_public"],
    )
    made = verbs.answer(question, said, form_key=data["form_key"], by=me(request), at=now())
    page = reverse("office:network-question", args=[question.pk])
    return redirect(f"{page}#svar-{made.pk}")


def _shown(
    request: HttpRequest, question: NetworkQuestion, names: dict[str, str], *, moderates: bool
) -> list[tuple[NetworkAnswer, str, bool, bool]]:
    """Give each answer, its region's name, and whether the reader may change and delete it."""
    reader = me(request).pk
    return [
        (one, names.get(one.region, ""), one.answered_by_id == reader, moderates)
        for one in question.answers.select_related("answered_by")
    ]


def _in_sight(request: HttpRequest, pk: int) -> NetworkQuestion:
    get_object_or_404(NetworkQuestion, pk=pk)
    question = queries.in_sight(me(request)).filter(pk=pk).first()
    if question is None:
        raise PermissionDenied
    return question


def _places(
    request: HttpRequest, permission: Permission, *, programme: str = ""
) -> Sequence[Place]:
    """Give the places that the visitor may speak for, in one programme or in all."""
    places = rules.speaks_for(me(request), permission)
    return [place for place in places if not programme or place.programme == programme]


def _themes(question: NetworkQuestion) -> list[tuple[str, str]]:
    names = dict(theme_choices(question.programme))
    return [(row.theme, names.get(row.theme, row.theme)) for row in question.themes.all()]


def _around(request: HttpRequest, label: str = "") -> dict[str, object]:
    trail = [{"label": _("Questions"), "url": reverse("office:network-questions")}]
    return frame(request, trail=[*trail, *([{"label": label, "url": ""}] if label else [])])
