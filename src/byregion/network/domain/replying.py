"""Take in what people answer by e-mail, as if they had written it on the page."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from byregion.audit.domain.trail import record
from byregion.mail.domain.outbox import queue
from byregion.network import reply_addresses, rules
from byregion.network.domain.discussion import Written, write_post
from byregion.network.domain.questions import Answered, answer
from byregion.network.domain.refusal import Refused
from byregion.network.group_addresses import question_page, thread_page
from byregion.network.incoming import Incoming, read
from byregion.network.models import NetworkQuestion, Thread
from byregion.network.queries.questions import in_sight
from byregion.network.receivers import to_person
from byregion.network.reply_addresses import Matter
from byregion.network.validators import LONGEST_POST
from byregion.people.models import User
from byregion.people.permissions import Permission

log = logging.getLogger(__name__)
# A letter with a picture or two; more is not read.
LARGEST = 10 * 1024 * 1024
_NAMES = UUID("5b2f6f0c-0d6e-4f0e-9a57-0d2c0c6f3f43")


class Outcome(StrEnum):
    """What became of a letter."""

    POSTED = "posted"
    REFUSED = "refused"
    IGNORED = "ignored"


NO_ACCESS = _("You no longer have access to it, or it isn't there any more.")
REASONS: dict[str, Promise] = {
    "sender": _("It came from another address than the one you are registered with."),
    "several": _(
        "The letter that you answered told of several matters. Write to the address of the one "
        "that you mean, or answer on its page."
    ),
    "large": _("It was larger than 10 MB."),
    "empty": _("We found no words of yours in it. Write above what is quoted."),
    "long": _("It was longer than 10,000 letters."),
    "access": NO_ACCESS,
}


class _CannotPost(Exception):
    """The letter can't be posted; `reason` is one of REASONS, or the words of a refusal."""

    def __init__(self, reason: str, words: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.words = words or str(REASONS[reason])


def receive(raw: bytes, *, to: str = "", at: datetime) -> Outcome:
    """Post a letter in the thread or under the question that it was written to.

    `to` is the address that the mail server delivers to, where it tells. Whoever wrote it is told
    by a letter where it can't be posted, and where something was attached: that is not kept. No
    letter goes to anybody else: one without our signature, and one that a machine wrote, are
    ignored. The same letter again changes nothing.
    """
    letter = read(raw[:LARGEST])
    matter = reply_addresses.matter_in([to, *letter.where_to])
    person = None if matter is None else User.objects.filter(pk=matter.person).first()
    if matter is None or person is None or not person.is_active or letter.is_automatic:
        log.info("a letter was ignored: %s", "automatic" if letter.is_automatic else "not ours")
        return Outcome.IGNORED
    with override(person.language), transaction.atomic():
        try:
            _check(letter, person, matter, is_whole=len(raw) <= LARGEST)
            with transaction.atomic():
                page = _POST[matter.kind](letter, matter, person, at)
        except _CannotPost as problem:
            _tell(letter, person, at, problem=problem)
            return Outcome.REFUSED
        if letter.has_attachments:
            _tell(letter, person, at, page=page)
    return Outcome.POSTED


def _check(letter: Incoming, person: User, matter: Matter, *, is_whole: bool) -> None:
    if letter.sender != person.email.lower():
        raise _CannotPost("sender")
    if matter.kind == reply_addresses.DIGEST:
        raise _CannotPost("several")
    if not is_whole:
        raise _CannotPost("large")
    if not letter.text:
        raise _CannotPost("empty")
    if len(letter.text) > LONGEST_POST:
        raise _CannotPost("long")


def _post(letter: Incoming, matter: Matter, person: User, at: datetime) -> str:
    thread = Thread.objects.select_related("group").filter(pk=matter.number).first()
    if thread is None or not rules.takes_part(person, thread.group):
        raise _CannotPost("access")
    written = Written(letter.text, _form_key(letter, matter), by_mail=True)
    _attempt(lambda: write_post(thread, written, by=person, at=at))
    return thread_page(thread, person.language)


def _answer(letter: Incoming, matter: Matter, person: User, at: datetime) -> str:
    question: NetworkQuestion | None = in_sight(person).filter(pk=matter.number).first()
    places = rules.speaks_for(person, Permission.ANSWER_NETWORK)
    own = [place for place in places if question and place.programme == question.programme]
    if question is None or not own:
        raise _CannotPost("access")
    # That everyone may read it is for the writer to say, on the page.
    said = Answered(own[0].region, letter.text, person.language, may_be_public=False, by_mail=True)
    key = _form_key(letter, matter)
    _attempt(lambda: answer(question, said, form_key=key, by=person, at=at))
    return question_page(question, person.language)


_POST: dict[str, Callable[[Incoming, Matter, User, datetime], str]] = {
    reply_addresses.THREAD: _post,
    reply_addresses.QUESTION: _answer,
}


def _attempt(act: Callable[[], object]) -> None:
    try:
        act()
    except Refused as refusal:
        raise _CannotPost("refused", str(refusal)) from refusal


def _form_key(letter: Incoming, matter: Matter) -> UUID:
    return uuid5(_NAMES, f"{matter.kind}{matter.number}:{matter.person}:{letter.identity}")


def _tell(
    letter: Incoming,
    person: User,
    at: datetime,
    *,
    problem: _CannotPost | None = None,
    page: str = "",
) -> None:
    queue(
        "mail/reply_refused.txt" if problem else "mail/reply_without_attachments.txt",
        to=to_person(person),
        key=f"reply:{letter.identity}:{person.key}",
        at=at,
        context={
            "why": problem.words if problem else "",
            "text": letter.text[:LONGEST_POST],
            "page": page,
        },
        headers={"Auto-Submitted": "auto-replied"},
    )
    if problem:
        record(
            "reply.refused",
            subject_kind="person",
            subject_key=str(person.key),
            at=at,
            by=str(person.key),
            details={"reason": problem.reason},
        )
