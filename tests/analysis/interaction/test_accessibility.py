"""Accessibility against figures worked by hand, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from byregion.analysis.errors import InvalidInput
from byregion.analysis.interaction.accessibility import (
    cumulative_accessibility,
    enhanced_two_step_floating_catchment,
    hansen_accessibility,
    two_step_floating_catchment,
)
from byregion.analysis.interaction.deterrence import Deterrence

COST = [[0.0, 10.0, 30.0], [10.0, 0.0, 20.0], [30.0, 20.0, 0.0]]
JOBS = [100.0, 50.0, 10.0]
modest = settings(derandomize=True, max_examples=50, deadline=None)


def test_hansen_exponential_sums_what_decays():
    access = hansen_accessibility(JOBS, COST, beta=0.1)
    first = 100 + 50 * np.exp(-1) + 10 * np.exp(-3)
    assert access.values[0] == pytest.approx(first, rel=1e-14)
    assert access.provenance.parameters == {"beta": 0.1, "deterrence": "exponential"}


def test_hansen_power_by_hand():
    access = hansen_accessibility([8.0, 9.0], [[2.0, 3.0]], beta=2, deterrence=Deterrence.POWER)
    assert access.values == pytest.approx([8 / 4 + 9 / 9])


@pytest.mark.parametrize("deterrence", Deterrence)
def test_hansen_counts_nothing_where_there_is_no_way(deterrence):
    access = hansen_accessibility([8.0], [[np.inf]], beta=0.5, deterrence=deterrence)
    assert access.values.tolist() == [0.0]


def test_cumulative_counts_up_to_and_with_the_threshold():
    access = cumulative_accessibility(JOBS, COST, threshold=20)
    assert access.values.tolist() == [150.0, 160.0, 60.0]


def test_two_step_by_hand():
    # The first provider serves the first two places, the second the last two.
    access = two_step_floating_catchment(
        [10, 6], [100, 400, 200], [[5, 50], [10, 10], [90, 5]], threshold=10
    )
    assert access.ratios == pytest.approx([10 / 500, 6 / 600])
    assert access.values == pytest.approx([0.02, 0.03, 0.01])


def test_enhanced_two_step_by_hand():
    access = enhanced_two_step_floating_catchment(
        [10], [100, 400, 7], [[5], [15], [31]], thresholds=[10, 30], weights=[1.0, 0.5]
    )
    assert access.ratios == pytest.approx([10 / (100 + 200)])
    assert access.values == pytest.approx([1 / 30, 1 / 60, 0])


def test_a_provider_that_nobody_reaches_is_told_and_counts_for_none():
    access = two_step_floating_catchment([10, 6], [100, 0], [[5, 99], [5, 5]], threshold=10)
    assert access.unreached.tolist() == [False, True]
    assert np.isnan(access.ratios).tolist() == [False, True]
    assert access.values == pytest.approx([0.1, 0.1])


def test_fewer_people_than_can_be_divided_by_are_refused():
    with pytest.raises(InvalidInput, match="too few"):
        two_step_floating_catchment([1e10], [5e-324], [[1]], threshold=10)


def test_no_supply_is_a_ratio_of_zero_even_where_nobody_lives():
    access = two_step_floating_catchment([0], [0], [[1]], threshold=10)
    assert access.ratios.tolist() == [0.0]
    assert not access.unreached.any()


@modest
@given(
    arrays(float, (4, 3), elements=st.floats(0, 60)),
    arrays(float, 4, elements=st.floats(0, 1e5).map(lambda people: round(people, 3))),
    arrays(float, 3, elements=st.floats(0, 1e4)),
)
def test_floating_catchments_share_out_all_the_supply_that_somebody_reaches(cost, people, supply):
    for access in (
        two_step_floating_catchment(supply, people, cost, threshold=30),
        enhanced_two_step_floating_catchment(
            supply, people, cost, thresholds=[10, 30], weights=[1.0, 0.4]
        ),
    ):
        reached = (people @ (cost <= 30)) > 0
        assert people @ access.values == pytest.approx(supply[reached].sum(), rel=1e-9, abs=1e-9)


@modest
@given(arrays(float, (3, 3), elements=st.floats(0, 100)), st.floats(0.01, 1), st.floats(1, 50))
def test_hansen_falls_when_everything_is_farther(cost, beta, farther):
    near = hansen_accessibility(JOBS, cost, beta=beta).values
    far = hansen_accessibility(JOBS, cost + farther, beta=beta).values
    assert (far < near).all()


@pytest.mark.parametrize(
    ("cost", "word"),
    [
        ([1.0, 2.0], "matrix"),
        (np.zeros((0, 3)), "matrix"),
        ([[1.0, np.nan, 2.0]], "missing"),
        ([[1.0, -1.0, 2.0]], "negative"),
    ],
)
def test_costs_that_make_no_sense_are_refused(cost, word):
    with pytest.raises(InvalidInput, match=word):
        hansen_accessibility(JOBS, cost, beta=0.1)


@pytest.mark.parametrize(
    ("opportunities", "word"),
    [
        ([1.0, 2.0], "expected 3"),
        ([1.0, 2.0, np.nan], "finite"),
        ([1.0, 2.0, -3.0], "not negative"),
        ([[1.0], [2.0], [3.0]], "list of numbers"),
        ([], "list of numbers"),
    ],
)
def test_opportunities_that_make_no_sense_are_refused(opportunities, word):
    with pytest.raises(InvalidInput, match=word):
        cumulative_accessibility(opportunities, COST, threshold=10)


@pytest.mark.parametrize("beta", [0, -0.1, np.nan, np.inf])
def test_beta_must_make_far_count_less(beta):
    with pytest.raises(InvalidInput, match="positive"):
        hansen_accessibility(JOBS, COST, beta=beta)


def test_power_has_no_value_at_cost_zero():
    with pytest.raises(InvalidInput, match="cost 0"):
        hansen_accessibility(JOBS, COST, beta=1, deterrence=Deterrence.POWER)


@pytest.mark.parametrize("threshold", [-1, np.nan, np.inf])
def test_threshold_must_be_a_finite_number(threshold):
    with pytest.raises(InvalidInput, match="threshold"):
        cumulative_accessibility(JOBS, COST, threshold=threshold)


@pytest.mark.parametrize(
    ("thresholds", "weights", "word"),
    [
        ([], [], "finite"),
        ([20, 10], [1, 0.5], "rise"),
        ([10, 20], [1], "one for each"),
        ([10, 20], [0.5, 1], "not rise"),
        ([10, 20], [1, 0], "positive"),
        ([10, 20], [1, np.nan], "positive"),
    ],
)
def test_zones_that_make_no_sense_are_refused(thresholds, weights, word):
    with pytest.raises(InvalidInput, match=word):
        enhanced_two_step_floating_catchment(
            [1], [1], [[5]], thresholds=thresholds, weights=weights
        )
