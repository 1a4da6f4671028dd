"""Add to the trail, and prove that nothing in it was changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from byregion.audit.models import Event, Head

ORIGIN = "0" * 64
Detail = str | int | bool | None
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the chain found: how many events hold, and the first that does not."""

    length: int
    broken_at: int | None
    reason: str

    @property
    def holds(self) -> bool:
        """Whether every event is as it was written, and none is missing."""
        return self.broken_at is None and not self.reason


@transaction.atomic
def record(
    act: str,
    *,
    subject_kind: str,
    subject_key: str | int,
    at: datetime,
    by: str = "",
    details: Mapping[str, Detail] | None = None,
) -> Event:
    """Add an event, in the transaction of the act it tells of: both stand, or neither does.

    `by` is a person's key or a task's name. `details` must hold no personal data.
    """
    Head.objects.get_or_create(pk=1, defaults={"digest": ORIGIN, "length": 0})
    head = Head.objects.select_for_update().get(pk=1)
    event = Event(
        at=at,
        actor=by,
        act=act,
        subject_kind=subject_kind,
        subject_key=str(subject_key),
        details=dict(details or {}),
        previous=head.digest,
    )
    event.digest = digest(event)
    event.save(force_insert=True)
    Head.objects.filter(pk=1).update(digest=event.digest, length=head.length + 1)
    return event


def digest(event: Event) -> str:
    """Hash all that the event says, and the hash of the event before it (SHA-256, hex)."""
    said = [
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor,
        event.act,
        event.subject_kind,
        event.subject_key,
        event.details,
        event.previous,
    ]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify() -> Verdict:
    """Walk the chain from its origin: a changed, added or missing event breaks it."""
    previous, length = ORIGIN, 0
    for event in Event.objects.order_by("pk").iterator(chunk_size=BATCH):
        if event.previous != previous:
            return Verdict(length, event.pk, "an event before this one is missing or was added")
        if digest(event) != event.digest:
            return Verdict(length, event.pk, "this event was changed")
        previous, length = event.digest, length + 1
    head = Head.objects.filter(pk=1).first()
    if (head.digest if head else ORIGIN) != previous or (head.length if head else 0) != length:
        return Verdict(length, None, "events are missing at the end")
    return Verdict(length, None, "")
