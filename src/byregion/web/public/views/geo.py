"""Geography as files: for the interactive map, and for anyone who wants to draw a map."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from byregion.geography.boundaries import ATTRIBUTION, YEAR
from byregion.programme.models import CityRegion, Programme
from byregion.programme.queries import regions as queries
from byregion.web.public import maps
from byregion.web.public.filters import region_filter
from byregion.web.public.site import programme_or_404

GEOJSON = "application/geo+json"


@require_safe
@cache_control(max_age=86_400, public=True)
def land(request: HttpRequest) -> HttpResponse:
    """Give the background of the national maps as a picture."""
    return HttpResponse(maps.background(), content_type="image/svg+xml")


@require_safe
def country(request: HttpRequest) -> HttpResponse:
    """Give the country's land as GeoJSON: for good at an address that names the edition."""
    response = HttpResponse(maps.country(), content_type=GEOJSON)
    if request.GET.get("v") == maps.land_edition():
        patch_cache_control(response, max_age=31_536_000, public=True, immutable=True)
    else:
        patch_cache_control(response, max_age=86_400, public=True)
    return response


@require_safe
def regions(request: HttpRequest, programme: str) -> HttpResponse:
    """Give the areas of the regions that the filters in the address choose."""
    shown = programme_or_404(programme)
    found = queries.regions(shown, region_filter(request.GET))
    features = maps.region_features(
        map(queries.outline, found),
        shown.vintage,
        address=lambda slug: reverse("public:region", args=[programme, slug]),
    )
    hosts = [code for item in found for code in item.host_codes]
    return _collection(shown, features, maps.host_points(hosts, shown.vintage))


@require_safe
def region(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """Give one region's municipalities."""
    shown = programme_or_404(programme)
    try:
        found = queries.region(shown, slug)
    except CityRegion.DoesNotExist:
        raise Http404(slug) from None
    features = maps.member_features(
        queries.outline(found),
        found.host_codes,
        shown.vintage,
        address=lambda code: reverse("public:municipality", args=[code]),
    )
    return _collection(shown, features, maps.host_points(found.host_codes, shown.vintage))


def _collection(
    programme: Programme, features: list[dict[str, Any]], hosts: dict[str, Any]
) -> HttpResponse:
    return _answer(
        {
            "type": "FeatureCollection",
            "features": features,
            "hosts": hosts,
            "meta": {
                "source": f"Byregion, {programme.name_en}",
                "boundaries": ATTRIBUTION,
                "boundaries_of": YEAR,
                "licence": programme.licence,
                "as_of": programme.as_of.isoformat(),
                "exact": "false where a later merger makes the border only come near",
            },
        }
    )


def _answer(content: Mapping[str, Any]) -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type=GEOJSON)
