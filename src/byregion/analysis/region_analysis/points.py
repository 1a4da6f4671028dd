"""Straight lines between municipalities: how far it is from the middle of one to another's."""

from __future__ import annotations

import csv
import math
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import TYPE_CHECKING

from byregion.analysis.geography.crosswalk import targets
from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.provenance import TableSource

if TYPE_CHECKING:
    from collections.abc import Mapping

    Point = tuple[float, float]

EARTH = 6371.0088  # mean radius in kilometres
SOURCE = TableSource(
    publisher="Kartverket",
    table="unknown",
    title="Municipal boundaries",
    period="2017, 2020",
    licence="CC BY 4.0",
)


@cache
def points(year: int) -> Mapping[str, Point]:
    """Give longitude and latitude of the middle of each municipality of a year's division.

    A municipality that neither 2017 nor 2020 had with the same territory is left out.
    """
    at, found = Vintage.of(year), dict[str, "Point"]()
    for known in (2017, 2020):
        then = Vintage.of(known)
        there, back = targets(at, then), targets(then, at)
        for code, place in _shipped()[known].items():
            now = back.get(code, ())
            if len(now) == 1 and there.get(now[0]) == (code,):
                found[now[0]] = place
    return found


def kilometres(a: Point, b: Point) -> float:
    """Give the length of the great circle between two points in degrees."""
    (lon, lat), (lon2, lat2) = (map(math.radians, point) for point in (a, b))
    half = math.sin((lat2 - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


@cache
def _shipped() -> Mapping[int, Mapping[str, Point]]:
    path = files("byregion.analysis.region_analysis").joinpath("data", "points.csv")
    found: dict[int, dict[str, Point]] = {2017: {}, 2020: {}}
    for row in csv.DictReader(StringIO(path.read_text(encoding="utf-8"))):
        place = float(row["lon"]), float(row["lat"])
        found[int(row["year"])][row["municipality"]] = place
    return found
