"""From checked flows and costs to estimates: what the models of the gravity family share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.fixed_order import inverse_positive_definite, product
from byregion.analysis.interaction.deterrence import (
    Deterrence,
    Floats,
    Truths,
    cost_matrix,
    resistance,
    vector,
)
from byregion.analysis.interaction.margins import support_of
from byregion.analysis.interaction.poisson import FlowTable, PoissonFit, fit_poisson

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient; its standard error if flows were Poisson, and one that does not assume so.

    Commuters travel in numbers that vary more than Poisson's, so `robust_standard_error` (HC0) is
    the one to show.
    """

    value: float
    standard_error: float
    robust_standard_error: float


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """Flows, zero where not included, and what explains them, as tables of equal shape."""

    flows: Floats
    included: Truths
    covariates: tuple[Floats, ...]

    def turned(self) -> Observed:
        """Destinations as rows."""
        return Observed(self.flows.T, self.included.T, tuple(part.T for part in self.covariates))

    def in_line(self) -> Observed:
        """All included pairs as one row: one effect, the constant."""
        some = self.included
        covariates = tuple(part[some][None, :] for part in self.covariates)
        return Observed(self.flows[some][None, :], np.ones((1, some.sum()), np.bool_), covariates)


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Modelled flows, effects (logarithms) and estimates in the order of the covariates."""

    flows: Floats
    row_effects: Floats
    column_effects: Floats
    estimates: tuple[Estimate, ...]
    steps: int


def observe(
    flows: ArrayLike, cost: ArrayLike, *, included: ArrayLike | None, deterrence: Deterrence
) -> Observed:
    """Check flows and costs; the one covariate is the resistance.

    Raises
    ------
    InvalidInput, NotEnoughData
        As the models say.
    """
    table = np.array(flows, dtype=np.float64)
    if table.ndim != 2 or table.size == 0:
        raise InvalidInput(f"flows must be a matrix; the shape is {table.shape}")
    if not np.isfinite(table).all() or (table < 0).any():
        raise InvalidInput("flows must be finite and not negative, every one of them")
    costs = cost_matrix(cost, shape=table.shape)
    chosen = np.ones(table.shape, np.bool_) if included is None else np.asarray(included, np.bool_)
    if chosen.shape != table.shape:
        raise InvalidInput(f"`included` has the shape {chosen.shape}, flows {table.shape}")
    if (table[chosen & np.isinf(costs)] > 0).any():
        raise InvalidInput("there is a flow where the cost is infinite; mend one of the two")
    chosen = chosen & np.isfinite(costs)
    kept = np.where(chosen, table, 0.0)
    if not kept.any():
        raise NotEnoughData("no included pair has a flow; there is nothing to explain")
    return Observed(kept, chosen, (resistance(np.where(chosen, costs, 1.0), deterrence),))


def with_sizes(seen: Observed, sizes: ArrayLike, *, name: str, axis: int) -> Observed:
    """Add the logarithm of sizes of origins (axis 0) or destinations (axis 1) as a covariate.

    Raises
    ------
    InvalidInput
        Another length, or a size that is not a positive number.
    """
    array = vector(sizes, name=name, length=seen.flows.shape[axis])
    if (array == 0).any():
        raise InvalidInput(f"{name} must be positive; leave out places of size 0")
    logs = np.log(array)[:, None] if axis == 0 else np.log(array)
    return replace(seen, covariates=(np.broadcast_to(logs, seen.flows.shape), *seen.covariates))


def solve(seen: Observed, *, both: bool) -> Solution:
    """Fit with effects of rows and, if `both`, of columns.

    Raises
    ------
    NotEnoughData, DidNotConverge
        As the models say.
    """
    rows = np.flatnonzero(seen.flows.any(axis=1))
    kept = seen.flows.any(axis=0) if both else np.ones(seen.flows.shape[1], np.bool_)
    some = np.ix_(rows, np.flatnonzero(kept))
    flows, included, pinned = seen.flows[some], seen.included[some], None
    if both:
        support = support_of(flows, included)
        included, pinned = support.possible, support.pinned
    scaled = [_standardised(part[some], included) for part in seen.covariates]
    covariates = tuple(part for part, _, _ in scaled)
    table = FlowTable(
        row_totals=flows.sum(axis=1),
        column_totals=flows.sum(axis=0),
        offset=np.where(included, 0.0, -np.inf),
        covariates=covariates,
        moments=np.array([float((flows * part).sum()) for part in covariates]),
        pinned=pinned,
    )
    fit = fit_poisson(table)
    shift = sum(
        coefficient * centre / spread
        for coefficient, (_, centre, spread) in zip(fit.coefficients, scaled, strict=True)
    )
    spreads = np.array([spread for _, _, spread in scaled])
    return Solution(
        flows=_placed(fit.means, seen.flows.shape, some),
        row_effects=_effects(fit.row_effects - shift, rows, seen.flows.shape[0]),
        column_effects=_effects(fit.column_effects, np.flatnonzero(kept), seen.flows.shape[1]),
        estimates=_estimates(fit, flows, spreads),
        steps=fit.steps,
    )


def deviance(observed: Floats, modelled: Floats) -> float:
    """Twice the distance in log likelihood between a perfect fit and `modelled`."""
    some = observed > 0
    logs = float((observed[some] * np.log(observed[some] / modelled[some])).sum())
    return 2 * (logs - float((observed - modelled).sum()))


def _standardised(covariate: Floats, included: Truths) -> tuple[Floats, float, float]:
    """Centre and scale, so that metres and hours, and large and small places, are all the same."""
    values = covariate[included]
    centre, spread = float(values.mean()), float(values.std())
    if spread <= 1e-12 * abs(centre):
        raise NotEnoughData("all costs, or all sizes, are equal; their effect cannot be told")
    return np.where(included, (covariate - centre) / spread, 0.0), centre, spread


def _estimates(fit: PoissonFit, observed: Floats, spreads: Floats) -> tuple[Estimate, ...]:
    inverse = inverse_positive_definite(fit.information)
    squares = (observed - fit.means) ** 2
    meat = np.array(
        [[float((squares * one * two).sum()) for two in fit.projected] for one in fit.projected]
    )
    plain = np.sqrt(np.diag(inverse))
    robust = np.sqrt(np.diag(product(product(inverse, meat), inverse)))
    return tuple(
        Estimate(float(value / spread), float(error / spread), float(safe / spread))
        for value, error, safe, spread in zip(fit.coefficients, plain, robust, spreads, strict=True)
    )


def _placed(
    means: Floats, shape: tuple[int, ...], some: tuple[np.ndarray[tuple[int, ...]], ...]
) -> Floats:
    table = np.zeros(shape)
    table[some] = means
    return table


def _effects(
    effects: Floats, places: np.ndarray[tuple[int], np.dtype[np.intp]], size: int
) -> Floats:
    placed = np.full(size, -np.inf)
    placed[places] = effects
    return placed
