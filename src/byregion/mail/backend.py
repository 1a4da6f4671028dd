"""Whatever sends by Django's own means, as the editor does, comes to the outbox like our letters.

So it is queued with the act it tells of, tried again when the mail server doesn't answer, and seen
by an administrator. The outbox itself sends by `settings.MAIL_DELIVERY`.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from byregion.common.clock import now
from byregion.mail.models import Letter
from byregion.mail.writing import as_html

KIND = "by_django"


class OutboxBackend(BaseEmailBackend):
    """Puts each message in the outbox, once for each receiver."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages; gives their number."""
        for message in email_messages:
            for address in message.recipients():
                _queue(message, address)
        return len(email_messages)


def _queue(message: EmailMessage, address: str) -> None:
    at = now()
    language = (get_language() or "nn").split("-")[0]
    text = str(message.body)
    Letter.objects.create(
        key=f"{KIND}-{uuid4()}",
        kind=KIND,
        to_address=address,
        language=language,
        subject=" ".join(str(message.subject).split())[:200],
        text=text,
        html=_html_of(message) or as_html(text, language),
        queued_at=at,
        due_at=at,
    )


def _html_of(message: EmailMessage) -> str:
    if isinstance(message, EmailMultiAlternatives):
        for content, kind in message.alternatives:
            if kind == "text/html":
                return str(content)
    return ""
