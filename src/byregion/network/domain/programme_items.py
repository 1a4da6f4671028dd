"""Compose a gathering's programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from byregion.audit.domain.trail import record
from byregion.network.domain.gathering import touch
from byregion.network.domain.locking import locked
from byregion.network.domain.refusal import InUse, OutsideTheDays, RoomTaken
from byregion.network.domain.registration import ACTIVE
from byregion.network.models import Gathering, Session, Speaker


@transaction.atomic
def save_session(
    session: Session,
    *,
    speakers: Sequence[Mapping[str, Any]],
    at: datetime,
    by: str,
) -> Session:
    """Put a session, new or changed, into its gathering's programme, with these speakers.

    A new one with a key that is there already is the same form again, and changes nothing. Raises
    OutsideTheDays or RoomTaken; nothing is then written.
    """
    gathering = locked(session.gathering)
    known = gathering.sessions.filter(key=session.key).first()
    if session._state.adding and known is not None:
        return known
    _check_days(gathering, session)
    _check_room(gathering, session)
    session.gathering = gathering
    session.save()
    session.speakers.all().delete()
    Speaker.objects.bulk_create(
        Speaker(session=session, position=position, **speaker)
        for position, speaker in enumerate(speakers)
    )
    _note("session.saved", session, at, by)
    return session


@transaction.atomic
def remove_session(session: Session, *, at: datetime, by: str) -> None:
    """Take a session out. Raises InUse when somebody has chosen it."""
    locked(session.gathering)
    if session.choices.filter(registration__status__in=ACTIVE).exists():
        raise InUse(_("People have chosen this session. Change it, and tell them, instead."))
    _note("session.removed", session, at, by)
    session.delete()


def _check_days(gathering: Gathering, session: Session) -> None:
    if not gathering.start_date <= session.day <= gathering.end_date:
        raise OutsideTheDays(_("The session must be on one of the gathering's days."))
    if session.ends_at <= session.starts_at:
        raise OutsideTheDays(_("The session must end after it starts."))


def _check_room(gathering: Gathering, session: Session) -> None:
    if not session.room:
        return
    for other in gathering.sessions.filter(room__iexact=session.room).exclude(pk=session.pk):
        if session.is_while(other):
            raise RoomTaken(
                _("“%(other)s” is in %(room)s at that time.")
                % {"other": other, "room": session.room}
            )


def _note(act: str, session: Session, at: datetime, by: str) -> None:
    touch(session.gathering, at)
    record(
        act,
        subject_kind="gathering",
        subject_key=str(session.gathering.key),
        at=at,
        by=by,
        details={"session": str(session.key)},
    )
