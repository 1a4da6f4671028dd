"""Pull a whole table from Statistics Norway into the store, in parts that survive a break."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from byregion.statistics.disk import write_bytes, write_lock
from byregion.statistics.errors import UnknownTable
from byregion.statistics.files import period_of
from byregion.statistics.sources.errors import InvalidResponse
from byregion.statistics.sources.jsonstat import read_dataset
from byregion.statistics.sources.pxweb import MOST_CELLS, PxWeb, TableMetadata, query
from byregion.statistics.sources.selection import Selection, cells, split
from byregion.statistics.sources.tidy import choose, tidy
from byregion.statistics.store import Arrival, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from byregion.statistics.catalogue import Table
    from byregion.statistics.manifest import Edition


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pull has come: parts done of all, and figures in the part that was last done."""

    done: int
    parts: int
    cells: int


def pull(
    table: Table,
    service: PxWeb,
    store: Store,
    *,
    retrieved_at: datetime,
    years: tuple[int, int] | None = None,
    code_lists: Mapping[str, str] | None = None,
    report: Callable[[Progress], None] | None = None,
    limit: int = MOST_CELLS,
) -> Edition:
    """Ask for a table and put it into the store.

    A pull that was broken off goes on where it was when the same is asked again, unless the
    publisher has updated the table in between.

    Parameters
    ----------
    table
        From the catalogue; it must have a number.
    retrieved_at
        The time of the pull, for the record.
    years
        First and last; all that there are if not given.
    code_lists
        A code list for a dimension, such as agg_KommSummer for Region.
    report
        Called after each part.
    limit
        Most figures in one question.

    Raises
    ------
    UnknownTable
        The catalogue has no number for the table.
    SourceError
        The service refused, was unavailable, or answered something else than was asked.
    StoreBusy
        The same table is being pulled, or another process is writing to the store.
    """
    if not table.numbers:
        raise UnknownTable(f"table {table.id!r} has no number to pull it by; load it from a file")
    number = table.numbers[0]
    waiting = store.root / "incoming" / table.id
    with write_lock(waiting / "lock"):
        offered = service.metadata(number)
        lists = {name: service.code_list(given) for name, given in (code_lists or {}).items()}
        selection = choose(table, offered, years=years, code_lists=lists)
        parts = list(split(selection, limit=limit, first=offered.time))
        folder = waiting / _fingerprint(offered, parts, code_lists)
        fetched = _fetch(
            service, number, parts, code_lists=code_lists, folder=folder, report=report
        )
        arrival = Arrival(
            table=table,
            frame=tidy(pl.concat([part.frame for part in fetched]), table),
            source=f"{service.base}/tables/{number}/data",
            source_checksum=_checksum(fetched),
            period=_period(selection[offered.time]),
            retrieved=retrieved_at,
            query=query(selection, code_lists=code_lists),
            vintage=_vintage(code_lists),
        )
        (edition,) = store.add([arrival])
        _clear(waiting)
    return edition


def read_part(body: bytes, asked: Selection) -> pl.DataFrame:
    """Read an answer, and check that it has what was asked for and nothing else.

    Raises
    ------
    InvalidResponse
        The answer is not JSON-stat, or has other dimensions or codes than were asked for.
    """
    try:
        frame = read_dataset(json.loads(body))
    except ValueError as error:
        raise InvalidResponse(f"the answer is not JSON: {error}") from error
    for name, codes in asked.items():
        if name not in frame.columns:
            raise InvalidResponse(f"the answer lacks the dimension {name}")
        if set(frame[name].unique()) != set(codes):
            raise InvalidResponse(f"the answer has other codes of {name} than were asked for")
    more = [name for name in frame.columns[:-2] if name not in asked]
    if more:
        raise InvalidResponse(f"the answer has dimensions that were not asked for: {more}")
    return frame.select(*asked, *frame.columns[-2:])


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    digest: bytes
    frame: pl.DataFrame


def _fetch(
    service: PxWeb,
    number: str,
    parts: Sequence[Selection],
    *,
    code_lists: Mapping[str, str] | None,
    folder: Path,
    report: Callable[[Progress], None] | None,
) -> list[_Part]:
    fetched = []
    for position, part in enumerate(parts):
        kept = folder / f"{position:05}.json"
        found = _kept(kept, part)
        if found is None:
            body = service.data(number, part, code_lists=code_lists)
            # Read before it is kept, so that a wrong answer is not taken up again.
            found = _Part(hashlib.sha256(body).digest(), read_part(body, part))
            write_bytes(kept, body)
        fetched.append(found)
        if report is not None:
            report(Progress(position + 1, len(parts), cells(part)))
    return fetched


def _kept(path: Path, asked: Selection) -> _Part | None:
    """Take up a part from an earlier try, unless something has happened to it."""
    if not path.is_file():
        return None
    body = path.read_bytes()
    try:
        return _Part(hashlib.sha256(body).digest(), read_part(body, asked))
    except InvalidResponse:
        return None


def _fingerprint(
    offered: TableMetadata, parts: Sequence[Selection], code_lists: Mapping[str, str] | None
) -> str:
    questions = [query(part, code_lists=code_lists) for part in parts]
    content = json.dumps([offered.id, offered.updated, questions], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _checksum(parts: Sequence[_Part]) -> str:
    return hashlib.sha256(b"".join(part.digest for part in parts)).hexdigest()


def _period(codes: Sequence[str]) -> str:
    years = [int(code) for code in codes if code.isdecimal()]
    if len(years) == len(codes):
        return period_of(pl.DataFrame({"year": years}))
    return codes[0] if len(codes) == 1 else f"{codes[0]}-{codes[-1]}"


def _vintage(code_lists: Mapping[str, str] | None) -> str | None:
    if not code_lists:
        return None
    named = ", ".join(f"{dimension} by {name}" for dimension, name in code_lists.items())
    return f"grouped by the publisher: {named}"


def _clear(waiting: Path) -> None:
    for entry in waiting.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
