"""Sum origin-destination tables that are too big for memory, with Ibis on DuckDB.

The sum is an Ibis expression, so that it can run on other engines too; here DuckDB runs it. Sums
are of whole numbers and exact; shares are for later. Rows whose count is unknown are counted
beside the sum and never taken for zero. The order of the result is total, so that the same table
gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.errors import InvalidInput, UnknownCodes
from byregion.statistics.expressions.pairs import pairs
from byregion.statistics.expressions.rows import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb
    import ibis


def aggregate_od(
    path: Path | Sequence[Path],
    *,
    origin: str = "home",
    destination: str = "work",
    count: str = "employed",
    by: Sequence[str] = ("year",),
    crosswalk: pl.DataFrame | None = None,
    memory_limit: str | None = None,
    threads: int | None = None,
) -> pl.DataFrame:
    """Sum Parquet files of origin-destination rows to pairs of municipalities.

    Parameters
    ----------
    path
        One file or several, with the columns below; rows of the same pair may stand many times,
        as when they are also split by sex, age or industry.
    origin, destination, count, by
        Names of the columns: codes of units, a whole number, and what to keep apart.
    crosswalk
        Columns unit and municipality, if the codes are of smaller units. Every unit must be there.
    memory_limit, threads
        For DuckDB: "2GB", 2. It writes to disk what does not fit.

    Returns
    -------
    pl.DataFrame
        Columns by, origin, destination, count (int64) and `unknown`: how many of the rows behind
        the sum had no count. The sum is null where all of them had none. Sorted by all keys.

    Raises
    ------
    InvalidInput
        A column is missing, the count is not a whole number, a code is null, or the crosswalk has
        a unit twice.
    UnknownCodes
        The crosswalk lacks units that the table has.
    """
    import duckdb  # noqa: PLC0415 - with Ibis a second to import, and most commands need neither

    files = [path] if isinstance(path, Path) else list(path)
    schema = _checked_schema(files[0], [*by, origin, destination], count)
    limits = {"memory_limit": memory_limit, "threads": threads}
    expression = pairs_expression(
        schema,
        origin=origin,
        destination=destination,
        count=count,
        by=by,
        placed=crosswalk is not None,
    )
    with TemporaryDirectory(prefix="byregion-od-") as spill, duckdb.connect() as connection:
        # Otherwise DuckDB spills into the folder that one happens to stand in.
        for name, value in {**limits, "temp_directory": spill}.items():
            if value is not None:
                connection.execute(f"SET {name} = ?", [value])
        connection.read_parquet([str(file) for file in files]).create_view("od")
        if crosswalk is not None:
            connection.register("crosswalk", _checked_crosswalk(crosswalk).to_arrow())
        # DuckDB sums whole numbers in 128 bits; a sum that 64 cannot hold fails in the cast.
        summed: pl.DataFrame = connection.sql(_sql(expression)).pl()
        for key in (*by, origin, destination):
            if summed[key].null_count():
                raise _lost(connection, key, placed=crosswalk is not None and key not in by)
    return summed.cast({count: pl.Int64, UNKNOWN: pl.Int64})


def pairs_expression(
    schema: Mapping[str, object],
    *,
    origin: str,
    destination: str,
    count: str,
    by: Sequence[str] = (),
    placed: bool = False,
) -> ibis.Table:
    """Sum the counts of each pair in a table named `od`; an expression for any engine of Ibis.

    `schema` gives the columns' Polars types. With `placed`, the codes are units that a table named
    `crosswalk` (columns unit and municipality) places; a unit that it lacks gives a null code.
    """
    import ibis  # noqa: PLC0415 - takes a second, and most commands need none of it

    table = ibis.table(ibis.Schema.from_polars(schema), name="od")
    crosswalk = (
        ibis.table({"unit": "string", "municipality": "string"}, name="crosswalk")
        if placed
        else None
    )
    return pairs(table, crosswalk, origin=origin, destination=destination, count=count, by=by)


def _sql(expression: ibis.Table) -> str:
    import ibis  # noqa: PLC0415 - as above

    return str(ibis.to_sql(expression, dialect="duckdb"))


def _checked_schema(file: Path, keys: Sequence[str], count: str) -> dict[str, pl.DataType]:
    schema = pl.read_parquet_schema(file)
    missing = [name for name in (*keys, count) if name not in schema]
    if missing:
        raise InvalidInput(
            f"{file.name} lacks the columns {', '.join(missing)}; found {', '.join(schema)}"
        )
    if not schema[count].is_integer():
        raise InvalidInput(f"{count} is {schema[count]}; a sum is exact for whole numbers only")
    return {name: schema[name] for name in (*keys, count)}


def _checked_crosswalk(crosswalk: pl.DataFrame) -> pl.DataFrame:
    if not {"unit", "municipality"} <= set(crosswalk.columns):
        raise InvalidInput(f"the crosswalk lacks unit or municipality; found {crosswalk.columns}")
    twice = crosswalk.filter(pl.col("unit").is_duplicated())
    if not twice.is_empty():
        raise InvalidInput(f"the crosswalk has {twice['unit'][0]} twice; a unit has one place")
    return crosswalk.select("unit", "municipality")


def _lost(
    connection: duckdb.DuckDBPyConnection, column: str, *, placed: bool
) -> InvalidInput | UnknownCodes:
    """Say which codes of a column got lost: the ones that the crosswalk lacks, or null ones."""
    if placed:
        od, crosswalk = connection.table("od"), connection.table("crosswalk")
        lacking = od.project(f'"{column}" AS unit').join(crosswalk, "unit", how="anti")
        codes = [row[0] for row in lacking.distinct().fetchall() if row[0] is not None]
        if codes:
            return UnknownCodes(codes, where=f"{column} of the table")
    return InvalidInput(f"{column} has rows without a code")
