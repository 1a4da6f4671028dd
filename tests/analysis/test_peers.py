import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import distance

from byregion.analysis.errors import InvalidInput, NotEnoughData, UnknownCodes
from byregion.analysis.peers import nearest_peers

NAMES = ("size", "centrality", "industry")


def table(numbers, names=NAMES):
    columns = {
        name: [float(x) for x in column]
        for name, column in zip(names, zip(*numbers, strict=True), strict=True)
    }
    return pl.DataFrame({"unit": [f"u{n:02}" for n in range(len(numbers))], **columns})


def peers(frame, **options):
    options = {"structure": NAMES, "outcomes": ("growth",), "k": 3} | options
    return nearest_peers(frame, **options)


RANDOM = np.random.default_rng(8).multivariate_normal(
    [0, 0, 0], [[1, 0.8, 0], [0.8, 1, 0], [0, 0, 4]], size=20
)


def test_mahalanobis_distance_as_in_scipy():
    result = peers(table(RANDOM), k=19)
    inverse = np.linalg.inv(np.cov(RANDOM.T, ddof=0))
    for unit, _, peer, apart in result.peers.iter_rows():
        expected = distance.mahalanobis(RANDOM[int(unit[1:])], RANDOM[int(peer[1:])], inverse)
        assert apart == pytest.approx(expected)
    assert result.components == 3


def test_euclidean_by_hand():
    """Values 0, 1, 3 have standard deviation √(14/9)."""
    result = peers(table([[0], [1], [3]], ["x"]), structure=["x"], k=2, distance="euclidean")
    sd = (14 / 9) ** 0.5
    assert result.peers.rows() == [
        ("u00", 1, "u01", pytest.approx(1 / sd)),
        ("u00", 2, "u02", pytest.approx(3 / sd)),
        ("u01", 1, "u00", pytest.approx(1 / sd)),
        ("u01", 2, "u02", pytest.approx(2 / sd)),
        ("u02", 1, "u01", pytest.approx(2 / sd)),
        ("u02", 2, "u00", pytest.approx(3 / sd)),
    ]
    assert result.differences.row(4) == ("u02", "u01", "x", pytest.approx(-2 / sd))


def test_all_principal_components_are_the_euclidean_distance():
    whole = peers(table(RANDOM), distance="pca", explained=1.0)
    plain = peers(table(RANDOM), distance="euclidean")
    assert whole.components == 3
    assert whole.peers["peer"].to_list() == plain.peers["peer"].to_list()
    assert whole.peers["distance"].to_list() == pytest.approx(plain.peers["distance"].to_list())


def test_few_components_leave_the_least_variance_out():
    result = peers(table(RANDOM), distance="pca", explained=0.9)
    assert result.components == 2
    z = (RANDOM - RANDOM.mean(axis=0)) / RANDOM.std(axis=0)
    _, _, axes = np.linalg.svd(z, full_matrices=False)
    scores = z @ axes[:2].T
    unit, _, peer, apart = result.peers.row(0)
    assert apart == pytest.approx(np.linalg.norm(scores[int(unit[1:])] - scores[int(peer[1:])]))
    assert result.provenance.parameters["explained"] == 0.9


@given(st.permutations(range(20)), st.sampled_from(["mahalanobis", "pca", "euclidean"]))
@settings(max_examples=20, derandomize=True, deadline=None)
def test_row_order_and_units_of_measure_do_not_matter(order, kind):
    first = peers(table(RANDOM), distance=kind)
    assert peers(table(RANDOM)[list(order)], distance=kind).peers.equals(first.peers)
    scaled = peers(table(RANDOM * [1000, 0.1, 3] + [5, -7, 0]), distance=kind)
    assert scaled.peers["distance"].to_list() == pytest.approx(first.peers["distance"].to_list())


def test_the_lower_of_two_equally_near_comes_first():
    frame = table([[0], [1], [-1], [5]], ["x"])
    result = peers(frame, structure=["x"], k=1, units=["u00"], distance="euclidean")
    assert result.peers["peer"].to_list() == ["u01"]


def test_only_the_units_asked_for_get_peers_and_excluded_pairs_are_not_matched():
    free = peers(table(RANDOM), units=["u03"], k=2)
    nearest = free.peers["peer"][0]
    barred = pl.DataFrame({"unit": ["u03"], "peer": [nearest]})
    result = peers(table(RANDOM), units=["u03"], k=1, excluded=barred)
    assert result.peers["unit"].to_list() == ["u03"]
    assert result.peers["peer"].to_list() == [free.peers["peer"][1]]
    assert result.provenance.parameters["excluded_pairs"] == 1


def test_the_outcome_can_not_be_a_structure_variable():
    with pytest.raises(InvalidInput, match="both structure and outcome"):
        peers(table(RANDOM), outcomes=["size"])


def test_the_outcome_does_not_move_the_peers():
    frame = table(RANDOM)
    with_outcome = frame.with_columns(growth=pl.Series(range(20)) * 1000.0)
    assert peers(with_outcome).peers.equals(peers(frame).peers)


def test_shares_that_sum_to_one_need_the_components():
    first = np.random.default_rng(2).random((9, 2)) / 2
    frame = table(np.column_stack([first, 1 - first.sum(axis=1)]))
    with pytest.raises(InvalidInput, match="sum to one"):
        peers(frame)
    assert peers(frame, distance="pca", explained=1.0).components == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"structure": []}, "at least one"),
        ({"structure": ["size", "size"]}, "each once"),
        ({"structure": ["size", "age"]}, "missing columns age"),
        ({"k": 0}, "k must be"),
        ({"explained": 0.0}, "explained must be"),
        ({"excluded": pl.DataFrame({"unit": ["u01"]})}, "columns unit and peer"),
    ],
)
def test_faulty_parameters_are_refused(options, message):
    with pytest.raises(InvalidInput, match=message):
        peers(table(RANDOM), **options)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pl.concat([table(RANDOM), table(RANDOM)]), "a unit one row"),
        (table([[1, 2, 3], [1, 2, float("nan")], [2, 3, 4]]), "missing for u01"),
        (table([[1, 2, 3], [1, 3, 4], [1, 5, 9]]), "same for all units: size"),
    ],
)
def test_faulty_frames_are_refused(frame, message):
    with pytest.raises(InvalidInput, match=message):
        peers(frame)


def test_too_few_units_or_unknown_ones():
    with pytest.raises(NotEnoughData, match="at least two"):
        peers(table(RANDOM[:1]))
    with pytest.raises(NotEnoughData, match="3 variables need more than 3"):
        peers(table(RANDOM[:3]), k=1)
    with pytest.raises(NotEnoughData, match="possible peers for u00"):
        peers(table(RANDOM), k=20)
    with pytest.raises(UnknownCodes, match="u99"):
        peers(table(RANDOM), units=["u99"])
