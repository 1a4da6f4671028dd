"""Named reads of the guides' log: of one region, and the newest of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from byregion.common.collation import norwegian_order
from byregion.network import rules
from byregion.network.models import Visit
from byregion.people.enums import Role
from byregion.people.models import RoleAssignment, User
from byregion.people.permissions import Place
from byregion.programme.models import CityRegion


@dataclass(frozen=True, slots=True)
class Followed:
    """A region as its guides follow it. Unknown is None: never met, no day set."""

    place: Place
    name: str
    guides: tuple[str, ...]
    last_on: date | None
    next_step: str
    next_step_on: date | None


def log_of(person: User, place: Place) -> QuerySet[Visit]:
    """Give what the person may read of the region's log, the newest first."""
    found = Visit.objects.filter(programme=place.programme, region=place.region)
    if not rules.reads_whole_log(person, place):
        found = found.filter(is_shared_with_region=True)
    return found.select_related("guide")


def changeable(person: User, place: Place) -> QuerySet[Visit]:
    """Give the entries of the region's log that the person may change."""
    found = log_of(person, place)
    if not rules.reads_whole_log(person, Place(place.programme)):
        found = found.filter(guide=person)
    return found


def own_log(person: User) -> QuerySet[Visit]:
    """Give what the person has noted of the regions where they still may, the newest first."""
    inside = Q(pk=None)
    for place in rules.guided_places(person):
        named = {"programme": place.programme, "region": place.region}
        # Without the first condition a place that is everywhere would be no condition at all.
        inside |= Q(pk__isnull=False, **{name: slug for name, slug in named.items() if slug})
    return Visit.objects.filter(inside, guide=person)


def followed(places: Iterable[Place], *, only_shared: bool = False) -> list[Followed]:
    """Give the regions by name, with when they were last met and what the next step is.

    A place without a region is all the regions of its programme. `only_shared` counts only what
    is shared with the region.
    """
    wanted = Q(pk=None)
    for place in places:
        of_programme = Q(programme__slug=place.programme)
        wanted |= of_programme & Q(slug=place.region) if place.region else of_programme
    newest = Visit.objects.filter(programme=OuterRef("programme__slug"), region=OuterRef("slug"))
    if only_shared:
        newest = newest.filter(is_shared_with_region=True)
    steps = newest.exclude(next_step="")
    found = CityRegion.objects.filter(wanted).values_list(
        "programme__slug",
        "slug",
        "name",
        Subquery(newest.values("held_on")[:1]),
        Subquery(steps.values("next_step")[:1]),
        Subquery(steps.values("next_step_on")[:1]),
    )
    rows = sorted(found, key=lambda row: (row[0], norwegian_order(row[2])))
    guides = guides_of({row[0] for row in rows})
    return [
        Followed(place, name, guides.get(place, ()), last_on, step or "", step_on)
        for programme, slug, name, last_on, step, step_on in rows
        for place in [Place(programme, slug)]
    ]


def guides_of(programmes: Iterable[str]) -> dict[Place, tuple[str, ...]]:
    """Give the names of those who guide the programmes' regions now."""
    held = RoleAssignment.objects.filter(
        role=Role.GUIDE, programme__in=list(programmes), ended_at=None, person__is_active=True
    )
    found: dict[Place, tuple[str, ...]] = {}
    for one in held.select_related("person").order_by("person__name", "pk"):
        place = Place(one.programme, one.region)
        found[place] = (*found.get(place, ()), one.person.get_full_name())
    return found
