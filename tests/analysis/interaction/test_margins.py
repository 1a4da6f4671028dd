"""Balancing to known totals: what it must meet, and what cannot be met."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from byregion.analysis.errors import DidNotConverge, InfeasibleMargins
from byregion.analysis.interaction import margins
from byregion.analysis.interaction.deterrence import Deterrence
from byregion.analysis.interaction.margins import balanced_flows

COST = [[1.0, 2.0, 3.0], [2.0, 1.0, 2.0], [3.0, 2.0, 1.0]]
modest = settings(derandomize=True, max_examples=40, deadline=None)


@modest
@given(
    arrays(float, (3, 3), elements=st.floats(0, 1000)),
    st.floats(0.01, 5),
    st.sampled_from(Deterrence),
)
def test_totals_are_met_and_the_cross_ratio_is_that_of_the_weights(table, beta, deterrence):
    table = np.where(table < 0.01, 0, table)
    balanced = balanced_flows(
        table.sum(axis=1), table.sum(axis=0), COST, beta=beta, deterrence=deterrence
    )
    flows = balanced.flows
    np.testing.assert_allclose(flows.sum(axis=1), table.sum(axis=1), rtol=1e-9)
    np.testing.assert_allclose(flows.sum(axis=0), table.sum(axis=0), rtol=1e-9)
    assert balanced.margin_error <= 1e-9
    if (flows > 0).all():
        resisted = np.log(COST) if deterrence is Deterrence.POWER else np.array(COST)
        weight = np.exp(-beta * resisted)
        ratio = flows[0, 0] * flows[1, 1] / (flows[0, 1] * flows[1, 0])
        wanted = weight[0, 0] * weight[1, 1] / (weight[0, 1] * weight[1, 0])
        assert ratio == pytest.approx(wanted, rel=1e-8)


def test_two_by_two_by_hand():
    # Weights are 4:1 on and off the diagonal, and totals even: flows are 4:1 too.
    balanced = balanced_flows([5, 5], [5, 5], [[0, np.log(4)], [np.log(4), 0]], beta=1)
    assert balanced.flows == pytest.approx(np.array([[4, 1], [1, 4]]))
    assert balanced.provenance.estimate


def test_nobody_travels_where_all_totals_are_zero():
    assert balanced_flows([0, 0], [0, 0], [[1, 2], [2, 1]], beta=1).flows.tolist() == [[0, 0]] * 2


def test_a_wall_leaves_one_table_only_and_it_is_found():
    # Origin 0 reaches destination 0 only, so nobody else can go there if its total is used up.
    balanced = balanced_flows([5, 7], [5, 7], [[1, np.inf], [2, 3]], beta=1)
    assert balanced.flows == pytest.approx(np.array([[5, 0], [0, 7]]))


@pytest.mark.parametrize(
    ("origins", "destinations", "cost", "word"),
    [
        ([5, 3], [5, 4], [[1, 2], [2, 1]], "equal"),
        ([5, 3], [5, 3], [[np.inf, 1], [1, np.inf]], "add up"),
        ([5, 3], [4, 4], [[np.inf, np.inf], [1, 1]], "no pair"),
        ([5, 3], [4, 4], [[np.inf, 1], [np.inf, 1]], "no pair"),
    ],
)
def test_totals_that_no_table_has_are_told(origins, destinations, cost, word):
    with pytest.raises(InfeasibleMargins, match=word):
        balanced_flows(origins, destinations, cost, beta=1)


def test_a_destination_far_from_all_still_gets_its_total():
    balanced = balanced_flows([5, 3], [4, 4], [[1, 1e6], [1, 1e6]], beta=1)
    assert balanced.flows == pytest.approx(np.array([[2.5, 2.5], [1.5, 1.5]]))


def test_factors_out_of_range_are_an_error_and_not_a_number():
    with pytest.raises(DidNotConverge):
        balanced_flows([5, 3], [3, 5], [[1, 1e6], [1e6, 1]], beta=1)


def test_a_solver_that_gives_up_is_told(monkeypatch):
    class GaveUp:
        status, message = 1, "time is up"

    monkeypatch.setattr(margins.scipy.optimize, "linprog", lambda *_, **__: GaveUp())
    with pytest.raises(DidNotConverge, match="time is up"):
        balanced_flows([5, 3], [5, 3], [[np.inf, 1], [1, 1]], beta=1)
