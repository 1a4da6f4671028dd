"""Do neighbours explain what a regression leaves over, and what are its slopes if they do?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import scipy
from scipy import sparse
from scipy.sparse.linalg import splu

from byregion.analysis.errors import InvalidInput, NotEnoughData, UnknownCodes
from byregion.analysis.fixed_order import inner, product, solve_positive_definite
from byregion.analysis.provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from byregion.analysis.provenance import TableSource
    from byregion.analysis.spatial.weights import Weights

    Floats = NDArray[np.float64]

LEAST_OWN_SHARE = 1e-10
FURTHEST = 1 - 1e-6


@dataclass(frozen=True, slots=True)
class LagrangeTest:
    """A Lagrange multiplier test; chi-squared with one degree of freedom if nothing is spatial."""

    statistic: float
    p_value: float


@dataclass(frozen=True, slots=True)
class SpatialDependence:
    """Least squares, tests of its residuals, and the two models that put neighbours in.

    `coefficients`: name, least_squares, lag, error. Lag: y = rho W y + X b + e. Error:
    y = X b + u, u = lambda W u + e. A slope of the lag model is not the whole effect: what it does
    to y comes back through the neighbours. Likelihoods are those of normal errors.
    """

    coefficients: pl.DataFrame
    r_squared: float
    lm_lag: LagrangeTest
    lm_error: LagrangeTest
    rho: float
    log_likelihood_lag: float
    lambda_: float
    log_likelihood_error: float
    units: int
    provenance: Provenance


def spatial_dependence(
    weights: Weights,
    table: pl.DataFrame,
    *,
    explained: str,
    explaining: Sequence[str],
    sources: tuple[TableSource, ...] = (),
) -> SpatialDependence:
    """Regress a variable on others, and test whether neighbours are like each other beyond that.

    Parameters
    ----------
    weights
        Row-standardised; every unit has neighbours.
    table
        Column code and the variables; one row for each unit of the weights.
    explained, explaining
        Names of columns. A constant is added.
    sources
        Tables behind the variables.

    Raises
    ------
    InvalidInput
        Weights that are not row-standardised or have an isolate, a column, row or number that is
        missing, a code twice.
    UnknownCodes
        A code is no unit of the weights.
    NotEnoughData
        Too few units, or a variable that follows from the others.

    Notes
    -----
    Anselin 1988, *Spatial Econometrics*, chapters 6, 8 and 12; the likelihoods are maximised over
    rho and lambda after everything else has been put at its best.
    """
    y, x = _variables(weights, table, explained, explaining)
    matrix = sparse.csc_array(weights.matrix)
    beta = _least_squares(x, y)
    residuals = y - product(x, beta)
    deviations = y - y.mean()
    lm_lag, lm_error = _multipliers(matrix, x, y, beta)
    lag, rho, lag_likelihood = _lag_model(matrix, x, y)
    error, lambda_, error_likelihood = _error_model(matrix, x, y)
    columns = {"least_squares": beta, "lag": lag, "error": error}
    return SpatialDependence(
        coefficients=pl.DataFrame({"name": ["constant", *explaining], **columns}),
        r_squared=1 - inner(residuals, residuals) / inner(deviations, deviations),
        lm_lag=lm_lag,
        lm_error=lm_error,
        rho=rho,
        log_likelihood_lag=lag_likelihood,
        lambda_=lambda_,
        log_likelihood_error=error_likelihood,
        units=len(y),
        provenance=Provenance(
            "regression with tests of spatial dependence",
            sources,
            {"explained": explained, "explaining": tuple(explaining)},
            "Anselin 1988",
            estimate=True,
        ),
    )


def _variables(
    weights: Weights, table: pl.DataFrame, explained: str, explaining: Sequence[str]
) -> tuple[Floats, Floats]:
    if not weights.row_standardised or weights.isolates:
        raise InvalidInput("weights must be row-standardised, and every unit must have neighbours")
    names = ["code", explained, *explaining]
    missing = [name for name in names if name not in table.columns]
    if missing or not explaining or len(set(names)) < len(names):
        raise InvalidInput(f"needs different columns, {names}; found {table.columns}")
    strangers = set(table["code"]) - set(weights.units)
    if strangers:
        raise UnknownCodes(strangers, where="the table")
    rows = table.select(pl.col("code"), pl.col(names[1:]).cast(pl.Float64)).sort("code")
    if rows["code"].to_list() != list(weights.units):
        raise InvalidInput("the table must have each unit of the weights once")
    numbers = rows.drop("code").to_numpy()
    if not np.isfinite(numbers).all():
        raise InvalidInput("a number is missing or not finite")
    return numbers[:, 0], _design(numbers, explained)


def _design(numbers: Floats, explained: str) -> Floats:
    """Give the variables that explain, with a constant, if each has a part of its own."""
    count, variables = numbers.shape
    if count < variables + 3:
        raise NotEnoughData(f"{count} units are too few for {variables - 1} variables")
    if not np.ptp(numbers[:, 0]):
        raise NotEnoughData(f"{explained} is the same for all units")
    x = np.column_stack([np.ones(count), numbers[:, 1:]])
    scaled = x / np.sqrt((x**2).sum(axis=0))
    if np.linalg.eigvalsh(product(scaled.T, scaled))[0] <= LEAST_OWN_SHARE:
        raise NotEnoughData("a variable is constant, or follows from the others")
    return x


def _least_squares(x: Floats, y: Floats) -> Floats:
    """Columns are scaled first, so that kroner and shares may stand beside each other."""
    wholes: Floats = np.sqrt((x**2).sum(axis=0))
    scaled = x / wholes
    slopes = solve_positive_definite(product(scaled.T, scaled), product(scaled.T, y))
    return np.asarray(slopes / wholes)


def _multipliers(
    matrix: sparse.csc_array, x: Floats, y: Floats, beta: Floats
) -> tuple[LagrangeTest, LagrangeTest]:
    residuals = y - product(x, beta)
    variance = inner(residuals, residuals) / len(y)
    trace = float((matrix * matrix).sum() + (matrix * matrix.T).sum())
    around = np.asarray(matrix @ product(x, beta))
    unexplained = around - product(x, _least_squares(x, around))
    lag_scale = inner(unexplained, unexplained) / variance + trace
    lag = (inner(residuals, np.asarray(matrix @ y)) / variance) ** 2 / lag_scale
    error = (inner(residuals, np.asarray(matrix @ residuals)) / variance) ** 2 / trace
    return _judged(lag), _judged(error)


def _judged(statistic: float) -> LagrangeTest:
    return LagrangeTest(statistic, float(scipy.stats.chi2.sf(statistic, 1)))


def _lag_model(matrix: sparse.csc_array, x: Floats, y: Floats) -> tuple[Floats, float, float]:
    around = np.asarray(matrix @ y)
    own, others = _least_squares(x, y), _least_squares(x, around)
    left_own, left_others = y - product(x, own), around - product(x, others)

    def likelihood(rho: float) -> float:
        left = left_own - rho * left_others
        return _likelihood(matrix, rho, left)

    rho = _highest(likelihood)
    return own - rho * others, rho, likelihood(rho)


def _error_model(matrix: sparse.csc_array, x: Floats, y: Floats) -> tuple[Floats, float, float]:
    x_around, y_around = np.asarray(matrix @ x), np.asarray(matrix @ y)

    def best(share: float) -> tuple[Floats, Floats]:
        design, target = x - share * x_around, y - share * y_around
        beta = _least_squares(design, target)
        return beta, target - product(design, beta)

    def likelihood(share: float) -> float:
        return _likelihood(matrix, share, best(share)[1])

    share = _highest(likelihood)
    return best(share)[0], share, likelihood(share)


def _likelihood(matrix: sparse.csc_array, share: float, left: Floats) -> float:
    count = len(left)
    factors = splu(sparse.csc_array(sparse.eye_array(count) - share * matrix))
    determinant = float(np.log(np.abs(factors.U.diagonal())).sum())
    variance = inner(left, left) / count
    return determinant - count / 2 * float(np.log(2 * np.pi * variance) + 1)


def _highest(likelihood: Callable[[float], float]) -> float:
    """Find the share of neighbours at which the likelihood is highest."""
    found = scipy.optimize.minimize_scalar(
        lambda share: -likelihood(share),
        bounds=(-FURTHEST, FURTHEST),
        method="bounded",
        options={"xatol": 1e-10},
    )
    return float(found.x)
