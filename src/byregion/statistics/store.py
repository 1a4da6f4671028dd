"""The local store: a folder of editions in Parquet, a manifest per change, and a small pointer.

::

    current                      the name of the newest manifest, replaced in one step
    manifests/00000001.json      everything the store had after its first change
    tables/TABLE/EDITION.parquet never edited, never removed
    lock                         held by the one that writes

A reader reads the pointer once and sees one state of the store for as long as it likes. A load of
several tables becomes visible in one step, or not at all.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from byregion.statistics.disk import checksum, remove_parts, write_bytes, write_lock, write_whole
from byregion.statistics.errors import StoreDamaged, UnknownTable
from byregion.statistics.manifest import Edition, Manifest, from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    import duckdb
    import polars as pl

    from byregion.statistics.catalogue import Table

ENVIRONMENT = "BYREGION_DATA"


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """A validated table on its way into the store, and where it came from.

    `vintage` is for a table that was asked for under another division than the catalogue says.
    """

    table: Table
    frame: pl.DataFrame
    source: str
    source_checksum: str
    period: str
    retrieved: datetime | None = None
    query: Mapping[str, object] | None = None
    vintage: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """An edition that is not as it was when it arrived."""

    edition: Edition
    what: str


def default_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Where the store is if nothing else is said: BYREGION_DATA, or the platform's data folder."""
    given = os.environ if environment is None else environment
    if given.get(ENVIRONMENT):
        return Path(given[ENVIRONMENT])
    return _platform_folder(given, sys.platform) / "byregion" / "statistics"


def _platform_folder(environment: Mapping[str, str], platform: str) -> Path:
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of statistics; the folder comes to be with the first load."""

    root: Path

    def manifest(self) -> Manifest:
        """Read what the store has now; an empty manifest if nothing was ever loaded.

        Raises
        ------
        StoreDamaged
            The pointer or the manifest cannot be read.
        """
        try:
            name = (self.root / "current").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return Manifest()
        path = self.root / "manifests" / name
        if not path.is_file():
            raise StoreDamaged(f"{self.root / 'current'} points at {name!r}, which is not there")
        return from_json(path.read_bytes(), name=str(path))

    def edition(
        self, table: str, edition: str | None = None, *, manifest: Manifest | None = None
    ) -> Edition:
        """Find an edition, the current one if none is named; in the newest manifest, or one given.

        Raises
        ------
        UnknownTable
            The store has no such table or edition.
        """
        found = (manifest or self.manifest()).edition(table, edition)
        if found is None:
            wanted = f"edition {edition!r} of table {table!r}" if edition else f"table {table!r}"
            raise UnknownTable(
                f"the store {self.root} has no {wanted}; "
                "bring it in with `byregion statistics load` or `byregion statistics pull`"
            )
        return found

    def path(self, edition: Edition) -> Path:
        """Where the edition's Parquet file should be."""
        return self.root.resolve() / edition.file

    def file(self, edition: Edition) -> Path:
        """Where the edition's Parquet file is.

        Raises
        ------
        StoreDamaged
            It is not there.
        """
        path = self.path(edition)
        if not path.is_file():
            raise StoreDamaged(f"{path} is not there; bring {edition.table} in again")
        return path

    def add(self, arrivals: Sequence[Arrival]) -> tuple[Edition, ...]:
        """Put tables in, all in one step, and make them current.

        A table that is byte for byte an edition that the store has, becomes that edition again,
        with a new record if it is known when it was retrieved.

        Raises
        ------
        StoreBusy
            Another process is writing.
        """
        with write_lock(self.root / "lock"):
            tables = self.root / "tables"
            for folder in (self.root, self.root / "manifests", *tables.glob("*")):
                remove_parts(folder)
            manifest = self.manifest()
            added = tuple(self._write(arrival, manifest) for arrival in arrivals)
            if any(manifest.edition(edition.table) != edition for edition in added):
                self._point_at(manifest.with_editions(added))
        return added

    def keep(self, given: Sequence[tuple[Edition, bytes]]) -> int:
        """Put editions in as they were elsewhere, beside the current ones; give how many are new.

        Raises
        ------
        StoreBusy
            Another process is writing.
        """
        with write_lock(self.root / "lock"):
            manifest = self.manifest()
            new = [(one, content) for one, content in given if not self._has(one, manifest)]
            for edition, content in new:
                write_bytes(self.path(edition), content)
            if new:
                whole = manifest.with_editions(tuple(edition for edition, _ in new))
                self._point_at(replace(whole, current=manifest.current))
        return len(new)

    def _has(self, edition: Edition, manifest: Manifest) -> bool:
        return manifest.edition(edition.table, edition.id) is not None and (
            self.path(edition).is_file()
        )

    def verify(self) -> tuple[Problem, ...]:
        """Compare every edition's file with its checksum; give the ones that differ."""
        found = ((edition, self._damage(edition)) for edition in self.manifest().editions)
        return tuple(Problem(edition, what) for edition, what in found if what)

    @contextmanager
    def connect(self, manifest: Manifest) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open DuckDB with a view for the current edition of each table of a manifest.

        The views stay as that manifest has them, whatever is loaded meanwhile. The connection
        reaches the store's folder and nothing else.
        """
        import duckdb  # noqa: PLC0415 - takes a tenth of a second, and listing needs none

        with duckdb.connect() as connection:
            for table in manifest.current:
                edition = self.edition(table, manifest=manifest)
                connection.read_parquet(str(self.file(edition))).create_view(table)
            connection.execute("SET allowed_directories = ?", [[str(self.root.resolve())]])
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            yield connection

    def _write(self, arrival: Arrival, manifest: Manifest) -> Edition:
        table = arrival.table
        folder = self.root / "tables" / table.id
        incoming = folder / f".incoming.{os.getpid()}.part"
        write_whole(
            incoming, lambda stream: arrival.frame.write_parquet(stream, compression="zstd")
        )
        digest = checksum(incoming)
        name = digest[:16]
        known = manifest.edition(table.id, name)
        if known is None or not self.path(known).is_file():
            incoming.replace(folder / f"{name}.parquet")
        else:
            incoming.unlink()
            if arrival.retrieved is None:
                return known
        return Edition(
            table=table.id,
            id=name,
            number=table.number,
            title=table.title,
            publisher=table.publisher,
            licence=table.licence,
            vintage=arrival.vintage or table.vintage,
            period=arrival.period,
            source=arrival.source,
            query=arrival.query,
            retrieved=arrival.retrieved,
            file=f"tables/{table.id}/{name}.parquet",
            rows=arrival.frame.height,
            checksum=digest,
            source_checksum=arrival.source_checksum,
        )

    def _point_at(self, manifest: Manifest) -> None:
        name = f"{manifest.generation:08}.json"
        write_bytes(self.root / "manifests" / name, to_json(manifest))
        write_bytes(self.root / "current", f"{name}\n".encode())

    def _damage(self, edition: Edition) -> str | None:
        path = self.path(edition)
        if not path.is_file():
            return "the file is not there"
        if checksum(path) != edition.checksum:
            return "the file has changed since it arrived"
        return None
