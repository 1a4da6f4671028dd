"""Maximum likelihood for flows: Poisson regression on a table, with effects of rows and columns.

The mean is exp(offset + x'b + a_i + d_j). The row effects are kept at their best throughout, so
that rows always sum to their totals; Newton's method finds the rest, the column effects eliminated
by a Cholesky factor. After each step columns and rows are scaled to their totals as Furness (1965)
did: that makes the method safe far from the solution, and Newton makes it fast near it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from byregion.analysis.errors import DidNotConverge, NotEnoughData
from byregion.analysis.fixed_order import product, solve_positive_definite

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from byregion.analysis.interaction.deterrence import Floats

MOST_STEPS = 100
MOST_HALVINGS = 40
TOLERANCE = 1e-11
STILL = 1e-7
LEAST_OWN_SHARE = 1e-10
WORTH_SCALING = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class FlowTable:
    """What the likelihood needs to know of the flows.

    `offset` is the known part of the log mean, minus infinity where a pair is not included.
    `covariates` are tables, zero where a pair is not included; `moments` their sums weighted by
    the observed flows. All totals are positive. `pinned` says which column effects stay zero, one
    in each set of places that possible pairs link; None means that columns have no effects.
    """

    row_totals: Floats
    column_totals: Floats
    offset: Floats
    covariates: tuple[Floats, ...]
    moments: Floats
    pinned: NDArray[np.intp] | None


@dataclass(frozen=True, slots=True, eq=False)
class PoissonFit:
    """Estimates and fitted means; `information` and `projected` are what standard errors need.

    `projected` are the covariates less their weighted projection on the effects.
    """

    coefficients: Floats
    row_effects: Floats
    column_effects: Floats
    means: Floats
    information: Floats
    projected: tuple[Floats, ...]
    steps: int


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    coefficients: Floats
    column_effects: Floats
    row_effects: Floats
    means: Floats
    column_sums: Floats
    likelihood: float


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """A Newton step, and the score and projections that it was computed from."""

    coefficients: Floats
    column_effects: Floats
    score: Floats
    information: Floats
    row_parts: Floats
    column_parts: Floats


def fit_poisson(table: FlowTable) -> PoissonFit:
    """Maximise the likelihood.

    Raises
    ------
    NotEnoughData
        The covariates cannot be told apart from each other or from the effects.
    DidNotConverge
        There is no finite estimate, or it was not reached.
    """
    nothing = np.zeros(len(table.covariates))
    # The nearest origin of each destination starts at weight 1, so that no column underflows.
    nearest = np.zeros_like(table.column_totals)
    if table.pinned is not None:
        nearest = -table.offset.max(axis=0)
    state = _profiled(table, nothing, nearest)
    for steps in range(MOST_STEPS):
        if state is None:
            break
        state = _furnessed(table, state)
        step = _newton(table, state)
        if steps == 0 and table.covariates:
            _check_identified(table, state, step)
        if step is None:
            break
        if _settled(table, state, step):
            return _report(table, state, step, steps)
        state = _taken(table, state, step)
    raise DidNotConverge(
        f"no finite estimate found in {MOST_STEPS} steps: the flows are about as concentrated as "
        "their totals allow, or the totals leave no room"
    )


def _profiled(table: FlowTable, coefficients: Floats, column_effects: Floats) -> _State | None:
    """Give the state with the best row effects; None where numbers run out of range."""
    log_mean = table.offset + column_effects
    for coefficient, covariate in zip(coefficients, table.covariates, strict=True):
        log_mean += coefficient * covariate
    top = log_mean.max(axis=1, keepdims=True)
    log_mean -= top
    means = np.exp(log_mean, out=log_mean)
    sums = means.sum(axis=1)
    means *= (table.row_totals / sums)[:, None]
    column_sums = means.sum(axis=0)
    row_effects = np.log(table.row_totals / sums) - top[:, 0]
    likelihood = _likelihood(table, coefficients, column_effects, row_effects)
    if not np.isfinite(likelihood) or (table.pinned is not None and (column_sums <= 0).any()):
        return None
    return _State(coefficients, column_effects, row_effects, means, column_sums, likelihood)


def _likelihood(
    table: FlowTable, coefficients: Floats, column_effects: Floats, row_effects: Floats
) -> float:
    """Give the part of the log likelihood that varies, at the best row effects."""
    own = (coefficients * table.moments).sum()
    columns = (table.column_totals * column_effects).sum()
    return float(own + columns + (table.row_totals * row_effects).sum())


def _furnessed(table: FlowTable, state: _State) -> _State:
    """Scale columns, then rows, to their totals; leave it where they already nearly agree."""
    if table.pinned is None or _margin_error(table, state) < WORTH_SCALING:
        return state
    factor = table.column_totals / state.column_sums
    means = state.means * factor
    sums = means.sum(axis=1)
    means *= (table.row_totals / sums)[:, None]
    row_effects = state.row_effects + np.log(table.row_totals / sums)
    column_effects = state.column_effects + np.log(factor)
    likelihood = _likelihood(table, state.coefficients, column_effects, row_effects)
    return _State(
        state.coefficients, column_effects, row_effects, means, means.sum(axis=0), likelihood
    )


def _newton(table: FlowTable, state: _State) -> _Step | None:
    """Solve for a step; None where the information is no longer positive definite."""
    weighted = [state.means * covariate for covariate in table.covariates]
    count = len(weighted)
    shape = state.means.shape
    row_sums = np.column_stack([part.sum(axis=1) for part in weighted] + [np.zeros(shape[0])])
    misfit = table.column_totals - state.column_sums
    column_sums = np.column_stack([part.sum(axis=0) for part in weighted] + [misfit])
    try:
        row_parts, column_parts = _absorbed(table, state, row_sums, column_sums)
    except np.linalg.LinAlgError:
        return None
    information = np.array(
        [[float((part * other).sum()) for other in table.covariates] for part in weighted]
    ).reshape(count, count)
    information -= product(row_parts[:, :count].T, row_sums[:, :count])
    information -= product(column_parts[:, :count].T, column_sums[:, :count])
    score = table.moments - np.array([float(part.sum()) for part in weighted]).reshape(count)
    if table.pinned is not None:
        score = score - product(column_parts[:, :count].T, misfit)
    try:
        move = solve_positive_definite(information, score) if count else score
    except np.linalg.LinAlgError:
        return None
    columns = column_parts[:, count] - product(column_parts[:, :count], move)
    return _Step(move, columns, score, information, row_parts, column_parts)


def _absorbed(
    table: FlowTable, state: _State, row_sums: Floats, column_sums: Floats
) -> tuple[Floats, Floats]:
    """Project tables, given by their weighted sums, on the effects of rows and columns."""
    totals = table.row_totals[:, None]
    if table.pinned is None:
        return row_sums / totals, np.zeros_like(column_sums)
    shares = state.means / totals
    normal = -product(shares.T, state.means)
    normal[np.diag_indices_from(normal)] += state.column_sums
    right = column_sums - product(shares.T, row_sums)
    normal[table.pinned, :] = 0.0
    normal[:, table.pinned] = 0.0
    normal[table.pinned, table.pinned] = 1.0
    right[table.pinned] = 0.0
    column_parts = solve_positive_definite(normal, right)
    return row_sums / totals - product(shares, column_parts), column_parts


def _check_identified(table: FlowTable, state: _State, step: _Step | None) -> None:
    """See that each covariate has a part of its own, while means are still evenly spread."""
    whole = np.array([float((state.means * part**2).sum()) for part in table.covariates])
    scale = np.sqrt(np.outer(whole, whole))
    if step is None or np.linalg.eigvalsh(step.information / scale)[0] <= LEAST_OWN_SHARE:
        raise NotEnoughData(
            "cost (or size) varies only as the effects of origins and destinations, or as each "
            "other, so its own part cannot be told"
        )


def _margin_error(table: FlowTable, state: _State) -> float:
    return float(np.abs(state.column_sums / table.column_totals - 1).max())


def _settled(table: FlowTable, state: _State, step: _Step) -> bool:
    """See whether totals and scores are met, and nothing moves: towards infinity it always does."""
    if table.pinned is not None and _margin_error(table, state) > TOLERANCE:
        return False
    still = np.abs(step.coefficients) <= STILL * (1 + np.abs(state.coefficients))
    met = np.abs(step.score) <= TOLERANCE * table.row_totals.sum()
    return bool((still & met).all())


def _taken(table: FlowTable, state: _State, step: _Step) -> _State | None:
    """Go the step, or half of it, or half of that, until the likelihood does not fall."""
    slack = 1e-12 * (1 + abs(state.likelihood))
    part = 1.0
    for _ in range(MOST_HALVINGS):
        reached = _profiled(
            table,
            state.coefficients + part * step.coefficients,
            state.column_effects + part * step.column_effects,
        )
        if reached is not None and reached.likelihood >= state.likelihood - slack:
            return reached
        part /= 2
    return None


def _report(table: FlowTable, state: _State, step: _Step, steps: int) -> PoissonFit:
    projected = tuple(
        covariate - step.row_parts[:, k, None] - step.column_parts[:, k]
        for k, covariate in enumerate(table.covariates)
    )
    return PoissonFit(
        state.coefficients,
        state.row_effects,
        state.column_effects,
        state.means,
        step.information,
        projected,
        steps,
    )
