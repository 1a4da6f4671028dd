"""People and their roles, as pages show them."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from byregion.people.models import Affiliation, RoleAssignment, User
from byregion.people.permissions import Permission, Place, held_roles, may


def people(
    *, text: str = "", role: str = "", programme: str = "", region: str = ""
) -> QuerySet[User]:
    """Give people who are not erased, in alphabetical order, with the roles they hold now.

    `text` is looked for in names and addresses; the others narrow to who holds such a role.
    """
    held = RoleAssignment.objects.filter(ended_at=None)
    wanted = {"role": role, "programme": programme, "region": region}
    narrowing = {name: value for name, value in wanted.items() if value}
    found = User.objects.filter(erased_at=None)
    if narrowing:
        found = found.filter(pk__in=held.filter(**narrowing).values("person"))
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    return found.prefetch_related(
        Prefetch("roles", held, to_attr="held"),
        Prefetch("affiliations", Affiliation.objects.select_related("organisation")),
    )


def regions_led(person: User) -> list[Place]:
    """Give the city regions that the person may invite members to, by a role held there."""
    places = [Place(one.programme, one.region) for one in held_roles(person) if one.region]
    return [place for place in places if may(person, Permission.INVITE_MEMBERS, place)]
