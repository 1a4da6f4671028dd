"""Sum origin-destination tables that are too big for memory, on the engine that is set.

The sum is an Ibis expression; DuckDB runs it unless BYREGION_ENGINE names another engine. Sums are
of whole numbers and exact; shares are for later. Rows whose count is unknown are counted beside the
sum and never taken for zero. The order of the result is total, so that the same table gives the
same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.errors import InvalidInput, UnknownCodes
from byregion.statistics.engine import engine, fetched, offer
from byregion.statistics.expressions.pairs import pairs
from byregion.statistics.expressions.rows import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis
    from ibis.backends import BaseBackend


def aggregate_od(
    path: Path | Sequence[Path],
    *,
    origin: str = "home",
    destination: str = "work",
    count: str = "employed",
    by: Sequence[str] = ("year",),
    crosswalk: pl.DataFrame | None = None,
    status: str | None = None,
    memory_limit: str | None = None,
    threads: int | None = None,
    setting: str | None = None,
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
    status
        Column that says why a count is there or not, if there is one: a sum with a suppressed
        part is then suppressed. See `byregion.statistics.expressions.states`.
    memory_limit, threads
        For DuckDB: "2GB", 2. It writes to disk what does not fit.
    setting
        The engine; otherwise BYREGION_ENGINE says it. See `byregion.statistics.engine.engine`.

    Returns
    -------
    pl.DataFrame
        Columns by, origin, destination, count (int64) and `unknown`: how many of the rows behind
        the sum had no count. The sum is null where all of them had none; with a status, which then
        is a column too, wherever that is not "given". Sorted by all keys.

    Raises
    ------
    InvalidInput
        A column is missing, the count is not a whole number, a code is null, or the crosswalk has
        a unit twice.
    UnknownCodes
        The crosswalk lacks units that the table has.
    UnknownEngine
        See `byregion.statistics.engine.engine`.
    """
    keys = [*by, origin, destination]
    files = [path] if isinstance(path, Path) else list(path)
    columns = [*keys, count, *([] if status is None else [status])]
    _check_columns(files[0], columns, count)
    places = None if crosswalk is None else _checked_crosswalk(crosswalk)
    given = {"memory_limit": memory_limit, "threads": threads}
    limits = {name: value for name, value in given.items() if value is not None}
    with engine(setting, limits=limits) as backend:
        table = offer(backend, "od", files, columns=columns)
        units = None if places is None else offer(backend, "crosswalk", places)
        # Engines sum whole numbers in 64 bits or more; a sum that 64 cannot hold is an error.
        expression = pairs(
            table, units, origin=origin, destination=destination, count=count, by=by, status=status
        )
        summed = fetched(backend, expression)
        for key in keys:
            if summed[key].null_count():
                raise _lost(backend, table, None if key in by else units, key)
    return summed.cast({count: pl.Int64, UNKNOWN: pl.Int64})


def _check_columns(file: Path, columns: Sequence[str], count: str) -> None:
    schema = pl.read_parquet_schema(file)
    missing = [name for name in columns if name not in schema]
    if missing:
        raise InvalidInput(
            f"{file.name} lacks the columns {', '.join(missing)}; found {', '.join(schema)}"
        )
    if not schema[count].is_integer():
        raise InvalidInput(f"{count} is {schema[count]}; a sum is exact for whole numbers only")


def _checked_crosswalk(crosswalk: pl.DataFrame) -> pl.DataFrame:
    if not {"unit", "municipality"} <= set(crosswalk.columns):
        raise InvalidInput(f"the crosswalk lacks unit or municipality; found {crosswalk.columns}")
    twice = crosswalk.filter(pl.col("unit").is_duplicated())
    if not twice.is_empty():
        raise InvalidInput(f"the crosswalk has {twice['unit'][0]} twice; a unit has one place")
    return crosswalk.select("unit", "municipality")


def _lost(
    backend: BaseBackend, table: ibis.Table, crosswalk: ibis.Table | None, column: str
) -> InvalidInput | UnknownCodes:
    """Say which codes of a column got lost: the ones that the crosswalk lacks, or null ones."""
    if crosswalk is not None:
        lacking = table.anti_join(crosswalk, table[column] == crosswalk["unit"])
        codes = fetched(backend, lacking.select(column).distinct())[column].drop_nulls().to_list()
        if codes:
            return UnknownCodes(codes, where=f"{column} of the table")
    return InvalidInput(f"{column} has rows without a code")
