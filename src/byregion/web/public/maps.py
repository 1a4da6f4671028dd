"""Maps as SVG made by the server: they work without script, in print and with a keyboard."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zlib import crc32

from django.utils.translation import gettext

from byregion.geography.area import area
from byregion.geography.boundaries import (
    ATTRIBUTION,
    YEAR,
    Box,
    Point,
    Polygon,
    Projection,
    Ring,
    View,
    load,
)
from byregion.programme.models import CityRegion
from byregion.programme.queries.regions import Outline

WIDTH = 520
# Points closer than this, in pixels, are one: the eye cannot tell at this size.
DETAIL = 0.8
# Land is drawn so far beyond the map's edge, where its own cut edge isn't seen.
BLEED = 4
COLOURS = "abcdef"
# Bends smaller than this, in square degrees (about a quarter of a square kilometre), are left out
# of the land around the regions, which shrinks to half.
LAND_DETAIL = 5e-5


@dataclass(frozen=True, slots=True)
class Shape:
    """One region on the map."""

    key: str
    name: str
    path: str
    colour: str
    is_exact: bool
    # Where the name is written, in the map's own units; only on a region's own map.
    label: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Map:
    """What a template needs to draw a map."""

    view_box: str
    # Empty where the whole country is the background, which is a file of its own.
    land: str
    shapes: tuple[Shape, ...]
    attribution: str = ATTRIBUTION
    # What a shape leads to: a region, or a municipality.
    kind: str = "region"

    @property
    def edition(self) -> str:
        """Name this edition of the land: an address that carries it may be kept for good."""
        return land_edition()

    @property
    def marks_host(self) -> bool:
        """Does a municipality stand out as the host?"""
        return any(shape.colour == "host" for shape in self.shapes)

    @property
    def controls(self) -> str:
        """Give the words on the interactive map's controls, as its library wants them."""
        return json.dumps(
            {
                "NavigationControl.ZoomIn": gettext("Zoom in"),
                "NavigationControl.ZoomOut": gettext("Zoom out"),
                "Popup.Close": gettext("Close"),
                "CooperativeGesturesHandler.WindowsHelpText": gettext(
                    "Hold Ctrl and scroll to zoom the map"
                ),
                "CooperativeGesturesHandler.MacHelpText": gettext(
                    "Hold ⌘ and scroll to zoom the map"
                ),
                "CooperativeGesturesHandler.MobileHelpText": gettext(
                    "Use two fingers to move the map"
                ),
            },
            ensure_ascii=False,
        )

    @property
    def approximate(self) -> tuple[Shape, ...]:
        """Regions whose borders of 2020 only come near those of their time."""
        return tuple(shape for shape in self.shapes if not shape.is_exact)


def national(regions: Iterable[Outline], vintage: date) -> Map:
    """Draw the regions whose municipalities are known; the others cannot be drawn."""
    return _national(tuple(regions), vintage)


# The same regions are drawn for every reader until one of them changes.
@lru_cache(maxsize=128)
def _national(regions: tuple[Outline, ...], vintage: date) -> Map:
    fills = _fills(regions, vintage)
    shapes = tuple(_shape(region, vintage, fills[region.slug]) for region in _drawn(regions))
    return Map(_view().view_box, "", shapes)


def regional(region: CityRegion, vintage: date) -> Map | None:
    """Draw one region's municipalities with the country around them; None without a list."""
    members = region.members
    if not members:
        return None
    codes = tuple(member.municipality_code for member in members)
    return _regional(codes, tuple(region.host_codes), vintage)


@lru_cache(maxsize=256)
def _regional(codes: tuple[str, ...], hosts: tuple[str, ...], vintage: date) -> Map:
    drawn = area(codes, at=vintage)
    accented = area(hosts, at=vintage).codes
    boundaries = load()
    view = boundaries.fit(drawn.codes, width=WIDTH, padding=60)
    project = view.projection
    shapes = tuple(
        Shape(
            key=code,
            name=boundaries.name(code),
            path=boundaries.svg_path([code], projection=project, detail=DETAIL),
            colour="host" if code in accented else "member",
            is_exact=code not in drawn.beyond,
            label=_label(code, project),
        )
        for code in drawn.codes
    )
    seen = (-BLEED, -BLEED, view.width + BLEED, view.height + BLEED)
    land = boundaries.svg_path(_near(drawn.codes), projection=project, detail=DETAIL, within=seen)
    return Map(view.view_box, land, shapes, kind="municipality")


def _label(code: str, project: Projection) -> tuple[str, str]:
    x, y = project(*load().centroid(code))
    return f"{x:.0f}", f"{y:.0f}"


def _near(codes: tuple[str, ...]) -> list[str]:
    # A region's map shows the neighbours, and no more of the country than fits around it.
    west, south, east, north = load().bbox(codes)
    wide, high = (east - west) / 2, (north - south) / 2
    frame = (west - wide, south - high, east + wide, north + high)
    return [code for code, box in _boxes().items() if _overlap(box, frame)]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and one[2] >= other[0] and one[1] <= other[3] and one[3] >= other[1]


def _drawn(regions: Iterable[Outline]) -> list[Outline]:
    return [region for region in regions if region.codes]


@lru_cache(maxsize=256)
def _fills(regions: tuple[Outline, ...], vintage: date) -> dict[str, str]:
    """Choose a fill for each region, as far as can be another than those around it have.

    The choice starts from the region's own name, so that most keep their fill when a filter takes
    others away, whatever the list is sorted by.
    """
    chosen: dict[str, tuple[Box, int]] = {}
    for region in sorted(_drawn(regions), key=lambda region: region.slug):
        box = load().bbox(area(region.codes, at=vintage).codes)
        around = Counter(fill for other, fill in chosen.values() if _overlap(box, other))
        own = crc32(region.slug.encode())
        choices = [(own + step) % len(COLOURS) for step in range(len(COLOURS))]
        chosen[region.slug] = box, min(choices, key=lambda fill: around[fill])
    return {slug: COLOURS[fill] for slug, (_, fill) in chosen.items()}


def _shape(region: Outline, vintage: date, colour: str) -> Shape:
    drawn = area(region.codes, at=vintage)
    return Shape(region.slug, region.name, _path(drawn.codes), colour, drawn.is_exact)


@lru_cache(maxsize=1)
def _boxes() -> dict[str, Box]:
    boundaries = load()
    return {code: boundaries.bbox([code]) for code in boundaries.codes}


@lru_cache(maxsize=1)
def _view() -> View:
    return load().fit(width=WIDTH)


@lru_cache(maxsize=1)
def background() -> str:
    """Draw the country as an SVG file: a browser fetches it once and keeps it."""
    view, boundaries = _view(), load()
    land = boundaries.svg_path(boundaries.codes, projection=view.projection, detail=DETAIL)
    # Seen as a picture it knows nothing of the page's colours, so its tone suits light and dark.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view.view_box}">'
        f'<path d="{land}" fill="#a8926a" fill-opacity=".28" stroke="#fff" stroke-opacity=".5"'
        ' stroke-width=".4"/></svg>'
    )


@lru_cache(maxsize=1024)
def _path(codes: tuple[str, ...]) -> str:
    return load().svg_path(codes, projection=_view().projection, detail=DETAIL)


Feature = dict[str, Any]
Address = Callable[[str], str]


@lru_cache(maxsize=1)
def country() -> str:
    """Give the country's land as the text of one GeoJSON feature, simplified for a background."""
    polygons = [_simple(polygon) for polygon in load().country_outline()["coordinates"]]
    feature = {
        "type": "Feature",
        "properties": {
            "source": ATTRIBUTION,
            "year": YEAR,
            "exact": False,
        },
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": [polygon for polygon in polygons if polygon],
        },
    }
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=1)
def land_edition() -> str:
    """Give a short name that changes whenever the land does."""
    return hashlib.sha256(country().encode()).hexdigest()[:12]


def region_features(
    regions: Iterable[Outline], vintage: date, *, address: Address
) -> list[Feature]:
    """Give each region whose municipalities are known as one GeoJSON feature."""
    drawn = tuple(_drawn(regions))
    fills = _fills(drawn, vintage)
    return [_feature(region, vintage, fills[region.slug], address) for region in drawn]


def member_features(
    region: Outline, hosts: Iterable[str], vintage: date, *, address: Address
) -> list[Feature]:
    """Give each municipality of 2020 that a region covers as one GeoJSON feature.

    Each is filled as host or member, and carries the point where its name is written.
    """
    drawn = area(region.codes, at=vintage)
    accented = area(hosts, at=vintage).codes
    boundaries = load()
    return [
        boundaries.feature(
            [code],
            properties={
                "key": code,
                "name": boundaries.name(code),
                "url": address(code),
                "fill": "host" if code in accented else "member",
                "exact": code not in drawn.beyond,
                "label": list(boundaries.centroid(code)),
            },
        )
        | {"bbox": list(boundaries.bbox([code]))}
        for code in drawn.codes
    ]


def picker_features(shapes: Iterable[tuple[str, str, tuple[str, ...]]]) -> list[Feature]:
    """Give each shape (key, name, the codes it stands for) as one GeoJSON feature to pick."""
    boundaries = load()
    return [
        boundaries.feature(
            [key], properties={"key": key, "name": name, "fill": "open", "codes": "-".join(codes)}
        )
        | {"bbox": list(boundaries.bbox([key]))}
        for key, name, codes in shapes
    ]


def host_points(codes: Iterable[str], vintage: date) -> Feature:
    """Mark the host municipalities, where the sources state them."""
    found = area(codes, at=vintage).codes
    points = [
        {
            "type": "Feature",
            "properties": {"name": load().name(code)},
            "geometry": {"type": "Point", "coordinates": list(load().centroid(code))},
        }
        for code in found
    ]
    return {"type": "FeatureCollection", "features": points}


def _feature(region: Outline, vintage: date, fill: str, address: Address) -> Feature:
    drawn = area(region.codes, at=vintage)
    properties = {
        "key": region.slug,
        "name": region.name,
        "url": address(region.slug),
        "fill": fill,
        "exact": drawn.is_exact,
        "municipalities": list(region.codes),
    }
    feature = load().feature(drawn.codes, properties=properties)
    return feature | {"bbox": list(load().bbox(drawn.codes))}


def _simple(polygon: Polygon) -> Polygon:
    """Simplify a polygon's rings; none where the exterior is too small to be seen."""
    rings = [_simple_ring(ring) for ring in polygon]
    return [ring for ring in rings if ring] if rings[0] else []


def _simple_ring(ring: Ring) -> Ring:
    """Leave out each point that makes only a small triangle with the last kept and the next."""
    kept = [ring[0]]
    for here, following in pairwise(ring[1:]):
        if _triangle(kept[-1], here, following) > LAND_DETAIL:
            kept.append(here)
    return [(round(x, 3), round(y, 3)) for x, y in [*kept, ring[0]]] if len(kept) > 2 else []


def _triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
