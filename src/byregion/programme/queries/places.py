"""Named reads of places: any municipality or county of any year, and its part in a programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from byregion.analysis.errors import UnknownCodes
from byregion.analysis.geography.change import CodeChange, all_changes, predecessors, successors
from byregion.analysis.geography.vintage import County, Municipality, Vintage
from byregion.analysis.geography.vintage import county as find_county
from byregion.analysis.geography.vintage import municipality as find_municipality
from byregion.programme.models import Membership, Programme


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality number, what its territory was and is, and what happened to it."""

    municipality: Municipality
    county: County
    today: tuple[Municipality, ...]
    then: tuple[Municipality, ...]
    changes: tuple[CodeChange, ...]

    @property
    def is_valid_today(self) -> bool:
        """Is the number in use now?"""
        return self.municipality.valid_to is None


def place(code: str, *, vintage: date) -> Place:
    """Gather what the register knows of a number; `vintage` is the programme's own division.

    Raises UnknownCodes for a number that no municipality has had since 2005.
    """
    found = find_municipality(code)
    return Place(
        municipality=found,
        county=find_county(found.county),
        today=tuple(map(find_municipality, successors(code, Vintage.latest()))),
        then=tuple(map(find_municipality, predecessors(code, vintage))),
        changes=tuple(change for change in all_changes() if code in {change.old, change.new}),
    )


def forerunners(code: str, *, vintage: date) -> tuple[str, ...]:
    """Numbers of the programme's division that hold any of a municipality's territory.

    Empty for a number that no municipality has had since 2005.
    """
    try:
        return predecessors(code, vintage)
    except UnknownCodes:
        return ()


def memberships_of(codes: list[str]) -> QuerySet[Membership]:
    """Every region that any of the municipalities has been in, in all programmes."""
    return (
        Membership.objects.filter(municipality_code__in=codes)
        .select_related("participation__phase", "participation__region__programme")
        .order_by(
            "participation__region__name", "municipality_code", "participation__phase__number"
        )
    )


def memberships(programme: Programme) -> QuerySet[Membership]:
    """All memberships of a programme with region and phase, by municipality."""
    return (
        Membership.objects.filter(participation__region__programme=programme)
        .select_related("participation__phase", "participation__region")
        .order_by("municipality_code", "participation__region__name")
    )


def members_in_county(programme: Programme, code: str) -> QuerySet[Membership]:
    """A programme's memberships in a county of its own division."""
    return memberships(programme).filter(municipality_code__startswith=code)


def listed_municipalities(vintage: date) -> list[Municipality]:
    """Municipalities of today and of the programme's division, each number once."""
    found = {item.code: item for item in Vintage.latest().municipalities()}
    for item in Vintage(vintage).municipalities():
        found.setdefault(item.code, item)
    return sorted(found.values(), key=lambda item: (item.valid_to is not None, item.code))
