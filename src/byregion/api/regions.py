"""City regions: the list with its filters, and all that is known of one."""

from __future__ import annotations

from typing import Literal, cast

from django.http import HttpRequest
from ninja import Query, Router

from byregion.api import schemas
from byregion.api.answers import (
    county_named,
    listing,
    one,
    programme_called,
    programme_meta,
    text,
)
from byregion.api.parameters import RegionFilter, RegionQuery, Slug, absolute
from byregion.api.problems import NotThere
from byregion.programme.enums import CoreStructure
from byregion.programme.models import Award, CityRegion, Membership, Participation, Programme
from byregion.programme.queries import regions as queries

router = Router(tags=["Regions"])


@router.get("/{slug:programme}/regions", response=schemas.Listing[schemas.RegionSummary])
def regions(
    request: HttpRequest, programme: Slug, query: Query[RegionQuery]
) -> schemas.Listing[schemas.RegionSummary]:
    """The city regions that took part."""
    shown = programme_called(programme)
    return listing(
        found_regions(shown, query, sort=query.sort),
        lambda row: _summary(shown.slug, row),
        meta=programme_meta(shown, request, query),
        request=request,
        query=query,
    )


@router.get("/{slug:programme}/regions/{slug:region}", response=schemas.Answer[schemas.Region])
def region(request: HttpRequest, programme: Slug, region: Slug) -> schemas.Answer[schemas.Region]:
    """All that is known of one city region."""
    shown = programme_called(programme)
    return one(programme_meta(shown, request), _region(shown.slug, region_called(shown, region)))


def found_regions(
    programme: Programme, query: RegionFilter, *, sort: str = "name"
) -> list[CityRegion]:
    """Find the regions that an address asks for."""
    chosen = queries.RegionFilter(
        county=query.county or "",
        phase=query.phase,
        theme=query.theme or "",
        structure=query.structure or "",
        text=query.q or "",
        sort=sort,
    )
    return queries.regions(programme, chosen)


def region_called(programme: Programme, slug: str) -> CityRegion:
    """Find a region, or say where the list of them is."""
    try:
        return queries.region(programme, slug)
    except CityRegion.DoesNotExist:
        where = absolute(f"/programmes/{programme.slug}/regions")
        raise NotThere(
            f"There is no region {slug!r} in {programme.slug!r}. All of them are at {where}."
        ) from None


def _summary(programme: str, row: CityRegion) -> schemas.RegionSummary:
    parts = row.listed_participations
    themes = dict.fromkeys(theme.slug for part in parts for theme in part.listed_themes)
    return schemas.RegionSummary(
        slug=row.slug,
        name=row.name,
        county=county_named(row.county_code, row.county_name),
        structure=_structure(row),
        phases=[part.phase.number for part in parts],
        themes=list(themes),
        members=row.member_count or None,
        population_stated=row.population_stated,
        confidence=cast("schemas.Confidence", row.confidence),
        address=absolute(f"/programmes/{programme}/regions/{row.slug}"),
    )


def _region(programme: str, row: CityRegion) -> schemas.Region:
    return schemas.Region(
        slug=row.slug,
        name=row.name,
        county=county_named(row.county_code, row.county_name),
        structure=_structure(row),
        summary=text(row, "summary"),
        note=text(row, "note"),
        population_stated=row.population_stated,
        population_date=row.population_date,
        area_km2_stated=row.area_km2_stated,
        participations=[_participation(part) for part in row.listed_participations],
        publications=[
            schemas.RegionPublication(slug=item.slug, title=item.title, url=item.url)
            for item in row.publications.all()
        ],
        confidence=cast("schemas.Confidence", row.confidence),
        sources=[source.url for source in row.sources.all()],
        geojson=absolute(f"/programmes/{programme}/regions/{row.slug}.geojson"),
    )


def _participation(row: Participation) -> schemas.Participation:
    return schemas.Participation(
        phase=row.phase.number,
        theme_title=row.theme_title or None,
        theme=text(row, "theme_title"),
        keywords=[word.strip() for word in row.keywords.split(";") if word.strip()],
        themes=[
            schemas.NamedText(key=theme.slug, name=text(theme, "name"))
            for theme in row.listed_themes
        ],
        # No list of members found is not the same as no members.
        municipalities=[member(item) for item in row.listed_members] or None,
        award=award_of(row),
    )


def award_of(row: Participation) -> schemas.RegionAward | None:
    """Give a participation's award; None where the amount has not been found."""
    award: Award | None = getattr(row, "award", None)
    if award is None:
        return None
    return schemas.RegionAward(
        amount_nok=award.amount_nok,
        precision=cast("Literal['exact', 'rounded']", award.precision),
        note=text(award, "note"),
        source=award.source.url,
    )


def member(row: Membership) -> schemas.Member:
    """Give a municipality's part in a region."""
    return schemas.Member(
        code=row.municipality_code,
        name=row.municipality_name,
        role=cast("Literal['host', 'core', 'partner']", row.role),
        address=absolute(f"/municipalities/{row.municipality_code}"),
    )


def _structure(row: CityRegion) -> Literal["single", "multi"] | None:
    if row.structure == CoreStructure.UNKNOWN:
        return None
    return cast("Literal['single', 'multi']", row.structure)
