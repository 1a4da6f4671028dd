"""The trail of acts, for whoever must examine it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.audit.domain.trail import record
from byregion.audit.models import Event
from byregion.audit.queries.events import acts, events
from byregion.common.clock import now
from byregion.common.tables import Table
from byregion.people.models import User
from byregion.people.permissions import Permission
from byregion.web.access import requires
from byregion.web.office.frame import frame

PER_PAGE = 50
FILTERS = ("act", "who", "subject", "since", "until")


@require_safe
@requires(Permission.READ_AUDIT)
def trail(request: HttpRequest) -> HttpResponse:
    """Show the trail, the newest first, narrowed by act, person, subject and dates."""
    found = _found(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("side"))
    names = _names(page.object_list)
    context = {
        "page": page,
        "rows": [_row(event, names) for event in page.object_list],
        "acts": acts(),
        "filters": {name: request.GET.get(name, "") for name in FILTERS},
    }
    here = [{"label": _("Trail of acts"), "url": ""}]
    return render(request, "office/audit/list.html", context | frame(request, trail=here))


@require_safe
@requires(Permission.READ_AUDIT)
def export(request: HttpRequest) -> HttpResponse:
    """Give the events that the filters choose as a file; taking it is itself in the trail."""
    found = list(_found(request))
    names = _names(found)
    by = request.user.key if isinstance(request.user, User) else ""
    record(
        "audit.exported",
        subject_kind="audit",
        subject_key="trail",
        at=now(),
        by=str(by),
        details={"count": len(found)},
    )
    table = Table(
        name="audit",
        title=_("Trail of acts"),
        columns=("number", "at", "actor", "name", "act", "subject", "key", "details", "digest"),
        rows=[_cells(event, names) for event in found],
        source="Byregion",
        licence="",
        as_of=now().date(),
    )
    response = HttpResponse(table.encode("csv"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _found(request: HttpRequest) -> QuerySet[Event]:
    who = request.GET.get("who", "").strip()
    until = _day(request.GET.get("until", ""))
    return events(
        act=request.GET.get("act", ""),
        actors=_keys(who) if who else None,
        subject=request.GET.get("subject", "").strip(),
        since=_midnight(_day(request.GET.get("since", ""))),
        until=_midnight(until + timedelta(days=1) if until else None),
    )


def _keys(who: str) -> list[str]:
    """Give the keys of people whose name or address holds the text; the text itself may be one."""
    people = User.objects.filter(Q(name__icontains=who) | Q(email__icontains=who))
    return [who, *(str(key) for key in people.values_list("key", flat=True))]


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _midnight(day: date | None) -> datetime | None:
    if day is None:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=get_current_timezone())


def _names(found: Iterable[Event]) -> dict[str, str]:
    """Name the people that the events know by their keys; an erased one has no name."""
    wanted = {event.actor for event in found} | {
        event.subject_key for event in found if event.subject_kind == "person"
    }
    keys = [key for key in wanted if _is_key(key)]
    people = User.objects.filter(key__in=keys, erased_at=None)
    return {str(person.key): str(person) for person in people}


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _row(event: Event, names: dict[str, str]) -> dict[str, Any]:
    details = ", ".join(f"{name}: {value}" for name, value in event.details.items() if value != "")
    return {
        "event": event,
        "who": names.get(event.actor, event.actor),
        "about": names.get(event.subject_key, event.subject_key),
        "details": details,
    }


def _cells(event: Event, names: dict[str, str]) -> tuple[str | int, ...]:
    return (
        event.pk,
        localtime(event.at).isoformat(timespec="seconds"),
        event.actor,
        names.get(event.actor, ""),
        event.act,
        event.subject_kind,
        event.subject_key,
        json.dumps(event.details, ensure_ascii=False, sort_keys=True),
        event.digest,
    )
