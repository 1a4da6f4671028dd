"""How far a unit's industry mix is from that of the area of comparison, in four indices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.industry.location_quotient import quotient_matrix
from byregion.analysis.provenance import Provenance

if TYPE_CHECKING:
    from byregion.analysis.industry.employment import Employment, Matrix


@dataclass(frozen=True, slots=True)
class Specialisation:
    """`indices` holds unit, employed, gini, krugman, herfindahl, hoover.

    All four are null for a unit where nobody is employed.
    """

    indices: pl.DataFrame
    provenance: Provenance


def specialisation(
    employment: Employment, *, reference: pl.DataFrame | None = None
) -> Specialisation:
    """Gini of location quotients, Krugman, Herfindahl and Hoover index for each unit.

    Parameters
    ----------
    employment
        Employed by unit and industry.
    reference
        Columns industry and employed for the area of comparison; None is the sum of all units.
        An industry that nobody has there is left out of the Gini, whose quotient is undefined.

    Raises
    ------
    InvalidInput
        The reference does not fit the table, or nobody is employed in it.

    Notes
    -----
    With shares s (unit) and t (comparison): Krugman Σ|s−t| in [0, 2]; Hoover is half of it;
    Herfindahl Σs²; Gini 2/(n²·mean)·Σ k·(LQ_k − mean) over quotients in rising order. Krugman
    1991, *Geography and Trade*; Farhauer & Kröll 2014.
    """
    nation = employment.reference(reference)
    shares, quotients = quotient_matrix(employment.matrix, nation)
    krugman = np.abs(shares - nation / nation.sum()).sum(axis=1)
    frame = pl.DataFrame(
        {
            "unit": list(employment.units),
            "employed": employment.by_unit,
            "gini": _gini(quotients[:, nation > 0]),
            "krugman": krugman,
            "herfindahl": (shares**2).sum(axis=1),
            "hoover": krugman / 2,
        }
    ).with_columns(pl.col("gini", "krugman", "herfindahl", "hoover").fill_nan(None))
    return Specialisation(
        frame,
        Provenance(
            method="industrial specialisation",
            sources=employment.sources,
            parameters={"reference": "sum of all units" if reference is None else "given"},
            reference="Krugman 1991; Farhauer & Kröll 2014",
        ),
    )


def _gini(quotients: Matrix) -> Matrix:
    ordered = np.sort(quotients, axis=1)
    count = ordered.shape[1]
    mean = ordered.mean(axis=1, keepdims=True)
    rank = np.arange(1, count + 1)
    spread = (rank * (ordered - mean)).sum(axis=1)
    # A unit whose people all work in industries that the comparison lacks has no quotient above 0.
    result = np.full(len(ordered), np.nan)
    np.divide(2 * spread, count**2 * mean[:, 0], out=result, where=mean[:, 0] > 0)
    return result
