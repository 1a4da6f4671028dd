"""The tables that an analysis was computed from: taken out of a store, and made a store again."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from byregion.report.archive import AnnexError
from byregion.statistics.analysis_tables import NEEDED, OPTIONAL
from byregion.statistics.catalogue import catalogue
from byregion.statistics.errors import StatisticsError
from byregion.statistics.manifest import Manifest, from_json, to_json
from byregion.statistics.sources.tidy import status_column
from byregion.statistics.store import Store
from byregion.statistics.validation import DTYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.statistics.catalogue import Table
    from byregion.statistics.manifest import Edition

# What an analysis reads; a table that a store lacks is lacking in the analysis as well.
TABLES = (*NEEDED, *OPTIONAL)
MANIFEST = "manifests/00000001.json"
POINTER = {"current": f"{MANIFEST.rpartition('/')[2]}\n".encode()}
FILE = re.compile(r"tables/[a-z0-9_]+/[0-9a-f]{16}\.parquet")
# Norway's tables have a million rows at most; a small file may claim to have any number.
MOST_ROWS = 5_000_000


class TablesNotThere(LookupError):
    """A store lacks tables that an analysis was computed from, or has other editions of them.

    Attributes
    ----------
    titles
        Of those that its figures come from.
    """

    def __init__(self, titles: tuple[str, ...]) -> None:
        self.titles = titles
        super().__init__(f"the tables are not there: {', '.join(titles) or 'it names none'}")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Files by their path in a store, and what each of the tables is."""

    files: Mapping[str, bytes]
    editions: tuple[Edition, ...]


def inputs_of(store: Store) -> Inputs:
    """Take the tables that an analysis reads, whole and byte for byte, out of a store.

    Whole, since an analysis compares its region with all others, and byte for byte, since the
    result names the checksums of its tables.
    """
    manifest = store.manifest()
    return _taken(store, [found for table in TABLES if (found := manifest.edition(table))])


def inputs_named(store: Store, analysis: RegionAnalysis) -> Inputs:
    """Take the very tables that an analysis was computed from out of a store that has them.

    Raises
    ------
    TablesNotThere
        The store does not have them all, as they were.
    """
    wanted = analysis.parameters.get("tables")
    named = set(wanted) if isinstance(wanted, tuple) else set()
    had = {each.checksum: each for each in store.manifest().editions if each.table in TABLES}
    lacking = sorted({each.title for each in analysis.sources if each.checksum in named - set(had)})
    if not named or named - set(had):
        raise TablesNotThere(tuple(lacking))
    return _taken(store, [had[checksum] for checksum in named])


def _taken(store: Store, found: Iterable[Edition]) -> Inputs:
    editions = tuple(sorted(found, key=lambda each: TABLES.index(each.table)))
    current = {edition.table: edition.id for edition in editions}
    files = {edition.file: store.file(edition).read_bytes() for edition in editions}
    files[MANIFEST] = to_json(Manifest(1, editions, dict(sorted(current.items()))))
    return Inputs(files | POINTER, editions)


def checked(files: Mapping[str, bytes]) -> Inputs:
    """Check files that an annex has as inputs, which may come from anyone.

    Raises
    ------
    AnnexError
        A file is missing, is not what its checksum says, or is no table of the catalogue.
    """
    try:
        manifest = from_json(files[MANIFEST], name=f"inputs/{MANIFEST}")
    except (KeyError, StatisticsError) as error:
        raise AnnexError(f"the inputs of the annex have no list of tables: {error}") from error
    for edition in manifest.editions:
        _check(edition, files)
    kept = {edition.file: files[edition.file] for edition in manifest.editions}
    return Inputs({**kept, MANIFEST: files[MANIFEST], **POINTER}, manifest.editions)


def store_in(inputs: Inputs, folder: Path) -> Store:
    """Lay inputs out as a store in an empty folder."""
    for name, content in inputs.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Store(folder)


def _check(edition: Edition, files: Mapping[str, bytes]) -> None:
    if edition.table not in TABLES or not FILE.fullmatch(str(edition.file)):
        raise AnnexError(f"the inputs of the annex name {edition.table!r} in {edition.file!r}")
    content = files.get(edition.file)
    if content is None:
        raise AnnexError(f"inputs/{edition.file} is not in the annex")
    if hashlib.sha256(content).hexdigest() != edition.checksum:
        raise AnnexError(f"inputs/{edition.file} is not the file that the analysis was made from")
    try:
        schema = dict(pl.read_parquet_schema(io.BytesIO(content)))
        rows = pl.scan_parquet(io.BytesIO(content)).select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise AnnexError(f"inputs/{edition.file} cannot be read: {error}") from error
    if not _fits(schema, catalogue()[edition.table]):
        raise AnnexError(f"inputs/{edition.file} has other columns than this version reads")
    if rows > MOST_ROWS:
        raise AnnexError(f"inputs/{edition.file} has more rows than {edition.table} can have")


def _fits(schema: Mapping[str, pl.DataType | type[pl.DataType]], table: Table) -> bool:
    """Whether a file has the table's columns; one that was pulled tells the state of each measure.

    A file that was stored before the catalogue had an optional column lacks it.
    """
    known = {column.name: DTYPES[column.type] for column in table.columns}
    told = {status_column(table, measure): DTYPES["text"] for measure in table.measures}
    needed = {column.name for column in table.columns if not column.optional}
    allowed = {**known, **told}
    return needed <= set(schema) and all(allowed.get(name) == kind for name, kind in schema.items())
