"""Who is whose neighbour, and by how much: one immutable matrix that the statistics take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import scipy
from scipy import sparse

from byregion.analysis.errors import InvalidInput, UnknownCodes, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BLOCK = 512  # rows of the distance matrix held at a time


@dataclass(frozen=True, eq=False)
class Weights:
    """Spatial weights: `matrix[i, j]` is what `units[j]` counts for as neighbour of `units[i]`.

    `units` are sorted codes, the diagonal is zero, weights are never negative. A row of zeros is
    an isolate: a unit without neighbours.
    """

    units: tuple[str, ...]
    matrix: sparse.csr_array
    row_standardised: bool = False

    @classmethod
    def from_adjacency(cls, frame: pl.DataFrame, *, units: Sequence[str]) -> Weights:
        """Mutual neighbours with weight 1, from a frame with the columns unit and neighbour.

        Parameters
        ----------
        frame
            Each pair once or both ways.
        units
            All units, also those without neighbours, which no pair can tell of.

        Raises
        ------
        InvalidInput
            A column or code is missing, a unit neighbours itself, or `units` repeats a code.
        UnknownCodes
            A pair names a code that is not among `units`.
        """
        pairs = _pairs(frame).with_columns(weight=pl.lit(1.0))
        both = pl.concat([pairs, pairs.select(unit="neighbour", neighbour="unit", weight="weight")])
        return cls._build(both.unique(), units)

    @classmethod
    def from_frame(cls, frame: pl.DataFrame, *, units: Sequence[str]) -> Weights:
        """Directed weights, from a frame with the columns unit, neighbour and weight.

        Raises
        ------
        InvalidInput
            As for `from_adjacency`, or a weight is missing, negative or not finite, or a pair
            stands twice.
        UnknownCodes
            A pair names a code that is not among `units`.
        """
        pairs = _pairs(frame)
        if "weight" not in frame.columns:
            raise InvalidInput(f"weights lack the column weight; found {frame.columns}")
        weight = frame["weight"].cast(pl.Float64)
        if not bool((weight.is_finite() & (weight >= 0)).fill_null(value=False).all()):
            raise InvalidInput("weights must be known, finite and not negative")
        if bool(pairs.is_duplicated().any()):
            raise InvalidInput("a pair stands more than once; sum its weights first")
        return cls._build(pairs.with_columns(weight=weight), units)

    @classmethod
    def nearest(cls, frame: pl.DataFrame, *, k: int) -> Weights:
        """Give weight 1 to each of the k nearest units, in a straight line.

        Parameters
        ----------
        frame
            Columns unit, x and y: projected coordinates (metres), not degrees.
        k
            Neighbours of each unit; of two equally near the lower code comes first.

        Raises
        ------
        InvalidInput
            A column or value is missing, a unit stands twice, or k is not between 1 and the
            number of other units.
        """
        table = _points(frame)
        count = table.height
        if not 1 <= k < count:
            raise InvalidInput(f"k must be between 1 and {count - 1} for {count} units, not {k}")
        columns = _nearest(table.select("x", "y").to_numpy(), k)
        rows = np.repeat(np.arange(count), k)
        matrix = sparse.csr_array(
            (np.ones(count * k), (rows, columns.ravel())), shape=(count, count)
        )
        matrix.sort_indices()
        return cls(tuple(table["unit"].to_list()), matrix)

    @classmethod
    def _build(cls, pairs: pl.DataFrame, units: Sequence[str]) -> Weights:
        codes = sorted(set(units))
        if len(codes) != len(units):
            raise InvalidInput("units holds a code more than once")
        position = {code: number for number, code in enumerate(codes)}
        named = set(pairs["unit"]) | set(pairs["neighbour"])
        if not named <= set(codes):
            raise UnknownCodes(named - set(codes), where="the pairs of neighbours")
        ordered = pairs.sort("unit", "neighbour")
        rows = [position[code] for code in ordered["unit"]]
        columns = [position[code] for code in ordered["neighbour"]]
        matrix = sparse.csr_array(
            (ordered["weight"].to_numpy(), (rows, columns)), shape=(len(codes), len(codes))
        )
        matrix.eliminate_zeros()
        return cls(tuple(codes), matrix)

    @property
    def isolates(self) -> tuple[str, ...]:
        """Units that have no neighbours."""
        empty = np.diff(self.matrix.indptr) == 0
        return tuple(code for code, alone in zip(self.units, empty, strict=True) if alone)

    def standardised(self) -> Weights:
        """Let the weights of each unit sum to 1, so that a lag is a mean; isolates keep zeros."""
        sums = np.asarray(self.matrix.sum(axis=1)).ravel()
        factor = np.divide(1.0, sums, out=np.zeros_like(sums), where=sums > 0)
        matrix = sparse.csr_array(sparse.diags_array(factor) @ self.matrix)
        return replace(self, matrix=matrix, row_standardised=True)

    def subset(self, units: Sequence[str]) -> Weights:
        """Keep some units and the weights between them; standardised again if they were.

        Raises
        ------
        UnknownCodes
            A code is not among the units.
        """
        wanted = set(units)
        if not wanted <= set(self.units):
            raise UnknownCodes(wanted - set(self.units), where="the units to keep")
        kept = np.flatnonzero([code in wanted for code in self.units])
        part = Weights(tuple(sorted(wanted)), sparse.csr_array(self.matrix[kept][:, kept]))
        return part.standardised() if self.row_standardised else part

    def without_isolates(self) -> Weights:
        """Leave isolates out, until none is left."""
        rest = self
        while rest.isolates:
            rest = rest.subset([code for code in rest.units if code not in set(rest.isolates)])
        return rest

    def lag(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Σ_j w_ij·x_j: with row-standardised weights the mean of the neighbours."""
        return np.asarray(self.matrix @ values)


def _pairs(frame: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in ("unit", "neighbour") if name not in frame.columns]
    if missing:
        raise InvalidInput(f"neighbours lack the columns {missing}; found {frame.columns}")
    pairs = frame.select(pl.col("unit", "neighbour").cast(pl.String))
    if pairs.null_count().sum_horizontal().item() > 0:
        raise InvalidInput("a code is missing among the pairs of neighbours")
    own = pairs.filter(pl.col("unit") == pl.col("neighbour"))["unit"].to_list()
    if own:
        raise InvalidInput(f"units that neighbour themselves: {shorten(sorted(own))}")
    return pairs


def _points(frame: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in ("unit", "x", "y") if name not in frame.columns]
    if missing:
        raise InvalidInput(f"points lack the columns {missing}; found {frame.columns}")
    table = frame.select(pl.col("unit").cast(pl.String), pl.col("x", "y").cast(pl.Float64))
    finite = table.select(pl.all_horizontal(pl.col("x", "y").is_finite())).to_series()
    if table["unit"].null_count() or not bool(finite.fill_null(value=False).all()):
        raise InvalidInput("every point needs a code and finite coordinates")
    if table["unit"].n_unique() < table.height:
        raise InvalidInput("a unit stands more than once among the points")
    return table.sort("unit")


def _nearest(points: NDArray[np.float64], k: int) -> NDArray[np.int64]:
    """Positions of the k nearest; a stable sort over sorted units settles ties by code."""
    blocks = []
    for begin in range(0, len(points), BLOCK):
        apart = scipy.spatial.distance.cdist(points[begin : begin + BLOCK], points)
        own = np.arange(len(apart))
        apart[own, begin + own] = np.inf
        blocks.append(np.argsort(apart, axis=1, kind="stable")[:, :k])
    return np.vstack(blocks)
