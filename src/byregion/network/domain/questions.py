"""Questions to the network: asked, answered, the answer chosen, and what everyone may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from byregion.audit.domain.trail import record
from byregion.mail.domain.outbox import queue
from byregion.network import reply_addresses
from byregion.network.domain.refusal import WrongState
from byregion.network.group_addresses import question_page
from byregion.network.models import NetworkAnswer, NetworkQuestion, QuestionTheme
from byregion.network.receivers import to_person
from byregion.people.models import User
from byregion.people.permissions import Permission, Place, may


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks: where, the words and their language, themes, and who may read it."""

    programme: str
    region: str
    title: str
    text: str
    language: str
    themes: Iterable[str] = field(default_factory=tuple)
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody answers, from which region, and whether everyone may read it."""

    region: str
    text: str
    language: str
    may_be_public: bool
    by_mail: bool = False


@transaction.atomic
def ask(asked: Asked, *, form_key: UUID, by: User, at: datetime) -> NetworkQuestion:
    """Ask the network. The same form again is the same question."""
    question, is_new = NetworkQuestion.objects.get_or_create(
        form_key=form_key,
        asked_by=by,
        defaults={
            "programme": asked.programme,
            "region": asked.region,
            "title": asked.title,
            "text": asked.text,
            "language": asked.language,
            "is_public": asked.is_public,
            "asked_at": at,
            "latest_at": at,
        },
    )
    if not is_new:
        return question
    _set_themes(question, asked.themes)
    _note("question.asked", question, by, at)
    return question


@transaction.atomic
def answer(
    question: NetworkQuestion, answered: Answered, *, form_key: UUID, by: User, at: datetime
) -> NetworkAnswer:
    """Answer; who asked gets a letter. The same form again is the same answer.

    Raises WrongState where the question is hidden.
    """
    locked = _locked(question)
    if locked.hidden_at is not None:
        raise WrongState(_("The question is hidden, and can't be answered."))
    known = NetworkAnswer.objects.filter(form_key=form_key, answered_by=by).first()
    if known is not None:
        return known
    made = NetworkAnswer.objects.create(
        question=question,
        form_key=form_key,
        region=answered.region,
        text=answered.text,
        language=answered.language,
        may_be_public=answered.may_be_public,
        answered_by=by,
        answered_at=at,
    )
    NetworkQuestion.objects.filter(pk=question.pk).update(latest_at=at)
    by_mail = {"by_mail": True} if answered.by_mail else {}
    _note("question.answered", question, by, at, answer=made.pk, **by_mail)
    if question.asked_by is not None and question.asked_by_id != by.pk:
        _write_to(question.asked_by, question, made, at)
    return made


@transaction.atomic
def edit_answer(
    made: NetworkAnswer, text: str, *, may_be_public: bool, by: User, at: datetime
) -> None:
    """Change one's own answer. Raises WrongState for anybody else's, or one taken away."""
    if made.answered_by_id != by.pk or made.deleted_at is not None:
        raise WrongState(_("Only who answered can change it, as long as it stands."))
    made.text, made.may_be_public, made.edited_at = text, may_be_public, at
    made.save(update_fields=["text", "may_be_public", "edited_at"])
    _note("answer.edited", made.question, by, at, answer=made.pk)


@transaction.atomic
def delete_answer(made: NetworkAnswer, *, by: User, at: datetime) -> None:
    """Take an answer's words away, one's own or as moderator; then it is the answer no more.

    Raises WrongState.
    """
    question = made.question
    if made.deleted_at is not None or not (made.answered_by_id == by.pk or moderates(by, question)):
        raise WrongState(_("Only who answered, and who moderates, can delete it."))
    made.text, made.deleted_at = "", at
    made.save(update_fields=["text", "deleted_at"])
    NetworkQuestion.objects.filter(pk=question.pk, accepted=made).update(accepted=None)
    _note("answer.deleted", question, by, at, answer=made.pk, own=made.answered_by_id == by.pk)


@transaction.atomic
def accept(
    question: NetworkQuestion, made: NetworkAnswer | None, *, by: User, at: datetime
) -> None:
    """Say which answer helped, or that none does any more. Raises WrongState."""
    if question.asked_by_id != by.pk and not moderates(by, question):
        raise WrongState(_("Only who asked, and who moderates, can say which answer helped."))
    if made is not None and (made.question_id != question.pk or made.deleted_at is not None):
        raise WrongState(_("That answer isn't there any more."))
    question.accepted = made
    question.save(update_fields=["accepted"])
    _note("question.accepted" if made else "question.unaccepted", question, by, at)


@transaction.atomic
def set_public(question: NetworkQuestion, *, is_public: bool, by: User, at: datetime) -> None:
    """Let everyone read it, or only the network: for who asked to say. Raises WrongState."""
    if question.asked_by_id != by.pk:
        raise WrongState(_("Only who asked can say who may read it."))
    question.is_public = is_public
    question.save(update_fields=["is_public"])
    _note("question.opened" if is_public else "question.closed", question, by, at)


@transaction.atomic
def hide(question: NetworkQuestion, *, why: str, by: User, at: datetime) -> None:
    """Hide a question, with its answers, from all but who asked and who moderates."""
    question.hidden_at, question.hidden_why = at, why
    question.save(update_fields=["hidden_at", "hidden_why"])
    _note("question.hidden", question, by, at)


@transaction.atomic
def show_again(question: NetworkQuestion, *, by: User, at: datetime) -> None:
    """Show a hidden question again."""
    question.hidden_at, question.hidden_why = None, ""
    question.save(update_fields=["hidden_at", "hidden_why"])
    _note("question.shown", question, by, at)


@transaction.atomic
def sort_under(question: NetworkQuestion, themes: Iterable[str], *, by: User, at: datetime) -> None:
    """Put the question under these themes."""
    question.themes.all().delete()
    _set_themes(question, themes)
    _note("question.sorted", question, by, at)


def moderates(person: User, question: NetworkQuestion) -> bool:
    """Whether the person looks after the programme's questions."""
    return may(person, Permission.MANAGE_QUESTIONS, Place(question.programme))


def _locked(question: NetworkQuestion) -> NetworkQuestion:
    """Lock the question until the transaction ends, and give it as it now is."""
    return NetworkQuestion.objects.select_for_update().get(pk=question.pk)


def _set_themes(question: NetworkQuestion, themes: Iterable[str]) -> None:
    QuestionTheme.objects.bulk_create(
        QuestionTheme(question=question, theme=theme) for theme in sorted(set(themes))
    )


def _write_to(person: User, question: NetworkQuestion, made: NetworkAnswer, at: datetime) -> None:
    reply_address = reply_addresses.for_question(question, person)
    queue(
        "mail/question_answered.txt",
        to=to_person(person),
        key=f"question-answered:{made.pk}",
        at=at,
        context={
            "question": question,
            "answer": made,
            "page": question_page(question, person.language),
            "reply_address": reply_address,
        },
        headers=reply_addresses.headers(reply_address),
    )


def _note(
    act: str, question: NetworkQuestion, by: User, at: datetime, **details: int | bool
) -> None:
    record(
        act,
        subject_kind="question",
        subject_key=str(question.key),
        at=at,
        by=str(by.key),
        details=details,
    )
