import math
import warnings

import libpysal
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.inequality import inequality, quantile_markov, theil_decomposition


@pytest.fixture(scope="module")
def incomes():
    """Income per head in 48 states of the USA 1929-2009, as libpysal carries it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = libpysal.examples.get_path("usjoin.csv")
    wide = pl.read_csv(path)
    years = [name for name in wide.columns if name.isdigit()]
    return wide.unpivot(years, index="Name", variable_name="period", value_name="value").select(
        code="Name", period=pl.col("period").cast(pl.Int64), value="value"
    )


def frame(numbers, **columns):
    codes = [f"{n:03}" for n in range(len(numbers))]
    return pl.DataFrame({"code": codes, "value": [float(x) for x in numbers], **columns})


@pytest.mark.parametrize(
    ("year", "gini", "theil"), [(1929, 0.2010413, 0.0625135), (2009, 0.0788265, 0.0100095)]
)
def test_american_state_incomes_as_in_pysal(incomes, year, gini, theil):
    result = inequality(incomes.filter(period=year))
    assert result.gini == pytest.approx(gini, abs=5e-8)
    assert result.theil == pytest.approx(theil, abs=5e-8)
    assert result.units == 48


def test_quintile_markov_of_state_incomes_as_in_pysal(incomes):
    result = quantile_markov(incomes)
    diagonal = result.transitions.filter(pl.col("origin") == pl.col("destination"))
    assert diagonal["probability"].to_list() == pytest.approx(
        [0.9101, 0.7853, 0.7888, 0.7981, 0.9274], abs=5e-5
    )
    assert result.transitions["count"].sum() == 48 * 80
    matrix = result.transitions["probability"].to_numpy().reshape(5, 5)
    steady = np.array(result.steady_state)
    assert steady @ matrix == pytest.approx(steady)
    assert steady.sum() == pytest.approx(1)


def test_everything_with_one():
    result = inequality(frame([0, 0, 0, 8]))
    assert result.gini == pytest.approx(3 / 4)
    assert result.theil == pytest.approx(math.log(4))


def test_weights_count_as_repetitions():
    plain = inequality(frame([1, 1, 1, 4, 4, 9]))
    weighted = inequality(frame([1, 4, 9], weight=[3.0, 2.0, 1.0]))
    assert weighted.gini == pytest.approx(plain.gini)
    assert weighted.theil == pytest.approx(plain.theil)
    assert weighted.provenance.parameters == {"weighted": True}


numbers = st.lists(st.integers(0, 1000), min_size=2, max_size=9).filter(any)


@given(numbers)
@settings(max_examples=50, derandomize=True, deadline=None)
def test_gini_is_the_mean_difference_and_scale_does_not_matter(values):
    x = np.array(values, dtype=float)
    expected = np.abs(np.subtract.outer(x, x)).mean() / (2 * x.mean())
    assert inequality(frame(values)).gini == pytest.approx(expected, abs=1e-12)
    again = inequality(frame([7 * value for value in values]).reverse())
    assert again.gini == pytest.approx(expected, abs=1e-12)
    assert again.theil == pytest.approx(inequality(frame(values)).theil, abs=1e-12)


@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.sampled_from("abc"), st.integers(1, 9)),
        min_size=2,
        max_size=10,
    ).filter(lambda rows: any(row[0] for row in rows))
)
@settings(max_examples=50, derandomize=True, deadline=None)
def test_theil_is_between_and_within(rows):
    values, groups, weights = zip(*rows, strict=True)
    table = frame(values, group=list(groups), weight=[float(weight) for weight in weights])
    result = theil_decomposition(table)
    assert result.theil == pytest.approx(result.between + result.within, abs=1e-12)
    assert min(result.between, result.within) >= -1e-12
    assert result.groups["share"].sum() == pytest.approx(1)
    assert theil_decomposition(table.reverse()).groups.equals(result.groups)


def test_a_group_of_zeros_has_no_inequality_of_its_own():
    result = theil_decomposition(frame([0, 0, 3, 5], group=["a", "a", "b", "b"]))
    assert result.groups.row(0) == ("a", 2, 0.0, None)
    assert result.between == pytest.approx(math.log(2))


def panel(rows):
    return pl.DataFrame(
        [
            (code, period, value)
            for code, values in rows.items()
            for period, value in values.items()
        ],
        schema={"code": pl.String, "period": pl.Int64, "value": pl.Float64},
        orient="row",
    )


def test_markov_by_hand():
    """Two units that change place every year: each class always goes to the other."""
    result = quantile_markov(panel({"a": {1: 1, 2: 9, 3: 1}, "b": {1: 5, 2: 5, 3: 5}}), classes=2)
    assert result.transitions.rows() == [(1, 1, 0, 0), (1, 2, 2, 1), (2, 1, 2, 1), (2, 2, 0, 0)]
    assert result.steady_state == pytest.approx((0.5, 0.5))


def test_markov_without_a_way_out_has_no_steady_state():
    still = quantile_markov(panel({"a": {1: 1, 2: 1}, "b": {1: 5, 2: 5}}), classes=2)
    assert still.steady_state is None
    alike = quantile_markov(panel({"a": {1: 1, 2: 1}, "b": {1: 1, 2: 1}}), classes=2)
    assert alike.steady_state is None
    assert alike.transitions["probability"].to_list() == [1, 0, None, None]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pl.DataFrame({"code": ["a"]}), "missing columns value"),
        (pl.DataFrame({"code": ["a", "a"], "value": [1, 2]}), "a code one row"),
        (frame([1, -1]), "not negative.*001"),
        (frame([1, 2], weight=[1.0, 0.0]), "weights above zero: 001"),
        (frame([1, float("nan")]), "known.*001"),
        (frame([0, 0]), "all values are zero"),
    ],
)
def test_faulty_values_are_refused(table, message):
    with pytest.raises(InvalidInput, match=message):
        inequality(table)


def test_one_unit_is_too_few_and_groups_must_be_known():
    with pytest.raises(NotEnoughData, match="two units"):
        inequality(frame([1]))
    with pytest.raises(InvalidInput, match="needs a group"):
        theil_decomposition(frame([1, 2]))
    with pytest.raises(InvalidInput, match="needs a group"):
        theil_decomposition(frame([1, 2], group=["a", None]))


@pytest.mark.parametrize(
    ("table", "error", "message"),
    [
        (pl.DataFrame({"code": ["a"]}), InvalidInput, "period, value"),
        (panel({"a": {1: None, 2: 1}, "b": {1: 1, 2: 1}}), InvalidInput, "be known"),
        (panel({"a": {1: math.inf, 2: 1}, "b": {1: 1, 2: 1}}), InvalidInput, "be known"),
        (panel({"a": {1: 1, 2: 1}, "b": {1: 1}}), InvalidInput, "exactly one value"),
        (
            pl.concat([panel({"a": {1: 1}, "b": {1: 1, 2: 2}}), panel({"a": {1: 1}})]),
            InvalidInput,
            "exactly one value",
        ),
        (panel({"a": {1: 1}, "b": {1: 1}}), NotEnoughData, "two periods"),
        (panel({"a": {1: 1, 2: 1}}), NotEnoughData, "2 units, got 2 and 1"),
        (
            panel({"a": {1: 1, 2: 1, 4: 1}, "b": {1: 1, 2: 1, 4: 1}}),
            InvalidInput,
            "equally far apart",
        ),
    ],
)
def test_faulty_panels_are_refused(table, error, message):
    with pytest.raises(error, match=message):
        quantile_markov(table, classes=2)


def test_one_class_is_refused():
    with pytest.raises(InvalidInput, match="at least 2"):
        quantile_markov(panel({"a": {1: 1, 2: 2}}), classes=1)
