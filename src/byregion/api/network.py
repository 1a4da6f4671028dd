"""Where the regions met, and what has been written."""

from __future__ import annotations

from typing import Literal, cast

from django.http import HttpRequest
from ninja import Query, Router

from byregion.api import schemas
from byregion.api.answers import listing, programme_called, programme_meta, region_named, text
from byregion.api.parameters import Paging, Slug
from byregion.programme.models import Gathering, Publication

router = Router(tags=["Gatherings and publications"])


@router.get("/{slug:programme}/gatherings", response=schemas.Listing[schemas.Gathering])
def gatherings(
    request: HttpRequest, programme: Slug, query: Query[Paging]
) -> schemas.Listing[schemas.Gathering]:
    """Gatherings of the learning network, earliest first."""
    shown = programme_called(programme)
    rows = list(shown.gatherings.select_related("phase").prefetch_related("sources"))
    meta = programme_meta(shown, request, query)
    return listing(rows, _gathering, meta=meta, request=request, query=query)


@router.get("/{slug:programme}/publications", response=schemas.Listing[schemas.Publication])
def publications(
    request: HttpRequest, programme: Slug, query: Query[Paging]
) -> schemas.Listing[schemas.Publication]:
    """Reports, evaluations, studies and articles, latest first."""
    shown = programme_called(programme)
    return listing(
        list(shown.publications.prefetch_related("regions")),
        lambda row: _publication(shown.slug, row),
        meta=programme_meta(shown, request, query),
        request=request,
        query=query,
    )


def _gathering(row: Gathering) -> schemas.Gathering:
    return schemas.Gathering(
        slug=row.slug,
        phase=row.phase.number,
        title=text(row, "title"),
        start_date=row.start_date,
        end_date=row.end_date,
        date_precision=cast("Literal['day', 'month']", row.date_precision),
        city=row.city or None,
        is_national=row.is_national,
        topics=text(row, "topics"),
        items=schemas.Lines(
            nn=row.items_nn.splitlines() or None,
            nb=row.items_nb.splitlines() or None,
            en=row.items_en.splitlines() or None,
        ),
        participants=text(row, "participants"),
        confidence=cast("schemas.Confidence", row.confidence),
        sources=[source.url for source in row.sources.all()],
    )


def _publication(programme: str, row: Publication) -> schemas.Publication:
    return schemas.Publication.model_validate(
        {
            "slug": row.slug,
            "title": row.title,
            "language": row.language,
            "authors": row.authors,
            "year": row.year,
            "kind": row.kind,
            "url": row.url,
            "summary": text(row, "summary"),
            "regions": [
                region_named(programme, region.slug, region.name) for region in row.regions.all()
            ],
        }
    )
