"""What the spatial statistics share: values in the order of the weights, and permutations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.errors import InvalidInput, NotEnoughData, UnknownCodes, shorten
from byregion.analysis.fixed_order import product

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from byregion.analysis.spatial.weights import Weights

    Floats = NDArray[np.float64]

FEWEST = 4  # the variance under randomisation divides by n − 3


@dataclass(frozen=True, eq=False)
class Field:
    """Values over the units that have neighbours, and the weights between those."""

    weights: Weights
    values: Floats
    isolates: tuple[str, ...]

    @property
    def deviations(self) -> Floats:
        """Values less their mean."""
        return np.asarray(self.values - self.values.mean())


def field_of(weights: Weights, frame: pl.DataFrame) -> Field:
    """Bring values into the order of the weights, and leave isolates out.

    Parameters
    ----------
    weights
        Any weights.
    frame
        Columns code and value: one row for every unit of the weights, isolates included.

    Raises
    ------
    InvalidInput
        A column is missing, a code stands twice, values are missing or not finite, or all are
        alike.
    UnknownCodes
        A code is not a unit of the weights.
    NotEnoughData
        Fewer than four units have neighbours.
    """
    by_code = _by_code(frame, weights)
    connected = weights.without_isolates()
    if len(connected.units) < FEWEST:
        raise NotEnoughData(f"needs {FEWEST} units with neighbours, got {len(connected.units)}")
    values = np.array([by_code[code] for code in connected.units])
    if np.ptp(values) == 0:
        raise InvalidInput("all values are alike; there is no pattern to measure")
    left_out = tuple(sorted(set(weights.units) - set(connected.units)))
    return Field(connected, values, left_out)


def _by_code(frame: pl.DataFrame, weights: Weights) -> dict[str, float]:
    missing = [name for name in ("code", "value") if name not in frame.columns]
    if missing:
        raise InvalidInput(f"values lack the columns {missing}; found {frame.columns}")
    table = frame.select(pl.col("code").cast(pl.String), pl.col("value").cast(pl.Float64))
    if table["code"].n_unique() < table.height:
        raise InvalidInput("a code stands more than once among the values")
    known = table.filter(pl.col("value").is_finite() & pl.col("code").is_not_null())
    by_code: dict[str, float] = dict(known.iter_rows())
    unknown = set(by_code) - set(weights.units)
    if unknown:
        raise UnknownCodes(unknown, where="the values (the weights do not have them)")
    lacking = sorted(set(weights.units) - set(by_code))
    if lacking:
        raise InvalidInput(
            f"no finite value for {shorten(lacking)}; take those units out of the weights with "
            "`subset` if they are to be left out"
        )
    return by_code


def check_permutations(permutations: int) -> None:
    """Refuse a number of permutations that gives no p-value.

    Raises
    ------
    InvalidInput
        Fewer than 19: the two-sided p-value could not fall to 0.1.
    """
    if permutations < 19:
        raise InvalidInput(f"permutations must be at least 19, not {permutations}")


def shuffled(values: Floats, permutations: int, seed: int) -> Floats:
    """Give the values in random order, one permutation in each column."""
    rng = np.random.default_rng(seed)
    return rng.permuted(np.tile(values, (permutations, 1)), axis=1).T


def two_sided(observed: Floats, simulated: Floats) -> Floats:
    """Twice the smaller tail of the permutations (last axis), the observed one counted in."""
    count = simulated.shape[-1]
    # Rounding must not turn a permutation that is equal to the observation into a smaller one.
    slack = 1e-12 * np.maximum(np.abs(observed), 1.0)[..., None]
    above = (simulated >= observed[..., None] - slack).sum(axis=-1)
    below = (simulated <= observed[..., None] + slack).sum(axis=-1)
    return np.asarray(np.minimum(1.0, 2 * (np.minimum(above, below) + 1) / (count + 1)))


def conditional_lags(weights: Weights, values: Floats, permutations: int, seed: int) -> Floats:
    """Lag of each unit when all others change places: units x permutations.

    Every unit meets the same random orders of "the others" (its own value held out), as many
    places of them as it has neighbours.
    """
    matrix, count = weights.matrix, len(values)
    most = int(np.diff(matrix.indptr).max())
    rng = np.random.default_rng(seed)
    orders = np.tile(np.arange(count - 1), (permutations, 1))
    orders = rng.permuted(orders, axis=1)[:, :most].T.copy()
    lags = np.empty((count, permutations))
    for unit in range(count):
        weight = matrix.data[matrix.indptr[unit] : matrix.indptr[unit + 1]]
        others = np.delete(values, unit)
        lags[unit] = product(weight, others[orders[: len(weight)]])
    return lags
