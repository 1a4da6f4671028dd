import numpy as np
import polars as pl
import pytest
from scipy import sparse

from byregion.analysis.cores.finding import CoreRules, find_cores
from byregion.analysis.errors import InvalidInput
from byregion.analysis.flows import Flows


def flows_of(matrix, units="abcdefgh"):
    matrix = np.asarray(matrix, dtype=float)
    return Flows(units=tuple(units[: len(matrix)]), matrix=sparse.csr_array(matrix))


# One core: b and c depend on a.
ONE = flows_of([[100, 5, 5], [30, 60, 2], [25, 3, 50]])
# Twin cores a and b exchange 20 %; c and d depend on one each.
TWINS = flows_of([[80, 20, 0, 0], [20, 80, 0, 0], [30, 0, 20, 0], [0, 30, 0, 20]])
# A chain: c depends on b, b on a.
CHAIN = flows_of([[100, 0, 0], [20, 60, 0], [0, 15, 30]])


def rows(found, *names):
    return found.units.select("unit", *names).rows()


def test_one_core_and_two_subordinates_nystuen_dacey():
    found = find_cores(ONE)
    assert rows(found, "subordinate_to", "dominant_flow_core") == [
        ("a", None, True),
        ("b", "a", False),
        ("c", "a", False),
    ]
    assert found.joined() == {"a": ("a",)}


def test_twin_cores_that_exchange_a_fifth_are_one_joined_core():
    found = find_cores(TWINS)
    assert rows(found, "core", "joined") == [
        ("a", True, "a"),
        ("b", True, "a"),
        ("c", False, None),
        ("d", False, None),
    ]
    assert found.links.rows() == [("a", "b", 20, 0.2, True), ("b", "a", 20, 0.2, True)]
    apart = find_cores(TWINS, CoreRules(joined_share=0.21))
    assert apart.joined() == {"a": ("a",), "b": ("b",)}


def test_in_a_chain_only_the_end_is_a_core():
    found = find_cores(CHAIN, CoreRules(coverage=1.1))
    assert rows(found, "subordinate_to", "dominant_flow_core") == [
        ("a", None, True),
        ("b", "a", False),
        ("c", "b", False),
    ]


def test_a_place_that_nobody_depends_on_is_no_dominant_flow_core():
    island = flows_of([[10, 1, 0], [5, 60, 0], [0, 0, 9]])
    found = find_cores(island)
    assert rows(found, "subordinate_to", "dominant_flow_core") == [
        ("a", "b", False),
        ("b", None, True),
        ("c", None, False),
    ]


def test_a_job_surplus_core_needs_jobs_and_in_commuters():
    rules = CoreRules(origins=3, in_share=0.5)
    by_origins = flows_of([[10, 1, 0, 0], [2, 8, 0, 0], [1, 0, 5, 0], [1, 0, 0, 9]])
    found = find_cores(by_origins, rules)
    assert rows(found, "origins", "job_surplus_core")[0] == ("a", 3, True)
    assert not any(surplus for *_, surplus in rows(found, "job_surplus_core")[1:])
    by_share = flows_of([[5, 0], [6, 9]])
    assert rows(find_cores(by_share, rules), "job_surplus_core")[0] == ("a", True)
    assert rows(find_cores(by_share, CoreRules(in_share=0.6)), "job_surplus_core")[0][1] is False


def test_a_unit_that_sends_few_is_no_origin():
    few = flows_of([[10, 0, 0], [1, 9, 0], [1, 0, 99]])
    assert rows(find_cores(few), "origins")[0] == ("a", 1)
    assert rows(find_cores(few, CoreRules(origin_share=0)), "origins")[0] == ("a", 2)


def test_no_residents_and_no_jobs_are_unknown_not_core():
    found = find_cores(flows_of([[0, 0], [7, 0]]))
    assert rows(found, "coverage", "in_share", "job_surplus_core") == [
        ("a", None, 1.0, False),
        ("b", 0.0, None, False),
    ]


def test_cores_join_through_a_third():
    ring = flows_of([[50, 20, 0], [0, 60, 0], [0, 20, 50]])
    found = find_cores(ring, CoreRules(coverage=0.1, origins=1, in_share=0.01))
    assert found.joined()["b"] == ("b",)
    both = flows_of([[80, 30, 0], [1, 60, 1], [0, 30, 80]])
    joined = find_cores(both, CoreRules(coverage=0.1, origins=1, in_share=0.01)).joined()
    assert joined == {"b": ("a", "b", "c")}


def test_a_trickle_makes_no_subordinate_unless_asked_for_the_published_rule():
    trickle = flows_of([[96, 4], [0, 200]])
    assert rows(find_cores(trickle), "subordinate_to")[0] == ("a", None)
    published = find_cores(trickle, CoreRules(dominant_share=0))
    assert rows(published, "subordinate_to")[0] == ("a", "b")


@pytest.mark.parametrize(
    "rules",
    [
        {"dominant_share": -1},
        {"coverage": 0},
        {"origins": 0},
        {"in_share": 0},
        {"joined_share": 1.1},
    ],
)
def test_impossible_rules_are_refused(rules):
    with pytest.raises(InvalidInput, match="core rule"):
        CoreRules(**rules)


@pytest.mark.realdata
def test_norway_2017_the_large_cities_are_cores(shared_statistics):
    frame = pl.read_parquet(shared_statistics / "commuting.parquet").filter(year=2017).drop("year")
    found = find_cores(Flows.from_frame(frame))
    independent = set(found.units.filter("dominant_flow_core")["unit"])
    assert {"0301", "1201", "1601", "1103", "1902", "1001"} <= independent
    assert "0219" not in independent
