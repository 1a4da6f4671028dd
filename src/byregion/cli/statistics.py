"""`byregion statistics`: list, pull, load, verify and show tables of official statistics."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import httpx
import polars as pl

from byregion import __version__
from byregion.statistics.catalogue import Table, catalogue, find_table
from byregion.statistics.errors import StatisticsError
from byregion.statistics.files import load_folder
from byregion.statistics.queries import whole_table
from byregion.statistics.sources import ssb
from byregion.statistics.sources.pxweb import BASE, PxWeb
from byregion.statistics.store import ENVIRONMENT, Store, default_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from byregion.statistics.manifest import Edition, Manifest

AGENT = {"user-agent": f"byregion/{__version__}"}
# A year of commuting takes the publisher some seconds to put together.
PATIENCE = httpx.Timeout(120, connect=20)

store_option = click.option(
    "--store",
    "root",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help=f"Folder of the store; otherwise {ENVIRONMENT}, or the platform's data folder.",
)


@click.group()
def statistics() -> None:
    """Load and check tables of official statistics."""


@statistics.command("list")
@store_option
def list_tables(root: Path | None) -> None:
    """List the tables that the catalogue knows, and what the store has of them."""
    store = _store(root)
    with _errors():
        manifest = store.manifest()
        rows = [_row(table, manifest) for table in catalogue().values()]
    _print_columns(["table", "number", "period", "rows", "title"], rows)


@statistics.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--retrieved-at",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help="When the files were fetched from the publisher (UTC); unknown if not said.",
)
@store_option
def load(folder: Path, retrieved_at: datetime | None, root: Path | None) -> None:
    """Check the tidy files of FOLDER and put them into the store, all or none."""
    store = _store(root)
    with _errors():
        before = store.manifest()
        editions = load_folder(folder, store, retrieved_at=_in_utc(retrieved_at))
    for edition in editions:
        same = before.current.get(edition.table) == edition.id
        state = "unchanged" if same else "loaded"
        click.echo(f"{state:9}  {edition.table}  {edition.period}  {edition.rows:,} rows")
    click.echo(f"Store: {store.root}")


@statistics.command()
@click.argument("tables", nargs=-1, required=True)
@click.option("--years", callback=lambda *given: _years(given[2]), help="2017, or 2015-2022.")
@click.option(
    "--code-list",
    "code_lists",
    multiple=True,
    callback=lambda *given: _code_lists(given[2]),
    help="Group a dimension by a list of the publisher: Region=agg_KommSummer.",
)
@click.option("--address", default=BASE, show_default=True, help="The service to ask.")
@store_option
def pull(
    tables: tuple[str, ...],
    years: tuple[int, int] | None,
    code_lists: dict[str, str],
    address: str,
    root: Path | None,
) -> None:
    """Fetch TABLES (names or numbers) from Statistics Norway into the store.

    A pull that is broken off goes on where it was when the same is asked again.
    """
    store = _store(root)
    with _errors(), httpx.Client(headers=AGENT, timeout=PATIENCE) as http:
        service = PxWeb(http, sleep=time.sleep, base=address.rstrip("/"))
        for table in [find_table(name) for name in tables]:
            # The clock is read here, at the edge, and nowhere below.
            now = datetime.now(UTC)  # noqa: TID251
            with _progress(table.id) as report:
                edition = ssb.pull(
                    table,
                    service,
                    store,
                    retrieved_at=now,
                    years=years,
                    code_lists=code_lists,
                    report=report,
                )
            click.echo(f"pulled  {edition.table}  {edition.period}  {edition.rows:,} rows")
    click.echo(f"Store: {store.root}")


@statistics.command()
@store_option
def verify(root: Path | None) -> None:
    """Compare every edition in the store with the checksum from when it arrived."""
    store = _store(root)
    with _errors():
        count = len(store.manifest().editions)
        problems = store.verify()
    if not count:
        raise click.ClickException(f"the store {store.root} is empty")
    for problem in problems:
        click.echo(f"{problem.edition.table} {problem.edition.id}: {problem.what}", err=True)
    if problems:
        raise click.ClickException(f"{len(problems)} of {count} editions are not as they arrived")
    click.echo(f"{count} editions are as they arrived")


@statistics.command()
@click.argument("table")
@click.option("--rows", default=10, show_default=True, type=click.IntRange(0), help="Rows to show.")
@click.option("--edition", help="An older edition; otherwise the current one.")
@store_option
def show(table: str, rows: int, edition: str | None, root: Path | None) -> None:
    """Show what TABLE (its name or number) means, where it comes from, and its first rows."""
    store = _store(root)
    with _errors():
        definition = find_table(table)
        _print_definition(definition)
        manifest = store.manifest()
        if edition is None and definition.id not in manifest.current:
            click.echo("\nNot in the store: bring it in with load or pull.")
            return
        _print_edition(store.edition(definition.id, edition), manifest)
        frame = whole_table(store, definition.id, edition=edition).frame.head(rows)
    with pl.Config(tbl_rows=rows, tbl_hide_dataframe_shape=True, tbl_cols=-1):
        click.echo(f"\n{frame}")


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except (StatisticsError, OSError) as error:
        raise click.ClickException(str(error)) from error


def _store(root: Path | None) -> Store:
    return Store(root if root is not None else default_folder())


@contextmanager
def _progress(label: str) -> Iterator[Callable[[ssb.Progress], None]]:
    """Show a bar, once there is more than one part to fetch."""
    with ExitStack() as stack:
        bars: list[Any] = []

        def report(progress: ssb.Progress) -> None:
            if not bars and progress.parts > 1:
                bars.append(
                    stack.enter_context(click.progressbar(length=progress.parts, label=label))
                )
            for bar in bars:
                bar.update(1)

        yield report


def _years(given: str | None) -> tuple[int, int] | None:
    if given is None:
        return None
    first, _, last = given.partition("-")
    try:
        years = int(first), int(last or first)
    except ValueError:
        raise click.BadParameter(f"{given!r} is neither a year nor two: 2015-2022") from None
    if years[0] > years[1]:
        raise click.BadParameter(f"{given!r} ends before it begins")
    return years


def _code_lists(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    wrong = [
        text for text, (name, _, value) in zip(given, pairs, strict=True) if not (name and value)
    ]
    if wrong:
        raise click.BadParameter(f"{wrong[0]!r} is not DIMENSION=LIST, as Region=agg_KommSummer")
    return {name: value for name, _, value in pairs}


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None


def _row(table: Table, manifest: Manifest) -> list[str]:
    edition = manifest.edition(table.id)
    if edition is None:
        return [table.id, table.number, "-", "-", table.title]
    return [table.id, table.number, edition.period, f"{edition.rows:,}", table.title]


def _print_columns(head: list[str], rows: list[list[str]]) -> None:
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    for row in [head, *rows]:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(line.rstrip())


def _print_definition(table: Table) -> None:
    click.echo(f"{table.id}: {table.title}\n{table.meaning}\n")
    facts = {
        "Publisher": table.publisher,
        "Number": table.number,
        "Unit": table.unit,
        "Reference": table.reference,
        "Division": table.vintage,
        "Licence": table.licence or "unknown",
        "Note": table.note,
    }
    for name, fact in facts.items():
        if fact:
            click.echo(f"{name:10} {fact}")
    for column in table.columns:
        unit = f" ({column.unit})" if column.unit else ""
        click.echo(f"  {column.name}{unit}: {column.meaning}")


def _print_edition(edition: Edition, manifest: Manifest) -> None:
    kept = [other.id for other in manifest.editions if other.table == edition.table]
    retrieved = f"{edition.retrieved:%Y-%m-%d %H:%M} UTC" if edition.retrieved else "unknown"
    click.echo(f"\nEdition    {edition.id} of {', '.join(kept)}")
    click.echo(f"Source     {edition.source}, retrieved {retrieved}")
    click.echo(f"Period     {edition.period}, {edition.rows:,} rows")
    click.echo(f"Checksum   {edition.checksum}")
