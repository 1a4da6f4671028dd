"""Accessibility: what can be reached from each place.

The cost matrix has one row per place where people are and one column per place of opportunities;
infinity stands where there is no way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from byregion.analysis.errors import InvalidInput
from byregion.analysis.fixed_order import product
from byregion.analysis.interaction.deterrence import (
    Deterrence,
    Floats,
    cost_matrix,
    deterred,
    vector,
)
from byregion.analysis.provenance import Provenance, TableSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Accessibility:
    """Access per place, in opportunities (Hansen, cumulative)."""

    values: Floats
    provenance: Provenance


@dataclass(frozen=True, slots=True, eq=False)
class FloatingCatchment:
    """Access per place, in supply per inhabitant.

    `ratios` is supply per (weighted) inhabitant within reach of each provider. Where supply stands
    with nobody in reach the ratio has no value: it is NaN there, `unreached` says so, and the
    provider counts for no place. Otherwise the access of all inhabitants sums to all supply.
    """

    values: Floats
    ratios: Floats
    unreached: NDArray[np.bool_]
    provenance: Provenance


def hansen_accessibility(
    opportunities: ArrayLike,
    cost: ArrayLike,
    *,
    beta: float,
    deterrence: Deterrence = Deterrence.EXPONENTIAL,
    sources: tuple[TableSource, ...] = (),
) -> Accessibility:
    """Sum opportunities, nearer ones counting more: A_i = sum over j of W_j g(c_ij).

    Source: Hansen (1959), "How accessibility shapes land use".

    Parameters
    ----------
    opportunities
        W_j, such as jobs; not negative.
    cost
        c_ij, in any unit; `beta` is per that unit (exponential) or without unit (power).

    Raises
    ------
    InvalidInput
        See `vector`, `cost_matrix` and `deterred`.
    """
    table = cost_matrix(cost)
    supply = vector(opportunities, name="opportunities", length=table.shape[1])
    parameters = {"beta": beta, "deterrence": deterrence.value}
    return Accessibility(
        values=product(deterred(table, beta=beta, deterrence=deterrence), supply),
        provenance=Provenance("Hansen accessibility", sources, parameters, "Hansen 1959"),
    )


def cumulative_accessibility(
    opportunities: ArrayLike,
    cost: ArrayLike,
    *,
    threshold: float,
    sources: tuple[TableSource, ...] = (),
) -> Accessibility:
    """Count opportunities within reach: A_i = sum of W_j where c_ij <= `threshold`.

    Raises
    ------
    InvalidInput
        See `vector` and `cost_matrix`; or the threshold is not a finite number from 0.
    """
    table = cost_matrix(cost)
    supply = vector(opportunities, name="opportunities", length=table.shape[1])
    _check_thresholds([threshold])
    return Accessibility(
        values=product((table <= threshold).astype(np.float64), supply),
        provenance=Provenance("cumulative accessibility", sources, {"threshold": threshold}),
    )


def two_step_floating_catchment(
    supply: ArrayLike,
    population: ArrayLike,
    cost: ArrayLike,
    *,
    threshold: float,
    sources: tuple[TableSource, ...] = (),
) -> FloatingCatchment:
    """Supply per inhabitant within reach, competition counted (2SFCA).

    First each provider's supply is divided by the people within `threshold` of it; then each place
    sums the ratios of the providers within `threshold`. Source: Luo and Wang (2003).

    Raises
    ------
    InvalidInput
        See `vector` and `cost_matrix`; or the threshold is not a finite number from 0, or people
        are so near 0 that supply cannot be divided by them.
    """
    _check_thresholds([threshold])
    provenance = Provenance(
        "two-step floating catchment area", sources, {"threshold": threshold}, "Luo and Wang 2003"
    )
    table = cost_matrix(cost)
    return _catchment(supply, population, (table <= threshold).astype(np.float64), provenance)


def enhanced_two_step_floating_catchment(
    supply: ArrayLike,
    population: ArrayLike,
    cost: ArrayLike,
    *,
    thresholds: Sequence[float],
    weights: Sequence[float],
    sources: tuple[TableSource, ...] = (),
) -> FloatingCatchment:
    """Floating catchment in zones, nearer zones counting more, in both steps (E2SFCA).

    A cost up to `thresholds[k]`, and above the one before, weighs `weights[k]`; beyond the last
    threshold nothing counts. Source: Luo and Qi (2009).

    Raises
    ------
    InvalidInput
        See `vector` and `cost_matrix`; or thresholds that do not rise, weights that are not
        positive or that rise, or unequal numbers of the two.
    """
    _check_thresholds(thresholds)
    _check_weights(weights, len(thresholds))
    provenance = Provenance(
        "enhanced two-step floating catchment area",
        sources,
        {"thresholds": tuple(thresholds), "weights": tuple(weights)},
        "Luo and Qi 2009",
    )
    table = cost_matrix(cost)
    zone = np.searchsorted(np.asarray(thresholds, dtype=np.float64), table, side="left")
    return _catchment(supply, population, np.asarray([*weights, 0.0])[zone], provenance)


def _catchment(
    supply: ArrayLike, population: ArrayLike, weight: Floats, provenance: Provenance
) -> FloatingCatchment:
    people = vector(population, name="population", length=weight.shape[0])
    offered = vector(supply, name="supply", length=weight.shape[1])
    demand = product(people, weight)
    unreached = (demand == 0) & (offered > 0)
    with np.errstate(over="ignore"):
        ratios = np.divide(offered, demand, out=np.zeros_like(offered), where=demand > 0)
    if np.isinf(ratios).any():
        raise InvalidInput("the people in reach of a provider are too few to divide by; give 0")
    values = product(weight, ratios)
    return FloatingCatchment(values, np.where(unreached, np.nan, ratios), unreached, provenance)


def _check_thresholds(thresholds: Sequence[float]) -> None:
    array = np.asarray(thresholds, dtype=np.float64)
    if array.size == 0 or not np.isfinite(array).all() or (array < 0).any():
        raise InvalidInput(f"thresholds must be finite numbers from 0; got {list(thresholds)}")
    if (np.diff(array) <= 0).any():
        raise InvalidInput(f"thresholds must rise; got {list(thresholds)}")


def _check_weights(weights: Sequence[float], zones: int) -> None:
    array = np.asarray(weights, dtype=np.float64)
    if array.size != zones:
        raise InvalidInput(f"{array.size} weights for {zones} thresholds; give one for each")
    if not np.isfinite(array).all() or (array <= 0).any() or (np.diff(array) > 0).any():
        raise InvalidInput(f"weights must be positive and not rise; got {list(weights)}")
