"""One city region in its country, with what several chapters need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from byregion.analysis.commuting import commuting_measures, merged, require_units
from byregion.analysis.cores.structure import CoreStructure, core_structure
from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.hinterland import Hinterland, hinterland
from byregion.analysis.interplay.growth import growth_series
from byregion.analysis.interplay.motor import MotorTest, motor_metaphor
from byregion.analysis.portrait import PARTNERSHIP, PEERS, peers_of
from byregion.analysis.region_analysis.inputs import followed
from byregion.analysis.region_analysis.result import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from byregion.analysis.peers import Peers
    from byregion.analysis.provenance import TableSource
    from byregion.analysis.region_analysis.inputs import NationInputs
    from byregion.analysis.region_analysis.result import Unit


# A growth rate takes two years, and something that varies two rates.
LEAST_YEARS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """The region: members sorted, cores, classes of all municipalities, and `whole` as one unit."""

    inputs: NationInputs
    name: str
    members: tuple[str, ...]
    cores: tuple[str, ...]
    cores_given: bool
    found: CoreStructure
    hinterland: Hinterland
    whole: Mapping[str, Any]
    motor: MotorTest | None
    peers: Peers | None

    @property
    def called(self) -> str | tuple[str, ...]:
        """What sentences call the region: its name, or its members where that is all it is."""
        parts = tuple(self.name.split(", "))
        return parts if sorted(parts) == sorted(self.names(self.members)) else self.name

    @property
    def year(self) -> int:
        """Year of the commuting."""
        return self.inputs.year

    @property
    def quarter(self) -> str:
        """Period of the commuting."""
        return f"{self.inputs.year}K4"

    def names(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Name municipalities; the number stands for a name that is unknown."""
        return tuple(self.inputs.names.get(code, code) for code in codes)

    def one(self, code: str) -> str:
        """Name one municipality."""
        return self.inputs.names.get(code, code)

    @property
    def classes(self) -> dict[str, str]:
        """Class of every municipality of the country."""
        return dict(self.hinterland.classes.select("unit", "class").iter_rows())

    def of_class(self, *wanted: str, inside: bool) -> tuple[str, ...]:
        """Give municipalities of some classes, inside the region or outside it, sorted."""
        return tuple(
            sorted(
                unit
                for unit, kind in self.classes.items()
                if kind in wanted and (unit in self.members) == inside
            )
        )

    def sources(self, table: str) -> tuple[TableSource, ...]:
        """Give the picture's sources of commuting or of population."""
        of_flows = self.inputs.picture.flows.sources
        if table == "commuting":
            return of_flows
        return tuple(each for each in self.inputs.picture.sources if each not in of_flows)

    def people_here(self, codes: Sequence[str]) -> dict[int, float]:
        """Count residents by year, in the years of the division itself."""
        return _by_year(self.inputs.picture.population, codes)

    def people(self, codes: Sequence[str]) -> dict[int, float]:
        """Count residents by year, also in later divisions where the whole can be followed."""
        counted = self.people_here(codes)
        later = self.inputs.later_people
        if later is not None:
            for year in later["year"].unique().sort():
                same = followed(codes, self.inputs.year, int(year))
                if same is not None:
                    counted |= _by_year(later.filter(pl.col("year") == year), same)
        return counted


def make_case(
    inputs: NationInputs, name: str, members: Sequence[str], cores: Sequence[str] | None
) -> Case:
    """Work out what the chapters share; without a name the region is called by its members."""
    flows = inputs.picture.flows
    require_units(flows, tuple(members), what="the members")
    found = core_structure(flows, members)
    chosen = tuple(sorted(cores)) if cores is not None else found.cores
    if strange := [code for code in chosen if code not in members]:
        raise InvalidInput(
            f"cores that are not members: {', '.join(strange)}",
            key="cores_outside",
            details={"codes": tuple(strange)},
        )
    classed = hinterland(flows, {PARTNERSHIP: chosen})
    return Case(
        inputs=inputs,
        name=name or ", ".join(inputs.names.get(code, code) for code in sorted(members)),
        members=tuple(sorted(members)),
        cores=chosen,
        cores_given=cores is not None,
        found=found,
        hinterland=classed,
        whole=_whole(inputs, members),
        motor=_motor(inputs, classed),
        peers=_peers(inputs, members),
    )


def table(
    key: str,
    frame: pl.DataFrame,
    units: Mapping[str, Unit],
    *,
    sources: tuple[TableSource, ...],
    period: str,
    method: str = "counted",
    estimate: bool = False,
) -> Table:
    """Make a table of the columns named, in types that are written down and read again alike."""
    kept = frame.select(_plain(frame, name).alias(name) for name in units)
    columns = tuple(Column(name, unit) for name, unit in units.items())
    return Table(key, columns, kept, sources, period, method, estimate)


def measures_of(inputs: NationInputs, year: int, members: Sequence[str]) -> dict[str, Any] | None:
    """Measure the region as one unit in another year; None where it cannot be followed there."""
    flows = inputs.picture.flows if year == inputs.year else inputs.flows[year]
    same = followed(members, inputs.year, inputs.flows_at.get(year, inputs.year))
    if same is None or any(code not in flows.index for code in same):
        return None
    region = {unit: PARTNERSHIP if unit in same else "the rest" for unit in flows.units}
    units = commuting_measures(merged(flows, region)).units
    return units.filter(pl.col("unit") == PARTNERSHIP).row(0, named=True)


def _whole(inputs: NationInputs, members: Sequence[str]) -> dict[str, Any]:
    measured = measures_of(inputs, inputs.year, members)
    if measured is None:
        raise InvalidInput("the region is not in the division of its own year")
    return measured


def _by_year(frame: pl.DataFrame, codes: Sequence[str]) -> dict[int, float]:
    mine = frame.filter(pl.col("municipality").is_in(list(codes)))
    persons = pl.col("persons")
    # Without a row of each, or with an unknown one, the sum is unknown.
    whole = (persons.null_count() == 0) & (pl.len() == len(set(codes)))
    sums = mine.group_by("year").agg(pl.when(whole).then(persons.sum()).alias("persons"))
    return {int(year): float(n) for year, n in sums.sort("year").rows() if n is not None}


def _plain(frame: pl.DataFrame, name: str) -> pl.Expr:
    kind = frame.schema[name]
    if kind.is_integer():
        return pl.col(name).cast(pl.Int64)
    if kind.is_float():
        return pl.col(name).cast(pl.Float64).fill_nan(None)
    return pl.col(name) if kind == pl.Boolean else pl.col(name).cast(pl.String)


def _motor(inputs: NationInputs, classed: Hinterland) -> MotorTest | None:
    zones = classed.classes.filter(pl.col("class") != "none").select(
        pl.col("unit").alias("municipality"), pl.col("class").alias("zone")
    )
    if zones["zone"].n_unique() < 2:
        return None
    years = _latest_run(inputs.picture.population)
    population = inputs.picture.population.filter(pl.col("year").is_in(years))
    levels = zones.join(population, on="municipality").with_columns(
        region=pl.lit(PARTNERSHIP), value=pl.col("persons")
    )
    inside = dict(levels.group_by("year").agg(pl.col("persons").sum()).iter_rows())
    total = population.group_by("year").agg(pl.col("persons").sum())
    rest = {year: float(persons - inside[year]) for year, persons in total.rows()}
    if len(years) < LEAST_YEARS or min(rest.values()) <= 0:
        return None
    series = growth_series(levels.sort("zone", "year", "municipality"), reference=rest)
    return motor_metaphor(series, sources=inputs.picture.sources)


def _latest_run(population: pl.DataFrame) -> list[int]:
    """Give the last years without a gap in which every municipality has a number."""
    everyone = population["municipality"].n_unique()
    persons = pl.col("persons")
    known = population.group_by("year").agg(persons.is_not_null().sum())
    whole = known.filter(persons == everyone)["year"].sort(descending=True).to_list()
    run = [year for place, year in enumerate(whole) if year == whole[0] - place]
    return sorted(run)


def _peers(inputs: NationInputs, members: Sequence[str]) -> Peers | None:
    try:
        return peers_of(inputs.picture, members, PEERS)
    except (NotEnoughData, InvalidInput):
        return None
