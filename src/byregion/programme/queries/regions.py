"""Named reads of regions: the list with its filters, one region, a municipality's regions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from byregion.common.collation import norwegian_order
from byregion.common.folding import fold
from byregion.common.remembered import until_changed
from byregion.programme.models import (
    Award,
    CityRegion,
    Membership,
    Participation,
    Phase,
    Programme,
    Theme,
)


@dataclass(frozen=True, slots=True)
class RegionFilter:
    """What a reader may narrow the list of regions by. Empty means all."""

    county: str = ""
    phase: int | None = None
    theme: str = ""
    structure: str = ""
    size: str = ""
    text: str = ""
    sort: str = "name"

    @property
    def is_active(self) -> bool:
        """Is anything but the sorting chosen?"""
        return self != RegionFilter(sort=self.sort)


# Number of municipalities, from and to; the programme's own span is two to thirteen.
SIZES = {"2-4": (1, 4), "5-7": (5, 7), "8-13": (8, 99)}
SORTS = ("name", "county", "members", "population")


def regions(programme: Programme, chosen: RegionFilter | None = None) -> list[CityRegion]:
    """Regions with all that a list shows, in a fixed number of queries.

    Each has `listed_participations`, each of those `listed_members` and `listed_themes`: lists
    that cost nothing to go through again.
    """
    return _regions(programme, chosen or RegionFilter())


@until_changed(most=64)
def _regions(programme: Programme, chosen: RegionFilter) -> list[CityRegion]:
    # Chosen by key, so that a filter on members never narrows the members that are shown.
    keys = programme.regions.filter(_condition(chosen)).values("pk")
    found = list(programme.regions.filter(pk__in=keys).prefetch_related(_participations()))
    if chosen.size in SIZES:
        least, most = SIZES[chosen.size]
        found = [item for item in found if least <= item.member_count <= most]
    # Not left to the database: SQLite knows upper and lower case of English letters only.
    if wanted := fold(chosen.text).strip():
        found = [item for item in found if wanted in fold(_words(item))]
    return sorted(found, key=_order(chosen.sort))


def _words(region: CityRegion) -> str:
    parts = region.listed_participations
    members = (member.municipality_name for part in parts for member in part.listed_members)
    themes = (f"{part.theme_title}\n{part.keywords}" for part in parts)
    return "\n".join([region.name, *themes, *members])


@until_changed(most=64)
def region(programme: Programme, slug: str) -> CityRegion:
    """One region with members, themes, award, publications and sources.

    Raises CityRegion.DoesNotExist.
    """
    return programme.regions.prefetch_related(_participations(), "publications", "sources").get(
        slug=slug
    )


def compared(programme: Programme, slugs: list[str]) -> list[CityRegion]:
    """The regions to set side by side, in the order asked for; unknown ones are left out."""
    asked = programme.regions.filter(slug__in=slugs).prefetch_related(_participations())
    found = {item.slug: item for item in asked}
    return [found[slug] for slug in dict.fromkeys(slugs) if slug in found]


def awards(programme: Programme) -> QuerySet[Award]:
    """Awards whose amount is public, largest first."""
    return (
        Award.objects.filter(participation__region__programme=programme)
        .select_related("participation__phase", "participation__region", "source")
        .order_by("-amount_nok")
    )


@dataclass(frozen=True, slots=True)
class Outline:
    """As much of a region as a map needs: its name, and the latest members that are known."""

    slug: str
    name: str
    codes: tuple[str, ...]


def outline(region: CityRegion) -> Outline:
    """Reduce a region that the queries have filled."""
    codes = tuple(member.municipality_code for member in region.members)
    return Outline(region.slug, region.name, codes)


@until_changed(most=16)
def outlines(programme: Programme) -> list[Outline]:
    """Every region's outline, in alphabetical order; two queries, no rows made into objects."""
    latest: dict[str, tuple[int, list[str]]] = {}
    rows = Membership.objects.filter(participation__region__programme=programme).values_list(
        "participation__region__slug", "participation__phase__number", "municipality_code"
    )
    for slug, phase, code in rows.order_by("municipality_code"):
        number, codes = latest.get(slug, (0, []))
        if phase > number:
            latest[slug] = (phase, [code])
        elif phase == number:
            codes.append(code)
    return [
        Outline(slug, name, tuple(latest.get(slug, (0, []))[1]))
        for slug, name in sorted(
            programme.regions.values_list("slug", "name"), key=lambda row: norwegian_order(row[1])
        )
    ]


def _participations() -> Prefetch[str]:
    return Prefetch(
        "participations",
        Participation.objects.select_related("phase", "award__source")
        .prefetch_related(  # type: ignore[no-redef]  # the model names them for its readers
            Prefetch("memberships", to_attr="listed_members"),
            Prefetch("themes", to_attr="listed_themes"),
        )
        .order_by("phase__number"),
        to_attr="listed_participations",
    )


def _condition(chosen: RegionFilter) -> Q:
    condition = Q()
    if chosen.county:
        # A region may cross a county border: any member's county counts, and so does the host's.
        condition &= Q(county_code=chosen.county) | Q(
            participations__memberships__municipality_code__startswith=chosen.county
        )
    if chosen.phase:
        condition &= Q(participations__phase__number=chosen.phase)
    if chosen.theme:
        condition &= Q(participations__themes__slug=chosen.theme)
    if chosen.structure:
        condition &= Q(structure=chosen.structure)
    return condition


def _order(sort: str) -> Callable[[CityRegion], tuple[object, ...]]:
    def key(region: CityRegion) -> tuple[object, ...]:
        name = norwegian_order(region.name)
        match sort:
            case "county":
                return (region.county_code, name)
            case "members":
                return (-region.member_count, name)
            case "population":
                # A region whose population is not known comes last, not first.
                return (-(region.population_stated or 0), name)
            case _:
                return (name,)

    return key


def counties(programme: Programme) -> list[tuple[str, str]]:
    """Counties that have a region, as number and name, in the order of the numbers."""
    return list(
        programme.regions.order_by("county_code")
        .values_list("county_code", "county_name")
        .distinct()
    )


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reader may choose among when narrowing the list of regions."""

    counties: tuple[tuple[str, str], ...]
    phases: tuple[Phase, ...]
    themes: tuple[Theme, ...]


@until_changed(most=16)
def choices(programme: Programme) -> Choices:
    """Give the counties, phases and themes that the programme has."""
    return Choices(
        counties=tuple(counties(programme)),
        phases=tuple(programme.phases.all()),
        themes=tuple(programme.themes.all()),
    )


def themes_with_regions(programme: Programme) -> QuerySet[Theme]:
    """Themes, each with the participations that worked on it."""
    listed = Participation.objects.select_related("region", "phase").order_by("region__name")
    return programme.themes.prefetch_related(Prefetch("participations", listed))
