"""Gravity models against published estimates, and what must hold at any estimate."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from byregion.analysis.errors import DidNotConverge, InvalidInput, NotEnoughData
from byregion.analysis.interaction import gravity, poisson
from byregion.analysis.interaction.deterrence import Deterrence
from byregion.analysis.interaction.gravity import (
    attraction_constrained_gravity,
    doubly_constrained_gravity,
    production_constrained_gravity,
    unconstrained_gravity,
)

POWER = Deterrence.POWER
modest = settings(derandomize=True, max_examples=40, deadline=None)

# People who moved between the nine states of Austria, kilometres between them, and the sizes used
# (all movers out and in): the data of Dennett (2012), UCL CASA working paper 184, as the tests of
# pysal/spint give them. Rows are origins AT11, AT12, AT13, AT21, AT22, AT31, AT32, AT33, AT34.
MOVED = np.array([
    [0, 1131, 1887, 69, 738, 98, 31, 43, 19],
    [1633, 0, 14055, 416, 1276, 1850, 388, 303, 159],
    [2301, 20164, 0, 1080, 1831, 1943, 742, 674, 407],
    [85, 379, 1597, 0, 1608, 328, 317, 469, 114],
    [762, 1110, 2973, 1252, 0, 1081, 622, 425, 262],
    [196, 2027, 3498, 346, 1332, 0, 2144, 821, 274],
    [49, 378, 1349, 310, 851, 2117, 0, 630, 106],
    [87, 424, 978, 490, 670, 577, 546, 0, 569],
    [33, 128, 643, 154, 328, 199, 112, 587, 0],
], dtype=float)  # fmt: skip
HALF = [
    [103.001845, 84.204666, 220.811933, 132.00748, 214.511814, 246.933305, 390.85611, 505.089539],
    [45.796272, 216.994739, 129.878172, 140.706671, 201.232355, 343.50075, 453.515594],
    [249.932874, 158.630661, 186.420738, 244.108305, 387.61776, 498.407152],
    [92.407958, 151.777157, 92.894408, 194.851669, 306.105825],
    [124.563096, 122.433524, 261.893783, 376.34667],
    [81.753652, 208.456383, 314.793199],
    [145.076472, 258.591197],
    [114.46325],
]
KM = np.zeros((9, 9))
KM[np.triu_indices(9, 1)] = [km for row in HALF for km in row]
KM += KM.T
OUT = [4320, 21478, 30500, 5012, 8811, 11349, 6021, 4477, 2275]
IN = [5452, 27169, 28710, 4354, 9069, 8577, 4963, 3923, 2026]
# Standard errors in spint are those of the step before its last; statsmodels checks ours closely.
STOPPED_EARLY = 1e-4
BETWEEN = ~np.eye(9, dtype=bool)


def test_unconstrained_exponential_on_austria_is_as_pysal_spint():
    model = unconstrained_gravity(
        MOVED, KM, origin_sizes=OUT, destination_sizes=IN, included=BETWEEN
    )
    assert MOVED.sum() == 89575
    assert model.constant == pytest.approx(-7.95447436, abs=1e-7)
    assert model.origin_exponent.value == pytest.approx(0.863867812, abs=1e-8)
    assert model.destination_exponent.value == pytest.approx(0.880474585, abs=1e-8)
    assert model.beta.value == pytest.approx(0.00620544765, abs=1e-9)
    errors = (model.origin_exponent, model.destination_exponent, model.beta)
    assert [estimate.standard_error for estimate in errors] == pytest.approx(
        [5.16838440e-03, 4.78122141e-03, 5.18488192e-05], rel=STOPPED_EARLY
    )
    assert model.deviance == pytest.approx(19806.408696637576, rel=1e-7)
    assert model.deviance_explained == pytest.approx(0.88713874099960177, abs=1e-9)
    assert model.fit.sorensen == pytest.approx(0.72706171189789603, abs=1e-8)
    assert model.fit.srmse == pytest.approx(0.62063116008447083, abs=1e-7)
    assert model.flows[0, 1] == pytest.approx(2053.49248374, abs=1e-5)
    assert model.flows.sum() == pytest.approx(89575, rel=1e-10)
    assert model.margin_error == 0


def test_unconstrained_power_on_austria_is_as_pysal_spint():
    model = unconstrained_gravity(
        MOVED, KM, origin_sizes=OUT, destination_sizes=IN, included=BETWEEN, deterrence=POWER
    )
    found = (
        model.constant,
        model.origin_exponent.value,
        model.destination_exponent.value,
        -model.beta.value,
    )
    assert found == pytest.approx((-0.78592145, 0.69781603, 0.72780679, -1.05946809), abs=1e-7)


def test_production_constrained_on_austria_is_as_pysal_spint():
    model = production_constrained_gravity(MOVED, KM, destination_sizes=IN, included=BETWEEN)
    assert model.destination_exponent.value == pytest.approx(0.89278717, abs=1e-7)
    assert model.destination_exponent.standard_error == pytest.approx(
        4.66889578e-03, rel=STOPPED_EARLY
    )
    assert model.beta.value == pytest.approx(0.00727113, abs=1e-8)
    assert model.beta.standard_error == pytest.approx(5.26601057e-05, rel=STOPPED_EARLY)
    assert model.deviance == pytest.approx(15279.974241770311, rel=1e-7)
    assert model.fit.sorensen == pytest.approx(0.740619203383, abs=1e-8)
    assert model.fit.srmse == pytest.approx(0.46622685091043831, abs=1e-7)
    # spint reports the first origin as constant, the others as differences from it.
    assert model.origin_effects[0] == pytest.approx(-1.11700938, abs=1e-6)
    assert model.origin_effects[1] - model.origin_effects[0] == pytest.approx(1.68662317, abs=1e-6)
    assert model.origin_exponent is model.destination_effects is model.constant is None


def test_attraction_constrained_on_austria_is_as_pysal_spint():
    model = attraction_constrained_gravity(MOVED, KM, origin_sizes=OUT, included=BETWEEN)
    assert model.origin_exponent.value == pytest.approx(0.89235874, abs=1e-7)
    assert model.beta.value == pytest.approx(0.00693755, abs=1e-8)
    assert model.deviance == pytest.approx(15673.222613627502, rel=1e-7)
    assert model.fit.sorensen == pytest.approx(0.750634498293, abs=1e-8)
    np.testing.assert_allclose(model.flows.sum(axis=0), MOVED.sum(axis=0), rtol=1e-12)


def test_doubly_constrained_exponential_on_austria_is_as_pysal_spint():
    model = doubly_constrained_gravity(MOVED, KM, included=BETWEEN)
    assert model.beta.value == pytest.approx(0.0079153331, abs=1e-10)
    assert model.beta.standard_error == pytest.approx(5.06213514e-05, rel=STOPPED_EARLY)
    assert model.deviance == pytest.approx(9360.482092561484, rel=1e-7)
    assert model.deviance_explained == pytest.approx(0.946661920897, abs=1e-8)
    assert model.fit.sorensen == pytest.approx(0.811852110904, abs=1e-7)
    assert model.fit.srmse == pytest.approx(0.37925654532618808, abs=1e-6)
    effects = model.origin_effects[:, None] + model.destination_effects - model.beta.value * KM
    np.testing.assert_allclose(np.exp(effects)[BETWEEN], model.flows[BETWEEN], rtol=1e-10)


def test_doubly_constrained_power_on_austria_is_as_pysal_spint():
    model = doubly_constrained_gravity(MOVED, KM, included=BETWEEN, deterrence=POWER)
    assert model.beta.value == pytest.approx(1.2640825332, abs=1e-9)
    assert model.fit.sorensen == pytest.approx(0.833993, abs=1e-6)
    assert model.fit.srmse == pytest.approx(0.277681, abs=1e-6)
    cost = np.where(BETWEEN, np.log(np.where(BETWEEN, KM, 1)), 0)
    assert (model.flows * cost).sum() == pytest.approx((MOVED * cost).sum(), rel=1e-12)


@pytest.mark.parametrize("metres", [1e-9, 1000.0, 1e9])
def test_the_unit_of_distance_changes_beta_and_nothing_else(metres):
    model = doubly_constrained_gravity(MOVED, KM * metres, included=BETWEEN)
    plain = doubly_constrained_gravity(MOVED, KM, included=BETWEEN)
    assert model.beta.value * metres == pytest.approx(plain.beta.value, rel=1e-9)
    np.testing.assert_allclose(model.flows, plain.flows, rtol=1e-8)


def test_infinite_cost_leaves_a_pair_out_as_the_mask_does():
    walled = np.where(BETWEEN, KM, np.inf)
    model = doubly_constrained_gravity(MOVED, walled)
    np.testing.assert_allclose(
        model.flows, doubly_constrained_gravity(MOVED, KM, included=BETWEEN).flows, rtol=1e-12
    )


tables = arrays(float, (5, 5), elements=st.floats(0.5, 1000))
costs = np.abs(np.subtract.outer(np.arange(5.0), [0.3, 1.1, 2.2, 2.8, 4.5])) + 0.5


@modest
@given(tables, st.sampled_from(Deterrence))
def test_margins_and_mean_cost_are_met_by_any_flows(flows, deterrence):
    model = doubly_constrained_gravity(flows, costs, deterrence=deterrence)
    resisted = costs if deterrence is Deterrence.EXPONENTIAL else np.log(costs)
    assert model.margin_error <= 1e-9
    np.testing.assert_allclose(model.flows.sum(axis=1), flows.sum(axis=1), rtol=1e-9)
    np.testing.assert_allclose(model.flows.sum(axis=0), flows.sum(axis=0), rtol=1e-9)
    slack = 1e-9 * flows.sum()
    assert (model.flows * resisted).sum() == pytest.approx((flows * resisted).sum(), abs=slack)


@modest
@given(tables, st.floats(1e-3, 1e4))
def test_more_people_who_choose_alike_give_the_same_beta(flows, factor):
    model = doubly_constrained_gravity(flows, costs)
    more = doubly_constrained_gravity(flows * factor, costs)
    assert more.beta.value == pytest.approx(model.beta.value, rel=1e-6, abs=1e-8)


@modest
@given(tables)
def test_turning_the_table_turns_production_into_attraction(flows):
    sizes = [3.0, 1.0, 4.0, 1.5, 5.0]
    one = production_constrained_gravity(flows, costs, destination_sizes=sizes)
    other = attraction_constrained_gravity(flows.T, costs.T, origin_sizes=sizes)
    np.testing.assert_allclose(one.flows, other.flows.T, rtol=1e-8)
    assert one.beta.value == pytest.approx(other.beta.value, rel=1e-7, abs=1e-9)
    assert one.margin_error <= 1e-9


def test_flows_made_by_the_model_give_its_beta_back_and_no_error():
    flows = np.outer([10, 20, 5, 7, 9], [4, 3, 2, 8, 6]) * np.exp(-0.7 * costs)
    model = doubly_constrained_gravity(flows, costs)
    assert model.beta.value == pytest.approx(0.7, rel=1e-10)
    assert model.beta.robust_standard_error == pytest.approx(0, abs=1e-9)
    assert model.deviance == pytest.approx(0, abs=1e-8)
    assert model.fit.common_part == pytest.approx(1)


def test_places_without_flows_are_kept_at_zero():
    flows = np.round(np.outer([10, 20, 5, 7, 9], [4, 3, 2, 8, 6]) * np.exp(-0.7 * costs))
    flows[2], flows[:, 4] = 0, 0
    model = doubly_constrained_gravity(flows, costs)
    assert model.flows[2].tolist() == [0] * 5
    assert model.flows[:, 4].tolist() == [0] * 5
    assert np.isneginf(model.origin_effects).tolist() == [False, False, True, False, False]
    assert np.isneginf(model.destination_effects).tolist() == [False] * 4 + [True]


def test_a_pair_that_the_totals_keep_empty_is_zero_and_the_rest_is_fitted():
    # With the first origin open to the first two destinations only and its flow all in the first,
    # which nobody else may fill beyond, the totals decide; the rest is a table of its own.
    flows = np.array([[5.0, 0, 0, 0], [0, 4, 3, 2], [0, 6, 2, 9], [0, 1, 7, 3]])
    included = np.ones((4, 4), dtype=bool)
    included[0, 2:], included[1:, 0] = False, False
    cost = np.array([[1.0, 2, 3, 4], [2, 1, 2, 5], [3, 2, 1, 2], [4, 3, 6, 1]])
    model = doubly_constrained_gravity(flows, cost, included=included)
    alone = doubly_constrained_gravity(flows[1:, 1:], cost[1:, 1:])
    assert model.flows[0].tolist() == pytest.approx([5, 0, 0, 0])
    np.testing.assert_allclose(model.flows[1:, 1:], alone.flows, rtol=1e-9)
    assert model.beta.value == pytest.approx(alone.beta.value, rel=1e-9)


def test_standard_errors_agree_with_statsmodels():
    statsmodels = pytest.importorskip("statsmodels.api")
    rows, columns = np.nonzero(BETWEEN)
    dummies = [rows == k for k in range(9)] + [columns == k for k in range(1, 9)]
    design = np.column_stack([KM[BETWEEN] / 100, *dummies]).astype(float)
    oracle = statsmodels.GLM(MOVED[BETWEEN], design, family=statsmodels.families.Poisson())
    plain, robust = (oracle.fit(tol=1e-14, cov_type=kind) for kind in ("nonrobust", "HC0"))
    model = doubly_constrained_gravity(MOVED, KM, included=BETWEEN)
    assert plain.deviance == pytest.approx(model.deviance, rel=1e-11)
    assert -plain.params[0] / 100 == pytest.approx(model.beta.value, rel=1e-10)
    assert plain.bse[0] / 100 == pytest.approx(model.beta.standard_error, rel=1e-6)
    assert robust.bse[0] / 100 == pytest.approx(model.beta.robust_standard_error, rel=1e-6)


def test_everybody_to_the_nearest_is_no_finite_beta_and_an_error():
    with pytest.raises(DidNotConverge, match="no finite estimate"):
        doubly_constrained_gravity(np.diag([5.0, 6.0, 7.0]), 2 - np.eye(3))


@pytest.mark.parametrize(("limit", "most"), [("MOST_STEPS", 2), ("MOST_HALVINGS", 0)])
def test_an_estimate_not_reached_is_an_error_and_not_a_number(monkeypatch, limit, most):
    monkeypatch.setattr(poisson, limit, most)
    with pytest.raises(DidNotConverge, match="no finite estimate"):
        doubly_constrained_gravity(MOVED, KM, included=BETWEEN)


def test_totals_not_met_are_an_error_and_not_a_number(monkeypatch):
    monkeypatch.setattr(gravity, "MARGINS_MET", -1)
    with pytest.raises(DidNotConverge, match="totals are missed"):
        doubly_constrained_gravity(MOVED, KM, included=BETWEEN)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: doubly_constrained_gravity(np.ones((3, 3)), np.ones((3, 3))), "equal"),
        (
            lambda: doubly_constrained_gravity(
                np.ones((3, 3)) + np.eye(3), np.add.outer([1.0, 2, 3], [4.0, 1, 2])
            ),
            "own part",
        ),
        (lambda: doubly_constrained_gravity(np.zeros((2, 2)), np.ones((2, 2))), "nothing"),
        (
            lambda: production_constrained_gravity(tables_like(), costs, destination_sizes=[2] * 5),
            "equal",
        ),
        (
            lambda: production_constrained_gravity(
                tables_like(), np.tile(np.log([1.0, 2, 3, 4, 5]), (5, 1)) + 1,
                destination_sizes=[1, 2, 3, 4, 5],
            ),
            "own part",
        ),
    ],
)  # fmt: skip
def test_effects_that_cannot_be_told_are_refused(call, word):
    with pytest.raises(NotEnoughData, match=word):
        call()


def tables_like():
    return np.arange(25.0).reshape(5, 5) % 7 + 1


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"flows": [1.0, 2.0]}, "matrix"),
        ({"flows": np.full((5, 5), np.nan)}, "finite"),
        ({"flows": -tables_like()}, "negative"),
        ({"cost": costs[:4]}, "expected"),
        ({"cost": np.where(np.eye(5) > 0, np.inf, costs)}, "infinite"),
        ({"cost": np.where(np.eye(5) > 0, 0, costs), "deterrence": POWER}, "cost 0"),
        ({"included": [[True]]}, "included"),
        ({"destination_sizes": [1, 2, 3, 4, 0]}, "size 0"),
        ({"destination_sizes": [1, 2, 3]}, "expected 5"),
    ],
)
def test_input_that_makes_no_sense_is_refused(changes, word):
    given_ = {"flows": tables_like(), "cost": costs, "destination_sizes": [1, 2, 3, 4, 5]}
    with pytest.raises(InvalidInput, match=word):
        production_constrained_gravity(**{**given_, **changes})


def test_a_trial_out_of_the_range_of_numbers_is_no_state():
    table = poisson.FlowTable(
        np.ones(2), np.ones(2), np.zeros((2, 2)), (), np.empty(0), np.array([0])
    )
    assert poisson._profiled(table, np.empty(0), np.array([0.0, -1e4])) is None
    assert poisson._profiled(table, np.empty(0), np.array([0.0, 1.0])) is not None
