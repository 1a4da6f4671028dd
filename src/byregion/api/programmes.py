"""Programmes: what they are, their phases, and what is stated about them as a whole."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from ninja import Query, Router

from byregion.api import schemas
from byregion.api.answers import listing, one, programme_called, programme_meta, text
from byregion.api.parameters import Paging, Slug, absolute, address
from byregion.programme.models import Gap, Phase, Programme, PublishedFigure
from byregion.programme.queries import programmes as queries

router = Router(tags=["Programmes"])


@router.get("", response=schemas.Listing[schemas.ProgrammeSummary])
def programmes(
    request: HttpRequest, query: Query[Paging]
) -> schemas.Listing[schemas.ProgrammeSummary]:
    """All programmes in this installation."""
    rows = list(Programme.objects.order_by("pk"))
    meta = schemas.Meta(
        source="Byregion",
        licence="stated for each programme",
        as_of=max((row.as_of for row in rows), default=None),
        address=address(request, query),
    )
    return listing(rows, _summary, meta=meta, request=request, query=query)


@router.get("/{slug:programme}", response=schemas.Answer[schemas.Programme])
def programme(request: HttpRequest, programme: Slug) -> schemas.Answer[schemas.Programme]:
    """One programme, with the addresses of its parts."""
    shown = programme_called(programme)
    return one(programme_meta(shown, request), _programme(shown))


@router.get("/{slug:programme}/phases", response=schemas.Listing[schemas.Phase])
def phases(
    request: HttpRequest, programme: Slug, query: Query[Paging]
) -> schemas.Listing[schemas.Phase]:
    """The phases in order, each with how much of it is known."""
    shown = programme_called(programme)
    # Read once, for the list and for the counting.
    prefetch_related_objects([shown], "phases")
    rows = list(zip(shown.phases.all(), queries.coverage(shown), strict=True))
    meta = programme_meta(shown, request, query)
    return listing(rows, lambda row: _phase(*row), meta=meta, request=request, query=query)


@router.get("/{slug:programme}/figures", response=schemas.Listing[schemas.Figure])
def figures(
    request: HttpRequest, programme: Slug, query: Query[Paging]
) -> schemas.Listing[schemas.Figure]:
    """Totals that somebody has published, also where they disagree."""
    shown = programme_called(programme)
    rows = list(shown.figures.select_related("phase", "source"))
    meta = programme_meta(shown, request, query)
    return listing(rows, _figure, meta=meta, request=request, query=query)


@router.get("/{slug:programme}/gaps", response=schemas.Listing[schemas.Gap])
def gaps(
    request: HttpRequest, programme: Slug, query: Query[Paging]
) -> schemas.Listing[schemas.Gap]:
    """What is known to be unknown."""
    shown = programme_called(programme)
    meta = programme_meta(shown, request, query)
    return listing(list(shown.gaps.all()), _gap, meta=meta, request=request, query=query)


def _summary(row: Programme) -> schemas.ProgrammeSummary:
    return schemas.ProgrammeSummary(
        slug=row.slug,
        name=text(row, "name"),
        as_of=row.as_of,
        licence=row.licence,
        address=absolute(f"/programmes/{row.slug}"),
    )


def _programme(row: Programme) -> schemas.Programme:
    home = absolute(f"/programmes/{row.slug}")
    return schemas.Programme(
        slug=row.slug,
        name=text(row, "name"),
        summary=text(row, "summary"),
        owner=row.owner,
        operator=row.operator or None,
        vintage=row.vintage,
        as_of=row.as_of,
        licence=row.licence,
        phases=[phase.number for phase in row.phases.all()],
        links=schemas.Links(
            **{name: f"{home}/{name.replace('_', '.')}" for name in schemas.Links.model_fields}
        ),
    )


def _phase(row: Phase, known: queries.Coverage) -> schemas.Phase:
    return schemas.Phase(
        number=row.number,
        name=text(row, "name"),
        purpose=text(row, "purpose"),
        start_year=row.start_year,
        end_year=row.end_year,
        coverage=schemas.Coverage(
            **{name: getattr(known, name) for name in schemas.Coverage.model_fields}
        ),
    )


def _figure(row: PublishedFigure) -> schemas.Figure:
    return schemas.Figure(
        phase=row.phase.number if row.phase else None,
        subject=row.subject,
        value=row.value,
        stated_by=row.stated_by,
        note=text(row, "note"),
        source=row.source.url if row.source else None,
        is_main=row.is_main,
    )


def _gap(row: Gap) -> schemas.Gap:
    return schemas.Gap(subject=row.subject, text=text(row, "text"))
