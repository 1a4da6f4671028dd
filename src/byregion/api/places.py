"""Municipalities and counties of any year since 2005, and what changed between the years."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from byregion.analysis.errors import UnknownCodes
from byregion.analysis.geography import change, vintage
from byregion.analysis.geography.errors import UnknownVintage
from byregion.analysis.geography.find import find
from byregion.api import places_schemas as shapes
from byregion.api import schemas
from byregion.api.answers import county_named, listing, municipality_named, one, region_named
from byregion.api.parameters import CountyCode, Day, MunicipalityCode, Paging, absolute, address
from byregion.api.problems import Complaint, NotThere, Unusable
from byregion.api.regions import member
from byregion.programme.models import Membership, Programme
from byregion.programme.queries.places import memberships_of

router = Router(tags=["Places"])
# The day for which the register was held against the numbers in use.
REVIEWED = date(2026, 1, 1)
DIVISION = "A year (its 1 January) or a date, from 2005 to 2026"


class CountyQuery(Paging):
    """Counties on a date."""

    at: Day | None = Field(None, description=f"{DIVISION}; the latest division if left out.")


class MunicipalityQuery(CountyQuery):
    """Municipalities on a date."""

    county: str | None = Field(None, pattern=r"^[0-9]{2}$", description="County number.")
    q: str | None = Field(None, max_length=100, description="A name, or how it begins; any number.")


class TerritoryQuery(Schema):
    """The divisions to follow a territory to."""

    since: Day = Field("2005", description=f"{DIVISION}: for the predecessors.")
    to: Day | None = Field(
        None, description=f"{DIVISION}: for the successors; the latest division if left out."
    )


class ChangeQuery(Paging):
    """A span of time: changes on `after` itself are left out, those on `until` are in."""

    after: Day = Field("2005", description=DIVISION)
    until: Day | None = Field(None, description=f"{DIVISION}; the latest if left out.")


@router.get("/municipalities", response=schemas.Listing[shapes.Place])
def municipalities(
    request: HttpRequest, query: Query[MunicipalityQuery]
) -> schemas.Listing[shapes.Place]:
    """Municipalities in the division of a date, by number."""
    when = division(query.at, "at")
    wanted = (query.q or "").strip()
    found = find(wanted, at=when) if wanted else when.municipalities()
    rows = [row for row in found if query.county in {None, row.county}]
    return listing(rows, _place, meta=_meta(request, query), request=request, query=query)


@router.get("/municipalities/{code}", response=schemas.Answer[shapes.Municipality])
def municipality(
    request: HttpRequest, code: MunicipalityCode, query: Query[TerritoryQuery]
) -> schemas.Answer[shapes.Municipality]:
    """A municipality number of any year: names, validity, history, and its regions per phase."""
    since, to = division(query.since, "since"), division(query.to, "to")
    try:
        found = vintage.municipality(code)
    except UnknownCodes as error:
        raise NotThere(f"{error}. Valid ones: {absolute('/municipalities')}.") from None
    data = shapes.Municipality(
        code=found.code,
        name=found.official_name(),
        names=[_name(name) for name in found.names],
        county=county_named(found.county, vintage.county(found.county).official_name()),
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        predecessors=_equivalent(since, change.predecessors(code, since)),
        successors=_equivalent(to, change.successors(code, to)),
        changes=[_change(row) for row in change.all_changes() if code in {row.old, row.new}],
        regions=_took_part(code),
        source=found.source,
    )
    return one(_meta(request, query), data)


@router.get("/counties", response=schemas.Listing[shapes.Place])
def counties(request: HttpRequest, query: Query[CountyQuery]) -> schemas.Listing[shapes.Place]:
    """Counties in the division of a date, by number."""
    rows = division(query.at, "at").counties()
    return listing(rows, _place, meta=_meta(request, query), request=request, query=query)


@router.get("/counties/{code}", response=schemas.Answer[shapes.County])
def county(request: HttpRequest, code: CountyCode) -> schemas.Answer[shapes.County]:
    """A county number of any year, with every municipality number it has had."""
    try:
        found = vintage.county(code)
    except UnknownCodes as error:
        raise NotThere(f"{error}. Valid ones: {absolute('/counties')}.") from None
    data = shapes.County(
        code=found.code,
        name=found.official_name(),
        names=[_name(name) for name in found.names],
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        municipalities=[_place(row) for row in vintage.all_municipalities() if row.county == code],
        regions=[_membership(row) for row in _members_in(code)],
        source=found.source,
    )
    return one(_meta(request), data)


@router.get("/changes", response=schemas.Listing[shapes.Change])
def changes(request: HttpRequest, query: Query[ChangeQuery]) -> schemas.Listing[shapes.Change]:
    """What separates the municipal divisions of two dates."""
    after, until = division(query.after, "after"), division(query.until, "until")
    if until.on < after.on:
        message = f"{until.on} is before after, {after.on}; swap them"
        raise Unusable([Complaint(parameter="until", message=message)])
    rows = change.changes(after, until)
    return listing(rows, _change, meta=_meta(request, query), request=request, query=query)


def division(day: str | None, parameter: str) -> vintage.Vintage:
    """Read a division's day; left out means the latest."""
    if day is None:
        return vintage.Vintage.latest()
    try:
        return vintage.Vintage.of(day)
    except UnknownVintage as error:
        raise Unusable([Complaint(parameter=parameter, message=str(error))]) from None


def _meta(request: HttpRequest, query: Schema | None = None) -> schemas.Meta:
    return schemas.Meta(
        source="Byregion's register of municipalities, after Statistics Norway and Kartverket",
        licence="CC BY 4.0",
        as_of=REVIEWED,
        address=address(request, query),
    )


def _took_part(code: str) -> list[shapes.TookPart]:
    # Each programme gives its members by the numbers of its own division.
    own = {
        programme: {code, *change.predecessors(code, day)}
        for programme, day in Programme.objects.values_list("pk", "vintage")
    }
    rows = memberships_of(sorted(set().union(*own.values())))
    return [
        _membership(row)
        for row in rows.order_by(*_ORDER)
        if row.municipality_code in own[row.participation.region.programme_id]
    ]


def _members_in(county: str) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(municipality_code__startswith=county)
        .select_related("participation__phase", "participation__region__programme")
        .order_by(*_ORDER)
    )


_ORDER = (
    "participation__region__programme",
    "participation__region__slug",
    "participation__phase__number",
    "municipality_code",
)


def _membership(row: Membership) -> shapes.TookPart:
    region = row.participation.region
    return shapes.TookPart(
        programme=region.programme.slug,
        region=region_named(region.programme.slug, region.slug, region.name),
        phase=row.participation.phase.number,
        municipality=member(row),
    )


def _place(row: vintage.Municipality | vintage.County) -> shapes.Place:
    kind = "counties" if isinstance(row, vintage.County) else "municipalities"
    return shapes.Place(
        code=row.code,
        name=row.official_name(),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        address=absolute(f"/{kind}/{row.code}"),
    )


def _name(row: vintage.Name) -> shapes.PlaceName:
    return shapes.PlaceName.model_validate(
        {"language": row.language, "text": row.text, "since": row.since, "source": row.source}
    )


def _equivalent(when: vintage.Vintage, codes: Iterable[str]) -> shapes.Equivalent:
    return shapes.Equivalent(
        at=when.on, municipalities=[municipality_named(code) for code in codes]
    )


def _change(row: change.CodeChange) -> shapes.Change:
    return shapes.Change.model_validate(
        {
            "date": row.date,
            "old": municipality_named(row.old),
            "new": municipality_named(row.new),
            "kind": row.kind,
            "whole": row.whole,
            "note": row.note or None,
            "source": row.source,
        }
    )
