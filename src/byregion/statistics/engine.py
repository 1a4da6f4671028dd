"""Which engine runs the expressions: one setting, no change of code.

`BYREGION_ENGINE` is `duckdb` (in this process; the default), `spark` (the session that Spark's own
settings describe) or `postgresql://user:password@host:port/name`.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import polars as pl

from byregion.statistics.errors import UnknownEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import ibis
    from ibis.backends import BaseBackend

ENVIRONMENT = "BYREGION_ENGINE"


@contextmanager
def engine(setting: str | None = None) -> Iterator[BaseBackend]:
    """Open the engine that the setting, or else the environment, names; closed at the end.

    Raises
    ------
    UnknownEngine
        The setting names none of the engines, or what the engine needs is not installed.
    """
    import ibis  # noqa: PLC0415 - takes a second, and most commands need none of it

    chosen = setting if setting is not None else os.environ.get(ENVIRONMENT, "duckdb")
    if chosen == "duckdb":
        backend: BaseBackend = ibis.duckdb.connect()
    elif chosen == "spark":
        backend = _spark()
    elif chosen.startswith(("postgresql://", "postgres://")):
        backend = ibis.connect(chosen.replace("postgresql://", "postgres://", 1))
    else:
        raise UnknownEngine(
            f"{ENVIRONMENT} is {chosen!r}; it must be duckdb, spark or postgresql://…"
        )
    try:
        yield backend
    finally:
        # Spark's session is the caller's: to disconnect would stop it for everyone.
        if backend.name != "pyspark":
            backend.disconnect()


def run(
    expression: Callable[[Mapping[str, ibis.Table]], ibis.Table],
    tables: Mapping[str, Path | pl.DataFrame],
    *,
    setting: str | None = None,
) -> pl.DataFrame:
    """Put tables before the engine, run the expression on them there, and bring the answer here.

    Parameters
    ----------
    expression
        Takes the engine's tables by name; one of `byregion.statistics.expressions`.
    tables
        Parquet files, or frames small enough for memory.
    setting
        As in `engine`.
    """
    with engine(setting) as backend:
        offered = {name: _offer(backend, name, table) for name, table in tables.items()}
        answer = backend.to_pyarrow(expression(offered))
    frame = pl.from_arrow(answer)
    if not isinstance(frame, pl.DataFrame):  # pragma: no cover - a table gives a frame
        raise TypeError(type(frame))
    return frame


def _offer(backend: BaseBackend, name: str, table: Path | pl.DataFrame) -> ibis.Table:
    if backend.name == "postgres":
        frame = table if isinstance(table, pl.DataFrame) else pl.read_parquet(table)
        return backend.create_table(name, frame.to_arrow(), temp=True)
    if not isinstance(table, pl.DataFrame):
        return backend.read_parquet(str(table), table_name=name)
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
