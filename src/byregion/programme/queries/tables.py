"""The programme's public facts as tables to take away."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext

from byregion.common.tables import Cell, Table
from byregion.programme.models import CityRegion, Membership, Participation, Programme
from byregion.programme.queries import places
from byregion.programme.queries import regions as queries

MEMBERSHIP = (
    "municipality_code", "municipality", "county_code", "region", "region_name", "phase", "role",
)  # fmt: skip


def all_tables(programme: Programme) -> list[Table]:
    """Every table of a programme, for the catalogue."""
    return [
        regions(programme),
        municipalities(programme),
        awards(programme),
        gatherings(programme),
        publications(programme),
        figures(programme),
    ]


def regions(programme: Programme, chosen: queries.RegionFilter | None = None) -> Table:
    """One row per region and phase, of the regions that are chosen."""
    return _regions(programme, queries.regions(programme, chosen))


def compared(programme: Programme, slugs: list[str]) -> Table:
    """One row per region and phase, of the regions set side by side."""
    return _regions(programme, queries.compared(programme, slugs))


def _regions(programme: Programme, listed: list[CityRegion]) -> Table:
    rows = [
        _region_row(region, participation)
        for region in listed
        for participation in region.listed_participations
    ]
    columns = (
        "slug", "name", "phase", "county_code", "county", "structure", "theme", "keywords",
        "municipalities", "population_stated", "area_km2_stated", "confidence",
    )  # fmt: skip
    return _table(programme, "regions", gettext("City regions, by phase"), columns, rows)


def municipalities(programme: Programme) -> Table:
    """One row per municipality, region and phase."""
    title = gettext("Municipalities, by region and phase")
    rows = list(map(_membership_row, places.memberships(programme)))
    return _table(programme, "municipalities", title, MEMBERSHIP, rows)


def figures(programme: Programme) -> Table:
    """One row per published total; two sources may state two numbers."""
    rows = [
        (
            figure.phase.number if figure.phase else None,
            figure.subject,
            figure.value,
            figure.stated_by,
            "yes" if figure.is_main else "no",
            figure.source.url if figure.source else None,
        )
        for figure in programme.figures.select_related("phase", "source")
    ]
    columns = ("phase", "subject", "value", "stated_by", "main", "figure_source")
    return _table(programme, "figures", gettext("Totals as others state them"), columns, rows)


def of_place(programme: Programme, name: str, members: QuerySet[Membership]) -> Table:
    """One row per membership of one municipality or of one county's municipalities."""
    title = gettext("Municipalities, by region and phase")
    return _table(programme, name, title, MEMBERSHIP, list(map(_membership_row, members)))


def region_members(programme: Programme, slug: str) -> Table:
    """One row per municipality and phase of one region. Raises CityRegion.DoesNotExist."""
    region = queries.region(programme, slug)
    rows = [
        (
            participation.phase.number,
            member.municipality_code,
            member.municipality_name,
            member.role,
        )
        for participation in region.listed_participations
        for member in participation.listed_members
    ]
    columns = ("phase", "municipality_code", "municipality", "role")
    return _table(
        programme,
        region.slug,
        gettext("Municipalities in %(region)s") % {"region": region.name},
        columns,
        rows,
    )


def awards(programme: Programme) -> Table:
    """One row per region and phase; an amount that is not known is empty."""
    listed = (
        Participation.objects.filter(region__programme=programme)
        .select_related("region", "phase", "award__source")
        .order_by("phase__number", "region__name")
    )
    rows = [_award_row(participation) for participation in listed]
    columns = ("slug", "name", "phase", "amount_nok", "precision", "amount_source")
    return _table(programme, "awards", gettext("Awards as far as they are known"), columns, rows)


def gatherings(programme: Programme) -> Table:
    """One row per gathering."""
    rows = [
        (
            gathering.slug,
            str(gathering.title),
            gathering.start_date,
            gathering.end_date,
            gathering.date_precision,
            gathering.city or None,
            "national" if gathering.is_national else "local",
            gathering.confidence,
        )
        for gathering in programme.gatherings.all()
    ]
    columns = (
        "slug", "title", "start_date", "end_date", "date_precision", "city", "scope", "confidence",
    )  # fmt: skip
    return _table(
        programme, "gatherings", gettext("Gatherings of the learning network"), columns, rows
    )


def publications(programme: Programme) -> Table:
    """One row per publication."""
    rows = [
        (
            publication.slug,
            publication.title,
            publication.authors,
            publication.year,
            publication.kind,
            publication.language,
            publication.url,
            "; ".join(region.slug for region in publication.regions.all()),
        )
        for publication in programme.publications.prefetch_related("regions")
    ]
    columns = ("slug", "title", "authors", "year", "kind", "language", "url", "regions")
    return _table(programme, "publications", gettext("Publications"), columns, rows)


def _membership_row(member: Membership) -> tuple[Cell, ...]:
    return (
        member.municipality_code,
        member.municipality_name,
        member.municipality_code[:2],
        member.participation.region.slug,
        member.participation.region.name,
        member.participation.phase.number,
        member.role,
    )


def _region_row(region: CityRegion, participation: Participation) -> tuple[Cell, ...]:
    return (
        region.slug,
        region.name,
        participation.phase.number,
        region.county_code,
        region.county_name,
        region.structure,
        participation.theme_title or None,
        participation.keywords or None,
        # No list of members found is not the same as no members.
        len(participation.listed_members) or None,
        region.population_stated,
        region.area_km2_stated,
        region.confidence,
    )


def _award_row(participation: Participation) -> tuple[Cell, ...]:
    award = getattr(participation, "award", None)
    return (
        participation.region.slug,
        participation.region.name,
        participation.phase.number,
        award.amount_nok if award else None,
        award.precision if award else None,
        award.source.url if award else None,
    )


def _table(
    programme: Programme,
    name: str,
    title: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Cell, ...]],
) -> Table:
    return Table(
        name=name,
        title=f"{programme.name}: {title}",
        columns=columns,
        rows=rows,
        source=f"Byregion, {programme.name_en}; sources per fact on the pages",
        licence=programme.licence,
        as_of=programme.as_of,
    )
