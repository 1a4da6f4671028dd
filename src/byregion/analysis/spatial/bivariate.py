"""Bivariate Moran: does a unit's x go with its neighbours' y?

With weights from hinterland to city it asks whether growth in the hinterland (x) goes with growth
in the city (y), usually in an earlier period. It does not tell cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from byregion.analysis.fixed_order import inner, product
from byregion.analysis.spatial.moran import LocalStatistic, local_frame, provenance
from byregion.analysis.spatial.permutation import (
    check_permutations,
    conditional_lags,
    field_of,
    shuffled,
    two_sided,
)

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from byregion.analysis.provenance import Provenance, TableSource
    from byregion.analysis.spatial.weights import Weights

    Floats = NDArray[np.float64]

SOURCE = "Anselin, Syabri & Smirnov 2002"


@dataclass(frozen=True, slots=True)
class BivariateMoran:
    """One figure for the map; `correlation` is that of x and y within the same unit.

    A high statistic with a high correlation may be no more than the pattern of x itself.
    """

    statistic: float
    correlation: float
    p_permutation: float
    units: int
    isolates: tuple[str, ...]
    provenance: Provenance


def bivariate_moran(
    weights: Weights,
    x: pl.DataFrame,
    y: pl.DataFrame,
    *,
    permutations: int = 999,
    seed: int = 0,
    sources: tuple[TableSource, ...] = (),
) -> BivariateMoran:
    """I_xy = n/S0 · z_x'W z_y / √(z_x'z_x · z_y'z_y); y changes place in the permutations.

    Parameters
    ----------
    weights
        Usually row-standardised. Isolates are left out and named in the result.
    x, y
        Columns code and value, a row for every unit of the weights.
    permutations, seed, sources
        As for `byregion.analysis.spatial.moran.moran`.

    Raises
    ------
    InvalidInput, UnknownCodes, NotEnoughData
        As for `byregion.analysis.spatial.moran.moran`.

    Notes
    -----
    Anselin, Syabri & Smirnov 2002, *Visualizing multivariate spatial correlation*.
    """
    check_permutations(permutations)
    first, second = field_of(weights, x), field_of(weights, y)
    z_x, z_y = _unit_length(first.deviations), _unit_length(second.deviations)
    matrix = first.weights.matrix
    scale = len(z_x) / float(matrix.sum())
    observed = inner(z_x, matrix @ z_y) * scale
    simulated = product(z_x, matrix @ shuffled(z_y, permutations, seed)) * scale
    return BivariateMoran(
        statistic=observed,
        correlation=inner(z_x, z_y),
        p_permutation=float(two_sided(np.array(observed), simulated)),
        units=len(z_x),
        isolates=first.isolates,
        provenance=provenance(
            "bivariate Moran's I", SOURCE, weights, simulated, seed, sources=sources
        ),
    )


def local_bivariate_moran(
    weights: Weights,
    x: pl.DataFrame,
    y: pl.DataFrame,
    *,
    permutations: int = 999,
    seed: int = 0,
    sources: tuple[TableSource, ...] = (),
    level: float = 0.05,
) -> LocalStatistic:
    """I_xy,i = (n−1)·z_x,i·Σ_j w_ij z_y,j / √(z_x'z_x · z_y'z_y), by conditional permutation.

    In the result `value` is x, `lag` that of y, and the quadrant is x against the neighbours' y.

    Raises
    ------
    InvalidInput, UnknownCodes, NotEnoughData
        As for `byregion.analysis.spatial.moran.moran`.
    """
    check_permutations(permutations)
    first, second = field_of(weights, x), field_of(weights, y)
    z_x, z_y = _unit_length(first.deviations), _unit_length(second.deviations)
    scale = (len(z_x) - 1) * z_x
    lag = first.weights.lag(z_y)
    simulated = scale[:, None] * conditional_lags(first.weights, z_y, permutations, seed)
    frame = local_frame(
        units=first.weights.units,
        values=first.values,
        lag=first.weights.lag(second.values),
        observed=(scale * lag, two_sided(scale * lag, simulated)),
        deviations=(z_x, lag),
        level=level,
    )
    made = provenance(
        "local bivariate Moran", SOURCE, weights, simulated, seed, sources=sources, level=level
    )
    return LocalStatistic(frame, level, first.isolates, made)


def _unit_length(deviations: Floats) -> Floats:
    return np.asarray(deviations / np.sqrt(inner(deviations, deviations)))
