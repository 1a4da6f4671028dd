"""What a mark says when it is pointed at, and the drawing kept light."""

import re
from xml.etree import ElementTree

import pytest
from tests.charts.samples import figure, table

from byregion import charts
from byregion.charts.drawing import SVG, _stepwise

AGES = {
    "moment": ["now"] * 4 + ["projected"] * 4,
    "year": [2017] * 4 + [2037] * 4,
    "sex": ["male", "female"] * 4,
    "age_from": [0, 0, 5, 5] * 2,
    "persons": [100, 90, 120, 80, 110, 95, 1, 70],
}
# Kind, rows, units, and what the marks say in nynorsk, in the order of the drawing.
TOLD = [
    (
        "bars",
        {"label": ["region", "country"], "value": [0.25, -0.5]},
        {"value": "share"},
        ["Regionen: 25,0 % (2017)", "Landet: −50,0 % (2017)"],
    ),
    (
        "bars",
        {
            "label": ["region"] * 2,
            "component": ["core", "inner"],
            "value": [1200.0, -300.0],
        },
        {"value": "persons"},
        [
            "Regionen, senter: 1 200 personar (2017)",
            "Regionen, indre omland: −300 personar (2017)",
            "Regionen: 900 personar (2017)",
        ],
    ),
    (
        "intervals",
        {"label": ["inner"], "estimate": [0.5], "low": [-0.25], "high": [1.0]},
        {},
        ["Indre omland: 0,50, mellom −0,25 og 1,00 (2017)"],
    ),
    (
        "age_pyramid",
        AGES,
        {},
        [
            "Menn, 0–4 år, 2017 (no): 100 personar",
            "Kvinner, 0–4 år, 2017 (no): 90 personar",
            "Menn, 5+ år, 2017 (no): 120 personar",
            "Kvinner, 5+ år, 2017 (no): 80 personar",
            "Menn, 0–4 år, 2037 (framskrive): 110 personar",
            "Kvinner, 0–4 år, 2037 (framskrive): 95 personar",
            "Menn, 5+ år, 2037 (framskrive): 1 person",
            "Kvinner, 5+ år, 2037 (framskrive): 70 personar",
        ],
    ),
    (
        "indexed_lines",
        {"year": [2008, 2009, 2008], "series": ["region", "region", "country"],
         "index": [100.0, None, 100.0]},
        {},
        ["Regionen, 2008: indeks 100,0", "Landet, 2008: indeks 100,0"],
    ),
    (
        "commuting_matrix",
        {"home_name": ["Bodø", "Bodø"], "work_name": ["Bodø", "Fauske"], "employed": [1, 80]},
        {},
        ["Bodø → Bodø: 1 person (2017)", "Bodø → Fauske: 80 personar (2017)"],
    ),
    (
        "scatter",
        {"name": ["Salten", "Rana", "Tom"], "x": [0.1, 0.2, None], "y": [0.3, 0.4, 0.5],
         "role": ["self", "other", "peer"]},
        {},
        ["Rana: x 20,0 %, y 40,0 % (2017)", "Salten: x 10,0 %, y 30,0 % (2017)"],
    ),
]  # fmt: skip


def drawn(kind, values, language="nn", **units):
    made = table(values, **units)
    spec = charts.specification(figure(kind), made, language, vintage="2017")
    return charts.svg(spec, language, identifier="f", title="Title", description="Words")


def titles(svg):
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    return [one.text for one in root.iter(f"{{{SVG}}}title") if "id" not in one.attrib]


@pytest.fixture(autouse=True)
def _axes_have_words(monkeypatch):
    # The columns x and y are named by the real figure's wording; here by themselves.
    monkeypatch.setattr("byregion.charts.points.column", lambda name, _language: name)


@pytest.mark.parametrize(("kind", "values", "units", "told"), TOLD)
def test_every_mark_says_its_name_its_value_with_unit_and_its_period(kind, values, units, told):
    found = [text.replace("\xa0", " ") for text in titles(drawn(kind, values, **units))]
    assert found == told


@pytest.mark.parametrize(
    ("language", "told"),
    [("nb", "Bodø → Fauske: 80 personer (2017)"), ("en", "Bodø → Fauske: 80 people (2017)")],
)
def test_marks_speak_the_readers_language(language, told):
    values = {"home_name": ["Bodø"], "work_name": ["Fauske"], "employed": [80]}
    assert titles(drawn("commuting_matrix", values, language)) == [told]


def test_what_is_only_there_to_be_seen_says_nothing():
    svg = drawn("intervals", TOLD[2][1])
    assert len(titles(svg)) == 1
    assert not re.search(r"aria-(?!labelledby)|role=\"graphics", svg)


def test_a_pyramid_by_sex_has_men_to_the_left_and_women_to_the_right():
    spec = charts.specification(figure("age_pyramid"), table(AGES), "en", vintage="2017")
    bars = spec["layer"][0]["data"]["values"]
    assert [row["side"] for row in bars] == [-100, 90, -120, 80]
    axis = spec["layer"][0]["encoding"]["x"]["title"]
    assert axis.index("Men") < axis.index("Women")


def test_parts_of_a_bar_are_in_the_text_alternative():
    kind, values, units, _ = TOLD[1]
    said = charts.alternative(figure(kind), table(values, **units), "nn").replace("\xa0", " ")
    assert said == "Stolpediagram: Regionen senter 1 200, indre omland −300."


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("M1,2L3,5L3,4Z", "M1,2l2,3 0,-1Z"),
        ("M1,2L1.5,2ZM9,9L8,9L8,8Z", "M1,2l0.5,0ZM9,9l-1,0 0,-1Z"),
        ("M0.1,0L0.3,0L0.4,0", "M0.1,0l0.2,0 0.1,0"),
    ],
)
def test_a_path_in_steps_is_the_same_path(path, steps):
    assert _stepwise(path) == steps


def test_decimals_that_nobody_sees_are_left_out():
    svg = drawn("scatter", TOLD[6][1])
    geometry = re.findall(r'\s(?:d|transform|x2?|y2?)="([^"]*)"', svg)
    assert geometry
    assert not [one for one in geometry if re.search(r"\.\d{2,}", one)]


def test_the_typeface_is_named_once_and_nothing_is_moved_nowhere():
    svg = drawn("scatter", TOLD[6][1])
    assert svg.count("<text") > 3
    assert re.findall(r"<(\w+)[^>]*? font-family=", svg) == ["svg"]
    assert "translate(0,0)" not in svg


def test_a_figure_taken_away_carries_title_source_and_number_format():
    spec = charts.specification(figure("commuting_matrix"), table(TOLD[5][1]), "nn", vintage="2017")
    whole = charts.taken(
        spec, "nn", title=["Pendling", "Salten"], source=["SSB, tabell 03321."], description="Ord"
    )
    svg = charts.svg(whole, "nn", identifier="f", title="Pendling", description="Ord")
    for text in ("Pendling", "Salten", "SSB, tabell 03321."):
        assert f">{text}<" in svg
    assert whole["config"]["locale"]["number"]["decimal"] == ","
    assert whole["usermeta"] == {"title": "Pendling", "source": ["SSB, tabell 03321."]}
    assert charts.png(whole, "nn").startswith(b"\x89PNG")


def test_long_names_of_bars_are_never_cut():
    long = {"label": ["section_O", "section_M"], "value": [0.1, -0.1]}
    svg = drawn("bars", long, "nb", value="share")
    assert ">Offentlig administrasjon og forsvar<" in svg
    assert ">Faglig og teknisk tjenesteyting<" in svg


def test_many_bars_stand_closer():
    few, many = (
        charts.specification(
            figure("bars"),
            table({"label": [f"section_{one}" for one in names], "value": [1.0] * len(names)}),
            "nn",
            vintage="2017",
        )["height"]["step"]
        for names in ("ABC", "ABCDEFGHIJKLMNOP")
    )
    assert many < few
