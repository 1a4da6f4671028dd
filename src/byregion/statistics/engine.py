"""Which engine runs the expressions: one setting, no change of code.

`BYREGION_ENGINE` is `duckdb` (in this process; the default), `spark` (the session that Spark's own
settings describe) or `postgresql://user:password@host:port/name`.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl

from byregion.statistics.errors import UnknownEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import ibis
    from ibis.backends import BaseBackend

    Offered = Path | Sequence[Path] | pl.DataFrame

ENVIRONMENT = "BYREGION_ENGINE"


@contextmanager
def engine(
    setting: str | None = None, *, limits: Mapping[str, str | int] | None = None
) -> Iterator[BaseBackend]:
    """Open the engine that the setting, or else the environment, names; closed at the end.

    Parameters
    ----------
    limits
        Settings of DuckDB, such as memory_limit and threads.

    Raises
    ------
    UnknownEngine
        The setting names none of the engines, what the engine needs is not installed, or limits
        are given to another engine than DuckDB.
    """
    chosen = setting if setting is not None else os.environ.get(ENVIRONMENT, "duckdb")
    if limits and chosen != "duckdb":
        raise UnknownEngine(
            f"{' and '.join(limits)} are for DuckDB, which {ENVIRONMENT} does not name; limit the "
            "engine by settings of its own"
        )
    with TemporaryDirectory(prefix="byregion-spill-") as spill:
        # Otherwise DuckDB spills into the folder that one happens to stand in.
        backend = _connected(chosen, {"temp_directory": spill, **(limits or {})})
        try:
            yield backend
        finally:
            # Spark's session is the caller's: to disconnect would stop it for everyone.
            if backend.name != "pyspark":
                backend.disconnect()


def _connected(chosen: str, duckdb_settings: Mapping[str, str | int]) -> BaseBackend:
    import ibis  # noqa: PLC0415 - takes a second, and most commands need none of it

    if chosen == "duckdb":
        return ibis.duckdb.connect(**duckdb_settings)
    if chosen == "spark":
        return _spark()
    if chosen.startswith(("postgresql://", "postgres://")):
        return ibis.connect(chosen.replace("postgresql://", "postgres://", 1))
    raise UnknownEngine(f"{ENVIRONMENT} is {chosen!r}; it must be duckdb, spark or postgresql://…")


def run(
    expression: Callable[[Mapping[str, ibis.Table]], ibis.Table],
    tables: Mapping[str, Offered],
    *,
    setting: str | None = None,
) -> pl.DataFrame:
    """Put tables before the engine, run the expression on them there, and bring the answer here.

    Parameters
    ----------
    expression
        Takes the engine's tables by name; one of `byregion.statistics.expressions`.
    tables
        Parquet files, several of one table as a list, or frames small enough for memory.
    setting
        As in `engine`.
    """
    with engine(setting) as backend:
        offered = {name: offer(backend, name, table) for name, table in tables.items()}
        return fetched(backend, expression(offered))


def fetched(backend: BaseBackend, expression: ibis.Table) -> pl.DataFrame:
    """Run an expression on the engine's tables, and bring the answer here."""
    frame = pl.from_arrow(backend.to_pyarrow(expression))
    if not isinstance(frame, pl.DataFrame):  # pragma: no cover - a table gives a frame
        raise TypeError(type(frame))
    return frame


def offer(
    backend: BaseBackend, name: str, table: Offered, *, columns: Sequence[str] | None = None
) -> ibis.Table:
    """Put a table before the engine under a name; of files only the columns named, or all."""
    if isinstance(table, pl.DataFrame):
        return _offer_frame(backend, name, table)
    files = [table] if isinstance(table, Path) else list(table)
    if backend.name == "postgres":
        frame = pl.read_parquet(files, columns=list(columns) if columns else None)
        return _offer_frame(backend, name, frame)
    if backend.name == "pyspark":
        read = backend._session.read.parquet(*map(str, files))
        read.createOrReplaceTempView(name)
        offered = backend.table(name)
    else:
        offered = backend.read_parquet([str(file) for file in files], table_name=name)
    return offered.select(*columns) if columns else offered


def _offer_frame(backend: BaseBackend, name: str, table: pl.DataFrame) -> ibis.Table:
    if backend.name == "postgres":
        return backend.create_table(name, table.to_arrow(), temp=True)
    # A view of what is in memory already; Ibis's own way would copy it into a table first.
    plain = table.to_arrow(compat_level=pl.CompatLevel.oldest())
    if backend.name == "pyspark":
        backend._session.createDataFrame(plain).createOrReplaceTempView(name)
    else:
        backend.con.register(name, plain)
    return backend.table(name)


def _spark() -> BaseBackend:
    import ibis  # noqa: PLC0415 - as above

    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - only where it is asked for
    except ModuleNotFoundError as error:
        raise UnknownEngine(
            f"{ENVIRONMENT} is spark, and PySpark is not installed: install pyspark 4.0 and Java"
        ) from error
    return ibis.pyspark.connect(SparkSession.builder.getOrCreate())
