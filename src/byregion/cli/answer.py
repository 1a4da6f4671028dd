"""What every answer of the analysis commands is made of: tables, and where they come from."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click
import polars as pl

from byregion.analysis.errors import AnalysisError
from byregion.statistics.disk import write_bytes, write_whole
from byregion.statistics.errors import StatisticsError
from byregion.statistics.queries import years
from byregion.statistics.store import ENVIRONMENT, Store, default_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from byregion.analysis.provenance import Provenance, TableSource

FORMATS = (".csv", ".parquet", ".json")


def _output(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path | None:
    if value is not None and value.suffix.lower() not in FORMATS:
        raise click.BadParameter(f"{value.name} should end with {', '.join(FORMATS)}")
    # Told before anything is computed, rather than after.
    if value is not None and not value.parent.is_dir():
        raise click.BadParameter(f"there is no folder {value.parent}; make it first")
    return value


store_option = click.option(
    "--store",
    "root",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help=f"Folder of the store; otherwise {ENVIRONMENT}, or the platform's data folder.",
)
year_option = click.option(
    "--year", type=int, help="Year of commuting (4th quarter); otherwise the store's latest."
)
_out = click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_output,
    help="File to write: .csv, .parquet or .json.",
)
_AS_JSON = "byregion.as_json"


def _remember(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001
    ctx.meta[_AS_JSON] = value


_json_flag = click.option(
    "--json",
    is_flag=True,
    expose_value=False,
    callback=_remember,
    help="Print one JSON document with tables and provenance, and nothing else.",
)


def out_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command --out and --json: the ways in which an answer can be taken along."""
    return _out(_json_flag(command))


def as_json() -> bool:
    """Whether the answer is to be one JSON document."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get(_AS_JSON))


def say(text: str = "") -> None:
    """Print for a person to read; not at all where a machine reads."""
    if not as_json():
        click.echo(text)


@dataclass(frozen=True, slots=True)
class Statement:
    """What must stand beside figures: tables, periods, division, method, parameters, status."""

    provenance: Provenance
    vintage: str
    periods: tuple[str, ...]
    status: str
    notes: tuple[str, ...] = ()
    sources: tuple[TableSource, ...] = field(default=())

    def lines(self) -> Iterator[str]:
        """Give the statement as lines for a screen."""
        for source in self._sources:
            retrieved = source.retrieved or "on an unknown date"
            yield (
                f"Source      {source.publisher}, table {source.table}, {source.title} "
                f"({source.licence}), retrieved {retrieved}"
            )
        yield f"Period      {'; '.join(self.periods)}"
        if self.vintage:
            yield f"Division    municipalities of {self.vintage}"
        reference = f" ({self.provenance.reference})" if self.provenance.reference else ""
        yield f"Method      {self.provenance.method}{reference}"
        yield f"Parameters  {_listed(self.provenance.parameters)}"
        yield f"Status      {self.status}"
        for note in self.notes:
            yield f"Note        {note}"
        yield f"Version     byregion {self.provenance.version}"

    def as_dict(self) -> dict[str, object]:
        """Give the statement as plain values."""
        return {
            "sources": [asdict(source) for source in self._sources],
            "periods": list(self.periods),
            "division": self.vintage,
            "method": self.provenance.method,
            "reference": self.provenance.reference,
            "parameters": dict(self.provenance.parameters),
            "estimate": self.provenance.estimate,
            "status": self.status,
            "notes": list(self.notes),
            "version": self.provenance.version,
        }

    @property
    def _sources(self) -> tuple[TableSource, ...]:
        return self.sources or self.provenance.sources


def _listed(parameters: Mapping[str, object]) -> str:
    # A list of cities is a result rather than a setting, and would fill the screen.
    plain = {
        name: value if not isinstance(value, dict) else f"{len(value)} named"
        for name, value in parameters.items()
    }
    return ", ".join(f"{name}={value}" for name, value in plain.items()) or "none"


@contextmanager
def plain_errors() -> Iterator[None]:
    """Tell what went wrong in one message instead of a traceback."""
    try:
        yield
    except (AnalysisError, StatisticsError, OSError) as error:
        raise click.ClickException(str(error)) from error


def open_store(root: Path | None) -> Store:
    """Open the store named, or the one of the machine."""
    return Store(root if root is not None else default_folder())


def commuting_year(store: Store, wanted: int | None) -> int:
    """Give the year wanted, or the latest that the store has commuting for."""
    return wanted if wanted is not None else years(store, "commuting")[-1]


def show(title: str, frame: pl.DataFrame, *, percent: Iterable[str] = ()) -> None:
    """Print a frame in columns: text to the left, numbers to the right, unknown as a dash."""
    if as_json():
        return
    click.echo(f"\n{title}")
    shares = set(percent)
    columns = []
    for name in frame.columns:
        series = frame[name]
        cells = [_cell(value, share=name in shares) for value in series]
        width = max(len(cell) for cell in (name, *cells))
        right = series.dtype.is_numeric()
        columns.append([c.rjust(width) if right else c.ljust(width) for c in (name, *cells)])
    for row in zip(*columns, strict=True):
        click.echo("  ".join(row).rstrip())


def _cell(value: object, *, share: bool) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        if share:
            return f"{value:.1%}"
        return f"{value:,.0f}" if value == round(value) and abs(value) >= 2 else f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def finish(
    statement: Statement,
    out: Path | None,
    main: pl.DataFrame,
    others: Mapping[str, pl.DataFrame],
) -> None:
    """Print where the figures come from, and write them if a file was asked for."""
    with plain_errors():
        written = [] if out is None else write(out, statement, main, others)
    if as_json():
        click.echo(_document(statement, main, others), nl=False)
    say()
    for line in statement.lines():
        say(line)
    for path in written:
        say(f"Written     {path}")


def write(
    out: Path, statement: Statement, main: pl.DataFrame, others: Mapping[str, pl.DataFrame]
) -> list[Path]:
    """Write the main table; the statement goes with it, and into JSON all other tables too.

    A CSV gets the statement in a file beside it, named as the W3C's "CSV on the Web" has it;
    Parquet in its metadata, under the key "byregion". A file is there whole or not at all: an
    interrupted write leaves what was there before.
    """
    told = statement.as_dict()
    kind = out.suffix.lower()
    if kind == ".parquet":
        metadata = {"byregion": _json(told)}
        write_whole(out, lambda stream: main.write_parquet(stream, metadata=metadata))
        return [out]
    if kind == ".json":
        write_bytes(out, _document(statement, main, others).encode())
        return [out]
    return _write_csv(out, main, told)


def _write_csv(out: Path, main: pl.DataFrame, told: dict[str, object]) -> list[Path]:
    beside = out.with_name(f"{out.name}-metadata.json")
    metadata = {"@context": "http://www.w3.org/ns/csvw", "url": out.name, "notes": [told]}
    # First, so that no table stands without its source.
    write_bytes(beside, _json(metadata).encode())
    try:
        write_whole(out, main.write_csv)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return [out, beside]


def _document(statement: Statement, main: pl.DataFrame, others: Mapping[str, pl.DataFrame]) -> str:
    tables = {name: frame.to_dicts() for name, frame in {"rows": main, **others}.items()}
    return _json({"provenance": statement.as_dict(), **tables})


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n"
