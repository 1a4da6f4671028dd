"""Back-tests: errors by hand, and the national table of people by age."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from byregion.analysis.errors import InvalidInput
from byregion.analysis.projection.backtest import backtest_projection, backtest_totals
from byregion.analysis.projection.cohort_change import project_cohort_change
from byregion.analysis.projection.population import CohortRates, Population

modest = settings(derandomize=True, max_examples=40, deadline=None)


def test_errors_by_hand():
    test = backtest_totals([100, 100], [110, 90], [100, 120])
    assert test.errors == pytest.approx([0.1, -0.25])
    assert test.bias == pytest.approx(-0.075)
    assert test.mean_absolute == pytest.approx(0.175)
    assert test.median_absolute == pytest.approx(0.175)
    assert test.total == pytest.approx(200 / 220 - 1)
    assert test.no_change_mean_absolute == pytest.approx((1 / 6) / 2)
    assert test.beats_no_change == 0


def test_a_projection_is_made_and_compared_in_one_call():
    start = Population.of(female=[100, 100], male=[100, 100])
    rates = CohortRates.of(
        fertility=[0, 0],
        survival_female=[1, 0.5],
        survival_male=[1, 0.5],
        birth_survival_female=1,
        birth_survival_male=1,
        sex_ratio=1.05,
    )
    projection, test = backtest_projection(
        start, Population.of(female=[0, 150], male=[0, 50]), rates, step_years=1, steps=1
    )
    assert projection.final.totals.tolist() == [300]
    assert test.errors == pytest.approx([0.5])


@pytest.mark.parametrize(
    ("start", "projected", "observed", "word"),
    [
        ([1], [1], [1, 2], "1, 1 and 2"),
        ([1], [1], [0], "nobody"),
        ([1], [np.nan], [1], "projected"),
        ([[1]], [1], [1], "start"),
    ],
)
def test_totals_that_cannot_be_compared_are_refused(start, projected, observed, word):
    with pytest.raises(InvalidInput, match=word):
        backtest_totals(start, projected, observed)


def test_cohort_change_by_hand():
    # Age groups 0, 1, 2 and 3 or more; a step is one group; parents are group 1.
    earlier, later = [10, 20, 30, 40], [12, 9, 22, 35]
    found = project_cohort_change(earlier, later, shift=1, steps=1, parents=(1, 1))
    assert found.ratios[0] == pytest.approx([12 / 9, 9 / 10, 22 / 20, 35 / 70])
    ones = 12 * 0.9
    assert found.people[1, 0] == pytest.approx([ones * 12 / 9, ones, 9 * 1.1, 57 / 2])
    assert found.provenance.estimate


def test_a_prior_draws_small_places_towards_all_of_them():
    earlier, later = [[100, 100], [1, 1]], [[100, 100], [4, 1]]
    free = project_cohort_change(earlier, later, shift=1, steps=1, parents=(1, 1))
    drawn = project_cohort_change(earlier, later, shift=1, steps=1, parents=(1, 1), prior=1e9)
    assert free.ratios[1, 0] == 4
    assert drawn.ratios[1, 0] == pytest.approx(104 / 101, rel=1e-6)


@modest
@given(arrays(float, (3, 8), elements=st.floats(1, 1e5)), st.integers(1, 3))
def test_what_stood_still_stands_still(people, shift):
    found = project_cohort_change(people, people, shift=shift, steps=3, parents=(4, 5))
    np.testing.assert_allclose(found.people[-1], people, rtol=1e-9)


@modest
@given(arrays(float, (2, 6), elements=st.floats(1, 1e4)), st.floats(0.5, 2))
def test_what_grew_evenly_goes_on(people, growth):
    found = project_cohort_change(people, people * growth, shift=1, steps=2, parents=(2, 4))
    np.testing.assert_allclose(found.people[-1], people * growth**3, rtol=1e-9)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"later": [1, 2]}, "shape"),
        ({"earlier": [-1, 2, 3], "later": [1, 2, 3]}, "not negative"),
        ({"earlier": [[[1.0, 2]]]}, "by place and age"),
        ({"shift": 3}, "shift"),
        ({"steps": 0}, "steps"),
        ({"parents": (0, 1)}, "parents"),
        ({"parents": (1, 3)}, "parents"),
        ({"prior": -1}, "prior"),
        ({"earlier": [0, 2, 3]}, "nobody for them"),
        ({"earlier": [0, 2, 3], "prior": 5}, "nobody for them"),
    ],
)
def test_cohorts_that_cannot_be_projected_are_refused(changes, word):
    given_ = {"earlier": [1, 2, 3], "later": [1, 2, 3], "shift": 1, "steps": 1, "parents": (1, 2)}
    with pytest.raises(InvalidInput, match=word):
        project_cohort_change(**{**given_, **changes})


@pytest.mark.realdata
def test_norwegian_municipalities_five_years_ahead(shared_statistics):
    """2006 and 2011 foretell 2016 better than no change does, within 3 % on average."""
    table = pl.read_parquet(shared_statistics / "population.parquet").filter(
        pl.col("year").is_in([2006, 2011, 2016])
    )
    counted = table.group_by("municipality").agg(pl.col("year").n_unique())
    lasting = counted.filter(pl.col("year") == 3)["municipality"]
    by_age = (
        table.filter(pl.col("municipality").is_in(lasting.implode()))
        .with_columns(group=pl.min_horizontal(pl.col("age") // 5, 18))
        .group_by("year", "municipality", "group")
        .agg(pl.col("persons").sum())
        .sort("year", "municipality", "group")
    )
    counts = by_age["persons"].to_numpy().reshape(3, -1, 19)
    found = project_cohort_change(counts[0], counts[1], shift=1, steps=1, parents=(4, 8), prior=20)
    test = backtest_totals(found.totals[0], found.totals[1], counts[2].sum(axis=1))
    assert len(test.errors) > 400
    assert test.mean_absolute < 0.03
    assert test.mean_absolute < test.no_change_mean_absolute
    assert abs(test.total) < 0.03
