"""The log that process guides keep of their regions: written, changed, taken out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from byregion.audit.domain.trail import record
from byregion.network import rules
from byregion.network.domain.refusal import WrongState
from byregion.network.enums import VisitKind
from byregion.network.models import Visit
from byregion.network.validators import check_visit_days
from byregion.people.models import User
from byregion.people.permissions import Permission, Place, may


@dataclass(frozen=True, slots=True)
class Noted:
    """What a guide notes of a day: how and about what they met, and what comes of it."""

    held_on: date
    kind: VisitKind
    about: str
    agreed: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    is_shared_with_region: bool = False


@transaction.atomic
def log_visit(place: Place, noted: Noted, *, form_key: UUID, by: User, at: datetime) -> Visit:
    """Note a meeting with the region at `place`. The same form again is the same entry.

    Raises WrongState for who doesn't guide the region, and ValidationError for impossible days.
    """
    if not may(by, Permission.GUIDE_REGION, place):
        raise WrongState(_("Only the region's process guides note something here."))
    _check_days(noted, at)
    visit, is_new = Visit.objects.get_or_create(
        key=form_key,
        defaults={
            "programme": place.programme,
            "region": place.region,
            "guide": by,
            "written_at": at,
            **asdict(noted),
        },
    )
    if is_new:
        _note("visit.logged", visit, by, at)
    return visit


@transaction.atomic
def edit_visit(visit: Visit, noted: Noted, *, by: User, at: datetime) -> None:
    """Note it otherwise. Raises WrongState for who may not, ValidationError for impossible days."""
    locked = _locked_for(visit, by)
    _check_days(noted, at)
    for name, value in asdict(noted).items():
        setattr(locked, name, value)
    locked.changed_at = at
    locked.save()
    _note("visit.changed", locked, by, at)


@transaction.atomic
def delete_visit(visit: Visit, *, by: User, at: datetime) -> None:
    """Take the entry out. Raises WrongState for who may not, and where it is gone already."""
    locked = _locked_for(visit, by)
    _note("visit.deleted", locked, by, at)
    locked.delete()


def _locked_for(visit: Visit, by: User) -> Visit:
    """Lock the entry until the transaction ends, and give it as it now is."""
    locked = Visit.objects.select_for_update().filter(pk=visit.pk).first()
    if locked is None:
        raise WrongState(_("The entry was taken out meanwhile."))
    if not rules.may_change_visit(by, locked):
        raise WrongState(_("Only who wrote the entry, and the operator, can change it."))
    return locked


def _check_days(noted: Noted, at: datetime) -> None:
    check_visit_days(noted.held_on, noted.next_step, noted.next_step_on, today=localdate(at))


def _note(act: str, visit: Visit, by: User, at: datetime) -> None:
    record(
        act,
        subject_kind="visit",
        subject_key=str(visit.key),
        at=at,
        by=str(by.key),
        details={"programme": visit.programme, "region": visit.region},
    )
