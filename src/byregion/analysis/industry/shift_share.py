"""Shift-share: what of a unit's employment growth is national, of its mix, and its own.

All variants give parts that add up to the change, to rounding. An industry that a unit lacks at
the start has no growth rate there: its whole change is the unit's own (`regional` by Dunn,
`allocation` by Esteban-Marquillas, where the regional part is a rate times expected employment).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.fixed_order import product
from byregion.analysis.provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from byregion.analysis.industry.employment import Employment, Matrix

Variant = Literal["dunn", "esteban_marquillas"]
REFERENCES = {
    "dunn": "Dunn 1960, Papers of the Regional Science Association 6",
    "esteban_marquillas": "Esteban-Marquillas 1972, Regional and Urban Economics 2(3)",
}
PARTS = ("national", "mix", "regional", "allocation")


@dataclass(frozen=True, slots=True)
class ShiftShare:
    """Parts of the change, in employed people.

    `by_unit`: unit, start, change, national, mix, regional, allocation. `by_industry`: the same by
    unit and industry. `allocation` is zero in the variant by Dunn.
    """

    by_unit: pl.DataFrame
    by_industry: pl.DataFrame
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class GerfinIndex:
    """`indices` holds unit, structure, location, total; null where it is undefined."""

    indices: pl.DataFrame
    provenance: Provenance


def shift_share(
    start: Employment,
    end: Employment,
    *,
    reference_start: pl.DataFrame | None = None,
    reference_end: pl.DataFrame | None = None,
    variant: Variant = "dunn",
) -> ShiftShare:
    """Decompose the change between two times, by unit and industry.

    With g the growth of the area of comparison, g_i that of industry i there and g_ir that of the
    industry in the unit: national = E_ir·g, mix = E_ir·(g_i − g), regional = E_ir·(g_ir − g_i).
    The variant by Esteban-Marquillas takes regional with the homothetic employment
    E'_ir = E_r·E_i/E, and the rest, (E_ir − E'_ir)·(g_ir − g_i), as allocation.

    Parameters
    ----------
    start, end
        Employed by unit and industry at the two times: same units, same industries.
    reference_start, reference_end
        Columns industry and employed of the area of comparison; both or none. None is the sum of
        all units.
    variant
        "dunn" or "esteban_marquillas".

    Raises
    ------
    InvalidInput
        Units or industries differ, only one reference is given, or the area of comparison has an
        industry that is empty at the start although a unit has people in it.
    """
    first, last = _references(start, end, reference_start, reference_end)
    parts = _parts(start.matrix, end.matrix, first, last, variant=variant)
    provenance = Provenance(
        method="shift-share",
        sources=start.sources + end.sources,
        parameters={
            "variant": variant,
            "reference": "sum of all units" if reference_start is None else "given",
        },
        reference=REFERENCES[variant],
    )
    return _result(start, end.matrix - start.matrix, parts, provenance)


def dynamic_shift_share(
    tables: Mapping[int, Employment],
    *,
    references: Mapping[int, pl.DataFrame] | None = None,
    variant: Variant = "dunn",
) -> ShiftShare:
    """Sum the decompositions of every step from one period to the next.

    Parameters
    ----------
    tables
        Employed by unit and industry, for each period; at least two.
    references
        The area of comparison for each of the same periods; None is the sum of all units.
    variant
        As in `shift_share`.

    Raises
    ------
    NotEnoughData
        Fewer than two periods.
    InvalidInput
        Periods of tables and references differ, or as for `shift_share`.

    Notes
    -----
    Barff & Knight 1988, Growth and Change 19(2).
    """
    periods = sorted(tables)
    if len(periods) < 2:
        raise NotEnoughData("a dynamic shift-share needs at least two periods")
    if references is not None and set(references) != set(tables):
        raise InvalidInput("tables and references must be given for the same periods")
    given = references or {}
    parts = np.zeros((len(PARTS), *tables[periods[0]].matrix.shape))
    for early, late in pairwise(periods):
        start, end = tables[early], tables[late]
        first, last = _references(start, end, given.get(early), given.get(late))
        parts += _parts(start.matrix, end.matrix, first, last, variant=variant)
    start, end = tables[periods[0]], tables[periods[-1]]
    provenance = Provenance(
        method="dynamic shift-share",
        sources=tuple(source for period in periods for source in tables[period].sources),
        parameters={
            "variant": variant,
            "periods": tuple(periods),
            "reference": "sum of all units" if references is None else "given",
        },
        reference="Barff & Knight 1988; " + REFERENCES[variant],
    )
    return _result(start, end.matrix - start.matrix, parts, provenance)


def gerfin_index(
    start: Employment,
    end: Employment,
    *,
    reference_start: pl.DataFrame | None = None,
    reference_end: pl.DataFrame | None = None,
) -> GerfinIndex:
    """Structure and location as indices: expected over national growth, actual over expected.

    With Ê_r = Σ_i E_ir·(E_i,end / E_i,start): structure = (Ê_r/E_r) / (E_end/E_start),
    location = E_r,end / Ê_r, total = structure · location.

    Raises
    ------
    InvalidInput
        As for `shift_share`.

    Notes
    -----
    Gerfin 1964, Kyklos 17(4).
    """
    first, last = _references(start, end, reference_start, reference_end)
    expected = product(start.matrix, 1 + _growth(first, last))
    nation = last.sum() / first.sum()
    structure = _ratio(expected, start.by_unit * nation)
    location = _ratio(end.by_unit, expected)
    frame = pl.DataFrame(
        {
            "unit": list(start.units),
            "structure": structure,
            "location": location,
            "total": structure * location,
        }
    ).with_columns(pl.col("structure", "location", "total").fill_nan(None))
    return GerfinIndex(
        frame,
        Provenance(
            method="shift-share index",
            sources=start.sources + end.sources,
            parameters={"reference": "sum of all units" if reference_start is None else "given"},
            reference="Gerfin 1964, Kyklos 17(4)",
        ),
    )


def _references(
    start: Employment,
    end: Employment,
    reference_start: pl.DataFrame | None,
    reference_end: pl.DataFrame | None,
) -> tuple[Matrix, Matrix]:
    if start.units != end.units or start.industries != end.industries:
        raise InvalidInput(
            "both times need the same units and industries; convert to one classification and "
            "give a zero where an industry is absent"
        )
    if (reference_start is None) != (reference_end is None):
        raise InvalidInput("give the area of comparison for both times, or for neither")
    first, last = start.reference(reference_start), end.reference(reference_end)
    absent = [
        code
        for code, nation, unit in zip(
            start.industries, first, start.matrix.sum(axis=0), strict=True
        )
        if nation == 0 and unit > 0
    ]
    if absent:
        raise InvalidInput(f"units have people in industries that the reference lacks: {absent}")
    return first, last


def _growth(first: Matrix, last: Matrix) -> Matrix:
    """Growth rate; 0 where nobody was employed at the start, since there is nothing to grow."""
    return np.divide(last - first, first, out=np.zeros_like(first), where=first > 0)


def _ratio(above: Matrix, below: Matrix) -> Matrix:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def _parts(start: Matrix, end: Matrix, first: Matrix, last: Matrix, *, variant: str) -> Matrix:
    """National, mix, regional, allocation: an array of 4 x units x industries."""
    overall = last.sum() / first.sum() - 1
    by_industry = _growth(first, last)
    national = start * overall
    mix = start * (by_industry - overall)
    # Written so, and not with the unit's rate, so that an industry from zero counts in full.
    own = (end - start) - start * by_industry
    if variant == "dunn":
        return np.stack([national, mix, own, np.zeros_like(own)])
    homothetic = np.outer(start.sum(axis=1), first / first.sum())
    differential = _growth(start, end) - by_industry
    regional = np.where(start > 0, homothetic * differential, 0.0)
    return np.stack([national, mix, regional, own - regional])


def _result(start: Employment, change: Matrix, parts: Matrix, provenance: Provenance) -> ShiftShare:
    count = len(start.industries)
    named = dict(zip(PARTS, parts, strict=True))
    by_industry = pl.DataFrame(
        {
            "unit": [unit for unit in start.units for _ in range(count)],
            "industry": list(start.industries) * len(start.units),
            "start": start.matrix.ravel(),
            "change": change.ravel(),
            **{name: part.ravel() for name, part in named.items()},
        }
    )
    by_unit = pl.DataFrame(
        {
            "unit": list(start.units),
            "start": start.by_unit,
            "change": change.sum(axis=1),
            **{name: part.sum(axis=1) for name, part in named.items()},
        }
    )
    return ShiftShare(by_unit, by_industry, provenance)
