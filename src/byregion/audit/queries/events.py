"""Find events in the trail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from byregion.audit.models import Event


def events(
    *,
    act: str = "",
    actors: Collection[str] | None = None,
    subject: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Event]:
    """Give events, the newest first.

    `act` is the beginning of an act's name, `subject` a kind or a key, `actors` the keys of people
    or names of tasks; `since` is included, `until` is not.
    """
    found = Event.objects.order_by("-pk")
    if act:
        found = found.filter(act__startswith=act)
    if actors is not None:
        found = found.filter(actor__in=actors)
    if subject:
        found = found.filter(subject_kind=subject) | found.filter(subject_key=subject)
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lt=until)
    return found


def acts() -> list[str]:
    """Name the acts that stand in the trail."""
    return list(Event.objects.order_by("act").values_list("act", flat=True).distinct())
