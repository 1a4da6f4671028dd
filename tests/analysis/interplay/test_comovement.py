"""Correlation over time: against statsmodels, and what must hold of its intervals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.interplay.comovement import IntervalMethod, comovement
from byregion.analysis.interplay.lead_lag import lead_lag

HAC = IntervalMethod.HAC
modest = settings(derandomize=True, max_examples=40, deadline=None)
series = arrays(float, 12, elements=st.integers(-1000, 1000).map(lambda n: n / 1e4), unique=True)


def made(years=30, strength=0.6, seed=1):
    rng = np.random.default_rng(seed)
    core = rng.normal(0.01, 0.02, years)
    return core, strength * core + rng.normal(0, 0.01, years)


def test_hac_error_is_that_of_statsmodels():
    api = pytest.importorskip("statsmodels.api")
    core, hinterland = made()
    x = (core - core.mean()) / core.std()
    y = (hinterland - hinterland.mean()) / hinterland.std()
    oracle = api.OLS(y, api.add_constant(x)).fit(
        cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": False}, use_t=True
    )
    found = comovement(core, hinterland, method=HAC)
    assert found.correlation == pytest.approx(oracle.params[1], rel=1e-12)
    assert found.p_value == pytest.approx(oracle.pvalues[1], rel=1e-8)
    low, high = oracle.conf_int()[1]
    assert (found.low, found.high) == pytest.approx((low, min(high, 1)), rel=1e-9)


def test_the_bootstrap_covers_the_truth_about_as_often_as_it_says():
    covered = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        core = rng.normal(size=40)
        hinterland = 0.6 * core + 0.8 * rng.normal(size=40)
        found = comovement(core, hinterland, draws=299, level=0.9, seed=7)
        covered += found.low <= 0.6 <= found.high
    assert 46 <= covered <= 60


def test_the_same_seed_gives_the_same_interval_and_another_another():
    core, hinterland = made()
    one, same, other = (comovement(core, hinterland, seed=seed) for seed in (3, 3, 4))
    assert one == same
    assert (one.low, one.high) != (other.low, other.high)


@modest
@given(series, series, st.floats(0.1, 10), st.sampled_from(IntervalMethod))
def test_intervals_lie_within_one_and_do_not_care_for_units(core, hinterland, scale, method):
    found = comovement(core, hinterland, method=method, draws=99)
    assert -1 <= found.low <= found.high <= 1
    scaled = comovement(core * scale, hinterland + 1, method=method, draws=99)
    assert scaled.correlation == pytest.approx(found.correlation, abs=1e-9)
    assert scaled.p_value == pytest.approx(found.p_value, abs=1e-6)


@pytest.mark.parametrize("sign", [1, -1])
def test_copies_correlate_wholly(sign):
    core, _ = made()
    found = comovement(core, sign * core, method=HAC)
    assert found.correlation == pytest.approx(sign)
    assert found.p_value == pytest.approx(0, abs=1e-12)


def test_no_error_means_a_certain_answer():
    # Perfectly orthogonal and without any product: correlation 0, error 0.
    core = [1, -1, 0, 0, 0, 0, 0, 0]
    hinterland = [0, 0, 0, 0, 0, 0, 1, -1]
    assert comovement(core, hinterland, method=HAC).p_value == 1.0


@pytest.mark.parametrize(
    ("options", "word"),
    [({"level": 1}, "level"), ({"level": 0}, "level"), ({"draws": 10}, "draws")],
)
def test_options_out_of_range_are_refused(options, word):
    with pytest.raises(InvalidInput, match=word):
        comovement(*made(), **options)


def test_growth_in_one_year_only_is_too_little():
    spike = np.zeros(12)
    spike[5] = 0.1
    with pytest.raises(NotEnoughData, match="so few years"):
        comovement(spike, np.arange(12.0))


def test_five_years_are_too_few():
    with pytest.raises(NotEnoughData, match="needs 6"):
        comovement([1, 2, 3, 2, 1], [2, 3, 1, 2, 4])


def test_cross_correlations_are_those_of_statsmodels():
    tools = pytest.importorskip("statsmodels.tsa.stattools")
    core, hinterland = made()
    found = lead_lag(core, hinterland)
    assert found.lags == (-3, -2, -1, 0, 1, 2, 3)
    later = tools.ccf(hinterland, core, adjusted=False)[:4]
    earlier = tools.ccf(core, hinterland, adjusted=False)[:4]
    assert found.correlations[3:] == pytest.approx(later)
    assert found.correlations[3::-1] == pytest.approx(earlier)


def test_a_core_two_years_ahead_is_strongest_at_lag_two():
    core, _ = made(years=40)
    found = lead_lag(core[2:], core[:-2])
    assert found.strongest == 2
    assert found.p_values[5] < 0.001
    assert lead_lag(core[:-2], core[2:]).strongest == -2


@modest
@given(series, series)
def test_swapping_the_series_turns_the_lags(core, hinterland):
    one, other = lead_lag(core, hinterland), lead_lag(hinterland, core)
    assert one.correlations == pytest.approx(other.correlations[::-1], abs=1e-12)


def test_lags_need_years():
    with pytest.raises(InvalidInput, match="most is 0"):
        lead_lag(*made(), most=0)
    with pytest.raises(NotEnoughData, match="needs 8"):
        lead_lag([1, 2, 3, 4, 3, 2, 1], [2, 1, 3, 4, 5, 2, 1])
