"""Shift-share with the neighbours in between: national, neighbourhood and own growth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.errors import InvalidInput
from byregion.analysis.provenance import Provenance

if TYPE_CHECKING:
    from byregion.analysis.industry.employment import Employment, Matrix
    from byregion.analysis.spatial.weights import Weights


@dataclass(frozen=True, slots=True)
class SpatialShiftShare:
    """Parts of the change, in employed people; they add up to `change`.

    `by_unit`: unit, start, change, national, neighbours, own, undivided. `by_industry`: the same
    by unit and industry. `undivided` is what is not national and cannot be split, because no
    neighbour had anybody in the industry at the start.
    """

    by_unit: pl.DataFrame
    by_industry: pl.DataFrame
    isolates: tuple[str, ...]
    provenance: Provenance


def spatial_shift_share(start: Employment, end: Employment, weights: Weights) -> SpatialShiftShare:
    """g_ir = g + (ĝ_ir − g) + (g_ir − ĝ_ir), times E_ir at the start.

    g is the growth of all units together, ĝ_ir that of industry i among the neighbours of unit r:
    Σ_s w_rs·E_is at the end over the same at the start, less one.

    Parameters
    ----------
    start, end
        Employed by unit and industry at the two times: same units, same industries.
    weights
        Neighbours of the same units; whether rows are standardised makes no difference.

    Raises
    ------
    InvalidInput
        Units or industries differ, or nobody was employed at the start.

    Notes
    -----
    Nazara & Hewings 2004, Growth and Change 35(4), their first spatial decomposition.
    """
    if (start.units, start.industries) != (end.units, end.industries):
        raise InvalidInput("both times need the same units and industries")
    if weights.units != start.units:
        raise InvalidInput("the weights must have exactly the units of the employment")
    overall = start.reference(None).sum()
    growth = end.matrix.sum() / overall - 1
    parts = _parts(start.matrix, end.matrix, growth, weights)
    count = len(start.industries)
    labels = {
        "unit": [unit for unit in start.units for _ in range(count)],
        "industry": list(start.industries) * len(start.units),
    }
    flat = {name: part.ravel() for name, part in parts.items()}
    totals = {name: part.sum(axis=1) for name, part in parts.items()}
    return SpatialShiftShare(
        by_unit=pl.DataFrame({"unit": list(start.units), **totals}),
        by_industry=pl.DataFrame({**labels, **flat}),
        isolates=weights.isolates,
        provenance=Provenance(
            method="spatial shift-share",
            sources=start.sources + end.sources,
            parameters={"row_standardised": weights.row_standardised},
            reference="Nazara & Hewings 2004, Growth and Change 35(4)",
        ),
    )


def _parts(start: Matrix, end: Matrix, growth: float, weights: Weights) -> dict[str, Matrix]:
    around, later = weights.lag(start), weights.lag(end)
    comparable = around > 0
    neighbours = np.divide(later - around, around, out=np.zeros_like(around), where=comparable)
    change, national = end - start, start * growth
    # The own part is the rest, so that an industry that is new in the unit counts in full.
    rest = change - national
    shared = np.where(comparable, start * (neighbours - growth), 0.0)
    return {
        "start": start,
        "change": change,
        "national": national,
        "neighbours": shared,
        "own": np.where(comparable, rest - shared, 0.0),
        "undivided": np.where(comparable, 0.0, rest),
    }
