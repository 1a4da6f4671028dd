import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion.analysis.errors import InvalidInput, UnknownCodes
from byregion.analysis.spatial import weights as module
from byregion.analysis.spatial.weights import Weights


def pairs(*rows):
    schema = {"unit": pl.String, "neighbour": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def weighted(*rows):
    schema = {"unit": pl.String, "neighbour": pl.String, "weight": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def points(*rows):
    schema = {"unit": pl.String, "x": pl.Float64, "y": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_adjacency_is_mutual_whether_given_once_or_twice():
    once = Weights.from_adjacency(pairs(("b", "a"), ("b", "c")), units=["c", "b", "a"])
    twice = Weights.from_adjacency(
        pairs(("a", "b"), ("b", "a"), ("c", "b"), ("b", "c")), units=["a", "b", "c"]
    )
    assert once.units == ("a", "b", "c")
    assert once.matrix.toarray().tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    assert (once.matrix != twice.matrix).nnz == 0


def test_lag_of_standardised_weights_is_the_neighbours_mean():
    weights = Weights.from_adjacency(pairs(("a", "b"), ("b", "c")), units="abcd").standardised()
    assert weights.row_standardised
    assert weights.lag(np.array([1.0, 2.0, 5.0, 9.0])).tolist() == [2, 3, 2, 0]
    assert weights.isolates == ("d",)


def test_subset_is_standardised_again():
    weights = Weights.from_adjacency(pairs(("a", "b"), ("b", "c")), units="abc")
    assert weights.subset("ab").matrix.toarray().tolist() == [[0, 1], [1, 0]]
    assert weights.standardised().subset("ba").matrix.toarray().tolist() == [[0, 1], [1, 0]]
    with pytest.raises(UnknownCodes, match="x"):
        weights.subset(["x"])


def test_leaving_out_isolates_goes_on_until_none_is_left():
    """B's only neighbour is an isolate itself (directed weights)."""
    weights = Weights.from_frame(
        weighted(("b", "a", 1), ("c", "d", 2), ("d", "c", 1), ("c", "b", 2)), units="abcd"
    ).standardised()
    rest = weights.without_isolates()
    assert rest.units == ("c", "d")
    assert rest.matrix.toarray().tolist() == [[0, 1], [1, 0]]


def test_directed_weights_keep_direction_and_drop_zeros():
    weights = Weights.from_frame(weighted(("a", "b", 3), ("b", "a", 0)), units="ab")
    assert weights.matrix.toarray().tolist() == [[0, 3], [0, 0]]
    assert weights.isolates == ("b",)


def test_nearest_takes_the_lower_code_of_two_equally_near():
    square = points(("d", 1, 1), ("c", 0, 1), ("b", 1, 0), ("a", 0, 0))
    weights = Weights.nearest(square, k=1)
    assert weights.units == ("a", "b", "c", "d")
    assert weights.matrix.toarray().argmax(axis=1).tolist() == [1, 0, 0, 1]
    assert Weights.nearest(square, k=2).matrix.toarray()[0].tolist() == [0, 1, 1, 0]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=5, max_size=12),
    st.integers(1, 4),
    st.randoms(use_true_random=False),
)
@settings(max_examples=30, derandomize=True, deadline=None)
def test_nearest_gives_k_each_at_no_greater_distance_than_the_rest(places, k, random):
    rows = [(f"{n:02}", x, y) for n, (x, y) in enumerate(places)]
    weights = Weights.nearest(points(*rows), k=k)
    near = weights.matrix.toarray()
    apart = np.hypot(*(np.subtract.outer(axis, axis) for axis in np.array(places).T))
    assert (near.sum(axis=1) == k).all()
    assert near.diagonal().sum() == 0
    for own in range(len(places)):
        others = [n for n in range(len(places)) if n != own and not near[own, n]]
        farthest = apart[own][near[own] > 0].max()
        assert all(apart[own][n] >= farthest for n in others)
    random.shuffle(rows)
    assert (Weights.nearest(points(*rows), k=k).matrix != weights.matrix).nnz == 0


def test_nearest_by_blocks_is_nearest_at_once(monkeypatch):
    random = np.random.default_rng(2)
    frame = points(*((f"{n:03}", *random.normal(size=2)) for n in range(50)))
    whole = Weights.nearest(frame, k=3)
    monkeypatch.setattr(module, "BLOCK", 7)
    assert (Weights.nearest(frame, k=3).matrix != whole.matrix).nnz == 0


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pl.DataFrame({"unit": ["a"]}), "neighbour"),
        (pairs(("a", None)), "missing"),
        (pairs(("a", "a")), "themselves: a"),
    ],
)
def test_faulty_pairs_are_refused(frame, message):
    with pytest.raises(InvalidInput, match=message):
        Weights.from_adjacency(frame, units="ab")


def test_codes_must_be_units_and_units_single():
    with pytest.raises(UnknownCodes) as caught:
        Weights.from_adjacency(pairs(("a", "x")), units="ab")
    assert caught.value.codes == ("x",)
    with pytest.raises(InvalidInput, match="more than once"):
        Weights.from_adjacency(pairs(("a", "b")), units="aab")


@pytest.mark.parametrize("weight", [None, -1.0, float("nan"), float("inf")])
def test_faulty_weights_are_refused(weight):
    with pytest.raises(InvalidInput, match="finite and not negative"):
        Weights.from_frame(weighted(("a", "b", weight)), units="ab")


def test_weights_without_weight_or_given_twice_are_refused():
    with pytest.raises(InvalidInput, match="column weight"):
        Weights.from_frame(pairs(("a", "b")), units="ab")
    with pytest.raises(InvalidInput, match="more than once"):
        Weights.from_frame(weighted(("a", "b", 1), ("a", "b", 2)), units="ab")


@pytest.mark.parametrize(
    ("frame", "k", "message"),
    [
        (pl.DataFrame({"unit": ["a"], "x": [1]}), 1, "columns"),
        (points(("a", 0, None), ("b", 1, 1)), 1, "finite coordinates"),
        (points((None, 0, 0), ("b", 1, 1)), 1, "needs a code"),
        (points(("a", 0, 0), ("a", 1, 1)), 1, "more than once"),
        (points(("a", 0, 0), ("b", 1, 1)), 2, "between 1 and 1"),
        (points(("a", 0, 0), ("b", 1, 1)), 0, "between 1 and 1"),
    ],
)
def test_faulty_points_are_refused(frame, k, message):
    with pytest.raises(InvalidInput, match=message):
        Weights.nearest(frame, k=k)
