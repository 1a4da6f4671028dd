"""Pages of municipalities and counties: what they are, and their part in a programme."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.analysis.errors import UnknownCodes
from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.geography.vintage import county as find_county
from byregion.programme.queries import places, programmes
from byregion.programme.queries import regions as region_queries
from byregion.web.public.site import frame, programme_or_404


@require_safe
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """Show any municipality of any year since 2005: its names, its changes, its regions."""
    programme = programmes.default_programme()
    vintage = programme.vintage if programme else Vintage.latest().on
    try:
        place = places.place(code, vintage=vintage)
    except UnknownCodes:
        raise Http404(code) from None
    name = place.municipality.official_name()
    context = {
        "place": place,
        "name": name,
        "memberships": places.memberships_of([code, *(item.code for item in place.then)]),
        **frame(request, programme, trail=[{"label": name, "url": ""}]),
    }
    return render(request, "public/municipality.html", context)


@require_safe
def municipalities(request: HttpRequest, programme: str) -> HttpResponse:
    """List every municipality that is known to have taken part."""
    shown = programme_or_404(programme)
    context = {
        "memberships": places.memberships(shown),
        **frame(request, shown, trail=[{"label": _("Municipalities"), "url": ""}]),
    }
    return render(request, "public/municipalities.html", context)


@require_safe
def county(request: HttpRequest, code: str) -> HttpResponse:
    """Show any county of any year since 2005, and the regions with members in it."""
    try:
        found = find_county(code)
    except UnknownCodes:
        raise Http404(code) from None
    programme = programmes.default_programme()
    chosen = region_queries.RegionFilter(county=code)
    context = {
        "county": found,
        "name": found.official_name(),
        "regions": region_queries.regions(programme, chosen) if programme else [],
        "members": places.members_in_county(programme, code) if programme else [],
        **frame(request, programme, trail=[{"label": found.official_name(), "url": ""}]),
    }
    return render(request, "public/county.html", context)
