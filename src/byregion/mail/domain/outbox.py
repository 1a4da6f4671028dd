"""Queue letters with the act they tell of, and send them afterwards, patiently."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.html import escape

from byregion.audit.domain.trail import record
from byregion.mail.enums import LetterStatus
from byregion.mail.models import Letter
from byregion.mail.writing import write

log = logging.getLogger(__name__)
# Minutes after each failed attempt; a letter that still fails is given up and shown as such.
PATIENCE = (1, 5, 30, 120, 720)
# A worker that died while sending: its letters come up again after this long. So many are claimed
# at once that all of them can time out within it (settings.EMAIL_TIMEOUT), and none is sent twice.
CLAIM = timedelta(minutes=10)
AT_ONCE = 25


class CannotSendAgain(ValueError):
    """The letter waits already, or has gone."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who a letter is for. `person` is a user's key; empty where they have no account."""

    address: str
    language: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a round of sending did."""

    sent: int = 0
    kept: int = 0
    failed: int = 0


def queue(
    template: str,
    *,
    to: Receiver,
    key: str,
    at: datetime,
    context: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
    secret: str = "",
    html: str = "",
) -> Letter:
    """Put a letter in the outbox, in the caller's transaction. The same `key` again is the same.

    `template` is a text template ("mail/….txt"); see `mail.writing` for its form. `secret` is an
    address in the letter that opens something once: it is blotted out when the letter has gone.
    `html` stands in the place of the HTML that is made from the text; it must say the same.
    """
    known = Letter.objects.filter(key=key).first()
    if known is not None:
        return known
    written = write(template, context or {}, to.language)
    letter, _ = Letter.objects.get_or_create(
        key=key,
        defaults={
            "kind": template.rsplit("/", 1)[-1].removesuffix(".txt"),
            "to_address": to.address,
            "person": to.person,
            "language": to.language,
            "subject": written.subject[:200],
            "text": written.text,
            "html": html or written.html,
            "headers": dict(headers or {}),
            "secret": secret,
            "queued_at": at,
            "due_at": at,
        },
    )
    return letter


def send_due(*, at: datetime, limit: int = AT_ONCE) -> Tally:
    """Send what is due, `limit` at most: whoever wants all goes on while some are sent.

    Each letter is claimed first, so that two workers never send the same.
    """
    tally = {"sent": 0, "kept": 0, "failed": 0}
    if not settings.EMAIL_HOST_SET:
        kept = Letter.objects.filter(status=LetterStatus.QUEUED, due_at__lte=at)
        return Tally(kept=kept.update(status=LetterStatus.KEPT))
    connection = _way_out()
    for letter in _claimed(at, limit):
        tally[_send(letter, connection, at)] += 1
    connection.close()
    return Tally(**tally)


@transaction.atomic
def send_again(letter: Letter, *, by: str, at: datetime) -> Letter:
    """Put a letter that was given up or kept back in the queue, with all its patience anew.

    `by` is a person's key. Raises CannotSendAgain for one that waits or has gone.
    """
    locked = Letter.objects.select_for_update().get(pk=letter.pk)
    if locked.status not in {LetterStatus.FAILED, LetterStatus.KEPT}:
        raise CannotSendAgain(locked.status)
    locked.status, locked.attempts, locked.due_at = LetterStatus.QUEUED, 0, at
    locked.save(update_fields=["status", "attempts", "due_at"])
    record("letter.sent_again", subject_kind="letter", subject_key=locked.pk, at=at, by=by)
    return locked


def forget_before(moment: datetime) -> int:
    """Delete letters that were settled before the moment; gives their number."""
    settled = Letter.objects.exclude(status=LetterStatus.QUEUED)
    return settled.filter(queued_at__lt=moment).delete()[0]


def forget(*, person: str, addresses: list[str]) -> int:
    """Delete every letter to a person who is to be forgotten; gives their number."""
    by_person = Letter.objects.filter(person=person) if person else Letter.objects.none()
    by_address = Letter.objects.filter(to_address__in=addresses)
    return (by_person | by_address).delete()[0]


def _way_out() -> BaseEmailBackend:
    # What others send comes here; what leaves here must not come back. A test's own way out stands.
    comes_back = settings.EMAIL_BACKEND == "byregion.mail.backend.OutboxBackend"
    return get_connection(settings.MAIL_DELIVERY if comes_back else None)


@transaction.atomic
def _claimed(at: datetime, limit: int) -> list[Letter]:
    due = Letter.objects.filter(status=LetterStatus.QUEUED, due_at__lte=at).order_by("pk")
    letters = list(due.select_for_update()[:limit])
    Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(due_at=at + CLAIM)
    return letters


def _send(letter: Letter, connection: BaseEmailBackend, at: datetime) -> str:
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [letter.to_address],
        headers=letter.headers,
        connection=connection,
    )
    message.attach_alternative(letter.html, "text/html")
    try:
        message.send()
    except (OSError, ValueError) as error:
        # smtplib's errors are OSErrors too; a letter that can't be written down holds up no other.
        _put_off(letter, at, type(error).__name__)
        return "failed"
    letter.status, letter.sent_at, letter.problem = LetterStatus.SENT, at, ""
    _blot(letter)
    letter.save(update_fields=["status", "sent_at", "problem", "text", "html", "secret"])
    return "sent"


def _blot(letter: Letter) -> None:
    for secret in {letter.secret, escape(letter.secret)} - {""}:
        letter.text = letter.text.replace(secret, "…")
        letter.html = letter.html.replace(secret, "…")
    letter.secret = ""


def _put_off(letter: Letter, at: datetime, problem: str) -> None:
    letter.attempts += 1
    letter.problem = problem
    if letter.attempts > len(PATIENCE):
        letter.status = LetterStatus.FAILED
    else:
        letter.due_at = at + timedelta(minutes=PATIENCE[letter.attempts - 1])
    letter.save(update_fields=["attempts", "problem", "status", "due_at"])
    log.warning("letter %s was not sent: %s", letter.pk, problem)
