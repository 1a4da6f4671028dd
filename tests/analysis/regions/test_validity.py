import numpy as np
import pytest

from byregion.analysis.errors import InvalidInput
from byregion.analysis.regions.validity import Requirements, validity

UK = Requirements(3_500, 2 / 3, 25_000, 0.75)


@pytest.mark.parametrize(
    ("residents", "contained", "valid"),
    [
        (25_000, 0.667, True),  # the 2007 review: two thirds are enough for the large
        (25_000, 0.66, False),
        (3_500, 0.75, True),  # and three quarters are asked of the smallest
        (3_500, 0.74, False),
        (14_250, 0.71, True),  # half-way: 1 - (1 - 8/9) / 2 of the target
        (14_250, 0.70, False),
    ],
)
def test_uk_trade_off_between_size_and_self_containment_ons_2007(residents, contained, valid):
    inside = residents * contained
    assert (validity(residents, residents, inside, UK) >= 1 - 1e-12) == valid


def test_the_weaker_side_decides():
    strong, weak = validity([20_000] * 2, [20_000, 30_000], [16_000] * 2, Requirements())
    assert strong == pytest.approx(0.75 / 0.6667)
    assert weak == pytest.approx((16 / 30) / 0.6667)


def test_a_closed_region_is_valid_however_small():
    assert validity([3], [3], [3], Requirements()).tolist() == [1.0]


def test_validity_is_an_array_of_one_score_per_region():
    scores = validity([1e4, 2e4], [1e4, 2e4], [8e3, 1e4], Requirements())
    assert scores.shape == (2,)
    assert scores.dtype == np.float64


@pytest.mark.parametrize("sizes", [(0, 10), (10, 10), (20, 10), (1, float("inf"))])
def test_impossible_sizes_are_refused(sizes):
    with pytest.raises(InvalidInput, match="minimum_size < target_size"):
        Requirements(sizes[0], 0.6, sizes[1], 0.7)


@pytest.mark.parametrize("shares", [(0, 0.7), (0.7, 0.7), (0.8, 0.7), (0.7, 1.1)])
def test_impossible_shares_are_refused(shares):
    with pytest.raises(InvalidInput, match="minimum < target <= 1"):
        Requirements(10, shares[0], 20, shares[1])
