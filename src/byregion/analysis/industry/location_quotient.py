"""How much larger an industry's share is in a unit than in the area of comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.provenance import Provenance

if TYPE_CHECKING:
    from byregion.analysis.industry.employment import Employment, Matrix


@dataclass(frozen=True, slots=True)
class LocationQuotients:
    """`quotients` holds unit, industry, employed, share, reference_share, quotient.

    Null share and quotient: nobody is employed in the unit. Null quotient: nobody is employed in
    the industry in the area of comparison.
    """

    quotients: pl.DataFrame
    provenance: Provenance


def location_quotients(
    employment: Employment, *, reference: pl.DataFrame | None = None
) -> LocationQuotients:
    """LQ_ir = (E_ir/E_r) / (E_i/E); above 1 the industry is over-represented.

    Parameters
    ----------
    employment
        Employed by unit and industry.
    reference
        Columns industry and employed for the area of comparison; None is the sum of all units.

    Raises
    ------
    InvalidInput
        The reference does not fit the table, or nobody is employed in it.

    Notes
    -----
    Farhauer & Kröll, *Standorttheorien*, 2nd ed. 2014.
    """
    nation = employment.reference(reference)
    reference_shares = nation / nation.sum()
    shares, quotients = quotient_matrix(employment.matrix, nation)
    count = len(employment.industries)
    frame = pl.DataFrame(
        {
            "unit": np.repeat(np.array(employment.units, dtype=object), count).tolist(),
            "industry": list(employment.industries) * len(employment.units),
            "employed": employment.matrix.ravel(),
            "share": shares.ravel(),
            "reference_share": np.tile(reference_shares, len(employment.units)),
            "quotient": quotients.ravel(),
        }
    ).with_columns(pl.col("share", "quotient").fill_nan(None))
    return LocationQuotients(
        frame,
        Provenance(
            method="location quotient",
            sources=employment.sources,
            parameters={"reference": "sum of all units" if reference is None else "given"},
            reference="Farhauer & Kröll 2014",
        ),
    )


def quotient_matrix(matrix: Matrix, nation: Matrix) -> tuple[Matrix, Matrix]:
    """Give shares and quotients, NaN where the denominator is zero; rows are units."""
    totals = matrix.sum(axis=1, keepdims=True)
    shares = _ratio(matrix, np.broadcast_to(totals, matrix.shape))
    expected = np.broadcast_to(nation / nation.sum(), matrix.shape)
    return shares, _ratio(shares, expected)


def _ratio(above: Matrix, below: Matrix) -> Matrix:
    result = np.full(above.shape, np.nan)
    np.divide(above, below, out=result, where=below > 0)
    return result
