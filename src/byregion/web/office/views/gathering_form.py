"""The form builder: what people are asked when they register, and afterwards."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byregion.common.clock import now
from byregion.network.domain import form as verbs
from byregion.network.enums import FormKind
from byregion.network.models import Gathering, Question
from byregion.network.queries import registrations as queries
from byregion.web.office import gathering_frame as office
from byregion.web.office.gathering_forms import QuestionForm
from byregion.web.office.network_frame import attempt

# The two forms' names in addresses; the same in nynorsk and bokmål.
FORMS = {"pamelding": FormKind.REGISTRATION, "evaluering": FormKind.EVALUATION}


@require_safe
@office.manages
def questions(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Show a form's questions in their order, and ready-made ones to add."""
    gathering, kind = get_object_or_404(Gathering, pk=pk), _kind(form)
    asked = queries.questions(gathering, kind)
    used = {question.built_in for question in asked}
    context = {
        "kind": kind,
        "form_name": form,
        "questions": asked,
        "answered": verbs.answered(gathering, kind),
        "ready_made": [each for each in verbs.ready_made(kind) if each[0] not in used],
        **office.around(request, gathering, str(kind.label)),
    }
    return render(request, "office/gathering/questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office.manages
def question(request: HttpRequest, pk: int, form: str, question: int | None = None) -> HttpResponse:
    """Make or change a question."""
    gathering, kind = get_object_or_404(Gathering, pk=pk), _kind(form)
    edited = (
        Question(gathering=gathering, form=kind)
        if question is None
        else get_object_or_404(gathering.questions, pk=question, form=kind)
    )
    shown = QuestionForm(request.POST or None, instance=edited)
    if request.method == "POST" and shown.is_valid():
        act = partial(verbs.save_question, shown.instance, at=now(), by=office.me(request))
        if attempt(request, act, _("The question is saved.")):
            return redirect("office:questions", pk, form)
    context = {
        "form": shown,
        "form_name": form,
        "kind": kind,
        **office.around(request, gathering, _("Question")),
    }
    return render(request, "office/gathering/question.html", context)


@require_POST
@office.manages
def add_ready_made(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Add a ready-made question."""
    gathering, name = get_object_or_404(Gathering, pk=pk), request.POST.get("name", "")
    act = partial(verbs.add_built_in, gathering, _kind(form), name, at=now(), by=office.me(request))
    attempt(request, act, _("The question is added."))
    return redirect("office:questions", pk, form)


@require_POST
@office.manages
def act_on_question(request: HttpRequest, pk: int, form: str, question: int) -> HttpResponse:
    """Move a question up or down, or take it away."""
    found = get_object_or_404(Question, pk=question, gathering=pk, form=_kind(form))
    wanted, by = request.POST.get("act"), office.me(request)
    if wanted in {"up", "down"}:
        verbs.move_question(found, up=wanted == "up", at=now(), by=by)
    elif wanted == "remove":
        sure = "with_answers" in request.POST
        act = partial(verbs.remove_question, found, at=now(), by=by, with_answers=sure)
        attempt(request, act, _("The question is taken out."))
    return redirect("office:questions", pk, form)


def _kind(name: str) -> FormKind:
    if name not in FORMS:
        raise Http404(name)
    return FORMS[name]
