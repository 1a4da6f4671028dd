"""A gathering's life: made, edited, published, opened for registration, held or cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from byregion.audit.domain.trail import record
from byregion.network.domain.letters import write_to
from byregion.network.domain.locking import locked
from byregion.network.domain.refusal import OutsideTheDays, WrongState
from byregion.network.domain.registration import ACTIVE, move_up
from byregion.network.enums import GatheringStatus
from byregion.network.models import Attendance, Gathering, Quota
from byregion.programme.models import Gathering as KnownGathering

# Which state may follow. What is held or cancelled stays so; a mistake can be taken back.
TRANSITIONS: dict[str, set[str]] = {
    GatheringStatus.DRAFT: {GatheringStatus.PUBLISHED},
    GatheringStatus.PUBLISHED: {
        GatheringStatus.DRAFT,
        GatheringStatus.CANCELLED,
        GatheringStatus.HELD,
    },
    GatheringStatus.CANCELLED: set(),
    GatheringStatus.HELD: {GatheringStatus.PUBLISHED},
}


@transaction.atomic
def create_gathering(values: Mapping[str, Any], *, at: datetime, by: str) -> Gathering:
    """Make a draft of the values of its fields. Raises WrongState where the address is taken."""
    rest = {name: value for name, value in values.items() if name not in {"programme", "slug"}}
    gathering, is_new = Gathering.objects.get_or_create(
        programme=values["programme"], slug=values["slug"], defaults={**rest, "changed_at": at}
    )
    if not is_new:
        raise WrongState(_("Another gathering has this address."))
    _note("gathering.created", gathering, at, by)
    return gathering


@transaction.atomic
def adopt_gathering(known: KnownGathering, *, at: datetime, by: str) -> Gathering:
    """Take a gathering that the bundle tells of into the office, to add what remains of it.

    The bundle's own row stays as it is; the two share programme and slug. Twice is once.
    """
    programme = known.programme.slug
    stored = Gathering.objects.filter(programme=programme, slug=known.slug).first()
    if stored is not None:
        return stored
    gathering = Gathering.objects.create(
        programme=programme,
        slug=known.slug,
        status=GatheringStatus.HELD,
        title_nn=known.title_nn,
        title_nb=known.title_nb,
        title_en=known.title_en,
        start_date=known.start_date,
        end_date=known.end_date,
        city=known.city,
        changed_at=at,
    )
    _note("gathering.adopted", gathering, at, by)
    return gathering


@transaction.atomic
def edit_gathering(
    gathering: Gathering, values: Mapping[str, Any], *, at: datetime, by: str
) -> Gathering:
    """Change fields; calendars are told, and whoever fits in a raised capacity moves up.

    Raises OutsideTheDays if a session would be left outside the gathering's days.
    """
    gathering = locked(gathering)
    for name, value in values.items():
        setattr(gathering, name, value)
    check_days(gathering)
    touch(gathering, at)
    _note("gathering.edited", gathering, at, by)
    move_up(gathering, at=at)
    return gathering


@transaction.atomic
def set_quotas(gathering: Gathering, places: Mapping[str, int], *, at: datetime, by: str) -> None:
    """Make the quotas these, by region; whoever fits in a raised one moves up."""
    gathering = locked(gathering)
    gathering.quotas.all().delete()
    Quota.objects.bulk_create(
        Quota(gathering=gathering, region=region, places=number)
        for region, number in sorted(places.items())
    )
    _note("gathering.quotas_set", gathering, at, by, regions=len(places))
    move_up(gathering, at=at)


@transaction.atomic
def publish_gathering(gathering: Gathering, *, at: datetime, by: str) -> None:
    """Show it to everyone."""
    _move(gathering, GatheringStatus.PUBLISHED, at, by)


@transaction.atomic
def withdraw_gathering(gathering: Gathering, *, at: datetime, by: str) -> None:
    """Make it a draft again. Raises WrongState when somebody is registered."""
    if locked(gathering).registrations.filter(status__in=ACTIVE).exists():
        raise WrongState(_("People are registered. Cancel the gathering instead: they are told."))
    _move(gathering, GatheringStatus.DRAFT, at, by)


@transaction.atomic
def open_registration(
    gathering: Gathering,
    *,
    opens_at: datetime,
    closes_at: datetime | None,
    at: datetime,
    by: str,
) -> Gathering:
    """Say from when until when people register. Raises WrongState if it would close first."""
    gathering = locked(gathering)
    if closes_at is not None and closes_at <= opens_at:
        raise WrongState(_("Registration must close after it opens."))
    gathering.registration_opens_at, gathering.registration_closes_at = opens_at, closes_at
    touch(gathering, at)
    _note("gathering.registration_opened", gathering, at, by)
    return gathering


@transaction.atomic
def cancel_gathering(gathering: Gathering, *, reason: str, at: datetime, by: str) -> None:
    """Call it off: all who have or wait for a place are told why, and calendars strike it out."""
    _move(gathering, GatheringStatus.CANCELLED, at, by)
    for party in gathering.parties.filter(registrations__status__in=ACTIVE).distinct():
        write_to(party, "called_off", at=at, key="once", reason=reason)


@transaction.atomic
def hold_gathering(gathering: Gathering, *, at: datetime, by: str) -> None:
    """Note that it was held, and count who came from each region: the counts are kept for good."""
    _move(gathering, GatheringStatus.HELD, at, by)
    gathering.attendance.all().delete()
    came = gathering.registrations.filter(checked_in_at__isnull=False).order_by()
    Attendance.objects.bulk_create(
        Attendance(gathering=gathering, region=region, people=people)
        for region, people in came.values_list("region").annotate(people=Count("pk"))
    )


@transaction.atomic
def reopen_gathering(gathering: Gathering, *, at: datetime, by: str) -> None:
    """Take back that it was held, to mend the check-in list."""
    _move(gathering, GatheringStatus.PUBLISHED, at, by)


def check_days(gathering: Gathering) -> None:
    """Raise OutsideTheDays if a session lies outside the gathering's days."""
    for session in gathering.sessions.all():
        if not gathering.start_date <= session.day <= gathering.end_date:
            raise OutsideTheDays(
                _("“%(session)s” would lie outside the gathering's days.") % {"session": session}
            )


def touch(gathering: Gathering, at: datetime) -> None:
    """Save the gathering as changed, so that calendars take it over."""
    gathering.edition += 1
    # Two changes within a moment must still tell themselves apart in a calendar.
    gathering.changed_at = max(at, gathering.changed_at + timedelta(microseconds=1))
    gathering.save()


def _move(gathering: Gathering, status: GatheringStatus, at: datetime, by: str) -> None:
    now = locked(gathering)
    if status not in TRANSITIONS[now.status]:
        raise WrongState(
            _("A gathering that is “%(now)s” can't become “%(status)s”.")
            % {"now": now.get_status_display(), "status": status.label}
        )
    now.status = status
    touch(now, at)
    gathering.refresh_from_db()
    _note(f"gathering.{status}", gathering, at, by)


def _note(act: str, gathering: Gathering, at: datetime, by: str, **details: str | int) -> None:
    record(
        act,
        subject_kind="gathering",
        subject_key=str(gathering.key),
        at=at,
        by=by,
        details={"slug": str(gathering), **details},
    )
