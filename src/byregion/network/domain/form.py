"""Compose the registration and the evaluation of questions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from byregion.audit.domain.trail import record
from byregion.network.domain.locking import locked
from byregion.network.domain.refusal import InUse, WrongState
from byregion.network.enums import FormKind, QuestionKind, SessionKind
from byregion.network.models import Answer, Gathering, Question

DELETE_AFTER_DAYS = 30


def _words() -> dict[str, dict[str, Any]]:
    """Give the ready-made questions in the active language."""
    return {
        "food": {
            "kind": QuestionKind.SEVERAL,
            "label": _("Food"),
            "help": _("Tick what the kitchen must know."),
            "options": [
                _("Vegetarian"),
                _("Vegan"),
                _("Without gluten"),
                _("Without lactose"),
                _("Without nuts"),
                _("Without fish and shellfish"),
                _("Halal"),
                _("Something else: write to the organiser"),
            ],
        },
        "access": {
            "kind": QuestionKind.TEXT,
            "label": _("Access needs"),
            "help": _("A hearing loop, an interpreter, room for a wheelchair, or anything else."),
            "options": [],
        },
        "arrival": {
            "kind": QuestionKind.CHOICE,
            "label": _("When do you arrive?"),
            "help": "",
            "options": [
                _("The evening before"),
                _("In the morning of the first day"),
                _("Later"),
            ],
        },
        "overall": {
            "kind": QuestionKind.SCALE,
            "label": _("How useful was the gathering for your work?"),
            "help": _("1 is of no use, 5 is very useful."),
            "options": [],
        },
        "sessions": {
            "kind": QuestionKind.SEVERAL,
            "label": _("Which sessions were useful to you?"),
            "help": _("Tick as many as you like."),
            "options": [],
        },
        "learnt": {
            "kind": QuestionKind.TEXT,
            "label": _("What do you take home and try?"),
            "help": "",
            "options": [],
        },
        "next": {
            "kind": QuestionKind.TEXT,
            "label": _("What should the next gathering do otherwise?"),
            "help": "",
            "options": [],
        },
    }


BUILT_IN: dict[FormKind, tuple[str, ...]] = {
    FormKind.REGISTRATION: ("food", "access", "arrival"),
    FormKind.EVALUATION: ("overall", "sessions", "learnt", "next"),
}
# Health and belief can be read out of these: deleted after the gathering.
SENSITIVE = {"food", "access"}


def ready_made(form: FormKind) -> list[tuple[str, str]]:
    """Name the ready-made questions of a form, with their words in the active language."""
    words = _words()
    return [(name, words[name]["label"]) for name in BUILT_IN[form]]


@transaction.atomic
def add_built_in(
    gathering: Gathering, form: FormKind, name: str, *, at: datetime, by: str
) -> Question:
    """Add a ready-made question, in three languages; twice is once.

    The one about sessions names those of the programme as it stands. Raises WrongState.
    """
    if name not in BUILT_IN[form]:
        raise WrongState(_("There is no such question."))
    known = gathering.questions.filter(form=form, built_in=name).first()
    if known is not None:
        return known
    question = Question(gathering=gathering, form=form, built_in=name)
    for language in ("nn", "nb", "en"):
        with override(language):
            words = _words()[name]
        question.kind = words["kind"]
        setattr(question, f"label_{language}", words["label"])
        setattr(question, f"help_{language}", words["help"])
        options = words["options"] or _options_of(gathering, name, language)
        setattr(question, f"options_{language}", "\n".join(options))
    if name in SENSITIVE:
        question.is_sensitive, question.delete_after_days = True, DELETE_AFTER_DAYS
    return save_question(question, at=at, by=by)


@transaction.atomic
def save_question(question: Question, *, at: datetime, by: str) -> Question:
    """Put a question, new or changed, into its form.

    Raises InUse when answers given would mean something else: another kind, or fewer options.
    """
    gathering = locked(question.gathering)
    if question._state.adding:
        same_form = gathering.questions.filter(form=question.form)
        highest = same_form.aggregate(highest=Max("position"))["highest"]
        question.position = 0 if highest is None else highest + 1
    else:
        _check_answers_stand(question)
    if question.is_sensitive and question.delete_after_days is None:
        question.delete_after_days = DELETE_AFTER_DAYS
    question.save()
    _note("question.saved", question, at, by)
    return question


@transaction.atomic
def remove_question(
    question: Question, *, at: datetime, by: str, with_answers: bool = False
) -> None:
    """Take a question away. Raises InUse where it is answered, unless the answers are to go too."""
    locked(question.gathering)
    if not with_answers and is_answered(question):
        raise InUse(_("Somebody has answered it. Say that the answers are to be deleted too."))
    _note("question.removed", question, at, by, answers=question.answers.count())
    question.delete()


@transaction.atomic
def move_question(question: Question, *, up: bool, at: datetime, by: str) -> None:
    """Let a question change places with the one before it, or after it."""
    gathering = locked(question.gathering)
    order = list(gathering.questions.filter(form=question.form))
    place = order.index(question)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, each in enumerate(order):
        Question.objects.filter(pk=each.pk).update(position=position)
    _note("question.moved", question, at, by)


def is_answered(question: Question) -> bool:
    """Whether anybody has answered it."""
    return question.pk in answered(question.gathering, FormKind(question.form))


def answered(gathering: Gathering, form: FormKind) -> set[int]:
    """Give the keys of a form's questions that somebody has answered."""
    if form == FormKind.REGISTRATION:
        return set(
            Answer.objects.filter(question__gathering=gathering).values_list("question", flat=True)
        )
    given = gathering.evaluations.values_list("answers", flat=True)
    return {int(key) for answers in given for key in answers}


def _options_of(gathering: Gathering, name: str, language: str) -> list[str]:
    if name != "sessions":
        return []
    sessions = gathering.sessions.exclude(kind=SessionKind.BREAK)
    with override(language):
        titles = [session.title.text for session in sessions]
    if len(titles) < 2:
        raise WrongState(_("Make the programme first: the question names its sessions."))
    return titles


def _check_answers_stand(question: Question) -> None:
    stored = Question.objects.get(pk=question.pk)
    if stored.kind == question.kind and len(question.options) >= len(stored.options):
        return
    if is_answered(stored):
        raise InUse(_("Somebody has answered: keep the kind and the options, in their order."))


def _note(act: str, question: Question, at: datetime, by: str, **details: int) -> None:
    record(
        act,
        subject_kind="gathering",
        subject_key=str(question.gathering.key),
        at=at,
        by=by,
        details={"question": question.pk, "form": question.form, **details},
    )
