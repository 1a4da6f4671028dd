"""Regions' areas as GeoJSON (RFC 7946), drawn with the municipal boundaries of 2020."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from byregion.api.answers import programme_called, programme_meta
from byregion.api.geo_schemas import COLLECTION, FEATURE, GEOJSON, answers_with
from byregion.api.parameters import RegionFilter, Slug, absolute
from byregion.api.regions import found_regions, region_called
from byregion.api.schemas import Meta
from byregion.geography.area import Area, area
from byregion.geography.boundaries import ATTRIBUTION, YEAR, load
from byregion.programme.models import CityRegion, Programme
from byregion.programme.queries.regions import outline

router = Router(tags=["Geography"])
Feature = dict[str, Any]
NOTE = (
    "Where exact is false, municipalities have been merged since; the border of 2020 only comes "
    "near, and reaches_beyond lists the municipalities that also hold land of others."
)


@router.get("/{slug:programme}/regions.geojson", openapi_extra=answers_with(COLLECTION))
def regions_geojson(
    request: HttpRequest, programme: Slug, query: Query[RegionFilter]
) -> HttpResponse:
    """The areas of the regions; the geometry is null where no list of members is known."""
    shown = programme_called(programme)
    features = [_feature(shown, row) for row in found_regions(shown, query)]
    return _answer(
        {
            "type": "FeatureCollection",
            "meta": _meta(programme_meta(shown, request, query)),
            "features": features,
        }
    )


@router.get("/{slug:programme}/regions/{slug:region}.geojson", openapi_extra=answers_with(FEATURE))
def region_geojson(request: HttpRequest, programme: Slug, region: Slug) -> HttpResponse:
    """The area of one region."""
    shown = programme_called(programme)
    feature = _feature(shown, region_called(shown, region))
    return _answer(feature | {"meta": _meta(programme_meta(shown, request))})


def _meta(meta: Meta) -> dict[str, Any]:
    return meta.model_dump(mode="json") | {
        "attribution": ATTRIBUTION,
        "boundaries_of": YEAR,
        "note": NOTE,
    }


def _feature(programme: Programme, row: CityRegion) -> Feature:
    codes = outline(row).codes
    drawn = area(codes, at=programme.vintage) if codes else None
    return {
        "type": "Feature",
        "id": row.slug,
        **_shape(drawn),
        "properties": {
            "slug": row.slug,
            "name": row.name,
            "municipalities": list(codes) or None,
            "division": programme.vintage.isoformat(),
            "exact": drawn.is_exact if drawn else None,
            "reaches_beyond": list(drawn.beyond) if drawn else None,
            "attribution": ATTRIBUTION,
            "address": absolute(f"/programmes/{programme.slug}/regions/{row.slug}"),
        },
    }


def _shape(drawn: Area | None) -> Feature:
    return {"geometry": None} if drawn is None else _dissolved(drawn.codes)


@lru_cache(maxsize=256)
def _dissolved(codes: tuple[str, ...]) -> Feature:
    return {"bbox": list(load().bbox(codes)), "geometry": load().geometry(codes)}


def _answer(content: Feature) -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type=GEOJSON)
