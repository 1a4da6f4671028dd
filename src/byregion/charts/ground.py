"""The ground of a map: which part of the country it shows, and municipalities in its pixels.

Borders are 2020's, drawn in the site's own projection.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from byregion.analysis.geography.vintage import Vintage
from byregion.charts.theme import WIDTH
from byregion.geography.area import area
from byregion.geography.boundaries import LambertConic, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEIGHT = 420
# In pixels: what is finer only weighs, and what is so far outside the frame is cut off.
FINEST, SLACK = 0.7, 4.0
# An islet smaller than this, beside its municipality's largest part, is no more than a dot.
SPECK = 2.0
UNIT = LambertConic()
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a map shows: its left and top in the plane, and the plane's length of a pixel."""

    left: float
    top: float
    pixel: float

    @classmethod
    def around(cls, box: tuple[float, float, float, float]) -> Frame:
        """Give the frame of the maps' shape around a box in the plane, with some room."""
        left, top, right, bottom = box
        pixel = max((right - left) / WIDTH, (bottom - top) / HEIGHT) * 1.1
        across, down = (left + right) / 2, (top + bottom) / 2
        return cls(across - pixel * WIDTH / 2, down - pixel * HEIGHT / 2, pixel)

    def place(self, point: Point) -> Point:
        """Take a point of the plane to pixels."""
        return (point[0] - self.left) / self.pixel, (point[1] - self.top) / self.pixel

    def holds(self, point: Point) -> bool:
        """Whether a point of the plane is well inside."""
        x, y = self.place(point)
        return 6 <= x <= WIDTH - 6 and 14 <= y <= HEIGHT - 6

    def meets(self, box: tuple[float, float, float, float]) -> bool:
        """Whether anything of a box in the plane may be seen."""
        left, top = self.place((box[0], box[1]))
        right, bottom = self.place((box[2], box[3]))
        return left < WIDTH and right > 0 and top < HEIGHT and bottom > 0


def codes_of(code: str, vintage: str) -> tuple[str, ...]:
    """Give the municipalities of 2020 that hold the territory of one of `vintage`."""
    return area([code], at=Vintage.of(int(vintage)).on).codes


def approximate(codes: Iterable[str], vintage: str) -> tuple[str, ...]:
    """Name the municipalities of 2020 whose border also holds territory of others."""
    at = Vintage.of(int(vintage)).on
    beyond = {one for code in codes for one in area([code], at=at).beyond}
    return tuple(load().name(code) for code in sorted(beyond))


@lru_cache(maxsize=512)
def spot(code: str) -> Point:
    """Give the middle of a municipality of 2020, in the plane."""
    return UNIT(*load().centroid(code))


def box_of(codes: Sequence[str]) -> tuple[float, float, float, float]:
    """Give left, top, right and bottom of municipalities of 2020, in the plane."""
    boxes = [_box(code) for code in codes]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


@lru_cache(maxsize=512)
def _box(code: str) -> tuple[float, float, float, float]:
    points = [point for polygon in _rings(code) for point in polygon[0]]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


@lru_cache(maxsize=512)
def _rings(code: str) -> list[list[list[Point]]]:
    return [
        [[UNIT(*point) for point in ring] for ring in polygon]
        for polygon in load().polygons([code])
    ]


def seen(frame: Frame) -> list[str]:
    """List the municipalities of 2020 that a frame shows a part of."""
    return [code for code in load().codes if frame.meets(_box(code))]


def feature(code: str, frame: Frame, **properties: str) -> dict[str, Any]:
    """Give a municipality of 2020 as GeoJSON in the frame's pixels, cut off beyond the frame.

    Corners stand on a grid finer than the eye: shared borders stay shared and little is drawn.
    """
    polygons: list[list[list[Point]]] = []
    for polygon in _rings(code):
        rings = [_cut(_snapped([frame.place(point) for point in ring])) for ring in polygon]
        if len(rings[0]) > 3 and (not polygons or _wide(rings[0]) > SPECK):
            polygons.append([ring for ring in rings if len(ring) > 3])
    return {
        "type": "Feature",
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
        "properties": properties,
    }


def _wide(ring: Sequence[Point]) -> float:
    spans = ([point[axis] for point in ring] for axis in (0, 1))
    return max(max(span) - min(span) for span in spans)


def _snapped(ring: Sequence[Point]) -> list[Point]:
    found: list[Point] = []
    for x, y in ring:
        point = round(round(x / FINEST) * FINEST, 1), round(round(y / FINEST) * FINEST, 1)
        if not found or point != found[-1]:
            found.append(point)
    return found


def _cut(ring: list[Point]) -> list[Point]:
    """Cut a closed ring off at the frame's four sides (Sutherland and Hodgman 1974)."""
    sides = ((0, -SLACK, 1), (0, WIDTH + SLACK, -1), (1, -SLACK, 1), (1, HEIGHT + SLACK, -1))
    for axis, limit, sign in sides:
        if all((point[axis] - limit) * sign >= 0 for point in ring):
            continue
        kept: list[Point] = []
        for one, two in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            inside = [(point[axis] - limit) * sign >= 0 for point in (one, two)]
            if inside[0]:
                kept.append(one)
            if inside[0] != inside[1]:
                kept.append(_crossing(one, two, axis, limit))
        ring = kept
    return ring if not ring or ring[0] == ring[-1] else [*ring, ring[0]]


def _crossing(one: Point, two: Point, axis: int, limit: float) -> Point:
    part = (limit - one[axis]) / (two[axis] - one[axis])
    other = 1 - axis
    met = round(one[other] + part * (two[other] - one[other]), 1)
    return (limit, met) if axis == 0 else (met, limit)
