"""The radiation model: flows from sizes and what lies between, without a parameter to fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from byregion.analysis.errors import InvalidInput
from byregion.analysis.interaction.deterrence import Floats, Truths, cost_matrix, vector
from byregion.analysis.provenance import Provenance, TableSource

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True, eq=False)
class RadiationFlows:
    """Estimated flows between places, zero on the diagonal, and the opportunities in between.

    `between[i, j]` is s_ij. `probabilities` are of going from i to j, each row with somewhere to go
    summing to 1. Where a place has nowhere to go, those who leave it are `stranded`, not shared
    out.
    """

    flows: Floats
    probabilities: Floats
    between: Floats
    stranded: Floats
    provenance: Provenance


def radiation_flows(
    sizes: ArrayLike,
    cost: ArrayLike,
    *,
    leaving: ArrayLike,
    sources: tuple[TableSource, ...] = (),
) -> RadiationFlows:
    """Share out those who leave each place by m_i m_j / ((m_i + s_ij)(m_i + m_j + s_ij)).

    s_ij is the size of all places strictly nearer to i than j is, i itself and j apart. Shares are
    scaled to sum to 1 over the places that there are, since the formula alone loses those who would
    go beyond the last. Source: Simini, Gonzalez, Maritan and Barabasi (2012).

    Parameters
    ----------
    sizes
        m_i: people or jobs, not negative.
    cost
        Square table of distances or times; infinite where there is no way. The diagonal is not
        read.
    leaving
        People who leave each place for another.

    Raises
    ------
    InvalidInput
        See `vector` and `cost_matrix`; or the table is not square.
    """
    mass = vector(sizes, name="sizes")
    table = cost_matrix(cost, shape=(mass.size, mass.size))
    people = vector(leaving, name="leaving", length=mass.size)
    if mass.size < 2:
        raise InvalidInput("give two places or more")
    between = _between(mass, table)
    weights = _weights(mass, between, np.isfinite(table))
    sums = weights.sum(axis=1)
    goes = sums > 0
    probabilities = np.zeros_like(weights)
    probabilities[goes] = weights[goes] / sums[goes, None]
    return RadiationFlows(
        flows=probabilities * people[:, None],
        probabilities=probabilities,
        between=between,
        stranded=np.where(goes, 0.0, people),
        provenance=Provenance(
            "radiation model", sources, {}, "Simini and others 2012", estimate=True
        ),
    )


def _between(mass: Floats, table: Floats) -> Floats:
    """Sum sizes strictly inside the circle around i through j, i left out."""
    between = np.zeros_like(table)
    for i in range(mass.size):
        others = np.delete(np.arange(mass.size), i)
        order = others[np.argsort(table[i, others], kind="stable")]
        distances = table[i, order]
        within = np.concatenate([[0.0], np.cumsum(mass[order])])
        between[i, order] = within[np.searchsorted(distances, distances, side="left")]
    return between


def _weights(mass: Floats, between: Floats, way: Truths) -> Floats:
    here, there = mass[:, None], mass[None, :]
    bottom = (here + between) * (here + there + between)
    some = way & (bottom > 0) & ~np.eye(mass.size, dtype=np.bool_)
    return np.divide(here * there, bottom, out=np.zeros_like(bottom), where=some)
