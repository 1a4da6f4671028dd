import json

import polars as pl
import pytest


def groups(path):
    frame = pl.read_csv(path, infer_schema=False)
    return {tuple(part["unit"].sort()) for _, part in frame.group_by("region", maintain_order=True)}


def test_regions_by_self_containment(byregion, tmp_path):
    out = tmp_path / "regions.csv"
    result = byregion("functional-regions", "-o", out)
    assert result.exit_code == 0, result.output
    assert groups(out) == {
        ("0301", "3024"),
        ("3403", "3412", "3413"),
        ("3420",),
        ("5001", "5031"),
    }
    assert "4 functional regions 2022 of 8 municipalities, 1 of one" in result.output
    assert "minimum_size=1000" in result.output
    assert "table 03321" in result.output


def test_parameters_reach_the_method(byregion, tmp_path):
    out = tmp_path / "regions.json"
    arguments = ("--min-size", 20000, "--target-size", 30000, "--mode", "labourmarketareas")
    result = byregion("functional-regions", *arguments, "-o", out)
    assert result.exit_code == 0, result.output
    written = json.loads(out.read_text())
    assert written["provenance"]["parameters"]["minimum_size"] == 20000
    assert written["provenance"]["parameters"]["mode"] == "labourmarketareas"
    assert len(written["regions"]) == 3


@pytest.mark.parametrize(
    ("method", "more", "count"),
    [
        ("commuting-zones", ("--least-share", 0.2), None),
        ("greedy", ("--centre-size", 10000), None),
        ("intramax", ("--regions", 3), 3),
        ("intramax", (), None),
    ],
)
def test_other_methods(byregion, tmp_path, method, more, count):
    out = tmp_path / "regions.parquet"
    result = byregion("functional-regions", "--method", method, *more, "--rows", 1, "-o", out)
    assert result.exit_code == 0, result.output
    frame = pl.read_parquet(out)
    assert frame.columns == ["unit", "name", "region", "region_name"]
    together = dict(frame.select("unit", "region").rows())
    assert together["3413"] == together["3403"]
    assert "validity" not in result.output
    assert "the 1 largest" in result.output
    if count:
        assert frame["region"].n_unique() == count


def test_units_without_region_are_told(byregion, tmp_path):
    out = tmp_path / "zones.json"
    result = byregion("functional-regions", "--method", "commuting-zones", "-o", out)
    written = json.loads(out.read_text())
    assert [row["unit"] for row in written["dropped"]] == ["3420"]
    assert "1 municipalities are in no region" in result.output


def test_stability_over_the_years_that_can_be_compared(byregion, tmp_path):
    out = tmp_path / "regions.json"
    result = byregion("functional-regions", "--stability", "--rows", 0, "-o", out)
    assert result.exit_code == 0, result.output
    written = json.loads(out.read_text())
    assert [row["run"] for row in written["stability"]] == ["2019", "2021"]
    assert written["stability"][1]["adjusted_rand"] == 1
    assert "8 of 8 municipalities have the same company every year" in result.output
    assert "brought to the municipalities of 2022" in result.output


def test_agreement_with_a_published_division(byregion, tmp_path):
    out = tmp_path / "regions.json"
    result = byregion("functional-regions", "--compare", "toi_regions", "-o", out)
    assert result.exit_code == 0, result.output
    assert "adjusted Rand index 1.000; 0 of 8 municipalities placed differently" in result.output
    assert "no municipality's number, and left out: 3444" in result.output
    assert json.loads(out.read_text())["differently"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--method", "greedy"), 2, "needs --centre-size"),
        (("--method", "intramax", "--mode", "definition"), 2, "--mode is no parameter of"),
        (("--regions", 3), 2, "--regions is no parameter of the method self-containment"),
        (("--method", "leiden"), 2, "is not one of"),
        (("--compare", "commuting"), 1, "there are: economic_regions, toi_regions"),
        (("--compare", "economic_regions"), 1, "`byregion statistics load`"),
        (("--min-size", "50000"), 1, "size"),
        (("--year", "2016"), 1, "it has 2019, 2021, 2022"),
        (("--store", "nowhere"), 1, "`byregion statistics load`"),
    ],
)
def test_errors_say_what_is_wrong(byregion, arguments, code, message):
    result = byregion("functional-regions", *arguments)
    assert result.exit_code == code, result.output
    assert message in result.output


@pytest.mark.realdata
def test_norway_2020_beside_the_published_division(byregion_real):
    """As docs/reference/methods/agreement.md has it, by the same figures."""
    result = byregion_real(
        "functional-regions", "--year", 2020, "--compare", "toi_regions", "--rows", 3
    )
    assert result.exit_code == 0, result.output
    assert "133 functional regions 2020 of 356 municipalities" in result.output
    assert "adjusted Rand index 0.609; 91 of 353" in result.output


@pytest.mark.realdata
def test_years_with_merged_municipalities_cannot_be_divided_again(byregion_real):
    result = byregion_real("functional-regions", "--year", 2017, "--stability", "--rows", 1)
    assert result.exit_code == 1
    assert (
        "no other year of commuting can be brought to the municipalities of 2017" in result.output
    )


@pytest.mark.realdata
def test_a_municipality_in_two_published_regions_is_not_compared(byregion_real):
    """Ålesund of 2020-2023 became Ålesund and Haram, which lie in different economic regions."""
    arguments = ("--year", 2022, "--compare", "economic_regions", "--rows", 1)
    result = byregion_real("functional-regions", *arguments)
    assert result.exit_code == 0, result.output
    assert "in several regions there, and not compared: 1507" in result.output
