"""Economic complexity: who is specialised in what few others are specialised in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.fixed_order import inner, largest_eigenpairs, product
from byregion.analysis.industry.employment import Employment
from byregion.analysis.industry.location_quotient import quotient_matrix
from byregion.analysis.provenance import Provenance

if TYPE_CHECKING:
    from byregion.analysis.industry.employment import Matrix

SMALLEST = 1000.0  # our default floor: below it, a handful of people make a specialisation
SAME = 1e-9  # eigenvalues that differ by less are one


@dataclass(frozen=True, slots=True)
class Specialised:
    """Units above the floor, and which industries they are specialised in (M = 1[RCA ≥ 1])."""

    employment: Employment
    quotients: Matrix
    matrix: Matrix
    left_out: pl.DataFrame


@dataclass(frozen=True, slots=True)
class EconomicComplexity:
    """Indices of units and industries.

    `units`: unit, employed, diversity, eci, fitness. `industries`: industry, employed, ubiquity,
    pci. `left_out`: unit, employed, those below the floor. ECI and PCI have mean 0 and standard
    deviation 1; fitness has mean 1.
    """

    units: pl.DataFrame
    industries: pl.DataFrame
    left_out: pl.DataFrame
    eigenvalue: float
    provenance: Provenance


def economic_complexity(
    employment: Employment, *, smallest: float = SMALLEST, iterations: int = 20
) -> EconomicComplexity:
    """Economic complexity index (second eigenvector) and fitness (non-linear iteration).

    Parameters
    ----------
    employment
        Employed by unit and industry. RCA is the location quotient against the units kept.
    smallest
        Fewest employed in a unit that is kept. Tiny units get absurd ranks.
    iterations
        Rounds of the fitness iteration, which need not have a limit above zero for every unit.

    Raises
    ------
    NotEnoughData
        Fewer than three units, or three industries, are left.
    InvalidInput
        A parameter is out of range, or the index is not determined: the units fall into parts
        that share no specialisation, the second and third eigenvalue are one, or the index does
        not go with diversity, which gives it its sign.

    Notes
    -----
    Hidalgo & Hausmann 2009, PNAS 106(26); Tacchella et al. 2012, Scientific Reports 2. The sign
    of ECI is that of its correlation with diversity.
    """
    if iterations < 1:
        raise InvalidInput(f"iterations must be at least 1, not {iterations}")
    kept = specialised(employment, smallest=smallest)
    M = kept.matrix
    eci, pci, eigenvalue = _eigenvectors(M)
    units = pl.DataFrame(
        {
            "unit": list(kept.employment.units),
            "employed": kept.employment.by_unit,
            "diversity": M.sum(axis=1).astype(np.int64),
            "eci": eci,
            "fitness": _fitness(M, iterations),
        }
    )
    industries = pl.DataFrame(
        {
            "industry": list(kept.employment.industries),
            "employed": kept.employment.matrix.sum(axis=0),
            "ubiquity": M.sum(axis=0).astype(np.int64),
            "pci": pci,
        }
    )
    provenance = Provenance(
        method="economic complexity",
        sources=employment.sources,
        parameters={"smallest": smallest, "iterations": iterations},
        reference="Hidalgo & Hausmann 2009; Tacchella et al. 2012",
    )
    return EconomicComplexity(units, industries, kept.left_out, eigenvalue, provenance)


def specialised(employment: Employment, *, smallest: float) -> Specialised:
    """Leave out units below the floor and industries that nobody has; then RCA ≥ 1.

    Raises
    ------
    NotEnoughData
        Fewer than three units, or three industries, are left.
    InvalidInput
        The floor is not above zero.
    """
    if not smallest > 0:
        raise InvalidInput(f"the floor on unit size must be above zero, not {smallest}")
    large = employment.by_unit >= smallest
    rows = employment.matrix[large]
    used = rows.sum(axis=0) > 0
    kept = Employment(
        units=tuple(np.array(employment.units, dtype=object)[large].tolist()),
        industries=tuple(np.array(employment.industries, dtype=object)[used].tolist()),
        matrix=rows[:, used],
        sources=employment.sources,
    )
    if min(kept.matrix.shape) < 3:
        raise NotEnoughData(
            f"needs three units with at least {smallest:g} employed, and three industries; "
            f"{kept.matrix.shape[0]} and {kept.matrix.shape[1]} are left"
        )
    left_out = pl.DataFrame({"unit": list(employment.units), "employed": employment.by_unit})
    quotients = quotient_matrix(kept.matrix, kept.reference(None))[1]
    # A quotient of exactly 1 must not fall below it by rounding.
    matrix = (quotients >= 1 - 1e-12).astype(np.float64)
    return Specialised(kept, quotients, matrix, left_out.filter(~pl.Series(large)))


def _eigenvectors(M: Matrix) -> tuple[Matrix, Matrix, float]:
    """Second eigenvector of D_c⁻¹ M D_p⁻¹ Mᵀ, through the symmetric matrix similar to it."""
    diversity, ubiquity = M.sum(axis=1), M.sum(axis=0)
    root = M / np.sqrt(np.outer(diversity, ubiquity))
    values, vectors = largest_eigenpairs(product(root, root.T), 3)
    if values[-2] > 1 - SAME:
        raise InvalidInput(
            "the units fall into parts that share no specialisation; analyse each part by itself "
            "or take broader industries"
        )
    if values[-2] - values[-3] < SAME:
        raise InvalidInput(
            "second and third eigenvalue are one: the complexity index is not unique"
        )
    eci = vectors[:, -2] / np.sqrt(diversity)
    lean = inner(eci - eci.mean(), diversity - diversity.mean())
    if abs(lean) < SAME:
        raise InvalidInput("the index does not vary with diversity, so its sign is not determined")
    eci *= np.sign(lean)
    return _standardised(eci), _standardised(product(M.T, eci) / ubiquity), float(values[-2])


def _standardised(x: Matrix) -> Matrix:
    return np.asarray((x - x.mean()) / x.std())


def _fitness(M: Matrix, iterations: int) -> Matrix:
    fitness, quality = np.ones(len(M)), np.ones(M.shape[1])
    for _ in range(iterations):
        raised = product(M, quality)
        quality = 1 / product(M.T, 1 / fitness)
        fitness, quality = raised / raised.mean(), quality / quality.mean()
    return fitness
