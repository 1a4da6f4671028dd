"""Gatherings as iCalendar (RFC 5545).

An event keeps its UID for good; SEQUENCE grows with every change, so that a calendar takes the new
over the old, and a cancellation strikes the event out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from byregion.network import addresses
from byregion.network.enums import RegistrationStatus
from byregion.network.models import Gathering, Party, Session

OSLO = ZoneInfo("Europe/Oslo")


def whole(gathering: Gathering, language: str) -> bytes:
    """Give the gathering's programme as a calendar, all parallel sessions in it."""
    status = "CANCELLED" if gathering.is_cancelled else "CONFIRMED"
    page = addresses.gathering_page(gathering, language)
    sessions = list(gathering.sessions.prefetch_related("speakers"))
    return _calendar(gathering, sessions, status, gathering.edition, page)


def own(party: Party, language: str) -> bytes:
    """Give a party's own calendar: what is for all, and what somebody in the party has chosen.

    `party.listed` holds its people.
    """
    chosen = {session.pk for one in party.listed if one.is_active for session in one.sessions.all()}
    sessions = [
        session
        for session in party.gathering.sessions.prefetch_related("speakers")
        if not session.is_chosen or session.pk in chosen
    ]
    # Grows with each change of the gathering and of the party's places.
    sequence = party.gathering.edition + sum(
        (one.confirmed_at is not None) + (one.ended_at is not None) for one in party.listed
    )
    page = addresses.own_page(party, language)
    return _calendar(party.gathering, sessions, _status(party), sequence, page)


def _status(party: Party) -> str:
    statuses = {one.status for one in party.listed}
    if party.gathering.is_cancelled or not any(one.is_active for one in party.listed):
        return "CANCELLED"
    return "CONFIRMED" if RegistrationStatus.CONFIRMED in statuses else "TENTATIVE"


def _calendar(
    gathering: Gathering, sessions: Iterable[Session], status: str, sequence: int, page: str
) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Byregion//Gatherings//NO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", gathering.title.text)
    events = [_session(gathering, session) for session in sessions] or [_all_days(gathering)]
    for event in events:
        event.add("status", status)
        event.add("sequence", sequence)
        event.add("dtstamp", gathering.changed_at)
        event.add("last-modified", gathering.changed_at)
        event.add("url", page)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    made: bytes = calendar.to_ical()
    return made


def _session(gathering: Gathering, session: Session) -> Event:
    event = Event()
    event.add("uid", _uid(session.key))
    event.add("summary", session.title.text)
    event.add("dtstart", _there(session.starts_at))
    event.add("dtend", _there(session.ends_at))
    place = (session.room, gathering.venue, gathering.city)
    event.add("location", ", ".join(part for part in place if part))
    speakers = ", ".join(speaker.name for speaker in session.speakers.all())
    told = (gathering.title.text, session.track, session.text.text, speakers)
    event.add("description", "\n".join(part for part in told if part))
    return event


def _all_days(gathering: Gathering) -> Event:
    event = Event()
    event.add("uid", _uid(gathering.key))
    event.add("summary", gathering.title.text)
    event.add("dtstart", gathering.start_date)
    event.add("dtend", _after(gathering.end_date))
    event.add("location", ", ".join(part for part in (gathering.venue, gathering.city) if part))
    event.add("description", gathering.summary.text or _("The programme comes later."))
    return event


def _after(day: date) -> date:
    return day + timedelta(days=1)


def _there(moment: datetime) -> datetime:
    return moment.astimezone(OSLO)


def _uid(key: object) -> str:
    return f"{key}@{urlsplit(settings.BASE_URL).hostname or 'byregion'}"
