"""Read a folder of tidy files, check all of them, and put them into the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from polars.exceptions import PolarsError

from byregion.statistics.catalogue import Table, catalogue
from byregion.statistics.disk import checksum
from byregion.statistics.errors import InvalidFile, InvalidFolder
from byregion.statistics.store import Arrival, Store
from byregion.statistics.validation import check_sums, validated

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from byregion.statistics.manifest import Edition


def load_folder(
    folder: Path, store: Store, *, retrieved_at: datetime | None = None
) -> tuple[Edition, ...]:
    """Put every file of the folder that the catalogue knows into the store, all or none.

    Parameters
    ----------
    folder
        Files named as the catalogue says; others in the folder are left alone.
    retrieved_at
        When they were fetched from the publisher, if that is known.

    Raises
    ------
    InvalidFolder
        The folder has none of the files, or some are not valid; every problem is named.
    StoreBusy
        Another process is writing to the store.
    """
    return store.add(read_folder(folder, retrieved_at=retrieved_at))


def read_folder(folder: Path, *, retrieved_at: datetime | None = None) -> tuple[Arrival, ...]:
    """Read and check the folder's files without storing them.

    Raises
    ------
    InvalidFolder
        The folder has none of the files, or some are not valid; every problem is named.
    """
    present = {
        table.id: (table, folder / table.file)
        for table in catalogue().values()
        if table.file and (folder / table.file).is_file()
    }
    if not present:
        raise InvalidFolder((_nothing_known(folder),))
    frames, problems = _read_all(present)
    problems += _sum_problems(frames, present)
    if problems:
        raise InvalidFolder(tuple(problems))
    return tuple(
        Arrival(
            table=table,
            frame=frames[name],
            source=path.name,
            source_checksum=checksum(path),
            period=table.period or period_of(frames[name]),
            retrieved=retrieved_at,
        )
        for name, (table, path) in present.items()
    )


def read_tidy(path: Path, table: Table) -> pl.DataFrame:
    """Read one tidy file (Parquet or CSV in UTF-8) and check it against the catalogue.

    Raises
    ------
    InvalidFile
        It cannot be read, or is not what the catalogue says.
    """
    try:
        # CSV comes in as text: a municipality's number starts with a zero in Oslo.
        given = (
            pl.read_parquet(path)
            if path.suffix == ".parquet"
            else pl.read_csv(path, infer_schema=False)
        )
    except (PolarsError, OSError) as error:
        first = str(error).strip().partition("\n")[0]
        hint = "; save it as UTF-8 (the publisher's own CSV is Latin-1)" if "utf" in first else ""
        raise InvalidFile(path.name, f"cannot be read: {first}{hint}") from error
    return validated(given, table, file=path.name)


def period_of(frame: pl.DataFrame) -> str:
    """The years that a frame covers: "2017-2022", "2015", or "unknown" without a column year."""
    if "year" not in frame.columns:
        return "unknown"
    years = frame["year"].unique().sort().to_list()
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


def _nothing_known(folder: Path) -> InvalidFile:
    names = sorted(table.file for table in catalogue().values() if table.file)
    return InvalidFile(str(folder), f"has none of the files {', '.join(names)}")


def _read_all(
    present: Mapping[str, tuple[Table, Path]],
) -> tuple[dict[str, pl.DataFrame], list[InvalidFile]]:
    frames: dict[str, pl.DataFrame] = {}
    problems: list[InvalidFile] = []
    for name, (table, path) in present.items():
        try:
            frames[name] = read_tidy(path, table)
        except InvalidFile as problem:
            problems.append(problem)
    return frames, problems


def _sum_problems(
    frames: Mapping[str, pl.DataFrame], present: Mapping[str, tuple[Table, Path]]
) -> list[InvalidFile]:
    problems = []
    for name in frames:
        table, path = present[name]
        try:
            check_sums(frames, table, file=path.name)
        except InvalidFile as problem:
            problems.append(problem)
    return problems
