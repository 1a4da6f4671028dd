"""Who may give and end which roles, and whom one sees doing it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from byregion.people.enums import Role
from byregion.people.models import Invitation, RoleAssignment, User
from byregion.people.permissions import EVERYWHERE, TABLE, Permission, Place, held_roles, may


def may_give(person: User, role: Role, place: Place) -> bool:
    """Whether the person may give or end the role at the place.

    Who manages people there may give any; who leads a region may let in its members, and who also
    oversees the process guides there may say who they are.
    """
    if may(person, Permission.MANAGE_PEOPLE, place):
        return True
    if not may(person, Permission.INVITE_MEMBERS, place):
        return False
    return role == Role.MEMBER or (
        role == Role.GUIDE and may(person, Permission.OVERSEE_GUIDES, place)
    )


def sees_everybody(person: User) -> bool:
    """Whether the person looks after people on the whole installation."""
    return may(person, Permission.MANAGE_PEOPLE, EVERYWHERE)


def roles_in_sight(person: User) -> QuerySet[RoleAssignment]:
    """Give the roles held now where the person looks after people."""
    return RoleAssignment.objects.filter(_in_sight(person), ended_at=None)


def people_in_sight(person: User) -> QuerySet[User]:
    """Give the people whom the person may look up: everybody, or those with a role in sight."""
    found = User.objects.filter(erased_at=None)
    if sees_everybody(person):
        return found
    return found.filter(pk__in=roles_in_sight(person).values("person"))


def invitations_in_sight(person: User) -> QuerySet[Invitation]:
    """Give the open invitations to places where the person looks after people."""
    return Invitation.objects.filter(_in_sight(person), accepted_at=None, withdrawn_at=None)


def _in_sight(person: User) -> Q:
    if sees_everybody(person):
        return Q()
    sight = Q(pk=None)
    for held in held_roles(person):
        if Permission.INVITE_MEMBERS not in TABLE[Role(held.role)]:
            continue
        if not held.programme:
            return Q()
        place = Q(programme=held.programme)
        sight |= place & Q(region=held.region) if held.region else place
    return sight
