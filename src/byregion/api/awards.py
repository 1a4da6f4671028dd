"""Who got what, and for what."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from byregion.api import schemas
from byregion.api.answers import listing, programme_called, programme_meta, region_named, text
from byregion.api.parameters import Paging, Slug
from byregion.api.regions import award_of
from byregion.programme.models import Participation, Theme
from byregion.programme.queries import regions as queries

router = Router(tags=["Awards and themes"])


@router.get("/{slug:programme}/awards", response=schemas.Listing[schemas.AwardRow])
def awards(
    request: HttpRequest, programme: Slug, query: Query[Paging]
) -> schemas.Listing[schemas.AwardRow]:
    """Every region in every phase; the award is null where the amount has not been found."""
    shown = programme_called(programme)
    rows = list(
        Participation.objects.filter(region__programme=shown)
        .select_related("region", "phase", "award__source")
        .order_by("phase__number", "region__slug")
    )
    return listing(
        rows,
        lambda row: schemas.AwardRow(
            region=region_named(shown.slug, row.region.slug, row.region.name),
            phase=row.phase.number,
            award=award_of(row),
        ),
        meta=programme_meta(shown, request, query),
        request=request,
        query=query,
    )


@router.get("/{slug:programme}/themes", response=schemas.Listing[schemas.Theme])
def themes(
    request: HttpRequest, programme: Slug, query: Query[Paging]
) -> schemas.Listing[schemas.Theme]:
    """Groups of related themes, each with the regions that worked on it."""
    shown = programme_called(programme)
    return listing(
        list(queries.themes_with_regions(shown)),
        lambda row: _theme(shown.slug, row),
        meta=programme_meta(shown, request, query),
        request=request,
        query=query,
    )


def _theme(programme: str, row: Theme) -> schemas.Theme:
    return schemas.Theme(
        slug=row.slug,
        name=text(row, "name"),
        regions=[
            schemas.ThemeRegion(
                region=region_named(programme, part.region.slug, part.region.name),
                phase=part.phase.number,
            )
            for part in row.participations.all()
        ],
    )
