"""The one table of who may do what. The documentation shows it; the tests walk it.

A permission is an act on a kind of object. A role gives its permissions where it is held: on the
whole installation, in one programme, or in one city region of a programme.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser

from byregion.people.enums import Role
from byregion.people.models import RoleAssignment, User


class Permission(StrEnum):
    """What may be allowed or not."""

    MANAGE_PEOPLE = "people.manage"
    INVITE_MEMBERS = "people.invite_members"
    READ_AUDIT = "audit.read"
    READ_OUTBOX = "outbox.read"
    MANAGE_GATHERINGS = "gathering.manage"
    CHECK_IN = "gathering.check_in"
    MANAGE_LOCAL_GATHERINGS = "gathering.manage_local"
    MANAGE_GROUPS = "group.manage"
    TAKE_PART_IN_GROUPS = "group.take_part"
    READ_GUIDING = "guide.read"
    GUIDE_REGION = "guide.write"
    OVERSEE_GUIDES = "guide.oversee"
    ASK_NETWORK = "question.ask"
    ANSWER_NETWORK = "question.answer"
    MANAGE_QUESTIONS = "question.manage"
    MANAGE_LIBRARY = "library.manage"
    EDIT_PAGES = "pages.edit"
    SEND_NEWSLETTER = "newsletter.send"
    MANAGE_ANALYSES = "analysis.manage"
    WRITE_REGION_TEXT = "region.write"


_ALL = frozenset(Permission)
_NETWORK = frozenset({Permission.ASK_NETWORK, Permission.ANSWER_NETWORK})
TABLE: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: _ALL,
    Role.OPERATOR: _ALL - {Permission.MANAGE_PEOPLE, Permission.READ_AUDIT, Permission.READ_OUTBOX},
    Role.OWNER: _NETWORK
    | {Permission.TAKE_PART_IN_GROUPS, Permission.READ_GUIDING, Permission.OVERSEE_GUIDES},
    Role.LEADER: _NETWORK
    | {
        Permission.INVITE_MEMBERS,
        Permission.TAKE_PART_IN_GROUPS,
        Permission.MANAGE_LOCAL_GATHERINGS,
        Permission.CHECK_IN,
        Permission.MANAGE_ANALYSES,
        Permission.WRITE_REGION_TEXT,
        Permission.READ_GUIDING,
    },
    Role.MEMBER: _NETWORK | {Permission.TAKE_PART_IN_GROUPS, Permission.READ_GUIDING},
    # Follows regions from outside: is in their groups, and asks and answers on nobody's behalf.
    Role.GUIDE: frozenset(
        {Permission.TAKE_PART_IN_GROUPS, Permission.READ_GUIDING, Permission.GUIDE_REGION}
    ),
    Role.ASSESSOR: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act is done: everywhere, in a programme, or in a region of it."""

    programme: str = ""
    region: str = ""


EVERYWHERE = Place()


def may(user: User | AnonymousUser, permission: Permission, place: Place = EVERYWHERE) -> bool:
    """Whether the person may do that there.

    A role held in a programme counts in its regions; one held in a region counts there alone.
    Somebody not signed in, or no longer active, may nothing.
    """
    return any(_gives(held, permission, place) for held in held_roles(user))


def may_somewhere(user: User | AnonymousUser, permission: Permission) -> bool:
    """Whether the person may do that anywhere: enough for a menu, never for the act."""
    return any(permission in TABLE[Role(held.role)] for held in held_roles(user))


def held_roles(user: User | AnonymousUser) -> list[RoleAssignment]:
    """Give the roles that the person holds now; read once per request and kept on the person."""
    if not isinstance(user, User) or not user.is_active:
        return []
    kept: list[RoleAssignment] | None = getattr(user, "_held_roles", None)
    if kept is None:
        kept = list(RoleAssignment.objects.filter(person=user, ended_at=None))
        user._held_roles = kept  # type: ignore[attr-defined]
    return kept


def _gives(held: RoleAssignment, permission: Permission, place: Place) -> bool:
    if permission not in TABLE[Role(held.role)]:
        return False
    if held.programme and held.programme != place.programme:
        return False
    return not held.region or held.region == place.region
