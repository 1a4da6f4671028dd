"""Published divisions in regions, as the store has them, in the numbers of another date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.geography.crosswalk import targets
from byregion.analysis.geography.vintage import Vintage
from byregion.statistics.catalogue import catalogue, find_table
from byregion.statistics.errors import UnknownTable
from byregion.statistics.queries import whole_table

if TYPE_CHECKING:
    from datetime import date

    from byregion.analysis.provenance import TableSource
    from byregion.statistics.catalogue import Table
    from byregion.statistics.store import Store

NEEDED = {"municipality", "region"}


@dataclass(frozen=True, slots=True, eq=False)
class PublishedDivision:
    """Regions that somebody has published.

    `regions` has the region of each municipality of `vintage`. `unplaced` are municipalities
    of `vintage` with parts in several of the regions (after a merger), and without region.
    `unknown` are numbers in the table that no municipality had then; they are left out.
    """

    title: str
    regions: dict[str, str]
    vintage: Vintage
    unplaced: tuple[str, ...]
    unknown: tuple[str, ...]
    sources: tuple[TableSource, ...]


def published_division(
    store: Store, table: str, *, to: Vintage | date | int | str
) -> PublishedDivision:
    """Read a division of the catalogue, and carry it to the municipalities of a date.

    A municipality gets the region of its parts, if they are all in one; the parts of a divided
    one get the region of the whole. Nothing is weighed.

    Raises
    ------
    UnknownTable
        The table is not in the catalogue or the store, or is no division in regions.
    """
    found = find_table(table)
    if not _divides(found):
        known = ", ".join(sorted(each.id for each in catalogue().values() if _divides(each)))
        raise UnknownTable(f"table {found.id!r} is no division in regions; there are: {known}")
    answer = whole_table(store, found.id)
    source, vintage = Vintage.of(answer.sources[0].period), Vintage.of(to)
    placed = dict(answer.frame.select("municipality", "region").drop_nulls().rows())
    ways = targets(source, vintage)
    rows = [(way, region) for code, region in placed.items() for way in ways.get(code, ())]
    frame = pl.DataFrame(
        rows, schema=dict.fromkeys(("unit", "region"), pl.String), orient="row"
    ).unique()
    torn = frame.filter(pl.col("unit").is_duplicated())["unit"].unique().sort()
    whole = frame.filter(~pl.col("unit").is_in(torn.to_list())).sort("unit")
    return PublishedDivision(
        title=found.title,
        regions=dict(whole.iter_rows()),
        vintage=vintage,
        unplaced=tuple(torn),
        unknown=tuple(sorted(placed.keys() - ways.keys())),
        sources=answer.sources,
    )


def _divides(table: Table) -> bool:
    return {column.name for column in table.columns} >= NEEDED
