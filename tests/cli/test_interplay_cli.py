import json

import polars as pl
import pytest

from byregion.analysis.interplay.motor import Verdict


@pytest.fixture
def regions_csv(tmp_path):
    """Regions in the numbers of 2017."""
    path = tmp_path / "regions.csv"
    path.write_text(
        "region,municipality,core\n"
        "Hamarregionen,0403,yes\nHamarregionen,Stange,\nHamarregionen,0415,nei\n"
        "Hovudstaden,Oslo,core\nHovudstaden,0219,\n"
        "Aleine,0427,kjerne\n",
        encoding="utf-8",
    )
    return path


def test_motor_in_the_regions_of_a_csv(byregion, regions_csv, tmp_path):
    out = tmp_path / "motor.json"
    result = byregion("interplay", "motor", regions_csv, "--vintage", 2017, "-o", out)
    assert result.exit_code == 0, result.output
    written = json.loads(out.read_text())
    assert [row["region"] for row in written["rows"]] == ["Hamarregionen", "Hovudstaden"]
    assert sum(row["regions"] for row in written["counts"]) == 2
    assert {row["municipality"] for row in written["zones"]} == {
        *("3403", "3412", "3413"),
        *("0301", "3024"),
    }
    told = written["provenance"]
    assert told["estimate"] is True
    assert told["division"] == "2022"
    assert told["sources"][0]["table"] == "07459"
    assert "left out: Aleine (no hinterland)" in told["notes"]
    assert "population 2005-2023, 1 January" in told["periods"]


def test_motor_finds_the_core_that_goes_first(byregion, tmp_path):
    """In the made-up store Stange grows each year as Hamar did the year before."""
    regions, out = tmp_path / "one.csv", tmp_path / "motor.parquet"
    regions.write_text("region,municipality,core\nA,3413,\nA,3403,x\n")
    result = byregion("interplay", "motor", regions, "--absolute", "-o", out)
    assert result.exit_code == 0, result.output
    (row,) = pl.read_parquet(out).to_dicts()
    assert row["years"] == 18
    assert row["p_core_first"] < 0.001
    assert row["verdict"] == Verdict.HINTERLAND_FOLLOWS_CORE.value


def test_motor_in_the_functional_regions(byregion, tmp_path):
    out = tmp_path / "motor.csv"
    result = byregion("interplay", "motor", "-o", out)
    assert result.exit_code == 0, result.output
    regions = pl.read_csv(out)["region"].to_list()
    assert regions == ["Hamar 3403", "Oslo 0301", "Trondheim 5001"]
    assert "Elverum 3420 (no hinterland)" in result.output
    assert "estimate: tests on short series" in result.output
    assert "is first in no region (Dumitrescu-Hurlin)" in result.output


def test_too_few_years_give_no_verdict_and_no_panel(byregion, regions_csv):
    arguments = ("--vintage", 2017, "--least-years", 19)
    result = byregion("interplay", "motor", regions_csv, *arguments)
    assert result.exit_code == 0, result.output
    assert "   2  cannot be told from these data" in result.output
    assert "Dumitrescu-Hurlin):" not in result.output


@pytest.mark.parametrize("way", [(), ("--method", "hac")])
def test_comovement_of_one(byregion, tmp_path, way):
    out = tmp_path / "together.csv"
    result = byregion("interplay", "comovement", "Hamar", *way, "-o", out)
    assert result.exit_code == 0, result.output
    frame = pl.read_csv(out)
    assert frame["zone"].to_list() == ["inner", "outer"]
    assert frame["years"].to_list() == [18, 18]
    assert (frame["low"] <= frame["correlation"]).all()
    assert (frame["correlation"] <= frame["high"]).all()


def test_lead_lag_of_one_with_a_named_hinterland(byregion, tmp_path):
    out = tmp_path / "order.json"
    arguments = ("Hamar", "--hinterland", "Stange", "--absolute", "--most", 2, "-o", out)
    result = byregion("interplay", "lead-lag", *arguments)
    assert result.exit_code == 0, result.output
    rows = json.loads(out.read_text())["rows"]
    assert [row["lag"] for row in rows] == [-2, -1, 0, 1, 2]
    assert [row["lag"] for row in rows if row["mark"]] == [1]
    assert "the hinterland as named; growth as it is" in result.output


def test_granger_of_one(byregion, tmp_path):
    out = tmp_path / "granger.csv"
    arguments = ("Hamar", "--hinterland", "Stange", "--absolute", "-o", out)
    result = byregion("interplay", "granger", *arguments)
    assert result.exit_code == 0, result.output
    p = dict(pl.read_csv(out).select("first", "p_value").rows())
    assert p["core"] < 0.001 < p["hinterland"]


@pytest.fixture
def levels(tmp_path):
    """Write levels of two regions; in A the hinterland does as the core did the year before."""

    def write(name="levels.csv"):
        wave = [0.4, -0.6, 1.1, -0.2, 0.9, -1.0, 0.1, 0.7, -0.8, 0.5, -0.3, 1.2, -0.9, 0.2, 0.8]
        rows = []
        for region, shift in (("A", 1), ("B", 0)):
            core, around = 1000.0, 500.0
            for t, year in enumerate(range(2001, 2015)):
                core *= 1 + wave[t + 1] / 100
                around *= 1 + (wave[t + 1 - shift] + 0.03 * (-1) ** t * (t % 3)) / 100
                rows += [(region, "core", year, core), (region, "ring", year, around)]
        frame = pl.DataFrame(rows, schema=["region", "zone", "year", "value"], orient="row")
        path = tmp_path / name
        (frame.write_csv if path.suffix == ".csv" else frame.write_parquet)(path)
        return path

    return write


@pytest.mark.parametrize("name", ["levels.csv", "levels.parquet"])
def test_comovement_of_a_file_tests_every_region(byregion, levels, name):
    result = byregion("interplay", "comovement", "--levels", levels(name), "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.output)
    found = {row["region"]: row["correlation"] for row in answer["rows"]}
    assert found["B"] > 0.99
    assert abs(found["A"]) < 0.8
    told = answer["provenance"]
    assert (told["sources"][0]["publisher"], told["sources"][0]["table"]) == ("file given", name)
    assert len(told["sources"][0]["checksum"]) == 64
    assert told["periods"] == ["2001-2014"]
    assert told["division"] == ""
    assert told["estimate"] is True


def test_lead_lag_of_one_region_of_a_file(byregion, levels, tmp_path):
    out = tmp_path / "order.csv"
    result = byregion("interplay", "lead-lag", "A", "--levels", levels(), "-o", out)
    assert result.exit_code == 0, result.output
    frame = pl.read_csv(out)
    assert frame["region"].unique().to_list() == ["A"]
    assert frame.filter(pl.col("mark") == "strongest")["lag"].to_list() == [1]
    assert "growth as it is, not less that of anything else" in result.output


def test_granger_on_a_file_finds_who_is_first(byregion, levels):
    result = byregion("interplay", "granger", "A", "--levels", levels(), "--json")
    p = {row["first"]: row["p_value"] for row in json.loads(result.output)["rows"]}
    assert p["core"] < 0.001 < p["hinterland"]


@pytest.mark.parametrize("command", ["comovement", "lead-lag", "granger"])
def test_neither_core_nor_file_is_told(byregion, command):
    result = byregion("interplay", command)
    assert result.exit_code == 2
    assert "name a CORE, or give --levels a file" in result.output


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("A", "--year", 2022), 2, "leave --hinterland and --year"),
        (("--hinterland", "B"), 2, "leave --hinterland and --year"),
        (("Z",), 1, "levels.csv has no region 'Z'; it has ['A', 'B']"),
    ],
)
def test_a_file_of_levels_wrongly_used_is_told(byregion, levels, arguments, code, message):
    result = byregion("interplay", "granger", *arguments, "--levels", levels())
    assert result.exit_code == code, result.output
    assert message in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("region,zone,year\nA,core,2001\n", "levels lack the columns value"),
        ("region,zone,year,value\nA,core,2001,:\n", "column value has something that is no number"),
        ("region,zone,year,value\nA,core,2001,\n", "have missing codes, years or numbers"),
        ("region,zone,year,value\nA,core,2001,5\n", "it needs 'core' and one other or more"),
        ("region,zone,year,value\n", "levels are empty"),
        ("zone,year,value\ncore,2001,5\n", "levels lack the columns region"),
    ],
)
def test_levels_of_another_shape_are_refused(byregion, tmp_path, text, message):
    path = tmp_path / "levels.csv"
    path.write_text(text)
    for command in ("granger", "motor"):
        result = byregion("interplay", command, "--levels", path)
        assert result.exit_code == 1
        assert message in " ".join(result.output.split())


def test_another_year_of_commuting_takes_its_own_division(byregion):
    result = byregion("interplay", "granger", "Hamar", "--year", 2019)
    assert result.exit_code == 0, result.output
    assert "municipalities of 2019" in result.output


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("granger", "Hamar", "--hinterland", "Hamar+Stange"), 1, "both in the core and in the"),
        (("granger", "Trondheim", "--hinterland", "Bergen"), 1, "no population for 4601"),
        (("granger", "Elverum"), 1, "Elverum (no hinterland)"),
        (("granger", "Herøy"), 1, "give the number, or the county in brackets"),
        (("motor", "nowhere.csv"), 2, "does not exist"),
        (("motor", "--least-years", "2"), 1, "least_years is 2"),
        (("motor", "--store", "nowhere"), 1, "`byregion statistics load`"),
    ],
)
def test_errors_say_what_is_wrong(byregion, arguments, code, message):
    result = byregion("interplay", *arguments)
    assert result.exit_code == code, result.output
    assert message in result.output


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("region,municipality\nA,3403\n", "should be a CSV with region, municipality and core"),
        ("region,municipality,core\nA,3403,perhaps\n", "line 2: core is 'perhaps'"),
        ("region,municipality,core\nA,3413,\n", "A (no core)"),
        ("region,municipality,core\n", "none given"),
        ("region,municipality,core\nA,0403,yes\n", "no municipality of 2022 has the name"),
    ],
)
def test_a_csv_of_another_shape_is_refused(byregion, tmp_path, text, message):
    path = tmp_path / "regions.csv"
    path.write_text(text)
    result = byregion("interplay", "motor", path)
    assert result.exit_code == 1
    assert message in result.output


def test_a_merged_municipality_is_core_if_a_part_was(tmp_path):
    """Sandnes and Forsand became one in 2020; so did Stavanger, Finnøy and Rennesøy."""
    from byregion.analysis.geography.vintage import Vintage
    from byregion.cli.interplay_zones import zones_of_csv

    path = tmp_path / "regions.csv"
    path.write_text(
        "region,municipality,core\nA,1141,\nA,1103,yes\nA,1142,\nA,1102,no\nA,1129,no\n"
    )
    zones = zones_of_csv(path, Vintage.of(2017), Vintage.of(2022))
    assert zones.frame.select("zone", "municipality").rows() == [
        ("core", "1103"),
        ("hinterland", "1108"),
    ]


@pytest.mark.realdata
def test_motor_over_the_country(byregion_real, tmp_path):
    out = tmp_path / "motor.json"
    result = byregion_real("interplay", "motor", "--year", 2022, "-o", out)
    assert result.exit_code == 0, result.output
    written = json.loads(out.read_text())
    assert all(row["years"] == 21 for row in written["rows"])
    assert sum(row["regions"] for row in written["counts"]) == len(written["rows"])
    assert len(written["rows"]) > 80
    assert any("1806, 5059" in note for note in written["provenance"]["notes"])


@pytest.mark.realdata
def test_an_older_division_ends_where_mergers_begin(byregion_real):
    result = byregion_real("interplay", "granger", "Hamar", "--year", 2017)
    assert result.exit_code == 0, result.output
    assert "population 2005-2017, 1 January" in result.output
    assert "would have to be divided: 2018-2026" in result.output
