"""Make next year's gathering from last year's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.timezone import get_default_timezone, localtime, make_aware

from byregion.audit.domain.trail import record
from byregion.network.enums import GatheringStatus
from byregion.network.models import Gathering, Question, Quota, Session

# What belongs to the old one alone.
_LEFT = ("outcome_nn", "outcome_nb", "outcome_en")


@transaction.atomic
def copy_gathering(
    gathering: Gathering, *, slug: str, start_date: date, at: datetime, by: str
) -> Gathering:
    """Make a draft like `gathering`, beginning on `start_date`.

    Sessions, forms and quotas come along, all times moved by as many days. Nothing personal does:
    no registrations, answers or speakers; nor what was left after it, nor when registration was.
    """
    moved = start_date - gathering.start_date
    copied = Gathering.objects.get(pk=gathering.pk)
    copied.pk, copied.key, copied.slug = None, uuid4(), slug
    copied._state.adding = True
    copied.status, copied.edition, copied.changed_at = GatheringStatus.DRAFT, 0, at
    copied.start_date, copied.end_date = start_date, gathering.end_date + moved
    copied.registration_opens_at = copied.registration_closes_at = None
    copied.evaluation_is_public, copied.copied_from = False, gathering
    for name in _LEFT:
        setattr(copied, name, "")
    copied.save(force_insert=True)
    _copy_sessions(gathering, copied, moved)
    for question in gathering.questions.all():
        _insert(question, copied)
    for quota in gathering.quotas.all():
        _insert(quota, copied)
    record(
        "gathering.copied",
        subject_kind="gathering",
        subject_key=str(copied.key),
        at=at,
        by=by,
        details={"slug": str(copied), "of": str(gathering)},
    )
    return copied


def _copy_sessions(gathering: Gathering, copied: Gathering, moved: timedelta) -> None:
    for session in gathering.sessions.all():
        # Moved by the clock on the wall, so that nine stays nine across summer time.
        session.starts_at = _moved(session.starts_at, moved)
        session.ends_at = _moved(session.ends_at, moved)
        session.key = uuid4()
        _insert(session, copied)


def _moved(moment: datetime, days: timedelta) -> datetime:
    there = localtime(moment, get_default_timezone())
    return make_aware(there.replace(tzinfo=None) + days, get_default_timezone())


def _insert(row: Session | Question | Quota, gathering: Gathering) -> None:
    row.pk, row.gathering = None, gathering
    row._state.adding = True
    row.save(force_insert=True)
