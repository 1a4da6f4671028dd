import numpy as np
import pytest
from scipy import sparse

from byregion.analysis.errors import UnknownCodes
from byregion.analysis.flows import Flows
from byregion.analysis.regions.fine_tuning import contiguous
from byregion.analysis.regions.greedy import regions_by_greedy_zoning
from byregion.analysis.regions.result import replay
from byregion.analysis.regions.self_containment import regions_by_self_containment
from byregion.analysis.regions.validity import Requirements

# a and b are centres; c, d and e depend on a, with some ties to b too. On the map they stand in
# a row a - b - c - d, and e is an island.
UNITS = tuple("abcde")
MATRIX = np.array(
    [
        [900, 0, 0, 0, 0],
        [0, 800, 0, 0, 0],
        [60, 20, 20, 0, 0],
        [60, 0, 10, 30, 0],
        [60, 0, 0, 0, 40],
    ],
    dtype=float,
)
FLOWS = Flows(units=UNITS, matrix=sparse.csr_array(MATRIX))
ROW = {"a": ["b"], "b": ["c"], "c": ["d"]}


def grouped(named):
    return {frozenset(u for u in named if named[u] == k) for k in named.values()}


@pytest.fixture
def zones():
    result = regions_by_greedy_zoning(FLOWS, centre_size=500)
    assert grouped(result.as_dict()) == {frozenset("acde"), frozenset("b")}
    return result


def test_parts_move_one_at_a_time_to_what_they_then_border_on(zones):
    """c borders on b and moves there; only then does d border on a region, b's too."""
    tuned = contiguous(zones, FLOWS, ROW)
    assert grouped(tuned.as_dict()) == {frozenset("ae"), frozenset("bcd")}
    moves = tuned.log.filter(action="move")
    assert moves["unit"].to_list() == ["c", "d"]
    assert moves["score"][0] == pytest.approx(20**2 / (100 * 820))
    assert tuned.parameters["fine_tuned"] == "contiguous"
    assert tuned.regions["validity"].to_list() == [None, None]


def test_the_log_replays_to_the_end(zones):
    tuned = contiguous(zones, FLOWS, ROW)
    assert grouped(replay(tuned.log, UNITS)) == grouped(tuned.as_dict())


def test_a_part_that_can_only_come_back_is_no_move(zones):
    """Without b between them, c and d are apart from a, and border on it only through e."""
    tuned = contiguous(zones, FLOWS, {"a": ["e"], "c": ["d"]})
    assert tuned.log.equals(zones.log)
    assert tuned.as_dict() == zones.as_dict()


def test_a_unit_may_return_when_another_one_fills_the_gap():
    """On the map a - d - c: d, cut off from b, moves to a, and c hangs together with a again."""
    matrix = np.diag([900.0, 800, 40, 40])
    matrix[2, 0] = matrix[3, 1] = 60
    flows = Flows(units=tuple("abcd"), matrix=sparse.csr_array(matrix))
    result = regions_by_greedy_zoning(flows, centre_size=500)
    assert grouped(result.as_dict()) == {frozenset("ac"), frozenset("bd")}
    tuned = contiguous(result, flows, {"d": ["a", "c"]})
    assert grouped(tuned.as_dict()) == {frozenset("acd"), frozenset("b")}
    assert tuned.log.filter(action="move")["unit"].to_list() == ["d"]


def test_validity_is_counted_anew():
    requirements = Requirements(50, 0.6, 500, 0.7)
    result = regions_by_self_containment(
        Flows(units=UNITS, matrix=sparse.csr_array(MATRIX + 0.0)), requirements
    )
    tuned = contiguous(result, FLOWS, ROW)
    assert set(tuned.as_dict()) == set(result.as_dict())
    assert tuned.regions["validity"].null_count() == 0


def test_units_without_people_move_by_code_alone():
    matrix = np.diag([9.0, 9, 0, 0])
    matrix[0, 2] = 1
    flows = Flows(units=tuple("abcd"), matrix=sparse.csr_array(matrix))
    result = regions_by_greedy_zoning(flows, centre_size=11)
    assert result.as_dict()["c"] == result.as_dict()["a"]
    tuned = contiguous(result, flows, {"c": ["b", "d"]})
    assert tuned.as_dict()["c"] != tuned.as_dict()["a"]


def test_neighbours_that_are_not_placed_are_ignored_and_unknown_flows_refused(zones):
    assert contiguous(zones, FLOWS, {**ROW, "z": ["a"], "e": ["y"]}).membership.height == 5
    fewer = Flows(units=("a", "b"), matrix=sparse.csr_array(np.ones((2, 2))))
    with pytest.raises(UnknownCodes):
        contiguous(zones, fewer, ROW)
