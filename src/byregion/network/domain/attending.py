"""At the door: who has come."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from byregion.audit.domain.trail import record
from byregion.network.domain.locking import locked
from byregion.network.domain.refusal import WrongState
from byregion.network.enums import GatheringStatus, RegistrationStatus
from byregion.network.models import Registration


@transaction.atomic
def check_in(registration: Registration, *, at: datetime, by: str) -> Registration:
    """Note that the person has come; twice is once. Raises WrongState without a place."""
    _check_published(registration)
    registration.refresh_from_db()
    if registration.status != RegistrationStatus.CONFIRMED:
        raise WrongState(_("This person has no place. Give them one first."))
    if registration.checked_in_at is None:
        registration.checked_in_at = at
        registration.save(update_fields=["checked_in_at"])
        _note("registration.checked_in", registration, at, by)
    return registration


@transaction.atomic
def undo_check_in(registration: Registration, *, at: datetime, by: str) -> Registration:
    """Take back a check-in that was a mistake."""
    _check_published(registration)
    registration.refresh_from_db()
    if registration.checked_in_at is not None:
        registration.checked_in_at = None
        registration.save(update_fields=["checked_in_at"])
        _note("registration.check_in_undone", registration, at, by)
    return registration


def _check_published(registration: Registration) -> None:
    if locked(registration.gathering).status != GatheringStatus.PUBLISHED:
        raise WrongState(_("The list is closed: the gathering is not going on."))


def _note(act: str, registration: Registration, at: datetime, by: str) -> None:
    record(
        act,
        subject_kind="registration",
        subject_key=str(registration.key),
        at=at,
        by=by,
    )
