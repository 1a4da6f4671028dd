import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from byregion.analysis.commuting import (
    among,
    commuting_measures,
    cross_commuting,
    dominant_destination,
    merged,
    net_commuting_by_class,
    require_units,
)
from byregion.analysis.errors import InvalidInput, UnknownCodes
from byregion.analysis.flows import Flows


def flows_of(matrix, units="abcdefghij"):
    matrix = np.asarray(matrix, dtype=float)
    return Flows(units=tuple(units[: len(matrix)]), matrix=sparse.csr_array(matrix))


# a is a town, b and c send people to it, d has neither work nor workers.
TOWN = flows_of([[80, 10, 0, 0], [30, 50, 20, 0], [15, 15, 0, 0], [0, 0, 0, 0]])


def column(name):
    return commuting_measures(TOWN).units[name].to_list()


def test_counts_in_people():
    assert column("employed_residents") == [90, 100, 30, 0]
    assert column("jobs") == [125, 75, 20, 0]
    assert column("out_commuters") == [10, 50, 30, 0]
    assert column("in_commuters") == [45, 25, 20, 0]
    assert column("balance") == [35, -25, -10, 0]


def test_shares_are_unknown_where_there_is_nobody():
    assert column("supply_self_containment") == [80 / 90, 0.5, 0, None]
    assert column("demand_self_containment") == [80 / 125, 50 / 75, 0, None]
    assert column("coverage") == [125 / 90, 0.75, 20 / 30, None]


def test_main_destination_and_ties_to_the_lowest_code():
    assert column("main_destination") == ["b", "a", "a", None]
    assert column("main_flow") == [10, 30, 15, 0]
    assert column("main_share") == [10 / 90, 0.3, 0.5, None]
    assert dominant_destination(TOWN) == {"a": "b", "b": "a", "c": "a", "d": None}


def test_cross_commuting_is_the_smaller_of_the_two_flows():
    assert cross_commuting(TOWN).rows() == [("b", "c", 20, 15, 15), ("a", "b", 10, 30, 10)]


def test_no_cross_commuting_in_one_way_flows():
    assert cross_commuting(flows_of([[1, 5], [0, 2]])).is_empty()


def test_net_by_class_knows_units_that_a_class_lacks():
    north = Flows(units=("a", "z"), matrix=sparse.csr_array(np.array([[1.0, 4], [1, 0]])))
    net = net_commuting_by_class({"services": TOWN, "fishing": north})
    assert net.filter(unit="a").rows() == [
        ("fishing", "a", 1, 4, -3),
        ("services", "a", 45, 10, 35),
    ]
    assert net.filter(unit="z")["net"].to_list() == [3, 0]
    assert net.height == 10


def test_net_by_class_needs_a_class():
    with pytest.raises(InvalidInput, match="at least one class"):
        net_commuting_by_class({})


def test_merging_sums_flows_to_regions():
    both = merged(TOWN, {"a": "north", "b": "south", "c": "south", "d": "south", "x": "?"})
    assert both.units == ("north", "south")
    assert both.matrix.toarray().tolist() == [[80, 10], [45, 85]]


def test_merging_needs_a_region_for_each_unit():
    with pytest.raises(UnknownCodes, match="c, d"):
        merged(TOWN, {"a": "x", "b": "x"})


def test_a_part_keeps_only_the_flows_inside_it():
    part = among(TOWN, ["c", "a"])
    assert part.units == ("a", "c")
    assert part.matrix.toarray().tolist() == [[80, 0], [15, 0]]
    with pytest.raises(UnknownCodes, match="z"):
        among(TOWN, ["z"])


def test_units_are_checked():
    require_units(TOWN, ("a", "b"), what="cores")
    with pytest.raises(UnknownCodes, match="cores: z"):
        require_units(TOWN, ("z",), what="cores")
    with pytest.raises(InvalidInput, match="twice: a"):
        require_units(TOWN, ("a", "a"), what="cores")
    with pytest.raises(InvalidInput, match="at least one"):
        require_units(TOWN, (), what="cores")


@settings(max_examples=50, deadline=None, derandomize=True)
@given(
    cells=st.lists(st.integers(0, 500), min_size=25, max_size=25),
    parts=st.lists(st.sampled_from("pqr"), min_size=5, max_size=5),
)
def test_invariants(cells, parts):
    flows = flows_of(np.reshape(cells, (5, 5)))
    units = commuting_measures(flows).units
    assert units["in_commuters"].sum() == units["out_commuters"].sum()
    assert units["balance"].sum() == 0
    for share in ("supply_self_containment", "demand_self_containment", "main_share"):
        assert units[share].drop_nulls().is_between(0, 1).all()
    assert 2 * cross_commuting(flows)["crossing"].sum() <= units["out_commuters"].sum()
    region = dict(zip(flows.units, parts, strict=True))
    regions = merged(flows, region)
    assert regions.matrix.sum() == flows.matrix.sum()
    assert regions.internal.sum() >= flows.internal.sum()


@pytest.mark.realdata
def test_norway_2017_adds_up(shared_statistics):
    frame = pl.read_parquet(shared_statistics / "commuting.parquet").filter(year=2017).drop("year")
    units = commuting_measures(Flows.from_frame(frame)).units
    assert units.height == 426
    assert units["employed_residents"].sum() == units["jobs"].sum() == 2_609_737
    oslo = units.row(by_predicate=pl.col("unit") == "0301", named=True)
    assert oslo["coverage"] > 1.2
