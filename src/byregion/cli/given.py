"""Commuting that a command works on: a file that somebody gives, or a year of the store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
import polars as pl

from byregion.analysis.flows import Flows
from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.provenance import TableSource
from byregion.cli.answer import commuting_year, open_store
from byregion.cli.places import named, place
from byregion.statistics.harmonised import commuting_flows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.statistics.store import Store

flows_argument = click.argument(
    "file",
    metavar="[FLOWS]",
    required=False,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)


@dataclass(frozen=True, slots=True, eq=False)
class Commuting:
    """Flows, and how their units are written.

    `at` is the division of the municipalities; None where a file has units of its own. `store` is
    where the flows come from; None for a file.
    """

    flows: Flows
    at: Vintage | None
    period: str
    year: int | None
    store: Store | None

    @property
    def division(self) -> str:
        """The division's name; empty for a file's own units."""
        return self.at.label if self.at else ""

    @property
    def units(self) -> str:
        """What the units are."""
        return "municipalities" if self.at else "units"

    def named(self, frame: pl.DataFrame, *, unit: str = "unit", name: str = "name") -> pl.DataFrame:
        """Put municipalities' names beside their numbers; a file's own units are left as is."""
        return named(frame, self.at, unit=unit, name=name) if self.at else frame

    def codes(self, texts: Sequence[str]) -> list[str]:
        """Resolve what somebody wrote to units of the flows, each once."""
        found = [place(text, self.at).code if self.at else text for text in texts]
        return list(dict.fromkeys(found))


def given_commuting(file: Path | None, *, year: int | None, root: Path | None) -> Commuting:
    """Read the file, or else a year of the store.

    Raises
    ------
    click.ClickException
        The file is no table with the columns home, work and employed.
    """
    if file is None:
        store = open_store(root)
        when = commuting_year(store, year)
        flows = commuting_flows(store, year=when)
        return Commuting(flows, Vintage.of(when), f"commuting {when}, 4th quarter", when, store)
    if year is not None:
        raise click.UsageError("--year is for the store's commuting; the file given is one period")
    return Commuting(
        flows=Flows.from_frame(read_table(file, text=("home", "work")), sources=(source_of(file),)),
        at=None,
        period="as the file has it",
        year=None,
        store=None,
    )


def read_table(file: Path, *, text: Sequence[str] = ()) -> pl.DataFrame:
    """Read a CSV or Parquet file; the columns named stay text, leading zeros included.

    Raises
    ------
    click.ClickException
        It cannot be read as either.
    """
    try:
        if file.suffix.lower() == ".parquet":
            return pl.read_parquet(file)
        frame = pl.read_csv(file, schema_overrides=dict.fromkeys(text, pl.String))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise click.ClickException(
            f"{file} cannot be read as a CSV or Parquet table: {str(error).splitlines()[0]}"
        ) from error
    if frame.schema.get("employed") == pl.String and frame["employed"].drop_nulls().len():
        raise click.ClickException(
            f"{file}: the column employed has something that is no number; leave out a pair that "
            "is zero, and decide explicitly what a suppressed one counts as"
        )
    return frame


def source_of(file: Path) -> TableSource:
    """Say of a given file what can be said: its name and its checksum."""
    return TableSource(
        publisher="file given",
        table=file.name,
        title="as the file has it",
        period="unknown",
        licence="unknown",
        checksum=hashlib.sha256(file.read_bytes()).hexdigest(),
    )
