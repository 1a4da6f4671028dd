"""Give a role, and end it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from byregion.audit.domain.trail import record
from byregion.people.enums import REGIONAL, STAFF, Role
from byregion.people.models import RoleAssignment, User
from byregion.people.permissions import EVERYWHERE, Place


class CannotGiveRole(ValueError):
    """The role can't be held at that place."""


class CannotEndRole(ValueError):
    """Ending it would leave the installation without an administrator."""


@transaction.atomic
def give_role(
    person: User, role: Role, *, place: Place = EVERYWHERE, by: User | None, at: datetime
) -> RoleAssignment:
    """Let `person` be `role` at `place`; twice is once. Staff may enter the editor's house."""
    check_place(role, place)
    assignment, is_new = RoleAssignment.objects.get_or_create(
        person=person,
        role=role,
        programme=place.programme,
        region=place.region,
        ended_at=None,
        defaults={"given_at": at, "given_by": by},
    )
    if is_new:
        _note("role.given", assignment, by, at)
    _set_staff(person)
    return assignment


def check_place(role: Role, place: Place) -> None:
    """Raise CannotGiveRole where the role can't be held at the place."""
    if role in REGIONAL and not (place.programme and place.region):
        raise CannotGiveRole(f"the role {role} is held in a city region")
    if role not in REGIONAL and place.region:
        raise CannotGiveRole(f"the role {role} is held in a programme, not in a region")


@transaction.atomic
def end_role(assignment: RoleAssignment, *, by: User | None, at: datetime) -> None:
    """End a role now. Raises CannotEndRole for that of the last administrator of everything."""
    if assignment.ended_at is not None:
        return
    administrators = RoleAssignment.objects.select_for_update().filter(
        role=Role.ADMINISTRATOR, programme="", ended_at=None, person__is_active=True
    )
    if [held.pk for held in administrators] == [assignment.pk]:
        raise CannotEndRole("somebody must remain administrator")
    assignment.ended_at = at
    assignment.save(update_fields=["ended_at"])
    _note("role.ended", assignment, by, at)
    _set_staff(assignment.person)


def _set_staff(person: User) -> None:
    roles = RoleAssignment.objects.filter(person=person, ended_at=None, role__in=sorted(STAFF))
    person.is_staff = roles.exists()
    person.save(update_fields=["is_staff"])
    person.__dict__.pop("_held_roles", None)


def _note(act: str, assignment: RoleAssignment, by: User | None, at: datetime) -> None:
    record(
        act,
        subject_kind="person",
        subject_key=str(assignment.person.key),
        at=at,
        by=str(by.key) if by else "",
        details={
            "role": assignment.role,
            "programme": assignment.programme,
            "region": assignment.region,
        },
    )
