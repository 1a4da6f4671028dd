import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from byregion.analysis.errors import InvalidInput, UnknownCodes
from byregion.analysis.flows import Flows
from byregion.analysis.regions.greedy import regions_by_greedy_zoning
from byregion.analysis.regions.result import replay

CELLS = st.lists(st.integers(0, 60), min_size=36, max_size=36)


def flows_of(matrix):
    matrix = np.asarray(matrix, dtype=float)
    return Flows(units=tuple("abcdefgh"[: len(matrix)]), matrix=sparse.csr_array(matrix))


# c sends most of its own (half) to b, b then depends on a, d is large enough to stand alone.
MATRIX = [[90, 5, 0, 5], [30, 30, 0, 0], [0, 20, 20, 0], [10, 0, 0, 100]]


def acts(result):
    return result.log.select("source", "target", "score").rows()


def test_the_most_dependent_joins_first_and_shares_are_counted_anew():
    result = regions_by_greedy_zoning(flows_of(MATRIX), centre_size=105)
    assert acts(result) == [("b", "a", 0.5), ("c", "a", 0.5), ("a", "d", 5 / 200)][:2]
    assert result.as_dict() == {"a": "a", "b": "a", "c": "a", "d": "d"}
    assert result.regions["internal"].to_list() == [195, 100]


def test_a_centre_joins_nobody():
    assert acts(regions_by_greedy_zoning(flows_of(MATRIX), centre_size=40)) == []
    assert acts(regions_by_greedy_zoning(flows_of(MATRIX), centre_size=41)) == [("c", "b", 0.5)]


def test_only_neighbours_are_merged():
    result = regions_by_greedy_zoning(
        flows_of(MATRIX), centre_size=105, neighbours={"b": ["c"], "a": ["d"]}
    )
    assert acts(result) == [("c", "b", 0.5), ("a", "d", 0.05)]
    apart = regions_by_greedy_zoning(flows_of(MATRIX), centre_size=105, neighbours={})
    assert apart.log.is_empty()


def test_borders_are_taken_over_by_the_zone_that_is_joined():
    result = regions_by_greedy_zoning(
        flows_of(MATRIX), centre_size=1000, neighbours={"a": ["b", "d"], "b": ["c"]}
    )
    assert result.regions.height == 1


def test_bad_input_is_refused():
    with pytest.raises(InvalidInput, match="centre_size"):
        regions_by_greedy_zoning(flows_of(MATRIX), centre_size=0)
    with pytest.raises(UnknownCodes, match="neighbours: z"):
        regions_by_greedy_zoning(flows_of(MATRIX), centre_size=1, neighbours={"a": ["z"]})


def plain(matrix, size):
    """The rule on a dictionary of zones, with nothing remembered from step to step."""
    zones = {i: [i] for i in range(len(matrix))}
    merges = []
    while True:
        options = []
        for i, members in zones.items():
            lives = matrix[members].sum()
            if 0 < lives < size:
                for j, others in zones.items():
                    if i != j:
                        share = matrix[np.ix_(members, others)].sum() / lives
                        options.append((-share, i, j))
        best = min(options, default=(0, 0, 0))
        if best[0] == 0:
            return merges
        zones[best[2]] += zones.pop(best[1])
        merges.append((best[1], best[2]))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(cells=CELLS, size=st.sampled_from([50, 150, 400, 10_000]))
def test_as_the_plain_rule(cells, size):
    matrix = np.reshape(cells, (6, 6)).astype(float)
    flows = flows_of(matrix)
    result = regions_by_greedy_zoning(flows, centre_size=size)
    merges = result.log.select("source", "target").rows()
    assert [(flows.index[i], flows.index[j]) for i, j in merges] == plain(matrix, size)
    together = replay(result.log, flows.units)
    named = result.as_dict()
    pairs = [(u, v) for u in flows.units for v in flows.units]
    assert all((together[u] == together[v]) == (named[u] == named[v]) for u, v in pairs)
