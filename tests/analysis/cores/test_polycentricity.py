import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from byregion.analysis.cores.polycentricity import (
    functional_polycentricity,
    morphological_polycentricity,
)
from byregion.analysis.errors import InvalidInput
from byregion.analysis.flows import Flows


def flows_of(matrix):
    matrix = np.asarray(matrix, dtype=float)
    return Flows(units=tuple("abcdef"[: len(matrix)]), matrix=sparse.csr_array(matrix))


def test_equal_exchange_without_work_at_home_is_wholly_polycentric_green_2007():
    assert functional_polycentricity(flows_of(1 - np.eye(4))) == 1


def test_density_is_the_share_that_works_elsewhere_in_the_region():
    assert functional_polycentricity(flows_of([[3, 1], [1, 3]])) == pytest.approx(0.25)


def test_all_to_one_of_two_is_wholly_monocentric():
    assert functional_polycentricity(flows_of([[5, 0], [5, 0]])) == 0


def test_a_hand_computed_case():
    """In-commuters 6, 2, 1: deviation sqrt(14/3), largest possible 3, 9 of 18 work elsewhere."""
    flows = flows_of([[5, 2, 0], [4, 3, 1], [2, 0, 1]])
    expected = (1 - math.sqrt(14 / 3) / 3) * 9 / 18
    assert functional_polycentricity(flows) == pytest.approx(expected)


def test_nobody_leaves():
    assert functional_polycentricity(flows_of(np.eye(3))) == 0


@pytest.mark.parametrize("matrix", [[[5]], [[0, 0], [0, 0]]])
def test_undefined_for_one_unit_or_nobody(matrix):
    assert functional_polycentricity(flows_of(matrix)) is None


@settings(max_examples=60, deadline=None, derandomize=True)
@given(cells=st.lists(st.integers(0, 90), min_size=16, max_size=16))
def test_functional_lies_between_0_and_1_whatever_the_order(cells):
    matrix = np.reshape(cells, (4, 4))
    value = functional_polycentricity(flows_of(matrix))
    turned = functional_polycentricity(flows_of(matrix[::-1, ::-1]))
    assert value == pytest.approx(turned) if value is not None else turned is None
    assert value is None or -1e-12 <= value <= 1


def test_slope_of_sizes_that_follow_the_rank_rule_burger_meijers_2012():
    """Size 100 / rank is a straight line with slope -1 for any number of centres."""
    assert morphological_polycentricity([100 / 3, 100, 25, 50]) == pytest.approx(-1)


def test_mean_over_two_three_and_four_centres():
    two = math.log(40 / 90) / math.log(2)
    x = np.log([1, 2, 3])
    three = np.polyfit(x, np.log([90, 40, 40]), 1)[0]
    assert morphological_polycentricity([40, 90, 40]) == pytest.approx((two + three) / 2)
    four = np.polyfit(np.log([1, 2, 3, 4]), np.log([90, 40, 40, 5]), 1)[0]
    with_more = morphological_polycentricity([40, 90, 40, 5, 1, 0])
    assert with_more == pytest.approx((two + three + four) / 3)


def test_equal_sizes_are_flat():
    assert morphological_polycentricity([7, 7, 7]) == 0


@pytest.mark.parametrize("sizes", [[], [5], [5, 0]])
def test_undefined_for_fewer_than_two_centres(sizes):
    assert morphological_polycentricity(sizes) is None


@pytest.mark.parametrize("sizes", [[1, -1], [1, math.nan]])
def test_impossible_sizes_are_refused(sizes):
    with pytest.raises(InvalidInput, match="finite"):
        morphological_polycentricity(sizes)
