"""Middles of municipalities and the straight lines between them."""

import runpy
from pathlib import Path

import pytest

from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.region_analysis.points import kilometres, points

TOOL = Path(__file__).parents[3] / "tools" / "municipality_points.py"


def test_great_circles_of_known_length():
    # A degree of a meridian, and a quarter of the way round the Earth.
    assert kilometres((10, 60), (10, 61)) == pytest.approx(111.195, abs=0.001)
    assert kilometres((0, 0), (90, 0)) == pytest.approx(10007.557, abs=0.01)
    assert kilometres((5, 60), (5, 60)) == 0


@pytest.mark.parametrize("year", [2017, 2020])
def test_every_municipality_of_the_two_divisions_has_a_middle_in_norway(year):
    found = points(year)
    assert set(found) == Vintage.of(year).codes()
    assert all(4 < lon < 32 and 57 < lat < 72 for lon, lat in found.values())


def test_other_divisions_have_those_that_kept_their_territory():
    now = points(2024)
    assert now["3103"] == points(2020)["3002"]  # Moss, under its third number
    # Ålesund and Haram were one municipality in 2020, and have other borders than in 2017.
    assert "1508" not in now
    assert len(now) > 350


def test_the_middle_of_an_area_weighs_its_parts_and_leaves_its_holes_out():
    middle = runpy.run_path(str(TOOL))["middle"]

    def square(x, y, size):
        return [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]

    assert middle([[square(10, 0, 2)]]) == pytest.approx((11, 1))
    # Three times as large a part draws the middle three quarters of the way.
    parts = [[square(0, 0, 1)], [square(4, 0, 1)], [square(4, 1, 1)], [square(4, -1, 1)]]
    assert middle(parts) == pytest.approx((3.5, 0.5))
    holed = [[square(0, 0, 4), square(0, 0, 2)]]
    assert middle(holed) == pytest.approx((28 / 12, 28 / 12))
