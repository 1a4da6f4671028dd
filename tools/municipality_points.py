"""Find the middle of each municipality's area: one line a municipality and division.

    tools/municipality_points.py boundaries_2017.geojson boundaries_2020.geojson > points.csv

A file has one feature a municipality with the property `municipality`, in degrees; its name ends
with the year of the division. The middle is that of the area of all its land (holes taken off), on
a plane that touches the municipality: an island municipality's may lie in the sea.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any


def middle(polygons: list[Any]) -> tuple[float, float]:
    """Give longitude and latitude of the centroid of polygons in degrees."""
    area = east = north = 0.0
    at = math.radians(polygons[0][0][0][1])
    for polygon in polygons:
        for hole, ring in enumerate(polygon):
            size, x, y = _ring([(lon * math.cos(at), lat) for lon, lat in ring])
            sign = -1.0 if hole else 1.0
            area, east, north = area + sign * size, east + sign * size * x, north + sign * size * y
    return east / area / math.cos(at), north / area


def _ring(points: list[tuple[float, float]]) -> tuple[float, float, float]:
    area = east = north = 0.0
    x0, y0 = points[0]
    for (ax, ay), (bx, by) in pairwise((x - x0, y - y0) for x, y in points):
        cross = ax * by - bx * ay
        area, east, north = area + cross, east + (ax + bx) * cross, north + (ay + by) * cross
    if not area:
        return 0.0, x0, y0
    return abs(area / 2), x0 + east / (3 * area), y0 + north / (3 * area)


def main(paths: list[str]) -> None:
    """Write the lines of all files, sorted."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["year", "municipality", "lon", "lat"])
    rows = []
    for path in map(Path, paths):
        year = path.stem[-4:]
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            given = feature["geometry"]
            polygons = given["coordinates"]
            lon, lat = middle(polygons if given["type"] == "MultiPolygon" else [polygons])
            rows.append((year, feature["properties"]["municipality"], f"{lon:.3f}", f"{lat:.3f}"))
    out.writerows(sorted(rows))


if __name__ == "__main__":
    main(sys.argv[1:])
