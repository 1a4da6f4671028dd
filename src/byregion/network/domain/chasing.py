"""Ask those who spoke for the presentations that are missing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from byregion.audit.domain.trail import record
from byregion.mail.domain.outbox import Receiver, queue
from byregion.mail.models import Letter
from byregion.network import addresses
from byregion.network.enums import SessionLanguage
from byregion.network.models import Gathering, Session, Speaker
from byregion.network.queries.gatherings import without_presentation


@transaction.atomic
def ask_for_presentations(gathering: Gathering, *, at: datetime, by: str, key: str) -> int:
    """Write to everybody who spoke in a session whose presentation is missing; gives how many.

    Each gets a link by which it is sent, without an account. Whoever has no address is left out;
    with the same `key` nobody is asked twice.
    """
    asked = 0
    for session in without_presentation(gathering):
        for speaker in session.speakers.exclude(address=""):
            asked += _ask(session, speaker, at, key)
    if asked:
        record(
            "gathering.presentations_asked_for",
            subject_kind="gathering",
            subject_key=str(gathering.key),
            at=at,
            by=by,
            details={"letters": asked},
        )
    return asked


def _ask(session: Session, speaker: Speaker, at: datetime, key: str) -> bool:
    key = f"presentation:{session.key}:{speaker.address}:{key}"
    if Letter.objects.filter(key=key).exists():
        return False
    language = "en" if session.language == SessionLanguage.ENGLISH else "nn"
    queue(
        "mail/gathering_presentation.txt",
        to=Receiver(speaker.address, language),
        key=key,
        at=at,
        context={
            "gathering": session.gathering,
            "session": session,
            "page": addresses.presentation_page(session, language),
        },
    )
    return True
