"""Who may do what in a group, with a question and in a contact, beside the table of permissions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from byregion.network.models import Contact, Group, Post, Visit
from byregion.people.enums import OF_THE_REGION, REGIONAL, Role
from byregion.people.models import RoleAssignment, User
from byregion.people.permissions import TABLE, Permission, Place, held_roles, may
from byregion.programme.models import Programme


def leads(person: User | AnonymousUser, group: Group) -> bool:
    """Whether the person manages the programme's groups, or facilitates this one."""
    if may(person, Permission.MANAGE_GROUPS, Place(group.programme)):
        return True
    if not isinstance(person, User) or not _may_facilitate_in(person, group.programme):
        return False
    return group.facilitators.filter(person=person).exists()


def may_facilitate(programme: str) -> QuerySet[User]:
    """Give the people who may lead a group of the programme: they take part in some group, now."""
    held = RoleAssignment.objects.filter(
        role__in=_taking_part(), programme__in=["", programme], ended_at=None
    )
    return User.objects.filter(is_active=True, pk__in=held.values("person"))


def _may_facilitate_in(person: User, programme: str) -> bool:
    taking_part = _taking_part()
    return any(
        held.role in taking_part and held.programme in {"", programme}
        for held in held_roles(person)
    )


def _taking_part() -> list[Role]:
    return [role for role in Role if Permission.TAKE_PART_IN_GROUPS in TABLE[role]]


def takes_part(person: User | AnonymousUser, group: Group) -> bool:
    """Whether the person may read and write in the group: leads it, or is in one of its regions."""
    if leads(person, group):
        return True
    regions = group.regions.values_list("region", flat=True)
    return any(
        may(person, Permission.TAKE_PART_IN_GROUPS, Place(group.programme, region))
        for region in regions
    )


def may_change_post(person: User, post: Post) -> bool:
    """Whether the words are the person's own, and still there."""
    return post.author_id == person.pk and not post.is_deleted and not post.thread.group.is_closed


def may_delete_post(person: User, post: Post) -> bool:
    """Whether the person may take the words away: who wrote them, and who leads the group."""
    if post.is_deleted or post.thread.group.is_closed:
        return False
    return post.author_id == person.pk or leads(person, post.thread.group)


def own_regions(person: User | AnonymousUser, programme: str = "") -> list[Place]:
    """Give the regions that the person is of now, and speaks for: of one programme or of all."""
    return [
        Place(held.programme, held.region)
        for held in held_roles(person)
        if held.role in OF_THE_REGION and (not programme or held.programme == programme)
    ]


def speaks_for(person: User | AnonymousUser, permission: Permission) -> list[Place]:
    """Give the places that the person may do it on behalf of: own regions, else programmes."""
    held = [one for one in held_roles(person) if permission in TABLE[Role(one.role)]]
    regions = [Place(one.programme, one.region) for one in held if one.region]
    whole = [
        Place(slug)
        for slug in Programme.objects.values_list("slug", flat=True).order_by("pk")
        if may(person, permission, Place(slug))
    ]
    return list(dict.fromkeys([*regions, *whole]))


def sides(person: User | AnonymousUser, contact: Contact) -> list[str]:
    """Give the ends of the contact that the person may speak for."""
    return [
        region
        for region in (contact.from_region, contact.to_region)
        if any(place.region == region for place in own_regions(person, contact.programme))
    ]


def guided_places(person: User | AnonymousUser) -> list[Place]:
    """Give where the person writes in the guides' log now: regions, programmes, or everywhere."""
    return [
        Place(held.programme, held.region)
        for held in held_roles(person)
        if Permission.GUIDE_REGION in TABLE[Role(held.role)]
    ]


def reads_whole_log(person: User | AnonymousUser, place: Place) -> bool:
    """Whether the person reads all of the region's log, and not only what is shared with it."""
    return may(person, Permission.GUIDE_REGION, place)


def may_change_visit(person: User | AnonymousUser, visit: Visit) -> bool:
    """Whether it's their own entry of a region they guide, or they write in all the programme."""
    own = visit.guide_id == person.pk
    place = Place(visit.programme, visit.region if own else "")
    return may(person, Permission.GUIDE_REGION, place)


def people_of(programme: str, regions: Iterable[str]) -> QuerySet[User]:
    """Give the people who are of one of the regions now."""
    return _holding(OF_THE_REGION, programme, regions)


def _holding(roles: Iterable[Role], programme: str, regions: Iterable[str]) -> QuerySet[User]:
    held = RoleAssignment.objects.filter(
        programme=programme, region__in=list(regions), role__in=sorted(roles), ended_at=None
    )
    return User.objects.filter(is_active=True, pk__in=held.values("person"))


def people_in(group: Group) -> QuerySet[User]:
    """Give the people of a group's regions, their guides and who facilitates it, by name."""
    regions = group.regions.values_list("region", flat=True)
    members = _holding(REGIONAL, group.programme, regions)
    facilitators = may_facilitate(group.programme).filter(facilitated__group=group)
    return User.objects.filter(
        Q(pk__in=members.values("pk")) | Q(pk__in=facilitators.values("pk"))
    ).order_by("name", "email")


def groups_of(person: User) -> QuerySet[Group]:
    """Give the groups that the person may enter."""
    led = {held.programme for held in held_roles(person) if held.role in _taking_part()}
    own = Q(facilitators__person=person)
    seen = [own if "" in led else own & Q(programme__in=led)]
    for held in held_roles(person):
        where = Q(programme=held.programme) if held.programme else Q(pk__isnull=False)
        if held.region:
            where &= Q(regions__region=held.region)
        place = Place(held.programme, held.region)
        if may(person, Permission.TAKE_PART_IN_GROUPS, place):
            seen.append(where)
    return Group.objects.filter(pk__in=Group.objects.filter(reduce(or_, seen)).values("pk"))
