"""Lines on a drawing, beside what shapely makes of them."""

import math
from itertools import pairwise

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from tests.geography.svg import places

from byregion.geography import paths
from byregion.geography.boundaries import load

BOX = (0.0, 0.0, 100.0, 60.0)
number = st.floats(-200, 300, allow_nan=False).map(lambda value: round(value, 1))
point = st.tuples(number, number)


@st.composite
def rings(draw):
    """A ring around a point, seen from there with its corners in order: never across itself."""
    x, y = draw(point)
    corners = draw(st.integers(3, 12))
    radii = draw(st.lists(st.floats(1, 150), min_size=corners, max_size=corners))
    turned = [(r, math.tau * i / corners) for i, r in enumerate(radii)]
    ring = [(x + r * math.cos(angle), y + r * math.sin(angle)) for r, angle in turned]
    return [*ring, ring[0]]


def area(ring):
    """The area that a fill covers; none of too few corners."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


@given(rings())
def test_what_is_cut_off_is_what_lies_outside(ring):
    cut = paths.clipped(ring, BOX)
    expected = shapely.Polygon(ring).intersection(shapely.box(*BOX)).area
    assert area(cut) == pytest.approx(expected, abs=1e-6)
    assert all(-1e-9 <= x <= 100 + 1e-9 and -1e-9 <= y <= 60 + 1e-9 for x, y in cut)
    assert not cut or cut[0] == cut[-1]


@given(rings())
def test_a_ring_that_lies_inside_is_left_as_it_is(ring):
    assert set(paths.clipped(ring, (-1000, -1000, 1000, 1000))) == set(ring)


@given(st.lists(point, min_size=3, max_size=40))
def test_steps_lead_to_every_corner_to_a_tenth(corners):
    (found,) = places(paths.subpath([*corners, corners[0]]))
    assert found == [(round(10 * x), round(10 * y)) for x, y in corners]


@given(st.lists(point, min_size=2, max_size=40), st.floats(0.1, 50))
def test_a_simpler_line_stays_near_and_keeps_its_ends(line, detail):
    thinner = paths.thin(line, detail)
    assert (thinner[0], thinner[-1]) == (line[0], line[-1])
    near = shapely.LineString(thinner)
    assert all(near.distance(shapely.Point(one)) <= detail + 1e-9 for one in line)


def test_land_around_a_region_is_the_same_inside_its_map():
    boundaries = load()
    view = boundaries.fit(["3427"], width=520, padding=60)
    box = (0.0, 0.0, view.width, view.height)
    around = ["3427", "3426", "3428", "3430", "3025"]
    whole = boundaries.svg_path(around, projection=view.projection)
    cut = boundaries.svg_path(around, projection=view.projection, within=box)
    assert len(cut) < len(whole)
    tenfold = shapely.box(*(10 * side for side in box))

    def seen(path):
        drawn = [shapely.Polygon(ring).buffer(0) for ring in places(path) if len(ring) > 2]
        return shapely.union_all(drawn).intersection(tenfold)

    assert seen(whole).symmetric_difference(seen(cut)).area < 1e-3 * tenfold.area
