"""Where the regions met, and what has been written."""

from __future__ import annotations

from typing import Literal, cast

from django.http import HttpRequest
from ninja import Query, Router

from byregion.api import schemas
from byregion.api.answers import listing, programme_called, programme_meta, region_named, text
from byregion.api.parameters import Paging, Slug
from byregion.network.queries.gatherings import Listed, listed
from byregion.network.queries.nearest import precision, status
from byregion.programme.models import Publication

router = Router(tags=["Gatherings and publications"])


@router.get("/{slug:programme}/gatherings", response=schemas.Listing[schemas.Gathering])
def gatherings(
    request: HttpRequest, programme: Slug, query: Query[Paging]
) -> schemas.Listing[schemas.Gathering]:
    """Gatherings of the learning network, earliest first; those ahead too."""
    shown = programme_called(programme)
    rows = listed(shown)[::-1]
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


def _gathering(row: Listed) -> schemas.Gathering:
    known, own, dated = row.known, row.own, row.dated
    return schemas.Gathering(
        slug=row.slug,
        status=cast("Literal['coming', 'held', 'cancelled']", status(row)),
        phase=known.phase.number if known else None,
        region=(own.region or None) if own else None,
        title=text(own if own and own.title.text else dated, "title"),
        summary=text(own, "summary"),
        start_date=dated.start_date,
        end_date=dated.end_date,
        date_precision=cast("Literal['day', 'month']", precision(row)),
        city=dated.city or None,
        is_national=row.is_national,
        topics=text(known, "topics"),
        items=schemas.Lines(
            **{
                language: lines.splitlines() if lines else None
                for language, lines in text(known, "items").model_dump().items()
            }
        ),
        participants=text(known, "participants"),
        confidence=cast("schemas.Confidence", known.confidence) if known else None,
        sources=[source.url for source in known.sources.all()] if known else [],
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
