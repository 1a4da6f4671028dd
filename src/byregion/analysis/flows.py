"""Commuting flows as one validated, immutable object that every method takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from byregion.analysis.errors import InvalidInput, shorten
from byregion.analysis.provenance import TableSource

COLUMNS = ("home", "work", "employed")


@dataclass(frozen=True, eq=False)
class Flows:
    """Employed people by place of residence and place of work, in one period.

    `units` are sorted codes; `matrix[i, j]` is the number living in `units[i]` and working in
    `units[j]`, the diagonal included. Float64, so that weighted and bootstrapped flows fit; whole
    numbers up to 2**53 stay exact.
    """

    units: tuple[str, ...]
    matrix: sparse.csr_array
    sources: tuple[TableSource, ...] = field(default=())

    @classmethod
    def from_frame(cls, frame: pl.DataFrame, *, sources: tuple[TableSource, ...] = ()) -> Flows:
        """Build from a frame with the columns home, work (text) and employed (number).

        Pairs may be in any order; a pair left out is zero. A unit seen only as home, or only as
        workplace, is a unit with no jobs, or no employed residents.

        Raises
        ------
        InvalidInput
            A column is missing, a code or number is null, a number is negative or not finite, or
            a pair stands twice (sum it first, if that is what is meant).
        """
        table = _validated(frame)
        units = pl.concat([table["home"], table["work"]]).unique().sort()
        position = pl.DataFrame({"code": units}).with_row_index("position")
        indexed = table.join(
            position.rename({"code": "home", "position": "i"}), on="home", how="left"
        ).join(position.rename({"code": "work", "position": "j"}), on="work", how="left")
        indexed = indexed.sort("i", "j")
        shape = (len(units), len(units))
        coo = sparse.coo_array(
            (indexed["employed"].to_numpy(), (indexed["i"].to_numpy(), indexed["j"].to_numpy())),
            shape=shape,
        )
        matrix = sparse.csr_array(coo)
        matrix.eliminate_zeros()
        return cls(units=tuple(units.to_list()), matrix=matrix, sources=sources)

    @cached_property
    def employed_residents(self) -> NDArray[np.float64]:
        """R_i: employed people who live in each unit."""
        return np.asarray(self.matrix.sum(axis=1), dtype=np.float64).ravel()

    @cached_property
    def jobs(self) -> NDArray[np.float64]:
        """W_i: employed people who work in each unit."""
        return np.asarray(self.matrix.sum(axis=0), dtype=np.float64).ravel()

    @cached_property
    def internal(self) -> NDArray[np.float64]:
        """f_ii: people who live and work in the same unit."""
        return np.asarray(self.matrix.diagonal(), dtype=np.float64)

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of each code in `units`."""
        return {code: position for position, code in enumerate(self.units)}

    def to_frame(self) -> pl.DataFrame:
        """Give the non-zero pairs back as a frame, sorted by home and work."""
        coo = self.matrix.tocoo()
        codes = np.asarray(self.units, dtype=object)
        return pl.DataFrame(
            {"home": codes[coo.row], "work": codes[coo.col], "employed": coo.data},
            schema={"home": pl.String, "work": pl.String, "employed": pl.Float64},
        ).sort("home", "work")


def _validated(frame: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise InvalidInput(f"flows lack the columns {', '.join(missing)}; found {frame.columns}")
    if frame.is_empty():
        raise InvalidInput("flows are empty; give at least one pair")
    table = frame.select(
        pl.col("home").cast(pl.String),
        pl.col("work").cast(pl.String),
        pl.col("employed").cast(pl.Float64),
    )
    if table.null_count().sum_horizontal().item() > 0:
        raise InvalidInput(
            "flows have missing codes or numbers; leave out a pair that is zero, and decide "
            "explicitly what a suppressed one counts as"
        )
    wrong = table.filter(~pl.col("employed").is_finite() | (pl.col("employed") < 0))
    if not wrong.is_empty():
        pairs = [f"{home}-{work}" for home, work, _ in wrong.rows()]
        raise InvalidInput(f"flows must be finite and not negative: {shorten(pairs)}")
    twice = table.filter(table.select("home", "work").is_duplicated())
    if not twice.is_empty():
        pairs = sorted({f"{home}-{work}" for home, work, _ in twice.rows()})
        raise InvalidInput(f"pairs that stand more than once: {shorten(pairs)}; sum them first")
    return table
