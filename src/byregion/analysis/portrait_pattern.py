"""The map behind a portrait: growth of every municipality, and who its neighbours are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy import sparse

from byregion.analysis.errors import InvalidInput, shorten
from byregion.analysis.spatial.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.flows import Flows

NEAREST = 6
COLUMNS = ("year", "municipality", "persons")


def exchange_weights(flows: Flows, *, nearest: int = NEAREST) -> Weights:
    """Take as neighbours the units that each exchanges most commuters with, relative to size.

    The tie of i and j is `(f_ij + f_ji) / sqrt(R_i R_j)`, so that a big city is not everybody's
    neighbour; each unit has the `nearest` strongest, with equal weight, and fewer where it
    exchanges with fewer. Ties go to the lowest code. The rule is ours, for want of borders in
    every division; a unit that exchanges with nobody is an isolate.

    Raises
    ------
    InvalidInput
        `nearest` is below 1.
    """
    if nearest < 1:
        raise InvalidInput(f"nearest must be 1 or more; got {nearest}")
    size = np.sqrt(np.maximum(flows.employed_residents, 1.0))
    scale = sparse.diags_array(1 / size)
    both = sparse.csr_array(scale @ (flows.matrix + flows.matrix.T) @ scale)
    rows, columns = [], []
    for row in range(len(flows.units)):
        part = slice(both.indptr[row], both.indptr[row + 1])
        others, strength = both.indices[part], both.data[part]
        away = others != row
        others, strength = others[away], strength[away]
        chosen = others[np.lexsort((others, -strength.round(12)))][:nearest]
        rows += [row] * len(chosen)
        columns += chosen.tolist()
    shape = (len(flows.units), len(flows.units))
    matrix = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    matrix.sort_indices()
    return Weights(flows.units, matrix).standardised()


def growth_between(population: pl.DataFrame, units: Sequence[str]) -> pl.DataFrame:
    """Give the growth of each unit from the first year to the last, as difference of logarithms.

    Returns
    -------
    Columns code and value, sorted by code.

    Raises
    ------
    InvalidInput
        A column is missing, there is one year only, or a unit has no people in either year.
    """
    if lacking := [name for name in COLUMNS if name not in population.columns]:
        raise InvalidInput(f"population lacks the columns {', '.join(lacking)}")
    years = [int(year) for year in population["year"].unique().sort()]
    if len(years) < 2:
        raise InvalidInput(
            "growth needs the population of two years or more", key="population_of_two_years"
        )
    first, last = years[0], years[-1]
    ends = [
        population.filter((pl.col("year") == year) & (pl.col("persons") > 0)).select(
            pl.col("municipality").alias("code"), pl.col("persons").log().alias(name)
        )
        for year, name in ((first, "before"), (last, "after"))
    ]
    frame = pl.DataFrame({"code": sorted(units)}, schema={"code": pl.String})
    for end in ends:
        frame = frame.join(end, on="code", how="left")
    grown = frame.select("code", value=pl.col("after") - pl.col("before"))
    if unknown := grown.filter(pl.col("value").is_null())["code"].to_list():
        raise InvalidInput(
            f"no people in {first} or {last} for {shorten(unknown)}",
            key="population_unknown",
            details={"codes": tuple(unknown[:10]), "first": first, "last": last},
        )
    return grown.sort("code")
