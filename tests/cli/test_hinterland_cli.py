import json

import polars as pl
import pytest
from click.testing import CliRunner

from byregion.cli.main import engine


def rows_of(path):
    return {row["unit"]: row for row in pl.read_csv(path, infer_schema=False).to_dicts()}


def test_classes_follow_the_shares(byregion, tmp_path):
    out = tmp_path / "hamar.csv"
    result = byregion("hinterland", "Hamar", "-o", out)
    assert result.exit_code == 0, result.output
    assert {unit: row["class"] for unit, row in rows_of(out).items()} == {
        "3403": "core",
        "3412": "inner",
        "3413": "inner",
        "3420": "outer",
    }
    assert "1 core, 2 inner, 1 outer, of 8 municipalities" in result.output
    assert "3413  Stange   inner  Hamar  38.5%" in result.output


def test_the_answer_says_where_it_comes_from(byregion, tmp_path):
    out = tmp_path / "hamar.csv"
    output = byregion("hinterland", "3403", "-o", out).output
    for told in (
        "Statistics Norway, table 03321",
        "retrieved 2026-01-02",
        "commuting 2022, 4th quarter",
        "municipalities of 2022",
        "inner_share=0.15",
        "the limits, a choice",
        "commuting alone decides",
    ):
        assert told in output
    beside = json.loads((tmp_path / "hamar.csv-metadata.json").read_text())
    (told,) = beside["notes"]
    assert beside["url"] == "hamar.csv"
    assert told["sources"][0]["retrieved"] == "2026-01-02"
    assert told["division"] == "2022"


def test_other_limits_and_year(byregion, tmp_path):
    out = tmp_path / "hamar.parquet"
    arguments = ("--year", 2019, "--inner-share", 0.05, "--outer-share", 0.01, "-o", out)
    result = byregion("hinterland", "Hamar", *arguments)
    assert result.exit_code == 0, result.output
    assert pl.read_parquet(out)["class"].to_list() == ["core", "inner", "inner", "inner"]
    assert (
        json.loads(pl.read_parquet_metadata(out)["byregion"])["parameters"]["inner_share"] == 0.05
    )


def test_joined_cores_and_several(byregion, tmp_path):
    out = tmp_path / "both.json"
    result = byregion("hinterland", "Hamar + Elverum", "Oslo", "--inner-share", 0.2, "-o", out)
    assert result.exit_code == 0, result.output
    written = json.loads(out.read_text())
    assert {row["unit"]: row["core"] for row in written["rows"]} == {
        "0301": "Oslo",
        "3024": "Oslo",
        "3403": "Hamar+Elverum",
        "3412": "Hamar+Elverum",
        "3413": "Hamar+Elverum",
        "3420": "Hamar+Elverum",
    }
    assert {row["limit"] for row in written["sensitivity"]} == {"inner_share", "outer_share"}


def test_a_unit_of_two_cores_is_divided(byregion, tmp_path):
    travel = tmp_path / "minutes.csv"
    travel.write_text("unit,core,minutes\nLøten,Elverum,30\nHamar,Oslo,80\nStange,Hamar,12\n")
    result = byregion("hinterland", "Hamar", "Elverum", "--travel", travel)
    assert result.exit_code == 0, result.output
    divided = result.output.split("Tied to more than one core, divided by share")[1]
    assert "3412  Løten  Hamar    inner  100.0%" in divided
    assert "3412  Løten  Elverum  inner    0.0%" in divided
    assert "inner_minutes" in result.output
    assert "commuting alone decides" not in result.output


@pytest.mark.parametrize("text", ["unit,core\na,b\n", "unit,core,minutes\nHamar,Hamar,far\n"])
def test_travel_times_of_another_shape_are_refused(byregion, tmp_path, text):
    travel = tmp_path / "minutes.csv"
    travel.write_text(text)
    result = byregion("hinterland", "Hamar", "--travel", travel)
    assert result.exit_code == 1
    assert "should be a CSV with unit, core and minutes" in result.output


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("Herøy",), 1, "1515 Herøy (Møre og Romsdal), 1818 Herøy (Nordland); give the number"),
        (("Skodje",), 1, "at other times there is 1529 Skodje"),
        (("Atlantis",), 1, "no municipality of 2022 has the name or number 'Atlantis'\n"),
        (("Bergen",), 1, "unknown codes in core Bergen: 4601"),
        (("Hamar", "--inner-share", "0.01"), 1, "0 < outer_share < inner_share"),
        (("Hamar", "--year", "2010"), 1, "it has 2019, 2021, 2022"),
        (("Hamar", "-o", "hamar.xlsx"), 2, "should end with .csv, .parquet, .json"),
        ((), 2, "Missing argument"),
    ],
)
def test_errors_say_what_is_wrong(byregion, arguments, code, message):
    result = byregion("hinterland", *arguments)
    assert result.exit_code == code
    assert message in result.output


def test_cores_with_the_same_name_are_told_apart():
    from byregion.analysis.geography.vintage import Vintage
    from byregion.cli.places import cores_of

    texts = ["Herøy (Nordland)", "1515", "Hamar"]
    assert cores_of(texts, Vintage.of(2022)) == {
        "Herøy 1818": ("1818",),
        "Herøy 1515": ("1515",),
        "Hamar": ("3403",),
    }


def test_an_empty_store_says_how_to_fill_it(tmp_path):
    arguments = ["hinterland", "Hamar", "--store", str(tmp_path / "nothing")]
    result = CliRunner().invoke(engine, arguments)
    assert result.exit_code == 1
    assert "`byregion statistics load` or `byregion statistics pull`" in result.output


def test_help_names_the_commands_without_loading_them(byregion):
    result = byregion("--help")
    assert result.exit_code == 0
    for name in ("geography", "statistics", "functional-regions", "hinterland"):
        assert f"  {name}" in result.output


@pytest.mark.realdata
def test_hamar_in_the_national_table(byregion_real, tmp_path):
    """Table 03321, 4th quarter 2022: those of Stange who work in Hamar."""
    out = tmp_path / "hamar.csv"
    result = byregion_real("hinterland", "Hamar", "--year", 2022, "-o", out)
    assert result.exit_code == 0, result.output
    found = rows_of(out)
    assert {unit for unit, row in found.items() if row["class"] == "inner"} == {
        "3411",
        "3412",
        "3413",
    }
    assert float(found["3413"]["share"]) == pytest.approx(0.337, abs=0.001)
