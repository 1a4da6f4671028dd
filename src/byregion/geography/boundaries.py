"""Municipal boundaries of 2020: dissolved, measured and drawn without any GIS library.

The file is TopoJSON: a border between two municipalities is one arc that both refer to. A union is
therefore bookkeeping, not geometry: arcs that two chosen municipalities share fall away, and the
rest are joined into rings. Land always lies on the left of a ring, so exteriors run anticlockwise
and holes clockwise, as RFC 7946 asks.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

from byregion.analysis.errors import InvalidInput, UnknownCodes
from byregion.geography import paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Point = paths.Point
Ring = list[Point]
Polygon = list[Ring]
Box = paths.Box

ATTRIBUTION = "Kartverket, CC BY 4.0 (via hvor)"
YEAR = 2020


class Projection(Protocol):
    """Anything that takes degrees to a drawing, with y growing downwards."""

    def __call__(self, lon: float, lat: float) -> Point:
        """Take longitude and latitude in degrees to x and y."""


@dataclass(frozen=True, slots=True)
class LambertConic:
    """Lambert's conformal conic projection on the sphere, set up for Norway.

    Standard parallels 60° and 69° N and central meridian 15° E: angles are true everywhere,
    lengths within half a per cent in the whole country, which leans as on common maps. Formulas:
    Snyder, *Map Projections: A Working Manual* (1987), equations 15-1 to 15-3.

    `scale` is drawing units per radius of the Earth; `left` and `top` are the projected place
    of the drawing's origin. `Boundaries.fit` finds them.
    """

    scale: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def __call__(self, lon: float, lat: float) -> Point:
        """Take longitude and latitude in degrees to x and y, y growing downwards."""
        rho = _CONE_RADIUS / math.tan(math.pi / 4 + math.radians(lat) / 2) ** _CONE
        angle = _CONE * math.radians(lon - _MERIDIAN)
        return (
            self.scale * (rho * math.sin(angle) - self.left),
            self.scale * (rho * math.cos(angle) - self.top),
        )


def _cone(south: float, north: float) -> tuple[float, float]:
    """Cone constant and polar radius factor (Snyder's n and F) for two standard parallels."""
    phi = math.radians(south), math.radians(north)
    tangents = [math.tan(math.pi / 4 + angle / 2) for angle in phi]
    n = math.log(math.cos(phi[0]) / math.cos(phi[1])) / math.log(tangents[1] / tangents[0])
    return n, math.cos(phi[0]) * tangents[0] ** n / n


_MERIDIAN = 15.0
_CONE, _CONE_RADIUS = _cone(60.0, 69.0)


@dataclass(frozen=True, slots=True)
class View:
    """A drawing: its projection, and the width and height of its `viewBox`."""

    projection: LambertConic
    width: float
    height: float

    @property
    def view_box(self) -> str:
        """The value of the SVG attribute `viewBox`."""
        return f"0 0 {self.width:g} {self.height:g}"


class Boundaries:
    """The boundaries of all municipalities of one year, in degrees (WGS 84).

    Parameters
    ----------
    topology
        TopoJSON with the object `municipalities`, quantised, every geometry a MultiPolygon.
    """

    def __init__(self, topology: Mapping[str, Any]) -> None:
        transform = topology["transform"]
        self._arcs = [
            _decode(arc, transform["scale"], transform["translate"]) for arc in topology["arcs"]
        ]
        geometries = topology["objects"]["municipalities"]["geometries"]
        self._shapes: dict[str, list[list[list[int]]]] = {g["id"]: g["arcs"] for g in geometries}
        self._names: dict[str, str] = {g["id"]: g["properties"]["name"] for g in geometries}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Four-digit codes of all municipalities, in order."""
        return tuple(sorted(self._shapes))

    def name(self, code: str) -> str:
        """Name of a municipality as Kartverket had it. Raises `UnknownCodes`."""
        self._known([code])
        return self._names[code]

    def polygons(self, codes: Iterable[str]) -> list[Polygon]:
        """Union of municipalities as closed rings: largest polygon first, exterior before holes."""
        return _assemble([_points(self._arcs, ring) for ring in self._rings(codes)])

    def geometry(self, codes: Iterable[str]) -> dict[str, Any]:
        """Union of municipalities as a GeoJSON MultiPolygon (RFC 7946), holes kept.

        No codes give an empty MultiPolygon. Raises `UnknownCodes`.
        """
        coordinates = [
            [[list(point) for point in ring] for ring in polygon]
            for polygon in self.polygons(codes)
        ]
        return {"type": "MultiPolygon", "coordinates": coordinates}

    def feature(
        self,
        codes: Iterable[str],
        *,
        properties: Mapping[str, object],
        identifier: str | None = None,
    ) -> dict[str, Any]:
        """Union of municipalities as a GeoJSON feature with the given properties."""
        feature = {
            "type": "Feature",
            "properties": dict(properties),
            "geometry": self.geometry(codes),
        }
        return feature if identifier is None else feature | {"id": identifier}

    def bbox(self, codes: Iterable[str]) -> Box:
        """West, south, east and north in degrees of at least one municipality."""
        return _box(self._outline_points(codes))

    def centroid(self, code: str) -> Point:
        """A point for a label, in degrees: inside the largest polygon, near its middle.

        The centroid if it lies on land; otherwise, as in a municipality bent around a fjord, the
        middle of the widest stretch of land on one of several east-west lines.
        """
        return _label_point(self.polygons([code])[0])

    def country_outline(self) -> dict[str, Any]:
        """The whole country as a GeoJSON MultiPolygon."""
        return self.geometry(self.codes)

    def fit(
        self, codes: Iterable[str] | None = None, *, width: float = 600.0, padding: float = 8.0
    ) -> View:
        """Find the drawing that shows the municipalities (default: all) at a given width."""
        unit = LambertConic()
        outline = self._outline_points(self.codes if codes is None else codes)
        west, top, east, bottom = _box([unit(lon, lat) for lon, lat in outline])
        scale = (width - 2 * padding) / (east - west)
        margin = padding / scale
        projection = LambertConic(scale, west - margin, top - margin)
        return View(projection, width, round((bottom - top + 2 * margin) * scale, 1))

    def svg_path(
        self,
        codes: Iterable[str],
        *,
        projection: Projection,
        detail: float = 0.4,
        within: Box | None = None,
    ) -> str:
        """Union of municipalities as the `d` of an SVG path (fill rule: even-odd or non-zero).

        Each arc is simplified once (Douglas and Peucker 1973), so that areas drawn side by side
        with the same projection meet without gaps.

        Parameters
        ----------
        codes
            Four-digit codes.
        projection
            Degrees to drawing units, as `fit(...).projection`.
        detail
            Bends and islands smaller than this, in drawing units, are left out. Where nothing
            would be left, the largest polygon is drawn in full.
        within
            Left, top, right and bottom in drawing units: what lies outside is cut off. All is
            drawn where none is given.

        Raises
        ------
        UnknownCodes
            If a code did not exist in the year of the boundaries.
        """
        rings = self._rings(codes)
        plain = {
            arc: [projection(*point) for point in self._arcs[arc]]
            for arc in {max(number, ~number) for ring in rings for number in ring}
        }
        thin = {arc: paths.thin(line, detail) for arc, line in plain.items()}
        drawn = [_points(thin, ring) for ring in rings]
        visible = [ring for ring in drawn if _size(ring) > detail**2]
        if rings and not visible:
            visible = [max((_points(plain, ring) for ring in rings), key=_size)]
        if within is not None:
            visible = [part for ring in visible if (part := paths.clipped(ring, within))]
        return "".join(paths.subpath(ring) for ring in visible)

    def _known(self, codes: Iterable[str]) -> list[str]:
        chosen = sorted(set(codes))
        if unknown := [code for code in chosen if code not in self._shapes]:
            raise UnknownCodes(unknown, where=f"the municipal boundaries of {YEAR}")
        return chosen

    def _rings(self, codes: Iterable[str]) -> list[list[int]]:
        """Rings of arc numbers of the union: arcs used in both directions fall away."""
        shapes = [self._shapes[code] for code in self._known(codes)]
        used = {arc for shape in shapes for polygon in shape for ring in polygon for arc in ring}
        return _stitch(sorted(arc for arc in used if ~arc not in used), self._arcs)

    def _outline_points(self, codes: Iterable[str]) -> list[Point]:
        points = [p for ring in self._rings(codes) for p in _points(self._arcs, ring)]
        if not points:
            raise InvalidInput("no municipality was given, so there is no extent; give one code")
        return points


@lru_cache(maxsize=1)
def load() -> Boundaries:
    """Read the boundaries that come with the package, once per process."""
    text = files("byregion.geography").joinpath("data", f"municipalities_{YEAR}.topojson")
    return Boundaries(json.loads(text.read_text(encoding="utf-8")))


def _decode(
    deltas: Sequence[Sequence[int]], scale: Sequence[float], translate: Sequence[float]
) -> list[Point]:
    x = y = 0
    points = []
    for dx, dy in deltas:
        x, y = x + dx, y + dy
        points.append(
            (round(x * scale[0] + translate[0], 5), round(y * scale[1] + translate[1], 5))
        )
    return points


def _points(arcs: Mapping[int, list[Point]] | Sequence[list[Point]], ring: list[int]) -> Ring:
    """Closed ring of points from a ring of arc numbers; a complement runs backwards."""
    points: Ring = []
    for number in ring:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += line[1:] if points else line
    return points


def _stitch(loose: Iterable[int], arcs: Sequence[list[Point]]) -> list[list[int]]:
    """Join directed arcs end to end into rings that pass no point twice."""
    lines = {n: arcs[n] if n >= 0 else arcs[~n][::-1] for n in loose}
    leaving: dict[Point, list[int]] = defaultdict(list)
    for number, line in lines.items():
        leaving[line[0]].append(number)
    rings: list[list[int]] = []
    for number, line in lines.items():
        if number not in leaving[line[0]]:
            continue
        leaving[line[0]].remove(number)
        trail = [number]
        while trail:
            here = lines[trail[-1]][-1]
            start = next((i for i, n in enumerate(trail) if lines[n][0] == here), None)
            if start is None:
                trail.append(_follow(lines, trail[-1], leaving[here]))
            else:
                # Back at a point of the trail: what lies between is a ring of its own.
                rings.append(trail[start:])
                del trail[start:]
    return rings


def _follow(lines: Mapping[int, list[Point]], number: int, candidates: list[int]) -> int:
    """Take the arc that bounds the same land: the first one clockwise from where we came."""
    before, here = lines[number][-2:]
    came_from = math.atan2(before[1] - here[1], before[0] - here[0])

    def turn(candidate: int) -> float:
        x, y = lines[candidate][1]
        return (came_from - math.atan2(y - here[1], x - here[0])) % math.tau

    chosen = min(candidates, key=turn)
    candidates.remove(chosen)
    return chosen


def _assemble(rings: list[Ring]) -> list[Polygon]:
    """Sort rings into polygons: anticlockwise ones are land, clockwise ones holes in it."""
    rings = sorted(rings, key=_signed_area, reverse=True)
    polygons = [[ring] for ring in rings if _signed_area(ring) > 0]
    for hole in rings[len(polygons) :]:
        (ax, ay), (bx, by) = hole[:2]
        # Ends may touch the exterior, the middle of a side cannot.
        middle = (ax + bx) / 2, (ay + by) / 2
        around = next(p for p in reversed(polygons) if _inside(middle, p[:1]))
        around.append(hole)
    return polygons


def _signed_area(ring: Ring) -> float:
    """Area of a closed ring, positive if anticlockwise (with y growing upwards)."""
    x0, y0 = ring[0]
    return sum((a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0) for a, b in pairwise(ring)) / 2


def _size(ring: Ring) -> float:
    return abs(_signed_area(ring))


def _crossings(latitude: float, polygon: Polygon) -> list[float]:
    """Longitudes, in order, where an east-west line crosses the rings."""
    return sorted(
        a[0] + (latitude - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
        for ring in polygon
        for a, b in pairwise(ring)
        if (a[1] > latitude) != (b[1] > latitude)
    )


def _inside(point: Point, polygon: Polygon) -> bool:
    """Whether a point lies in a polygon and in none of its holes."""
    return sum(x > point[0] for x in _crossings(point[1], polygon)) % 2 == 1


def _label_point(polygon: Polygon) -> Point:
    """The centroid if it is on land, else the middle of the widest stretch of land."""
    point = _centroid(polygon[0])
    if not _inside(point, polygon):
        _, south, _, north = _box(polygon[0])
        point = max(_widest(south + (north - south) * step / 16, polygon) for step in range(1, 16))[
            1
        ]
    return round(point[0], 5), round(point[1], 5)


def _widest(latitude: float, polygon: Polygon) -> tuple[float, Point]:
    """Width and middle of the widest stretch of land on an east-west line."""
    xs = _crossings(latitude, polygon)
    stretches = zip(xs[::2], xs[1::2], strict=True)
    return max((east - west, ((west + east) / 2, latitude)) for west, east in stretches)


def _centroid(ring: Ring) -> Point:
    """Centre of gravity of the area inside a ring."""
    x0, y0 = ring[0]
    x = y = twice = 0.0
    for (ax, ay), (bx, by) in pairwise(ring):
        cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
        twice += cross
        x += cross * (ax + bx - 2 * x0)
        y += cross * (ay + by - 2 * y0)
    return x0 + x / (3 * twice), y0 + y / (3 * twice)


def _box(points: Sequence[Point]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
