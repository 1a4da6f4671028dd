"""Which industries go together, and how close a unit's industries are to one it might get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.fixed_order import product
from byregion.analysis.industry.complexity import SMALLEST, specialised
from byregion.analysis.provenance import Provenance

if TYPE_CHECKING:
    from byregion.analysis.industry.employment import Employment


@dataclass(frozen=True, slots=True)
class Relatedness:
    """Proximity of industries and density around each industry in each unit.

    `proximity`: industry, other, proximity, each pair once. `density`: unit, industry, quotient,
    specialised, density (null where the industry has no proximity to any). `left_out`: unit,
    employed, those below the floor.
    """

    proximity: pl.DataFrame
    density: pl.DataFrame
    left_out: pl.DataFrame
    provenance: Provenance


def relatedness(employment: Employment, *, smallest: float = SMALLEST) -> Relatedness:
    """φ_pq = Σ_c M_cp·M_cq / max(k_p, k_q); d_cp = Σ_q M_cq·φ_pq / Σ_q φ_pq, q ≠ p.

    M is 1 where the location quotient is at least 1, k the number of units specialised in an
    industry. An industry is not counted as related to itself, so density does not rise merely
    because the unit already has it.

    Parameters
    ----------
    employment
        Employed by unit and industry.
    smallest
        Fewest employed in a unit that is kept.

    Raises
    ------
    NotEnoughData, InvalidInput
        As for `byregion.analysis.industry.complexity.specialised`.

    Notes
    -----
    Hidalgo, Klinger, Barabási & Hausmann 2007, Science 317.
    """
    kept = specialised(employment, smallest=smallest)
    M = kept.matrix
    ubiquity = M.sum(axis=0)
    phi = (M.T @ M) / np.maximum.outer(ubiquity, ubiquity)
    np.fill_diagonal(phi, 0)
    around = np.broadcast_to(phi.sum(axis=0), M.shape)
    density = np.divide(product(M, phi), around, out=np.full_like(M, np.nan), where=around > 0)
    units, industries = kept.employment.units, kept.employment.industries
    upper, lower = np.triu_indices(len(industries), k=1)
    names = np.array(industries, dtype=object)
    proximity = pl.DataFrame(
        {
            "industry": names[upper].tolist(),
            "other": names[lower].tolist(),
            "proximity": phi[upper, lower],
        }
    )
    frame = pl.DataFrame(
        {
            "unit": [unit for unit in units for _ in industries],
            "industry": list(industries) * len(units),
            "quotient": kept.quotients.ravel(),
            "specialised": M.ravel() > 0,
            "density": density.ravel(),
        }
    ).with_columns(pl.col("density").fill_nan(None))
    provenance = Provenance(
        method="relatedness density",
        sources=employment.sources,
        parameters={"smallest": smallest},
        reference="Hidalgo, Klinger, Barabási & Hausmann 2007",
    )
    return Relatedness(proximity, frame, kept.left_out, provenance)
