"""Growth that the commands of interplay test: of levels in a file, or of residents in the store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
import polars as pl

from byregion.analysis.errors import InvalidInput
from byregion.analysis.geography.crosswalk import targets
from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.interplay.growth import growth_series
from byregion.cli.answer import Statement, commuting_year, open_store
from byregion.cli.given import read_table, source_of
from byregion.cli.interplay_zones import (
    Zones,
    zones_of_core,
    zones_of_csv,
    zones_of_functional_regions,
)
from byregion.cli.places import joined_core
from byregion.statistics.harmonised import commuting_flows, population_series

if TYPE_CHECKING:
    from byregion.analysis.interplay.growth import RegionGrowth
    from byregion.analysis.provenance import Provenance, TableSource
    from byregion.statistics.harmonised import PopulationSeries

ESTIMATE = "estimate: tests on short series; foretelling is not causing"

levels_option = click.option(
    "--levels",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV or Parquet with region, zone (core or other), year and value, for the store.",
)


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """Growth of cores and of each class of their hinterlands, and what it was read from.

    `what` names the figures; `zones` is None for a file, whose zones are its own.
    """

    series: tuple[RegionGrowth, ...]
    sources: tuple[TableSource, ...]
    what: str
    vintage: str
    periods: tuple[str, ...]
    notes: tuple[str, ...]
    zones: pl.DataFrame | None

    @property
    def others(self) -> dict[str, pl.DataFrame]:
        """Tables to write beside the answer."""
        return {} if self.zones is None else {"zones": self.zones}

    def statement(self, provenance: Provenance) -> Statement:
        """Say of an answer what must stand beside it."""
        return Statement(provenance, self.vintage, self.periods, ESTIMATE, self.notes)


def growth_in_file(file: Path, *, region: str | None = None) -> Growth:
    """Read levels that somebody gives; their growth is taken as it is.

    Raises
    ------
    InvalidInput
        A column is missing or is no number, the region is not there; or see `growth_series`.
    """
    frame = read_table(file, text=("region", "zone"))
    for name in set(frame.columns) & {"year", "value"}:
        if not frame.schema[name].is_numeric() and frame[name].count():
            raise InvalidInput(f"{file.name}: the column {name} has something that is no number")
    if region is not None and "region" in frame.columns:
        there = frame["region"].unique().sort().to_list()
        frame = frame.filter(pl.col("region") == region)
        if frame.is_empty():
            raise InvalidInput(f"{file.name} has no region {region!r}; it has {there}")
    series = growth_series(frame)
    years = frame["year"].unique().sort().to_list()
    return Growth(
        series=series,
        sources=(source_of(file),),
        what="growth",
        vintage="",
        periods=(f"{years[0]}-{years[-1]}",),
        notes=("growth as it is, not less that of anything else",),
        zones=None,
    )


def growth_of_regions(
    file: Path | None, *, year: int | None, vintage: str | None, absolute: bool, root: Path | None
) -> Growth:
    """Take the city regions of a file, or else the functional regions of a year."""
    store = open_store(root)
    when = commuting_year(store, year)
    at = Vintage.of(when)
    if file is None:
        zones = zones_of_functional_regions(commuting_flows(store, year=when), at)
    else:
        zones = zones_of_csv(file, Vintage.of(vintage or when), at)
    return _growth(zones, population_series(store, to=at), when, absolute=absolute)


def growth_around(
    core: str, *, around: str | None, year: int | None, absolute: bool, root: Path | None
) -> Growth:
    """Take one core, with the hinterland named or found."""
    store = open_store(root)
    when = commuting_year(store, year)
    at = Vintage.of(when)
    name, codes = joined_core(core, at)
    own = None if around is None else joined_core(around, at)[1]
    if own is not None and set(own) & set(codes):
        raise click.ClickException("a municipality is both in the core and in the hinterland")
    zones = zones_of_core(commuting_flows(store, year=when), name, codes, own)
    return _growth(zones, population_series(store, to=at), when, absolute=absolute)


def _growth(zones: Zones, people: PopulationSeries, when: int, *, absolute: bool) -> Growth:
    first, last = people.years[0], people.years[-1]
    return Growth(
        series=_series(zones, people, absolute=absolute),
        sources=people.sources,
        what="population growth",
        vintage=people.vintage.label,
        periods=(
            f"population {first}-{last}, 1 January",
            f"commuting {when}, 4th quarter, for cores and hinterlands that are found",
        ),
        notes=tuple(_notes(zones, people, absolute=absolute)),
        zones=zones.frame,
    )


def _series(
    zones: Zones, people: PopulationSeries, *, absolute: bool = False
) -> tuple[RegionGrowth, ...]:
    """Give growth series, region by region, each against the rest of the country.

    The rest, and not the whole: a region that is a large part of the country would otherwise be
    held against itself, and its core and hinterland seem to grow apart.
    """
    levels = zones.frame.join(people.frame, on="municipality", how="left")
    lacking = levels.filter(pl.col("persons").is_null())["municipality"].unique().sort()
    if not lacking.is_empty():
        raise click.ClickException(f"the store has no population for {', '.join(lacking)}")
    series: list[RegionGrowth] = []
    for (_,), part in levels.group_by("region", maintain_order=True):
        # A municipality may be in several zones where regions overlap, but counts once here.
        inside = part.unique(["year", "municipality"]).group_by("year").agg(pl.col("persons").sum())
        own = dict(inside.iter_rows())
        rest = {year: total - own[year] for year, total in people.nation.items()}
        values = part.rename({"persons": "value"})
        series += growth_series(values, reference=None if absolute else rest)
    return tuple(series)


def _notes(zones: Zones, people: PopulationSeries, *, absolute: bool) -> list[str]:
    growth = "growth as it is" if absolute else "growth less that of the rest of the country"
    notes = [f"{zones.what}; {growth}"]
    if zones.left_out:
        notes.append(f"left out: {', '.join(zones.left_out)}")
    if people.left_out:
        notes.append(
            f"left out, since municipalities were merged by then and would have to be divided: "
            f"{people.left_out[0]}-{people.left_out[-1]}"
        )
    touched = _divided(zones, people)
    if touched:
        notes.append(f"partly estimated, from municipalities that were divided: {touched}")
    return notes


def _divided(zones: Zones, people: PopulationSeries) -> str:
    """Name the municipalities in the zones that got their people from a divided one."""
    mine = set(zones.frame["municipality"])
    parts = {
        way
        for year, codes in people.divided.items()
        for code in codes
        for way in targets(Vintage.of(year), people.vintage)[code]
    }
    return ", ".join(sorted(mine & parts))
