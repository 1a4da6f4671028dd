"""Geary's C: how much neighbours differ, compared with any two units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from byregion.analysis.fixed_order import product
from byregion.analysis.spatial.moran import (
    GlobalStatistic,
    judged,
    kurtosis,
    moments,
    provenance,
)
from byregion.analysis.spatial.permutation import check_permutations, field_of, shuffled

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray
    from scipy import sparse

    from byregion.analysis.provenance import TableSource
    from byregion.analysis.spatial.weights import Weights

    Floats = NDArray[np.float64]

SOURCE = "Geary 1954; Cliff & Ord 1981"


def geary(
    weights: Weights,
    values: pl.DataFrame,
    *,
    permutations: int = 999,
    seed: int = 0,
    sources: tuple[TableSource, ...] = (),
) -> GlobalStatistic:
    """Geary's C: below 1 neighbours are alike, above 1 they differ more than by chance.

    C = (n−1)/(2·S0) · Σ_ij w_ij (x_i − x_j)² / z'z. It answers to differences between neighbours
    where Moran's I answers to their common deviation from the mean.

    Parameters
    ----------
    weights, values, permutations, seed, sources
        As for `byregion.analysis.spatial.moran.moran`.

    Raises
    ------
    InvalidInput, UnknownCodes, NotEnoughData
        As for `byregion.analysis.spatial.moran.moran`.

    Notes
    -----
    Geary 1954, The Incorporated Statistician 5(3); variances by Cliff & Ord 1981, ch. 2. The
    z-values keep the sign of C − 1: alike neighbours give a negative one.
    """
    check_permutations(permutations)
    field = field_of(weights, values)
    z, matrix = field.deviations, field.weights.matrix
    observed = _contiguity(matrix, z[:, None])
    simulated = _contiguity(matrix, shuffled(z, permutations, seed))
    return judged(
        (float(observed[0]), 1.0),
        _variances(matrix, z),
        simulated,
        isolates=field.isolates,
        units=len(z),
        provenance=provenance("Geary's C", SOURCE, weights, simulated, seed, sources=sources),
    )


def _contiguity(matrix: sparse.csr_array, z: Floats) -> Floats:
    """C for each column of deviations, by Σ w(x_i−x_j)² = Σ (row + column sum)·z² − 2·z'Wz."""
    margins = np.asarray(matrix.sum(axis=1)).ravel() + np.asarray(matrix.sum(axis=0)).ravel()
    crossed = np.einsum("ij,ij->j", z, matrix @ z)
    squares = product(margins.astype(np.float64), z**2) - 2 * crossed
    return np.asarray((len(z) - 1) * squares / (2 * matrix.sum() * (z**2).sum(axis=0)))


def _variances(matrix: sparse.csr_array, z: Floats) -> tuple[float, float]:
    n, k = len(z), kurtosis(z)
    s0, s1, s2 = moments(matrix)
    normal = ((2 * s1 + s2) * (n - 1) - 4 * s0**2) / (2 * (n + 1) * s0**2)
    first = (n - 1) * s1 * (n**2 - 3 * n + 3 - (n - 1) * k)
    second = (n - 1) * s2 * (n**2 + 3 * n - 6 - (n**2 - n + 2) * k) / 4
    third = s0**2 * (n**2 - 3 - (n - 1) ** 2 * k)
    random = (first - second + third) / (n * (n - 2) * (n - 3) * s0**2)
    return normal, random
