import numpy as np
import polars as pl
import pytest

from byregion.analysis.errors import InvalidInput, NotEnoughData, UnknownCodes
from byregion.analysis.spatial.dependence import spatial_dependence
from byregion.analysis.spatial.weights import Weights


@pytest.fixture(scope="session")
def crime(columbus):
    weights, table = columbus("CRIME")
    for name in ("INC", "HOVAL"):
        table = table.join(columbus(name)[1].rename({"value": name}), on="code")
    return weights, table.rename({"value": "CRIME"})


ASKED = {"explained": "CRIME", "explaining": ["INC", "HOVAL"]}


@pytest.fixture(scope="session")
def answer(crime):
    return spatial_dependence(*crime, **ASKED)


def test_columbus_least_squares_as_published(answer):
    """spreg: CRIME on INC and HOVAL."""
    assert answer.coefficients["name"].to_list() == ["constant", "INC", "HOVAL"]
    assert answer.coefficients["least_squares"].to_list() == pytest.approx(
        [68.6189611, -1.5973108, -0.2739315], abs=5e-8
    )
    assert answer.r_squared == pytest.approx(0.5524040, abs=5e-8)


def test_columbus_lagrange_multipliers_as_published(answer):
    """spreg, queen contiguity: lag 8.8980 (p 0.00285), error 5.2062 (p 0.0225)."""
    assert answer.lm_lag.statistic == pytest.approx(8.8980, abs=5e-5)
    assert answer.lm_lag.p_value == pytest.approx(0.00285, abs=5e-6)
    assert answer.lm_error.statistic == pytest.approx(5.2062, abs=5e-5)
    assert answer.lm_error.p_value == pytest.approx(0.0225, abs=5e-5)


def test_columbus_lag_model_as_published(answer):
    """spreg, maximum likelihood: rho 0.4233254, log likelihood -182.6740."""
    assert answer.coefficients["lag"].to_list() == pytest.approx(
        [45.6032, -1.0487, -0.2663], abs=5e-5
    )
    assert answer.rho == pytest.approx(0.4233254, abs=5e-7)
    assert answer.log_likelihood_lag == pytest.approx(-182.6740, abs=5e-5)


def test_columbus_error_model_as_published(answer):
    """spreg, maximum likelihood: lambda 0.5467531, log likelihood -183.7494."""
    assert answer.coefficients["error"].to_list() == pytest.approx(
        [60.2795, -0.9573, -0.3046], abs=5e-5
    )
    assert answer.lambda_ == pytest.approx(0.5467531, abs=5e-6)
    assert answer.log_likelihood_error == pytest.approx(-183.7494, abs=5e-5)


def test_order_of_rows_and_units_of_measure_change_nothing(crime, answer):
    weights, table = crime
    shuffled = table.sample(fraction=1, shuffle=True, seed=3)
    assert spatial_dependence(weights, shuffled, **ASKED).coefficients.equals(answer.coefficients)
    scaled = table.with_columns(pl.col("INC") * 1e6)
    again = spatial_dependence(weights, scaled, **ASKED)
    assert again.rho == pytest.approx(answer.rho, abs=1e-7)
    slopes = again.coefficients["least_squares"]
    assert slopes[1] * 1e6 == pytest.approx(answer.coefficients["least_squares"][1])


def test_what_neighbours_share_is_found_where_it_was_put(grid):
    """y = 0.6 W y + 2 + 3 x + e on a made-up square of 400."""
    weights = grid(20)
    rng = np.random.default_rng(4)
    x, e = rng.normal(size=400), rng.normal(size=400)
    y = np.linalg.solve(np.eye(400) - 0.6 * weights.matrix.toarray(), 2 + 3 * x + e)
    table = pl.DataFrame({"code": weights.units, "y": y, "x": x})
    found = spatial_dependence(weights, table, explained="y", explaining=["x"])
    assert found.rho == pytest.approx(0.6, abs=0.05)
    assert found.coefficients["lag"].to_list() == pytest.approx([2, 3], abs=0.4)
    assert found.log_likelihood_lag > found.log_likelihood_error
    assert found.lm_lag.p_value < 1e-6
    plain = table.with_columns(y=2 + 3 * x + e)
    nothing = spatial_dependence(weights, plain, explained="y", explaining=["x"])
    assert min(nothing.lm_lag.p_value, nothing.lm_error.p_value) > 0.01


def changed(**columns):
    return lambda table: table.with_columns(**columns)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda t: t.drop("INC"), InvalidInput, "needs different columns"),
        (lambda t: t.head(48), InvalidInput, "each unit of the weights once"),
        (lambda t: pl.concat([t, t.head(1)]), InvalidInput, "each unit of the weights once"),
        (changed(INC=pl.lit(None)), InvalidInput, "missing or not finite"),
        (changed(INC=pl.lit(2.0)), NotEnoughData, "constant, or follows from"),
        (changed(INC=pl.col("HOVAL") * 2 + 1), NotEnoughData, "constant, or follows from"),
        (changed(CRIME=pl.lit(1.0)), NotEnoughData, "the same for all units"),
        (changed(code=pl.lit("x")), UnknownCodes, "x"),
    ],
)
def test_faulty_tables_are_refused(crime, change, error, message):
    weights, table = crime
    with pytest.raises(error, match=message):
        spatial_dependence(weights, change(table), **ASKED)


def test_weights_that_are_not_row_standardised_or_have_an_isolate_are_refused(crime, on):
    weights, table = crime
    pairs = pl.DataFrame({"unit": weights.units[:-2], "neighbour": weights.units[1:-1]})
    plain = Weights.from_adjacency(pairs, units=weights.units)
    for wrong in (plain, plain.standardised()):
        with pytest.raises(InvalidInput, match="row-standardised, and every unit must have"):
            spatial_dependence(wrong, table, **ASKED)


def test_too_few_units_are_refused(grid):
    weights = grid(2)
    table = pl.DataFrame({"code": weights.units, "y": [1.0, 2, 3, 5], "x": [1.0, 3, 2, 9]})
    with pytest.raises(NotEnoughData, match="4 units are too few"):
        spatial_dependence(weights, table, explained="y", explaining=["x"])
