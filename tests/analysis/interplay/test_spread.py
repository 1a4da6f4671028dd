"""Spread and backwash: against least squares with dummies in statsmodels, and known answers."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

from byregion.analysis.errors import DidNotConverge, InvalidInput, NotEnoughData
from byregion.analysis.interplay import spread
from byregion.analysis.interplay.spread import spread_backwash


def panel(beta=0.5, gamma=-0.2, noise=0.01, seed=3, missing=0.0):
    rng = np.random.default_rng(seed)
    rows = []
    years = rng.normal(0, 0.02, 12)
    for region in range(8):
        core = rng.normal(0.01, 0.02, 12)
        for place in range(3):
            own, distance = rng.normal(0, 0.02), rng.uniform(0, 2)
            for year in range(12):
                tax = rng.normal()
                growth = own + years[year] + (beta + gamma * distance) * core[year] + 0.003 * tax
                growth += noise * rng.normal()
                if rng.uniform() >= missing:
                    rows.append(
                        (f"{region}-{place}", f"r{region}", year, growth, core[year], distance, tax)
                    )
    schema = ["unit", "region", "year", "growth", "core_growth_before", "distance", "tax"]
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.mark.parametrize("missing", [0.0, 0.2])
def test_slopes_and_clustered_errors_are_those_of_statsmodels(missing):
    api = pytest.importorskip("statsmodels.api")
    table = panel(missing=missing)
    found = spread_backwash(table, modifiers=["distance"], controls=["tax"])
    core = table["core_growth_before"].to_numpy()
    units, years = table["unit"].to_dummies(), table["year"].to_dummies(drop_first=True)
    slopes = [core, core * table["distance"].to_numpy(), table["tax"].to_numpy()]
    design = np.column_stack([*slopes, units.to_numpy(), years.to_numpy()]).astype(float)
    oracle = api.OLS(table["growth"].to_numpy(), design).fit(
        cov_type="cluster",
        cov_kwds={
            "groups": table["region"].rank("dense").to_numpy(),
            "use_correction": False,
        },
    )
    n, groups = table.height, 8
    scale = np.sqrt(groups / (groups - 1) * (n - 1) / (n - 3 - 12))
    for k, slope in enumerate((found.core, *found.others)):
        assert slope.value == pytest.approx(oracle.params[k], rel=1e-9)
        assert slope.standard_error == pytest.approx(oracle.bse[k] * scale, rel=1e-8)
        assert slope.low < slope.value < slope.high
    names = [slope.name for slope in (found.core, *found.others)]
    assert names == ["core_growth_before", "core_growth_before x distance", "tax"]
    assert (found.observations, found.units, found.regions, found.years) == (n, 24, 8, 12)


@pytest.mark.parametrize("missing", [0.0, 0.2])
@pytest.mark.parametrize("lags", [0, 2])
def test_driscoll_kraay_errors_are_those_of_linearmodels(missing, lags):
    """Driscoll & Kraay (1998), Bartlett weights; linearmodels scales by n over n less effects."""
    linearmodels = pytest.importorskip("linearmodels.panel")
    table = panel(missing=missing)
    found = spread_backwash(table, controls=["tax"], lags=lags)
    frame = pd.DataFrame(table.to_dict(as_series=False)).set_index(["unit", "year"])
    oracle = linearmodels.PanelOLS(
        frame["growth"],
        frame[["core_growth_before", "tax"]],
        entity_effects=True,
        time_effects=True,
    ).fit(cov_type="kernel", kernel="bartlett", bandwidth=lags, debiased=False)
    n = table.height
    effects = 24 + 12 - 1
    scale = np.sqrt((n - effects) / n * 12 / 11 * (n - 1) / (n - 2 - 12))
    for slope, value, error in zip(
        found.driscoll_kraay, oracle.params, oracle.std_errors, strict=True
    ):
        assert slope.value == pytest.approx(value, rel=1e-8)
        assert slope.standard_error == pytest.approx(error * scale, rel=1e-7)
    assert [slope.value for slope in (found.core, *found.others)] == [
        slope.value for slope in found.driscoll_kraay
    ]


def test_lags_of_the_check_are_those_of_newey_and_west_unless_told():
    """4 (12/100)^(2/9) = 2.5; a year without rows still counts as a year between others."""
    found = spread_backwash(panel())
    assert found.lags == found.provenance.parameters["lags"] == 2
    gap = panel().filter(pl.col("year") != 5)
    moved = gap.with_columns(
        year=pl.when(pl.col("year") > 5).then("year").otherwise(pl.col("year") + 1)
    )
    apart, together = (spread_backwash(table, lags=1) for table in (gap, moved))
    assert apart.core == together.core
    errors = [found.driscoll_kraay[0].standard_error for found in (apart, together)]
    assert errors[0] != pytest.approx(errors[1], rel=1e-6)


@pytest.mark.parametrize("lags", [-1, 12])
def test_lags_that_make_no_sense_are_refused(lags):
    with pytest.raises(InvalidInput, match="lags"):
        spread_backwash(panel(), lags=lags)


@pytest.mark.parametrize("beta", [0.5, -0.5])
def test_without_noise_the_effect_comes_back_with_its_sign(beta):
    found = spread_backwash(panel(beta=beta, gamma=0, noise=0), controls=["tax"])
    assert found.core.value == pytest.approx(beta, rel=1e-9)
    assert found.core.p_value < 1e-9
    assert found.provenance.estimate


def test_what_all_places_share_in_a_year_changes_nothing():
    table = panel()
    lifted = table.with_columns(growth=pl.col("growth") + pl.col("year") ** 2)
    one, other = spread_backwash(table), spread_backwash(lifted)
    assert other.core.value == pytest.approx(one.core.value, rel=1e-7)


def test_an_effect_without_any_error_is_certain():
    (slope,) = spread._slopes(["x"], np.array([0.3]), np.array([0.0]), 5, 0.95)
    assert (slope.p_value, slope.low, slope.high) == (0.0, 0.3, 0.3)


def test_effects_that_do_not_settle_are_told(monkeypatch):
    monkeypatch.setattr(spread, "MOST_ROUNDS", 1)
    with pytest.raises(DidNotConverge, match="too few years"):
        spread_backwash(panel(missing=0.2))


@pytest.mark.parametrize(
    ("change", "options", "word"),
    [
        (lambda t: t.drop("region"), {}, "columns region"),
        (lambda t: t, {"controls": ["rain"]}, "columns rain"),
        (lambda t: t.clear(), {}, "empty"),
        (lambda t: t.with_columns(tax=None), {"controls": ["tax"]}, "missing"),
        (lambda t: t.with_columns(growth=float("nan")), {}, "finite"),
        (lambda t: pl.concat([t, t[:1]]), {}, "more than once"),
        (
            lambda t: t.with_columns(
                region=pl.when(pl.col("year") == 0).then(pl.lit("r1")).otherwise("region")
            ),
            {},
            "more than one region",
        ),
        (lambda t: t, {"level": 1}, "level"),
    ],
)
def test_panels_that_make_no_sense_are_refused(change, options, word):
    with pytest.raises(InvalidInput, match=word):
        spread_backwash(change(panel()), **options)


@pytest.mark.parametrize(
    ("change", "options", "word"),
    [
        (lambda t: t.filter(pl.col("region") < "r2"), {}, "three regions"),
        (lambda t: t.with_columns(core_growth_before=pl.col("year") * 0.1), {}, "only as places"),
        (lambda t: t.with_columns(core_growth_before=0.1), {}, "only as places"),
        (lambda t: t, {"controls": ["tax", "tax"]}, "only as places"),
        (
            lambda t: t.filter((pl.col("unit").str.ends_with("-0")) & (pl.col("year") < 3)).filter(
                pl.col("region") < "r3"
            ),
            {"controls": ["tax", "distance_by_year", "squared"]},
            "observations",
        ),
    ],
)
def test_effects_that_cannot_be_told_are_refused(change, options, word):
    table = panel().with_columns(
        distance_by_year=pl.col("distance") * pl.col("year"), squared=pl.col("tax") ** 2
    )
    with pytest.raises(NotEnoughData, match=word):
        spread_backwash(change(table), **options)
