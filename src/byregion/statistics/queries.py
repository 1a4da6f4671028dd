"""Named questions to the store; each answer is a frame with the tables that it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from byregion.statistics.errors import UnknownYear

if TYPE_CHECKING:
    from byregion.analysis.provenance import TableSource
    from byregion.statistics.store import Store


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A frame and where its figures come from."""

    frame: pl.DataFrame
    sources: tuple[TableSource, ...]


def commuting(store: Store, *, year: int) -> Answer:
    """Employed people by home and work in the 4th quarter; columns home, work, employed."""
    sql = "SELECT home, work, employed FROM commuting WHERE year = ? ORDER BY home, work"
    return _ask(store, sql, [year], table="commuting")


def labour_market(store: Store, *, year: int) -> Answer:
    """Residents of 15-74, employed residents and jobs by municipality in the 4th quarter."""
    sql = """
        SELECT municipality, residents_15_74, employed_residents, jobs
        FROM labour_market WHERE year = ? ORDER BY municipality
    """
    return _ask(store, sql, [year], table="labour_market")


def population(store: Store) -> Answer:
    """Residents on 1 January by year and municipality, all ages; columns year .. persons."""
    sql = """
        SELECT year, municipality, sum(persons)::BIGINT AS persons
        FROM population GROUP BY year, municipality ORDER BY year, municipality
    """
    return _ask(store, sql, [], table="population")


def population_by_age(store: Store, *, year: int) -> Answer:
    """Residents on 1 January by municipality and age; columns municipality, age, persons."""
    sql = """
        SELECT municipality, age, persons FROM population
        WHERE year = ? ORDER BY municipality, age
    """
    return _ask(store, sql, [year], table="population")


def population_by_sex(store: Store, *, year: int) -> Answer:
    """Residents on 1 January by municipality, sex and age."""
    sql = """
        SELECT municipality, sex, age, persons FROM population_sex
        WHERE year = ? ORDER BY municipality, sex, age
    """
    return _ask(store, sql, [year], table="population_sex")


def whole_table(store: Store, table: str, *, edition: str | None = None) -> Answer:
    """Give all rows of a table's edition, the current one if none is named.

    Raises
    ------
    UnknownTable
        The store has no such table or edition.
    """
    found = store.edition(table, edition)
    return Answer(pl.read_parquet(store.file(found)), (found.provenance,))


def years(store: Store, table: str) -> tuple[int, ...]:
    """Give the years that a table with a column `year` has, in order."""
    found = store.edition(table)
    frame = pl.scan_parquet(store.file(found)).select(pl.col("year").unique().sort()).collect()
    return tuple(frame["year"].to_list())


def _ask(store: Store, sql: str, parameters: list[object], *, table: str) -> Answer:
    # One manifest for both, so that a load in between cannot part the figures from their source.
    manifest = store.manifest()
    source = store.edition(table, manifest=manifest).provenance
    with store.connect(manifest) as connection:
        frame = connection.sql(sql, params=parameters).pl()
    if frame.is_empty():
        raise UnknownYear(table, years(store, table))
    return Answer(frame, (source,))
