"""Tables of the store brought to the municipal division of one date, as the analyses take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.flows import Flows
from byregion.analysis.geography.errors import SplitNeedsWeights
from byregion.analysis.geography.harmonise import harmonise
from byregion.analysis.geography.harmonise_flows import harmonise_flows
from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.geography.weights import shipped_weights
from byregion.statistics.queries import commuting, population, population_by_age

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from byregion.analysis.provenance import TableSource
    from byregion.statistics.store import Store


@dataclass(frozen=True, slots=True, eq=False)
class PopulationSeries:
    """Residents on 1 January in the division `vintage`, for as many years as can be brought to it.

    Attributes
    ----------
    frame
        Columns year, municipality, persons.
    vintage
        The division of the numbers.
    years
        The years in `frame`, in order.
    left_out
        Years of the table that are not in `frame`. In them municipalities of the division had
        been merged. To divide them again by fixed shares would let the parts grow alike by
        construction, which is what an analysis of interplay must not be fed.
    divided
        Municipalities that were divided on the way forward, by year: for their parts the figures
        are estimates.
    weights
        How they were divided; empty where nothing was.
    sources
        The table.
    """

    frame: pl.DataFrame
    vintage: Vintage
    years: tuple[int, ...]
    left_out: tuple[int, ...]
    divided: Mapping[str, tuple[str, ...]]
    weights: str
    sources: tuple[TableSource, ...]

    @property
    def nation(self) -> dict[int, float]:
        """Residents of the whole country by year."""
        totals = self.frame.group_by("year").agg(pl.col("persons").sum()).sort("year")
        return {int(year): float(persons) for year, persons in totals.rows()}


def population_series(store: Store, *, to: Vintage | date | int | str) -> PopulationSeries:
    """Bring the population of every year that allows it to one division.

    Raises
    ------
    UnknownTable
        The store has no population.
    """
    answer = population(store)
    vintage = Vintage.of(to)
    weights = shipped_weights()
    frame, left_out = answer.frame, tuple[int, ...]()
    try:
        result = harmonise(frame, to=vintage, values=["persons"], weights=weights)
    except SplitNeedsWeights as refused:
        left_out = tuple(int(year) for year in refused.years)
        frame = frame.filter(~pl.col("year").is_in(left_out))
        result = harmonise(frame, to=vintage, values=["persons"], weights=weights)
    divided = result.links.filter(~pl.col("exact")).group_by("period").agg("code").sort("period")
    return PopulationSeries(
        frame=result.frame,
        vintage=vintage,
        years=tuple(result.frame["year"].unique().sort().to_list()),
        left_out=left_out,
        divided={str(year): tuple(sorted(set(codes))) for year, codes in divided.rows()},
        weights=weights.method if not divided.is_empty() else "",
        sources=answer.sources,
    )


@dataclass(frozen=True, slots=True, eq=False)
class PeopleByAge:
    """Residents on 1 January of a year by municipality (rows) and one-year age (columns).

    `codes` are the rows' municipalities, sorted; the last age is open-ended. `divided` are the
    municipalities that were divided on the way to the division, so that their parts are estimates.
    """

    people: NDArray[np.float64]
    codes: tuple[str, ...]
    divided: tuple[str, ...]
    sources: tuple[TableSource, ...]


def ages_at(store: Store, *, year: int, to: Vintage | date | int | str) -> PeopleByAge:
    """Read the population of a year by age, in the division `to`.

    Raises
    ------
    UnknownTable
        The store has no population, or not of that year.
    SplitNeedsWeights
        The division is older, so that merged municipalities would have to be divided.
    """
    answer = population_by_age(store, year=year)
    result = harmonise(
        answer.frame, to=to, values=["persons"], year=None, vintage=year, weights=shipped_weights()
    )
    wide = (
        result.frame.pivot("age", index="municipality", values="persons", sort_columns=True)
        .fill_null(0)  # the table leaves out ages that nobody has
        .sort("municipality")
    )
    ages = sorted((name for name in wide.columns if name != "municipality"), key=int)
    full = {name: wide[name] if name in wide.columns else 0 for name in map(str, range(106))}
    table = wide.select("municipality").with_columns(**full) if len(ages) < 106 else wide
    return PeopleByAge(
        people=table.select(map(str, range(106))).to_numpy().astype(np.float64),
        codes=tuple(table["municipality"]),
        divided=tuple(sorted(set(result.links.filter(~pl.col("exact"))["code"]))),
        sources=answer.sources,
    )


def commuting_flows(
    store: Store, *, year: int, to: Vintage | date | int | str | None = None
) -> Flows:
    """Read the commuting of a year, in that year's division or brought forward to another.

    Raises
    ------
    UnknownTable
        The store has no commuting, or not of that year.
    SplitNeedsWeights
        The other division is older, so that merged municipalities would have to be divided.
    """
    answer = commuting(store, year=year)
    frame = answer.frame
    if to is not None and Vintage.of(to) != Vintage.of(year):
        # As numbers with decimals, since flows are small and remainders of a division many.
        given = frame.with_columns(pl.col("employed").cast(pl.Float64))
        frame = harmonise_flows(
            given, to=to, year=None, vintage=year, weights=shipped_weights()
        ).frame
    return Flows.from_frame(frame, sources=answer.sources)
