"""What all analysis commands share: --json, --out, sources, and errors that say how to mend."""

import json

import polars as pl
import pytest


@pytest.fixture
def table(tmp_path):
    """Write rows to a CSV and give its path."""

    def write(name, rows):
        path = tmp_path / name
        pl.DataFrame(rows).write_csv(path)
        return path

    return write


@pytest.fixture
def commuters(table):
    pairs = [("a", "a", 90), ("a", "b", 10), ("b", "b", 50), ("b", "a", 30), ("c", "a", 5)]
    return table(
        "f.csv", [{"home": h, "work": w, "employed": n} for h, w, n in [*pairs, ("c", "c", 9)]]
    )


@pytest.fixture
def costs(table):
    near = {("a", "b"): 10, ("a", "c"): 30, ("b", "c"): 25}
    both = {**near, **{(b, a): cost for (a, b), cost in near.items()}}
    return table("c.csv", [{"home": a, "work": b, "cost": cost} for (a, b), cost in both.items()])


COMMANDS = [
    ("flows",),
    ("functional-regions",),
    ("hinterland", "Hamar"),
    ("interplay", "motor"),
    ("interplay", "comovement", "Hamar"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_json_is_one_document_with_rows_and_sources(byregion, command):
    result = byregion(*command, "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.output)
    assert answer["rows"]
    assert answer["provenance"]["sources"][0]["publisher"] == "Statistics Norway"
    assert answer["provenance"]["version"]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_person_is_told_where_figures_come_from(byregion, command, tmp_path):
    result = byregion(*command, "--out", tmp_path / "out.csv")
    assert result.exit_code == 0, result.output
    assert "Source      Statistics Norway" in result.output
    assert "Period      " in result.output
    assert pl.read_csv(tmp_path / "out.csv").height
    beside = json.loads((tmp_path / "out.csv-metadata.json").read_text())
    assert beside["notes"][0]["method"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("home,work\na,b\n", "lack the columns employed"),
        ("home,work,employed\na,b,-3\n", "must be finite and not negative: a-b"),
        ("home,work,employed\na,b,3\na,b,4\n", "stand more than once: a-b"),
        ("home,work,employed\na,b,:\n", "something that is no number"),
        ("home,work,employed\na,b,\n", "missing codes or numbers"),
        ("home,work,employed\n", "flows are empty"),
    ],
)
@pytest.mark.parametrize("command", ["flows", "functional-regions"])
def test_bad_flows_are_refused_and_nothing_is_written(
    byregion, tmp_path, command, content, message
):
    path, out = tmp_path / "bad.csv", tmp_path / "out.csv"
    path.write_text(content)
    result = byregion(command, path, "-o", out)
    assert result.exit_code == 1
    assert message in result.output
    assert not out.exists()


def test_file_that_is_no_table_is_told(byregion, tmp_path):
    path = tmp_path / "bad.parquet"
    path.write_bytes(b"\x00\x01nothing")
    result = byregion("flows", path)
    assert result.exit_code == 1
    assert "cannot be read as a CSV or Parquet table" in result.output


def test_flows_of_a_file_keep_its_units(byregion, commuters):
    result = byregion("flows", commuters, "--unit", "a", "--json")
    (row,) = json.loads(result.output)["rows"]
    assert row["unit"] == "a"
    assert (row["employed_residents"], row["jobs"], row["balance"]) == (100, 125, 25)
    assert (row["out_commuters"], row["in_commuters"]) == (10, 35)


def test_unknown_unit_and_misplaced_year_are_refused(byregion, commuters):
    assert "the units asked for" in byregion("flows", commuters, "--unit", "x").output
    assert byregion("flows", commuters, "--year", 2020).exit_code == 2


def test_hinterland_of_a_file(byregion, commuters):
    result = byregion("hinterland", "a", "--flows", commuters, "--json")
    assert result.exit_code == 0, result.output
    classes = {row["unit"]: row["class"] for row in json.loads(result.output)["rows"]}
    assert classes == {"a": "core", "b": "inner", "c": "inner"}


def test_motor_on_levels_that_are_given(byregion, table):
    levels = [
        {"region": "R", "zone": zone, "year": 2000 + t, "value": 1000 * grows**t + 7 * (t % odd)}
        for zone, grows, odd in (("core", 1.02, 3), ("inner", 1.01, 4))
        for t in range(15)
    ]
    result = byregion("interplay", "motor", "--levels", table("levels.csv", levels), "--json")
    assert result.exit_code == 0, result.output
    (row,) = json.loads(result.output)["rows"]
    assert (row["region"], row["zone"], row["years"]) == ("R", "inner", 14)


def test_shift_share_of_the_textbook(byregion, table):
    """Region A of Farhauer and Kröll: 25 = 27 + 1 - 3."""
    start, end = (90, 20, 10, 60), (100, 40, 10, 55)
    nation = ((400, 150, 150, 400), (440, 210, 135, 480))
    rows = [
        {"unit": unit, "industry": i, "year": year, "employed": number}
        for year, mine, all_ in ((1, start, nation[0]), (2, end, nation[1]))
        for i in range(4)
        for unit, number in (("A", mine[i]), ("rest", all_[i] - mine[i]))
    ]
    result = byregion("shift-share", table("jobs.csv", rows), "--json")
    assert result.exit_code == 0, result.output
    row = next(row for row in json.loads(result.output)["rows"] if row["unit"] == "A")
    assert row["change"] == 25
    assert [row["national"], row["mix"], row["regional"]] == pytest.approx([27, 1, -3])
    dynamic = byregion("shift-share", table("jobs.csv", rows), "--dynamic", "--json")
    again = next(row for row in json.loads(dynamic.output)["rows"] if row["unit"] == "A")
    assert again["mix"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("rows", "options", "message"),
    [
        ([{"unit": "A", "year": 1, "employed": 1}], (), "lacks industry"),
        ([{"unit": "A", "industry": "x", "year": 1, "employed": 1}], (), "two years or more"),
        ([{"unit": "A", "industry": "x", "year": 1, "employed": 1}], ("--to", 9), "has no year 9"),
    ],
)
def test_shift_share_says_what_is_wrong(byregion, table, rows, options, message):
    result = byregion("shift-share", table("jobs.csv", rows), *options)
    assert result.exit_code == 1
    assert message in result.output


@pytest.mark.parametrize("constraint", ["doubly", "production"])
def test_gravity_meets_its_margins(byregion, table, constraint):
    rows = [
        {"home": a, "work": b, "employed": n}
        for a, b, n in [("a", "b", 60), ("a", "c", 20), ("b", "a", 50), ("b", "c", 30),
                        ("c", "a", 15), ("c", "b", 25), ("d", "a", 9), ("d", "b", 4), ("a", "d", 3),
                        ("b", "d", 5), ("c", "d", 8), ("d", "c", 7)]
    ]  # fmt: skip
    far = {"ab": 10, "ac": 30, "ad": 40, "bc": 25, "bd": 33, "cd": 12}
    cost = [
        {"home": home, "work": work, "cost": minutes}
        for pair, minutes in far.items()
        for home, work in (pair, pair[::-1])
    ]
    arguments = ("gravity", table("f.csv", rows), "--costs", table("c.csv", cost))
    result = byregion(*arguments, "--constraint", constraint, "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.output)
    pairs = pl.DataFrame(answer["rows"]).group_by("home").agg(pl.sum("observed", "modelled"))
    assert pairs["modelled"].to_list() == pytest.approx(pairs["observed"].to_list(), rel=1e-9)
    assert answer["coefficients"][0]["coefficient"] == "beta"
    assert answer["provenance"]["estimate"] or "estimate" in answer["provenance"]["status"]


def test_gravity_names_pairs_without_a_cost(byregion, commuters, table):
    only = table("c.csv", [{"home": "a", "work": "b", "cost": 10}])
    result = byregion("gravity", commuters, "--costs", only)
    assert result.exit_code == 1
    assert "no cost for pairs with commuters: b-a, c-a" in result.output


def test_peers_of_a_city_region_by_its_short_name(byregion_real):
    result = byregion_real("peers", "aust-lofoten", "--year", 2017, "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.output)
    assert [row["rank"] for row in answer["rows"]] == [1, 2, 3, 4, 5]
    assert "Aust-Lofoten: 1851, 1865" in answer["provenance"]["notes"]


def test_unknown_region_lists_what_there_is(byregion):
    result = byregion("peers", "nowhere")
    assert result.exit_code == 1
    assert "aust-lofoten" in result.output


def test_projection_needs_years_that_the_store_has(byregion):
    result = byregion("project-population", "Hamar", "--from", 2007)
    assert result.exit_code == 1
    assert "no population of 2002" in result.output


def test_projection_comes_with_its_back_test(byregion_real):
    result = byregion_real("project-population", "Hamar", "--years", "10")
    assert result.exit_code == 0, result.output
    assert "Back-test 2016-2026" in result.output
    assert "Status      estimate" in result.output
    assert "Source      Statistics Norway, table 07459" in result.output


def test_brindisi_on_the_command_line(byregion, shared_reference, tmp_path):
    """Nine areas, as references.md has it from the R package LabourMarketAreas."""
    given = pl.read_csv(shared_reference / "brindisi_commuting.csv", infer_schema=False)
    flows = given.select(
        home="community_live", work="community_work", employed=pl.col("amount").cast(pl.Int64)
    )
    flows.write_csv(tmp_path / "flows.csv")
    out = tmp_path / "out.csv"
    options = ("--min-size", 1000, "--min-sc", 0.6667, "--target-size", 10000, "--target-sc", 0.75)
    mode = ("--mode", "labourmarketareas")
    result = byregion("functional-regions", tmp_path / "flows.csv", *options, *mode, "--out", out)
    assert result.exit_code == 0, result.output
    frame = pl.read_csv(out, infer_schema=False)
    assert frame.columns == ["unit", "region"]
    assert frame.height == 20
    assert frame["region"].n_unique() == 9


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("a", "b", "far")], "cost has something that is no number"),
        ([("a", "b", "1"), ("a", "b", "2")], "pairs more than once: a-b"),
    ],
)
def test_gravity_refuses_costs_that_could_be_misread(byregion, commuters, table, rows, message):
    path = table("c.csv", [{"home": a, "work": b, "cost": cost} for a, b, cost in rows])
    result = byregion("gravity", commuters, "--costs", path)
    assert result.exit_code == 1
    assert message in result.output


def test_folder_that_is_not_there_is_told_first(byregion, commuters, tmp_path):
    result = byregion("flows", commuters, "--out", tmp_path / "none" / "out.csv")
    assert result.exit_code == 2
    assert "make it first" in result.output


def test_shift_share_takes_the_column_region_too(byregion, table):
    rows = [
        {"region": unit, "industry": "x", "year": year, "employed": n}
        for unit, year, n in [("A", 1, 10), ("A", 2, 12), ("B", 1, 20), ("B", 2, 21)]
    ]
    result = byregion("shift-share", table("jobs.csv", rows), "--json")
    assert result.exit_code == 0, result.output
    assert [row["change"] for row in json.loads(result.output)["rows"]] == [2, 1]


def test_shift_share_says_where_its_figures_come_from(byregion, table):
    rows = [
        {"unit": unit, "industry": i, "year": year, "employed": 10 * year + k}
        for year in (1, 2)
        for k, (unit, i) in enumerate([("A", "x"), ("A", "y"), ("B", "x"), ("B", "y")])
    ]
    result = byregion("shift-share", table("jobs.csv", rows), "--variant", "esteban-marquillas")
    assert result.exit_code == 0, result.output
    for line in (
        "Source      file given, table jobs.csv, as the file has it (unknown), retrieved on",
        "Period      1-2",
        "Method      shift-share",
        "Status      counted from the table; what a part is called says nothing of its cause",
        "Version     byregion ",
    ):
        assert line in result.output
    assert "esteban_marquillas" in result.output


def test_peers_say_where_their_figures_come_from(byregion_real):
    result = byregion_real("peers", "aust-lofoten", "--year", 2017)
    assert result.exit_code == 0, result.output
    for line in (
        "Source      Statistics Norway, table 03321,",
        "Source      Statistics Norway, table 07459,",
        "Period      commuting 2017, 4th quarter; population ",
        "Division    municipalities of 2017",
        "Status      counted from the tables; which variables count as structure is a choice",
        "Note        Aust-Lofoten: 1851, 1865",
    ):
        assert line in result.output


def test_commuting_zones_are_a_method_of_regions_and_named_as_one(byregion, commuters):
    assert "commuting-zones" in byregion("functional-regions", "--help").output
    arguments = ("--method", "commuting-zones", "--least-share", 0.3, "--json")
    result = byregion("functional-regions", commuters, *arguments)
    assert result.exit_code == 0, result.output
    answer = json.loads(result.output)
    assert {row["unit"]: row["region"] for row in answer["rows"]} == {"a": "a", "b": "a", "c": "a"}
    assert answer["provenance"]["parameters"]["least_share"] == 0.3
