"""Maps: 2020's borders painted once each, the frame, and flows that go farther than it."""

import json

import pytest
from tests.charts.samples import figure, flows, table

from byregion import charts
from byregion.charts.flows import MOST_NAMED
from byregion.charts.ground import HEIGHT, SLACK, Frame, _cut, approximate, feature, seen
from byregion.charts.theme import WIDTH

BODO, FAUSKE, OSLO = ("1804", "Bodø"), ("1841", "Fauske"), ("0301", "Oslo")
# In 2017 three municipalities; Kristiansand since 2020.
MERGED = (("1001", "Kristiansand"), ("1017", "Songdalen"), ("1018", "Søgne"))
VENNESLA = ("1014", "Vennesla")


def values(spec):
    for layer in spec.get("layer", []):
        yield from layer.get("data", {}).get("values", [])
        yield from values(layer)


def shapes(spec):
    return [one for one in values(spec) if "said" in one.get("properties", {})]


def rows(spec, column):
    return [one for one in values(spec) if column in one]


def hinterland(*classes):
    units, kinds = zip(*classes, strict=True)
    return table(
        {
            "unit": [code for code, _ in units],
            "name": [name for _, name in units],
            "class": kinds,
            "member": [True] * len(units),
        }
    )


def test_merged_municipalities_are_one_area_with_the_first_class_of_theirs():
    made = hinterland((MERGED[1], "inner"), (MERGED[0], "core"), (VENNESLA, "outer"))
    spec = charts.specification(figure("hinterland_map"), made, "nn", vintage="2017")
    told = {one["properties"]["said"]: one["properties"]["kind"] for one in shapes(spec)}
    assert told == {
        "Songdalen: indre omland; Kristiansand: senter (2017)": "Senter",
        "Vennesla: ytre omland (2017)": "Ytre omland",
    }


@pytest.mark.parametrize(
    ("language", "words"),
    [("nn", "Kommunegrensene er frå 2020"), ("nb", "fra 2020"), ("en", "those of 2020")],
)
def test_the_map_says_when_its_borders_only_come_near(language, words):
    made = hinterland((MERGED[0], "core"), (VENNESLA, "inner"))
    spec = charts.specification(figure("hinterland_map"), made, language, vintage="2017")
    assert words in charts.notes(spec)
    assert "Kristiansand" in charts.notes(spec)
    assert "Vennesla" not in charts.notes(spec)


def test_the_map_says_nothing_where_its_borders_are_true():
    made = hinterland((BODO, "core"), (FAUSKE, "inner"))
    spec = charts.specification(figure("hinterland_map"), made, "nn", vintage="2017")
    assert charts.notes(spec) == ""
    assert approximate(["1804", "1841"], "2017") == ()
    assert approximate(["1001"], "2017") == ("Kristiansand",)


def test_a_flow_to_a_far_place_is_written_and_not_drawn():
    made = flows((*BODO, *OSLO, 900), (*FAUSKE, *BODO, 80))
    spec = charts.specification(
        figure("flow_map"), made, "nn", vintage="2017", members=["1804", "1841"]
    )
    assert [row["said"] for row in rows(spec, "x2")] == ["Fauske → Bodø: 80 personar (2017)"]
    assert "Bodø → Oslo 900" in charts.notes(spec)
    names = {row["name"] for row in rows(spec, "name")}
    assert names == {"Bodø", "Fauske"}


def test_every_arrow_stays_within_the_frame():
    near = [("1839", "Beiarn"), ("1838", "Gildeskål"), ("1848", "Steigen")]
    made = flows(*((*one, *BODO, 10 + at) for at, one in enumerate(near)), (*BODO, *OSLO, 500))
    spec = charts.specification(figure("flow_map"), made, "nn", vintage="2017", members=["1804"])
    drawn = rows(spec, "x2")
    assert len(drawn) == 3
    for row in drawn:
        assert 0 <= min(row["x"], row["x2"]) <= max(row["x"], row["x2"]) <= WIDTH
        assert 0 <= min(row["y"], row["y2"]) <= max(row["y"], row["y2"]) <= HEIGHT


def test_both_ways_between_two_places_are_seen():
    made = flows((*BODO, *FAUSKE, 50), (*FAUSKE, *BODO, 50))
    spec = charts.specification(figure("flow_map"), made, "nn", vintage="2017", members=["1804"])
    there, back = rows(spec, "x2")
    # Not on one another: the starts and tips are beside each other.
    assert abs(there["angle"] - back["angle"]) == pytest.approx(180, abs=0.2)
    assert (there["x"], there["y"]) != (back["x2"], back["y2"])


def test_flows_within_an_area_merged_since_are_not_drawn_and_others_are_added_up():
    made = flows(
        (*MERGED[1], *MERGED[0], 900), (*MERGED[1], *VENNESLA, 30), (*MERGED[0], *VENNESLA, 70)
    )
    members = [code for code, _ in (*MERGED, VENNESLA)]
    spec = charts.specification(figure("flow_map"), made, "en", vintage="2017", members=members)
    (arrow,) = rows(spec, "x2")
    assert arrow["employed"] == 100
    assert arrow["said"] == "Kristiansand → Vennesla: 100 people (2017)"


def test_many_far_flows_are_counted_rather_than_all_written():
    codes = ["0301", "1103", "1201", "4601", "0219", "1902", "1903", "0220", "0231", "1601"]
    far = [(*BODO, code, f"By {at}", 100 - at) for at, code in enumerate(codes) if code != "4601"]
    made = flows(*far, (*FAUSKE, *BODO, 3))
    spec = charts.specification(figure("flow_map"), made, "nn", vintage="2017", members=["1804"])
    note = charts.notes(spec)
    assert note.count("→") == MOST_NAMED
    assert f"(+{len(far) - MOST_NAMED})" in note


def test_a_map_with_only_far_flows_still_shows_the_region():
    made = flows((*BODO, *OSLO, 900))
    spec = charts.specification(figure("flow_map"), made, "nn", vintage="2017", members=["1804"])
    assert charts.png(spec, "nn").startswith(b"\x89PNG")
    assert rows(spec, "x2") == []


def test_a_ring_is_cut_off_at_the_frame():
    beyond = [(-100.0, 10.0), (50.0, 10.0), (50.0, 60.0), (-100.0, 60.0), (-100.0, 10.0)]
    cut = _cut(beyond)
    assert cut[0] == cut[-1]
    assert {x for x, _ in cut} == {-SLACK, 50.0}
    assert {y for _, y in cut} == {10.0, 60.0}
    assert _cut([(-50.0, 0.0), (-40.0, 0.0), (-40.0, 9.0), (-50.0, 0.0)]) == []


def test_nothing_is_drawn_far_outside_the_frame():
    from byregion.charts.ground import box_of

    frame = Frame.around(box_of(["1804"]))
    codes = seen(frame)
    assert "1804" in codes
    assert "0301" not in codes
    for code in codes:
        for polygon in feature(code, frame)["geometry"]["coordinates"]:
            for x, y in (point for ring in polygon for point in ring):
                assert -SLACK <= x <= WIDTH + SLACK
                assert -SLACK <= y <= HEIGHT + SLACK


def test_the_same_table_gives_the_same_specification():
    made = hinterland((BODO, "core"), (FAUSKE, "inner"))
    one, two = (
        json.dumps(charts.specification(figure("hinterland_map"), made, "nn", vintage="2017"))
        for _ in range(2)
    )
    assert one == two


def test_the_legend_names_only_what_is_drawn():
    made = hinterland((MERGED[0], "core"), (MERGED[1], "inner"), (VENNESLA, "outer"))
    spec = charts.specification(figure("hinterland_map"), made, "nn", vintage="2017")
    (areas,) = [one for one in spec["layer"] if "color" in one.get("encoding", {})]
    assert areas["encoding"]["color"]["scale"]["domain"] == ["Senter", "Ytre omland"]
