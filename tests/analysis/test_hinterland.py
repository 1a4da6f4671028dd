import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from byregion.analysis.errors import InvalidInput, UnknownCodes
from byregion.analysis.flows import Flows
from byregion.analysis.hinterland import HinterlandLimits, hinterland, hinterland_sensitivity

# Home in rows. c and d are cores; i, j, k send 15 %, 14 % and 4 % to c; k also 20 % to d;
# n has no employed residents.
UNITS = ("c", "d", "i", "j", "k", "n")
MATRIX = np.array(
    [
        [90, 10, 0, 0, 0, 0],
        [20, 80, 0, 0, 0, 0],
        [15, 0, 85, 0, 0, 0],
        [14, 1, 0, 85, 0, 0],
        [4, 20, 0, 0, 76, 0],
        [0, 0, 0, 0, 0, 0],
    ],
    dtype=float,
)
FLOWS = Flows(units=UNITS, matrix=sparse.csr_array(MATRIX))
CORES = {"C": ["c"], "D": ["d"]}


def minutes(*rows):
    return pl.DataFrame(
        rows,
        schema={"unit": pl.String, "core": pl.String, "minutes": pl.Float64},
        orient="row",
    )


def classes(**options):
    frame = hinterland(FLOWS, CORES, **options).classes
    return dict(frame.select("unit", "class").iter_rows())


def test_by_commuting_alone():
    assert classes() == {
        "c": "core",
        "d": "core",
        "i": "inner",
        "j": "outer",
        "k": "inner",
        "n": "none",
    }


def test_each_limit_is_reached_by_the_share_that_equals_it():
    assert classes(limits=HinterlandLimits(inner_share=0.14))["j"] == "inner"
    assert classes(limits=HinterlandLimits(inner_share=0.16, outer_share=0.15))["j"] == "none"


def test_travel_time_counts_beside_commuting():
    near = minutes(("j", "C", 45), ("n", "C", 90), ("i", "D", 200), ("d", "C", 10))
    found = classes(travel=near)
    assert (found["j"], found["n"], found["i"], found["d"]) == ("inner", "outer", "inner", "core")
    late = classes(travel=minutes(("j", "C", 45.1), ("n", "C", 90.1)))
    assert (late["j"], late["n"]) == ("outer", "none")


def test_ties_give_people_shares_and_minutes():
    ties = hinterland(FLOWS, CORES, travel=minutes(("n", "D", 60))).ties
    assert ties.rows() == [
        ("i", "C", 15, 0.15, None, "inner"),
        ("j", "C", 14, 0.14, None, "outer"),
        ("j", "D", 1, 0.01, None, "none"),
        ("k", "C", 4, 0.04, None, "none"),
        ("k", "D", 20, 0.2, None, "inner"),
        ("n", "D", 0, None, 60, "outer"),
    ]


def test_overlap_strongest_and_weighted():
    both = hinterland(FLOWS, CORES, limits=HinterlandLimits(outer_share=0.04))
    k = both.classes.row(by_predicate=pl.col("unit") == "k", named=True)
    assert (k["core"], k["class"], k["cores"]) == ("D", "inner", 2)
    weights = both.weighted.filter(unit="k")
    assert weights["core"].to_list() == ["C", "D"]
    assert weights["weight"].to_list() == pytest.approx([4 / 24, 20 / 24])


def test_tied_by_time_alone_weighs_equally_and_goes_to_the_nearest():
    both = hinterland(FLOWS, CORES, travel=minutes(("n", "C", 50), ("n", "D", 40)))
    assert both.weighted.filter(unit="n")["weight"].to_list() == [0.5, 0.5]
    assert both.classes.filter(unit="n")["core"].to_list() == ["D"]


def test_a_core_of_several_units_counts_as_one():
    joined = hinterland(FLOWS, {"CD": ["c", "d"]})
    assert joined.ties.filter(unit="j")["commuters"].to_list() == [15]
    assert joined.classes.filter(unit="j")["class"].to_list() == ["inner"]
    assert joined.classes.filter(unit="d")["core"].to_list() == ["CD"]


def test_inner_units_are_towns_or_rural_by_their_largest_settlement():
    frame = hinterland(FLOWS, CORES, largest_settlement={"i": 5_000, "j": 9_000}).classes
    assert dict(frame.select("unit", "kind").iter_rows())["i"] == "town"
    assert dict(frame.select("unit", "kind").iter_rows())["k"] is None
    rural = hinterland(FLOWS, CORES, largest_settlement={"i": 4_999}).classes
    assert rural["kind"].to_list() == [None, None, "rural", None, None, None]


def test_sensitivity_counts_the_units_that_change_class():
    strip = hinterland_sensitivity(FLOWS, CORES)
    assert strip.rows() == [
        ("inner_share", 0.1, 1, 3, 0, 1),
        ("inner_share", 0.2, 1, 1, 2, 1),
        ("outer_share", 0.0, None, None, None, None),
        ("outer_share", 0.1, 0, 2, 1, 1),
    ]


def test_sensitivity_moves_minutes_where_they_are_known():
    strip = hinterland_sensitivity(FLOWS, CORES, travel=minutes(("j", "C", 50), ("n", "C", 80)))
    moved = strip.filter(pl.col("limit").str.ends_with("minutes"))
    assert moved.select("limit", "value", "changed").rows() == [
        ("inner_minutes", 30, 0),
        ("inner_minutes", 60, 1),
        ("outer_minutes", 75, 1),
        ("outer_minutes", 105, 0),
    ]


def test_sensitivity_moves_the_town_limit_where_settlements_are_known():
    strip = hinterland_sensitivity(FLOWS, CORES, largest_settlement={"i": 4_000})
    assert strip.filter(limit="town_population").rows() == [
        ("town_population", 3_000, 1, *counted(strip)),
        ("town_population", 7_000, 0, *counted(strip)),
    ]
    low = HinterlandLimits(town_population=1_000)
    strip = hinterland_sensitivity(FLOWS, CORES, limits=low, largest_settlement={"i": 4_000})
    assert strip.filter(limit="town_population")["changed"].to_list() == [None, 0]


def counted(strip):
    """Classes as they are without moving the town limit."""
    classes = hinterland(FLOWS, CORES).classes["class"]
    return [(classes == name).sum() for name in strip.columns[3:]]


def test_a_town_of_nobody_is_refused():
    with pytest.raises(InvalidInput, match="town_population"):
        HinterlandLimits(town_population=0)


def test_limits_go_with_the_result():
    parameters = hinterland(FLOWS, CORES).provenance.parameters
    assert parameters["inner_share"] == 0.15
    assert parameters["travel_time"] is False


@pytest.mark.parametrize("limits", [(0.05, 0.05), (0.1, 0), (1.2, 0.1)])
def test_impossible_shares_are_refused(limits):
    with pytest.raises(InvalidInput, match="outer_share < inner_share"):
        HinterlandLimits(*limits)


@pytest.mark.parametrize("limits", [(60, 60), (-1, 60)])
def test_impossible_minutes_are_refused(limits):
    with pytest.raises(InvalidInput, match="inner_minutes < outer_minutes"):
        HinterlandLimits(0.15, 0.05, *limits)


@pytest.mark.parametrize(
    ("cores", "error"),
    [
        ({"X": ["x"]}, UnknownCodes),
        ({"C": []}, InvalidInput),
        ({}, InvalidInput),
        ({"C": ["c"], "D": ["c"]}, InvalidInput),
    ],
)
def test_impossible_cores_are_refused(cores, error):
    with pytest.raises(error):
        hinterland(FLOWS, cores)


@pytest.mark.parametrize(
    ("travel", "error"),
    [
        (pl.DataFrame({"unit": ["i"]}), InvalidInput),
        (minutes(("i", "C", -1)), InvalidInput),
        (minutes(("i", "C", None)), InvalidInput),
        (minutes(("i", "C", float("inf"))), InvalidInput),
        (minutes(("i", "C", 1), ("i", "C", 2)), InvalidInput),
        (minutes(("z", "C", 1)), UnknownCodes),
        (minutes(("i", "Z", 1)), UnknownCodes),
    ],
)
def test_impossible_travel_times_are_refused(travel, error):
    with pytest.raises(error):
        hinterland(FLOWS, CORES, travel=travel)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(cells=st.lists(st.integers(0, 100), min_size=36, max_size=36))
def test_invariants(cells):
    flows = Flows(units=UNITS, matrix=sparse.csr_array(np.reshape(cells, (6, 6)).astype(float)))
    found = hinterland(flows, CORES)
    assert found.classes["unit"].to_list() == list(UNITS)
    sums = found.weighted.group_by("unit").agg(pl.col("weight").sum())["weight"]
    assert sums.to_list() == pytest.approx([1] * len(sums))
    belongs = found.classes.filter(pl.col("class").is_in(["inner", "outer"]))
    assert set(belongs["unit"]) == set(found.weighted["unit"])
    strict = hinterland(flows, CORES, limits=HinterlandLimits(0.3, 0.2)).weighted
    assert set(strict["unit"]) <= set(found.weighted["unit"])


@pytest.mark.realdata
def test_norway_2017_bergen_has_the_hinterland_one_expects(shared_statistics):
    frame = pl.read_parquet(shared_statistics / "commuting.parquet").filter(year=2017).drop("year")
    found = hinterland(Flows.from_frame(frame), {"Bergen": ["1201"], "Oslo": ["0301"]}).classes
    inner = found.filter(pl.col("class") == "inner")
    # Os, Askøy, Fjell, Osterøy beside Bergen; Bærum, Lørenskog and Nesodden beside Oslo.
    assert {"1243", "1247", "1246", "1253"} <= set(inner.filter(core="Bergen")["unit"])
    assert {"0219", "0230", "0216"} <= set(inner.filter(core="Oslo")["unit"])
