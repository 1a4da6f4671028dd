import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from byregion.analysis.errors import InvalidInput, NotEnoughData, UnknownCodes
from byregion.analysis.flows import Flows
from byregion.analysis.regions.intramax import cut, intramax, regions_before_largest_jump
from byregion.analysis.regions.result import replay

CELLS = st.lists(st.integers(0, 60), min_size=49, max_size=49)


def flows_of(matrix):
    matrix = np.asarray(matrix, dtype=float)
    return Flows(units=tuple("abcdefgh"[: len(matrix)]), matrix=sparse.csr_array(matrix))


# Two pairs that exchange much, a-b more than c-d, and e that sends to d. All rows and columns sum
# to 100, so that the first scores are the flows both ways over 10,000.
FIVE = flows_of(
    [
        [60, 35, 5, 0, 0],
        [35, 55, 0, 10, 0],
        [5, 0, 70, 25, 0],
        [0, 10, 25, 50, 15],
        [0, 0, 0, 15, 85],
    ]
)


def merges(tree):
    return tree.merges.select("kept", "merged").rows()


def test_five_units_by_hand_masser_brown_1975():
    """The steps.

    1. a-b 70/10,000, c-d 50, d-e 30, b-d 20, a-c 10: a takes b.
    2. c-d 50/10,000; ab-d 20/20,000: c takes d.
    3. cd-e 30/20,000 = .0015; ab-cd 30/40,000: c takes e.
    4. ab-cde 30/60,000 = .0005.
    """
    tree = intramax(FIVE)
    assert merges(tree) == [("a", "b"), ("c", "d"), ("c", "e"), ("a", "c")]
    assert tree.merges["score"].to_list() == pytest.approx([0.007, 0.005, 0.0015, 0.0005])
    assert tree.start_share == 320 / 500
    assert tree.merges["internal_share"].to_list() == [390 / 500, 440 / 500, 470 / 500, 1]
    assert tree.merges["regions"].to_list() == [4, 3, 2, 1]


def test_cutting_gives_the_regions_and_a_log_that_replays():
    regions = cut(intramax(FIVE), 2)
    assert regions.as_dict() == {"a": "a", "b": "a", "c": "c", "d": "c", "e": "c"}
    assert replay(regions.log, FIVE.units)["e"] == "c"
    assert regions.parameters == {"contiguous": False, "regions": 2}
    assert cut(intramax(FIVE), 5).regions.height == 5


def test_the_largest_jump():
    assert regions_before_largest_jump(intramax(FIVE)) == 5
    assert regions_before_largest_jump(intramax(FIVE), most=4) == 4
    assert regions_before_largest_jump(intramax(FIVE), most=3) == 3
    with pytest.raises(InvalidInput, match="no merge at 6 to 9"):
        regions_before_largest_jump(intramax(FIVE), fewest=6, most=9)


def test_only_neighbours_merge_and_borders_are_taken_over():
    """Without the border a-b, a can only come in when c holds d and thereby touches it."""
    tree = intramax(FIVE, neighbours={"a": ["c"], "b": ["d"], "d": ["c"]})
    assert merges(tree) == [("c", "d"), ("b", "c"), ("a", "b")]
    assert tree.merges["regions"][-1] == 2


def test_it_stops_when_nobody_is_exchanged():
    tree = intramax(flows_of([[5, 1, 0], [0, 5, 0], [0, 0, 9]]))
    assert merges(tree) == [("a", "b")]
    with pytest.raises(InvalidInput, match="from 2 to 3 regions; 1 asked"):
        cut(tree, 1)
    with pytest.raises(InvalidInput, match="4 asked"):
        cut(tree, 4)


def test_bad_input_is_refused():
    with pytest.raises(NotEnoughData, match="nobody"):
        intramax(flows_of([[0, 0], [0, 0]]))
    with pytest.raises(UnknownCodes, match="z"):
        intramax(FIVE, neighbours={"z": ["a"]})


def brute_force(matrix):
    """Every pair of clusters scored anew at each step, from the units' own flows."""
    clusters = {i: [i] for i in range(len(matrix))}
    done = []
    while True:
        options = []
        for i, one in clusters.items():
            for j, other in clusters.items():
                there, back = matrix[np.ix_(one, other)].sum(), matrix[np.ix_(other, one)].sum()
                if i < j and there + back > 0:
                    score = there / (matrix[one].sum() * matrix[:, other].sum()) if there else 0.0
                    score += back / (matrix[other].sum() * matrix[:, one].sum()) if back else 0.0
                    options.append((-score, i, j))
        if not options:
            return done
        _, i, j = min(options)
        clusters[i] += clusters.pop(j)
        done.append((i, j))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(cells=CELLS)
def test_as_brute_force_and_invariants(cells):
    matrix = np.reshape(cells, (7, 7)).astype(float)
    matrix[0, 0] += 1
    flows = flows_of(matrix)
    tree = intramax(flows)
    assert [(flows.index[i], flows.index[j]) for i, j in merges(tree)] == brute_force(matrix)
    assert tree.merges["internal_share"].is_sorted()


@settings(max_examples=30, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_the_units_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    # Continuous flows, so that no two pairs tie.
    matrix = rng.random((6, 6))
    order = rng.permutation(6)
    tree, turned = intramax(flows_of(matrix)), intramax(flows_of(matrix[order][:, order]))
    for regions in range(1, 7):
        one, other = cut(tree, regions).as_dict(), cut(turned, regions).as_dict()
        back = {"abcdef"[order[i]]: other["abcdef"[i]] for i in range(6)}
        pairs = [(u, v) for u in one for v in one]
        assert all((one[u] == one[v]) == (back[u] == back[v]) for u, v in pairs)
