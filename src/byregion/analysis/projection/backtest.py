"""How far off would a projection have been? From a year in the past to one that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from byregion.analysis.errors import InvalidInput
from byregion.analysis.projection.cohorts import Projection, project_population

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from byregion.analysis.projection.population import CohortRates, Floats, Population
    from byregion.analysis.provenance import TableSource


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """Errors of projected totals, as shares of what was observed: 0.02 is 2 % too many.

    `errors` has one number per place. `bias` is their mean, `mean_absolute` and `median_absolute`
    those of their sizes, `total` the error of the sum of all places. `no_change_mean_absolute` is
    what saying that nothing changes would have given, and `beats_no_change` the share of places
    where the projection came nearer.
    """

    errors: Floats
    bias: float
    mean_absolute: float
    median_absolute: float
    total: float
    no_change_mean_absolute: float
    beats_no_change: float


def backtest_totals(start: ArrayLike, projected: ArrayLike, observed: ArrayLike) -> Backtest:
    """Compare totals by place.

    Raises
    ------
    InvalidInput
        Unequal lengths, numbers not finite or negative, or a place where nobody was observed.
    """
    before, made, seen = (
        _totals(values, name)
        for values, name in ((start, "start"), (projected, "projected"), (observed, "observed"))
    )
    if not before.shape == made.shape == seen.shape:
        raise InvalidInput(
            f"start, projected and observed are for {before.size}, {made.size} and {seen.size} "
            "places"
        )
    if (seen == 0).any():
        raise InvalidInput("nobody was observed in some place; leave it out, its error is no share")
    errors, unchanged = made / seen - 1, before / seen - 1
    return Backtest(
        errors=errors,
        bias=float(errors.mean()),
        mean_absolute=float(np.abs(errors).mean()),
        median_absolute=float(np.median(np.abs(errors))),
        total=float(made.sum() / seen.sum() - 1),
        no_change_mean_absolute=float(np.abs(unchanged).mean()),
        beats_no_change=float((np.abs(errors) < np.abs(unchanged)).mean()),
    )


def backtest_projection(
    start: Population,
    observed: Population,
    rates: CohortRates | Sequence[CohortRates],
    *,
    step_years: int,
    steps: int,
    sources: tuple[TableSource, ...] = (),
) -> tuple[Projection, Backtest]:
    """Project from `start` and compare the end with what was observed then.

    The test is honest only if the rates use nothing from after the start.

    Raises
    ------
    InvalidInput
        See `project_population` and `backtest_totals`.
    """
    projection = project_population(
        start, rates, step_years=step_years, steps=steps, sources=sources
    )
    return projection, backtest_totals(start.totals, projection.final.totals, observed.totals)


def _totals(values: ArrayLike, name: str) -> Floats:
    array = np.array(values, dtype=np.float64)
    if array.ndim != 1 or array.size == 0:
        raise InvalidInput(f"{name} must be a list of totals by place; its shape is {array.shape}")
    if not np.isfinite(array).all() or (array < 0).any():
        raise InvalidInput(f"{name} totals must be finite and not negative")
    return array
