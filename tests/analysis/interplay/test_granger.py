"""Granger tests against statsmodels, and the panel test against published figures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.interplay.discovery import benjamini_hochberg
from byregion.analysis.interplay.granger import dumitrescu_hurlin, granger

modest = settings(derandomize=True, max_examples=40, deadline=None)


def led(years=60, strength=0.8, seed=2):
    rng = np.random.default_rng(seed)
    core = rng.normal(size=years)
    hinterland = rng.normal(size=years)
    hinterland[1:] += strength * core[:-1]
    return core, hinterland


@pytest.mark.parametrize("lags", [1, 2, 3])
def test_f_is_that_of_statsmodels(lags):
    api = pytest.importorskip("statsmodels.api")
    core, hinterland = led()
    found = granger(core, hinterland, lags=lags)
    now = hinterland[lags:]
    past = [s[lags - k : s.size - k] for s in (hinterland, core) for k in range(1, lags + 1)]
    full = api.OLS(now, api.add_constant(np.column_stack(past))).fit()
    short = api.OLS(now, api.add_constant(np.column_stack(past[:lags]))).fit()
    f_statistic, p_value, _ = full.compare_f_test(short)
    assert (found.f_statistic, found.p_value) == pytest.approx((f_statistic, p_value), rel=1e-9)
    assert found.effect == pytest.approx(full.params[-lags:].sum())
    assert found.freedom == full.df_resid


def test_the_leader_is_found_and_the_follower_is_not():
    core, hinterland = led()
    assert granger(core, hinterland).p_value < 1e-4
    assert granger(core, hinterland).effect > 0
    assert granger(hinterland, core).p_value > 0.05


@modest
@given(st.floats(0.01, 100), st.floats(-5, 5), st.integers(0, 50))
def test_units_do_not_matter(scale, shift, seed):
    core, hinterland = led(years=15, seed=seed)
    one, other = granger(core, hinterland), granger(core * scale + shift, hinterland)
    assert other.p_value == pytest.approx(one.p_value, abs=1e-8)


def test_grunfeld_panel_gives_the_published_figures():
    """Investment and value of ten firms, 20 years: Z-tilde as R's plm documents it."""
    datasets = pytest.importorskip("statsmodels.datasets")
    table = datasets.grunfeld.load_pandas().data
    table = table[table["firm"] != "American Steel"]
    pairs = [
        (rows["value"].to_numpy(), rows["invest"].to_numpy()) for _, rows in table.groupby("firm")
    ]
    found = dumitrescu_hurlin(pairs, lags=1)
    assert found.mean_wald == pytest.approx(3.0226286440, abs=1e-9)
    assert found.z_asymptotic == pytest.approx(4.5227351413, abs=1e-9)
    assert found.z == pytest.approx(3.2896001270, abs=1e-9)
    assert (found.units, found.years, found.lags) == (10, 20, 1)
    # With T = 19, the years left after the lag, the same statistic would be 3.2101710689.
    shorter = np.sqrt(10 / 2 * 11 / 14) * (13 / 15 * found.mean_wald - 1)
    assert shorter == pytest.approx(3.2101710689, abs=1e-9)
    assert found.p_value == pytest.approx(0.001003, abs=1e-6)


@pytest.mark.parametrize(
    ("pairs", "error", "word"),
    [
        ([led()], NotEnoughData, "no panel"),
        ([led(), led(years=50)], InvalidInput, "unequal numbers"),
        ([led(years=8), led(years=8)], NotEnoughData, "needs 9"),
    ],
)
def test_panels_that_cannot_be_tested_are_refused(pairs, error, word):
    with pytest.raises(error, match=word):
        dumitrescu_hurlin(pairs)


def test_series_that_cannot_be_tested_are_refused():
    core, hinterland = led(years=20)
    with pytest.raises(InvalidInput, match="lags is 0"):
        granger(core, hinterland, lags=0)
    with pytest.raises(NotEnoughData, match="needs 7"):
        granger(core[:6], hinterland[:6])
    with pytest.raises(NotEnoughData, match="copies"):
        granger(core, core)
    with pytest.raises(NotEnoughData, match="without error"):
        granger(core[1:], core[:-1])
    with pytest.raises(NotEnoughData, match="once a lag"):
        granger(np.eye(20)[19], hinterland)


def test_adjusted_p_values_are_those_of_scipy_and_by_hand():
    from scipy.stats import false_discovery_control

    p_values = [0.01, 0.04, 0.03, 0.2, 0.9]
    found = benjamini_hochberg(p_values, level=0.07)
    assert found.adjusted == pytest.approx(list(false_discovery_control(p_values)))
    assert found.adjusted == pytest.approx([0.05, 0.2 / 3, 0.2 / 3, 0.25, 0.9])
    assert found.stands == (True, True, True, False, False)


@modest
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjustment_never_lowers_and_keeps_the_order(p_values):
    adjusted = np.array(benjamini_hochberg(p_values).adjusted)
    order = np.argsort(p_values, kind="stable")
    assert (adjusted >= np.array(p_values) - 1e-15).all()
    assert (np.diff(adjusted[order]) >= 0).all()
    assert (adjusted <= 1).all()


@pytest.mark.parametrize(
    ("p_values", "options"),
    [([], {}), ([1.1], {}), ([np.nan], {}), ([[0.1]], {}), ([0.1], {"level": 1})],
)
def test_p_values_that_make_no_sense_are_refused(p_values, options):
    with pytest.raises(InvalidInput):
        benjamini_hochberg(p_values, **options)
