"""Employment by unit and industry as one validated table that the industry methods take."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from byregion.analysis.errors import InvalidInput, shorten

if TYPE_CHECKING:
    from byregion.analysis.provenance import TableSource

Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Employment:
    """Employed people by unit (workplace or home, as the caller decides) and industry.

    `units` and `industries` are sorted codes; `matrix[u, i]` is the number in `units[u]` and
    `industries[i]`.
    """

    units: tuple[str, ...]
    industries: tuple[str, ...]
    matrix: Matrix
    sources: tuple[TableSource, ...] = field(default=())

    @classmethod
    def from_frame(
        cls, frame: pl.DataFrame, *, sources: tuple[TableSource, ...] = ()
    ) -> Employment:
        """Build from a frame with the columns unit, industry (text) and employed (number).

        Rows may be in any order; a pair left out is zero.

        Raises
        ------
        InvalidInput
            A column is missing, a value is null, a number is negative or not finite, or a pair
            stands twice.
        """
        table = validated(frame, keys=("unit", "industry"), value="employed")
        units = table["unit"].unique().sort().to_list()
        industries = table["industry"].unique().sort().to_list()
        row = {code: position for position, code in enumerate(units)}
        column = {code: position for position, code in enumerate(industries)}
        matrix = np.zeros((len(units), len(industries)))
        for unit, industry, employed in table.iter_rows():
            matrix[row[unit], column[industry]] = employed
        return cls(tuple(units), tuple(industries), matrix, sources)

    @cached_property
    def by_unit(self) -> Matrix:
        """E_r: employed in each unit, all industries."""
        return np.asarray(self.matrix.sum(axis=1))

    def reference(self, frame: pl.DataFrame | None) -> Matrix:
        """Employed by industry in the area of comparison, in the order of `industries`.

        Parameters
        ----------
        frame
            Columns industry and employed, exactly the industries of this table; None means the
            sum of all units.

        Raises
        ------
        InvalidInput
            The industries differ, the frame is faulty, or nobody is employed.
        """
        vector = self.matrix.sum(axis=0) if frame is None else self._aligned(frame)
        if vector.sum() <= 0:
            raise InvalidInput("nobody is employed in the area of comparison")
        return np.asarray(vector)

    def _aligned(self, frame: pl.DataFrame) -> Matrix:
        table = validated(frame, keys=("industry",), value="employed")
        differ = sorted(set(table["industry"]) ^ set(self.industries))
        if differ:
            raise InvalidInput(
                f"industries only in the table or only in the reference: {shorten(differ)}; "
                "give both by the same classification, and a zero where the units have nobody"
            )
        return np.asarray(table["employed"].to_numpy())


def validated(frame: pl.DataFrame, *, keys: tuple[str, ...], value: str) -> pl.DataFrame:
    """Check a long frame of non-negative numbers; give key and value columns, sorted by key.

    Raises
    ------
    InvalidInput
        As for `Employment.from_frame`.
    """
    missing = [name for name in (*keys, value) if name not in frame.columns]
    if missing:
        raise InvalidInput(f"missing columns {', '.join(missing)}; found {frame.columns}")
    if frame.is_empty():
        raise InvalidInput("the table is empty; give at least one row")
    table = frame.select(
        *(pl.col(key).cast(pl.String) for key in keys), pl.col(value).cast(pl.Float64)
    ).sort(*keys)
    if table.null_count().sum_horizontal().item() > 0:
        raise InvalidInput(
            "codes or numbers are missing; leave out a row that is zero, and decide explicitly "
            "what a suppressed one counts as"
        )
    wrong = table.filter(~pl.col(value).is_finite() | (pl.col(value) < 0))
    if not wrong.is_empty():
        raise InvalidInput(f"numbers must be finite and not negative: {_named(wrong, keys)}")
    twice = table.filter(table.select(*keys).is_duplicated())
    if not twice.is_empty():
        raise InvalidInput(f"rows that stand more than once: {_named(twice, keys)}; sum first")
    return table


def _named(table: pl.DataFrame, keys: tuple[str, ...]) -> str:
    return shorten(["-".join(row) for row in table.select(*keys).unique().sort(*keys).rows()])
