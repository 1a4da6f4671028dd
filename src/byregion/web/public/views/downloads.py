"""Every table as a file: CSV, XLSX or JSON, with source and date inside."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.common.tables import CONTENT_TYPES, Table
from byregion.knowledge.queries import publications
from byregion.network.queries import gatherings as queries
from byregion.network.queries import nearest
from byregion.programme.models import CityRegion, Programme
from byregion.programme.queries import places, programmes, tables
from byregion.web.public.filters import region_filter, slugs
from byregion.web.public.site import frame, programme_or_404


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """List every table that can be taken away, with its columns."""
    programme = programmes.default_programme()
    listed = (
        [(table, _address(programme, table.name)) for table in _tables(programme)]
        if programme
        else []
    )
    context = {"tables": listed, "kinds": tuple(CONTENT_TYPES)}
    trail = [{"label": _("Open data"), "url": ""}]
    return render(request, "public/data.html", context | frame(request, programme, trail=trail))


@require_safe
def regions(request: HttpRequest, programme: str, kind: str) -> HttpResponse:
    """Give the regions that the filters in the address choose."""
    shown = programme_or_404(programme)
    return file_of(tables.regions(shown, region_filter(request.GET)), kind)


@require_safe
def municipalities(request: HttpRequest, programme: str, kind: str) -> HttpResponse:
    """Give every membership."""
    return file_of(tables.municipalities(programme_or_404(programme)), kind)


@require_safe
def figures(request: HttpRequest, programme: str, kind: str) -> HttpResponse:
    """Give the totals that others state."""
    return file_of(tables.figures(programme_or_404(programme)), kind)


@require_safe
def compared(request: HttpRequest, programme: str, kind: str) -> HttpResponse:
    """Give the regions that the address sets side by side."""
    shown = programme_or_404(programme)
    return file_of(tables.compared(shown, slugs(request.GET.getlist("region"))), kind)


@require_safe
def municipality(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Give a municipality's part in the programme, its forerunners' included."""
    programme = _default()
    codes = [code, *places.forerunners(code, vintage=programme.vintage)]
    members = places.memberships(programme).filter(municipality_code__in=codes)
    return file_of(tables.of_place(programme, f"municipality-{code}", members), kind)


@require_safe
def county(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Give the municipalities of a county that took part."""
    programme = _default()
    members = places.members_in_county(programme, code)
    return file_of(tables.of_place(programme, f"county-{code}", members), kind)


@require_safe
def region(request: HttpRequest, programme: str, slug: str, kind: str) -> HttpResponse:
    """Give one region's members, phase by phase."""
    shown = programme_or_404(programme)
    try:
        return file_of(tables.region_members(shown, slug), kind)
    except CityRegion.DoesNotExist:
        raise Http404(slug) from None


@require_safe
def awards(request: HttpRequest, programme: str, kind: str) -> HttpResponse:
    """Give the public awards, unknown amounts as empty."""
    return file_of(tables.awards(programme_or_404(programme)), kind)


@require_safe
def gatherings(request: HttpRequest, programme: str, kind: str) -> HttpResponse:
    """Give the gatherings."""
    shown = programme_or_404(programme)
    return file_of(nearest.table(shown, queries.listed(shown)), kind)


def _tables(programme: Programme) -> list[Table]:
    # The bundle's publications and gatherings are part of what is given whole.
    whole = {
        table.name: table
        for table in (
            publications.table(programme, publications.entries(programme.slug)),
            nearest.table(programme, queries.listed(programme)),
        )
    }
    return [whole.get(table.name, table) for table in tables.all_tables(programme)]


def _default() -> Programme:
    programme = programmes.default_programme()
    if programme is None:
        raise Http404("no programme")
    return programme


def file_of(table: Table, kind: str) -> HttpResponse:
    """Give a table as a file to save."""
    response = HttpResponse(table.encode(kind), content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{table.name}.{kind}"'
    return response


def _address(programme: Programme, name: str) -> str:
    # The address of the CSV without its ending: the page adds each kind.
    return reverse(f"public:{name}-file", args=[programme.slug, "csv"]).removesuffix("csv")
