"""Moran's I, for the whole map and for each unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import scipy

from byregion.analysis.fixed_order import inner
from byregion.analysis.provenance import Provenance
from byregion.analysis.spatial.fdr import benjamini_hochberg
from byregion.analysis.spatial.permutation import (
    check_permutations,
    conditional_lags,
    field_of,
    shuffled,
    two_sided,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from byregion.analysis.provenance import TableSource
    from byregion.analysis.spatial.weights import Weights

    Floats = NDArray[np.float64]


SOURCE = "Moran 1950; Cliff & Ord 1981"


@dataclass(frozen=True, slots=True)
class GlobalStatistic:
    """A statistic of the whole map, with three ways to judge it; all p-values two-sided.

    `_normal`: values drawn from one normal distribution; `_random`: any arrangement of the values
    seen is as likely. `p_permutation` is by `permutations` arrangements.
    """

    statistic: float
    expected: float
    variance_normal: float
    z_normal: float
    p_normal: float
    variance_random: float
    z_random: float
    p_random: float
    p_permutation: float
    units: int
    isolates: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class LocalStatistic:
    """`units`: unit, value, lag, statistic, p, p_adjusted, quadrant, cluster.

    `lag` is the weighted sum of the neighbours' values (their mean, if row-standardised).
    `quadrant` is "high-high", "low-high", "low-low" or "high-low": the unit against its
    neighbours. `cluster` is the quadrant where p_adjusted ≤ level, else null.
    """

    units: pl.DataFrame
    level: float
    isolates: tuple[str, ...]
    provenance: Provenance


def moran(
    weights: Weights,
    values: pl.DataFrame,
    *,
    permutations: int = 999,
    seed: int = 0,
    sources: tuple[TableSource, ...] = (),
) -> GlobalStatistic:
    """Moran's I: are neighbours more alike (above −1/(n−1)) or less than by chance?

    I = n/S0 · z'Wz / z'z, with z the deviations from the mean and S0 the sum of weights.

    Parameters
    ----------
    weights
        Usually row-standardised. Isolates are left out and named in the result.
    values
        Columns code and value, a row for every unit of the weights.
    permutations, seed
        Number of random arrangements, and where their random numbers start.
    sources
        Tables behind the values.

    Raises
    ------
    InvalidInput
        Values are missing, double or all alike, or permutations fewer than 19.
    UnknownCodes
        A code is not a unit of the weights.
    NotEnoughData
        Fewer than four units have neighbours.

    Notes
    -----
    Moran 1950, Biometrika 37; variances by Cliff & Ord 1981, *Spatial Processes*, ch. 2.
    """
    check_permutations(permutations)
    field = field_of(weights, values)
    z, matrix = field.deviations, field.weights.matrix
    scale = len(z) / float(matrix.sum()) / inner(z, z)
    observed = inner(z, matrix @ z) * scale
    draws = shuffled(z, permutations, seed)
    simulated = np.einsum("ij,ij->j", draws, matrix @ draws) * scale
    normal, random = _variances(matrix, z)
    return judged(
        (observed, -1 / (len(z) - 1)),
        (normal, random),
        simulated,
        isolates=field.isolates,
        units=len(z),
        provenance=provenance("Moran's I", SOURCE, weights, simulated, seed, sources=sources),
    )


def local_moran(
    weights: Weights,
    values: pl.DataFrame,
    *,
    permutations: int = 999,
    seed: int = 0,
    sources: tuple[TableSource, ...] = (),
    level: float = 0.05,
) -> LocalStatistic:
    """Local Moran: I_i = (n−1)·z_i·Σ_j w_ij z_j / z'z, by conditional permutation.

    Parameters
    ----------
    weights, values, permutations, seed, sources
        As for `moran`.
    level
        False discovery rate for `cluster`. The smallest p-value is 2/(permutations + 1): with
        many units take more permutations, or few can survive the adjustment.

    Raises
    ------
    InvalidInput, UnknownCodes, NotEnoughData
        As for `moran`.

    Notes
    -----
    Anselin 1995, Geographical Analysis 27(2).
    """
    check_permutations(permutations)
    field = field_of(weights, values)
    z = field.deviations
    scale = (len(z) - 1) / inner(z, z) * z
    observed = scale * field.weights.lag(z)
    simulated = scale[:, None] * conditional_lags(field.weights, z, permutations, seed)
    frame = local_frame(
        units=field.weights.units,
        values=field.values,
        lag=field.weights.lag(field.values),
        observed=(observed, two_sided(observed, simulated)),
        deviations=(z, field.weights.lag(z)),
        level=level,
    )
    made = provenance(
        "local Moran's I", "Anselin 1995", weights, simulated, seed, sources=sources, level=level
    )
    return LocalStatistic(frame, level, field.isolates, made)


def moments(matrix: sparse.csr_array) -> tuple[float, float, float]:
    """S0, S1 and S2 of the weights, as the variances of Moran and Geary need them."""
    both = matrix + matrix.T
    margins = np.asarray(matrix.sum(axis=1)).ravel() + np.asarray(matrix.sum(axis=0)).ravel()
    return float(matrix.sum()), float((both * both).sum()) / 2, float((margins**2).sum())


def kurtosis(z: Floats) -> float:
    """n·Σz⁴ / (Σz²)²."""
    return float(len(z) * (z**4).sum() / inner(z, z) ** 2)


def judged(
    measured: tuple[float, float],
    variances: tuple[float, float],
    simulated: Floats,
    *,
    isolates: tuple[str, ...],
    units: int,
    provenance: Provenance,
) -> GlobalStatistic:
    """Put a statistic and its expectation beside the three ways to judge it."""
    observed, expected = measured
    z = [(observed - expected) / variance**0.5 for variance in variances]
    p = [2 * float(scipy.stats.norm.sf(abs(value))) for value in z]
    return GlobalStatistic(
        statistic=observed,
        expected=expected,
        variance_normal=variances[0],
        z_normal=z[0],
        p_normal=p[0],
        variance_random=variances[1],
        z_random=z[1],
        p_random=p[1],
        p_permutation=float(two_sided(np.array(observed), simulated)),
        units=units,
        isolates=isolates,
        provenance=provenance,
    )


def local_frame(
    *,
    units: tuple[str, ...],
    values: Floats,
    lag: Floats,
    observed: tuple[Floats, Floats],
    deviations: tuple[Floats, Floats],
    level: float,
) -> pl.DataFrame:
    """Name the quadrant of each unit, and adjust the p-values."""
    statistic, p = observed
    own = np.where(deviations[0] > 0, "high", "low")
    around = np.where(deviations[1] > 0, "high", "low")
    quadrants = [f"{unit}-{neighbours}" for unit, neighbours in zip(own, around, strict=True)]
    return pl.DataFrame(
        {
            "unit": list(units),
            "value": values,
            "lag": lag,
            "statistic": statistic,
            "p": p,
            "p_adjusted": benjamini_hochberg(p),
            "quadrant": quadrants,
        }
    ).with_columns(
        cluster=pl.when(pl.col("p_adjusted") <= level).then(pl.col("quadrant")).otherwise(None)
    )


def provenance(
    method: str,
    reference: str,
    weights: Weights,
    simulated: Floats,
    seed: int,
    *,
    sources: tuple[TableSource, ...],
    **more: object,
) -> Provenance:
    """Say what was asked of a spatial statistic."""
    parameters = {
        "row_standardised": weights.row_standardised,
        "permutations": simulated.shape[-1],
        "seed": seed,
        **more,
    }
    return Provenance(method=method, sources=sources, parameters=parameters, reference=reference)


def _variances(matrix: sparse.csr_array, z: Floats) -> tuple[float, float]:
    n = len(z)
    s0, s1, s2 = moments(matrix)
    expected = -1 / (n - 1)
    normal = (n**2 * s1 - n * s2 + 3 * s0**2) / ((n**2 - 1) * s0**2) - expected**2
    even = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    peaked = kurtosis(z) * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    random = (even - peaked) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    return normal, random
