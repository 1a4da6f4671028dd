"""`byregion interplay`: do core and hinterland grow together, and who goes first?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import polars as pl

from byregion.analysis.geography.crosswalk import targets
from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.interplay.comovement import IntervalMethod
from byregion.analysis.interplay.comovement import comovement as comovement_of
from byregion.analysis.interplay.granger import granger as granger_of
from byregion.analysis.interplay.growth import growth_series
from byregion.analysis.interplay.lead_lag import lead_lag as lead_lag_of
from byregion.analysis.interplay.motor import Verdict, motor_metaphor
from byregion.analysis.provenance import Provenance
from byregion.cli.answer import (
    Statement,
    commuting_year,
    finish,
    open_store,
    out_option,
    plain_errors,
    say,
    show,
    store_option,
    year_option,
)
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
    from collections.abc import Callable, Mapping

    from byregion.analysis.interplay.growth import RegionGrowth
    from byregion.analysis.interplay.motor import Finding, MotorTest
    from byregion.statistics.harmonised import PopulationSeries

ESTIMATE = "estimate: tests on short series; foretelling is not causing"
absolute_option = click.option(
    "--absolute", is_flag=True, help="Growth as it is, not less that of the rest of the country."
)


def one_core(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument and options of one core and its hinterland."""
    options = (
        click.argument("core"),
        click.option(
            "--hinterland",
            "around",
            help="Municipalities joined with +; otherwise the inner and outer hinterland.",
        ),
        year_option,
        absolute_option,
        out_option,
        store_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True, eq=False)
class OneCore:
    """Growth of one core and each class of its hinterland, and what it was read from."""

    series: tuple[RegionGrowth, ...]
    zones: Zones
    people: PopulationSeries
    year: int
    absolute: bool


@click.group()
def interplay() -> None:
    """Test whether core and hinterland grow together, and who goes first."""


@interplay.command()
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)
@year_option
@click.option(
    "--vintage", help="Division of the file's numbers, as 2017; otherwise that of --year."
)
@click.option("--lags", default=1, show_default=True, type=click.IntRange(1))
@click.option("--level", default=0.05, show_default=True, help="Share of false findings to bear.")
@click.option("--least-years", default=12, show_default=True, help="Years needed for a verdict.")
@click.option("--seed", default=0, show_default=True, help="Of the bootstrap.")
@click.option(
    "--levels",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV or Parquet with region, zone (core or other), year and value, for the store.",
)
@absolute_option
@out_option
@store_option
def motor(
    *,
    file: Path | None,
    year: int | None,
    vintage: str | None,
    lags: int,
    level: float,
    least_years: int,
    seed: int,
    levels: Path | None,
    absolute: bool,
    out: Path | None,
    root: Path | None,
) -> None:
    """Test the motor metaphor in every city region.

    FILE is a CSV with region, municipality (name or number) and core (yes, or empty). Without it,
    the functional regions of the year are tested: their cores against the rest of them.
    """
    limits: dict[str, Any] = {
        "lags": lags,
        "level": level,
        "least_years": least_years,
        "seed": seed,
    }
    if levels is not None:
        if file is not None or year is not None:
            raise click.UsageError("--levels has its own regions and years; leave FILE and --year")
        _motor_of_levels(levels, limits, out)
        return
    store = open_store(root)
    with plain_errors():
        when = commuting_year(store, year)
        at = Vintage.of(when)
        if file is None:
            zones = zones_of_functional_regions(commuting_flows(store, year=when), at)
        else:
            zones = zones_of_csv(file, Vintage.of(vintage or when), at)
        people = population_series(store, to=at)
        test = motor_metaphor(
            growth_of(zones, people, absolute=absolute), **limits, sources=people.sources
        )
    findings = pl.DataFrame([_row(each) for each in test.findings])
    _show_motor(test, findings)
    counts = [(verdict.value, test.counts[verdict]) for verdict in Verdict]
    others = {
        "counts": pl.DataFrame(counts, schema=["verdict", "regions"], orient="row"),
        "zones": zones.frame,
    }
    statement = _statement(test.provenance, zones, people, when, absolute=absolute)
    finish(statement, out, findings, others)


def _motor_of_levels(file: Path, limits: dict[str, Any], out: Path | None) -> None:
    """Test the motor metaphor on series that somebody gives, their growth as it is."""
    with plain_errors():
        frame = read_table(file, text=("region", "zone"))
        test = motor_metaphor(growth_series(frame), **limits, sources=(source_of(file),))
    findings = pl.DataFrame([_row(each) for each in test.findings])
    _show_motor(test, findings)
    years = frame["year"].unique().sort().to_list()
    period = f"{years[0]}-{years[-1]}"
    note = "growth as it is, not less that of anything else"
    statement = Statement(test.provenance, "", (period,), ESTIMATE, (note,))
    finish(statement, out, findings, {})


@interplay.command("comovement")
@one_core
@click.option(
    "--method",
    type=click.Choice(["bootstrap", "hac"]),
    default="bootstrap",
    show_default=True,
    help="How the interval is found.",
)
@click.option("--level", default=0.95, show_default=True, help="Of the interval.")
@click.option("--seed", default=0, show_default=True, help="Of the bootstrap.")
def together(*, method: str, level: float, seed: int, out: Path | None, **asked: Any) -> None:
    """Correlate the growth of CORE and its hinterland in the same years.

    CORE is a municipality by name or number, or several that count as one: Stavanger+Sola.
    """
    way = IntervalMethod.HAC if method == "hac" else IntervalMethod.BLOCK_BOOTSTRAP
    with plain_errors():
        one = _one_core(**asked)
        rows = []
        for each in one.series:
            found = comovement_of(each.core, each.hinterland, method=way, level=level, seed=seed)
            values = (found.correlation, found.low, found.high, found.p_value, found.years)
            rows.append((each.region, each.zone, *values))
    names = ["region", "zone", "correlation", "low", "high", "p_value", "years"]
    parameters = {"interval": way.value, "level": level, "seed": seed}
    frame = pl.DataFrame(rows, schema=names, orient="row")
    _finish_one("co-movement of growth", frame, one, parameters=parameters, out=out)


@interplay.command("lead-lag")
@one_core
@click.option("--most", default=3, show_default=True, help="Largest lag in years.")
def order(*, most: int, out: Path | None, **asked: Any) -> None:
    """Correlate the growth of CORE with that of its hinterland years later and earlier.

    At a positive lag the core is first.
    """
    with plain_errors():
        one = _one_core(**asked)
        rows = []
        for each in one.series:
            found = lead_lag_of(each.core, each.hinterland, most=most)
            for lag, correlation, p in zip(
                found.lags, found.correlations, found.p_values, strict=True
            ):
                strongest = "strongest" if lag == found.strongest else None
                rows.append((each.region, each.zone, lag, correlation, p, strongest))
    names = ["region", "zone", "lag", "correlation", "p_value", "mark"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    _finish_one("lead-lag correlation of growth", frame, one, parameters={"most": most}, out=out)


@interplay.command("granger")
@one_core
@click.option("--lags", default=1, show_default=True, type=click.IntRange(1))
def foretelling(*, lags: int, out: Path | None, **asked: Any) -> None:
    """Test whether the past growth of CORE foretells that of its hinterland, and the reverse."""
    with plain_errors():
        one = _one_core(**asked)
        rows = []
        for each in one.series:
            ways = (
                ("core", each.core, each.hinterland),
                ("hinterland", each.hinterland, each.core),
            )
            for first, cause, effect in ways:
                found = granger_of(cause, effect, lags=lags)
                values = (found.f_statistic, found.p_value, found.effect, found.freedom)
                rows.append((each.region, each.zone, first, *values))
    names = ["region", "zone", "first", "f_statistic", "p_value", "effect", "freedom"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    _finish_one("Granger's test on growth", frame, one, parameters={"lags": lags}, out=out)


def _one_core(
    *, core: str, around: str | None, year: int | None, absolute: bool, root: Path | None
) -> OneCore:
    store = open_store(root)
    when = commuting_year(store, year)
    at = Vintage.of(when)
    name, codes = joined_core(core, at)
    own = None if around is None else joined_core(around, at)[1]
    if own is not None and set(own) & set(codes):
        raise click.ClickException("a municipality is both in the core and in the hinterland")
    zones = zones_of_core(commuting_flows(store, year=when), name, codes, own)
    people = population_series(store, to=at)
    return OneCore(growth_of(zones, people, absolute=absolute), zones, people, when, absolute)


def _finish_one(
    method: str,
    frame: pl.DataFrame,
    one: OneCore,
    *,
    parameters: Mapping[str, object],
    out: Path | None,
) -> None:
    years = one.series[0].years
    show(f"{method[0].upper()}{method[1:]}, population growth {years[0]}-{years[-1]}", frame)
    provenance = Provenance(method, one.people.sources, parameters, estimate=True)
    statement = _statement(provenance, one.zones, one.people, one.year, absolute=one.absolute)
    finish(statement, out, frame, {"zones": one.zones.frame})


def growth_of(
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


def _row(finding: Finding) -> dict[str, object]:
    together, core, around = finding.together, finding.core_first, finding.hinterland_first
    return {
        "region": finding.region,
        "zone": finding.zone,
        "verdict": finding.verdict.value,
        "years": finding.years,
        "correlation": together.correlation if together else None,
        "low": together.low if together else None,
        "high": together.high if together else None,
        "p_together": finding.adjusted_together,
        "effect_core_first": core.effect if core else None,
        "p_core_first": finding.adjusted_core_first,
        "effect_hinterland_first": around.effect if around else None,
        "p_hinterland_first": finding.adjusted_hinterland_first,
        "obstacle": finding.obstacle or None,
    }


def _show_motor(test: MotorTest, findings: pl.DataFrame) -> None:
    shown = ["region", "zone", "verdict", "correlation", "low", "high"]
    tests = ["p_core_first", "p_hinterland_first"]
    show("Verdicts; p-values are adjusted for all tests made", findings.select(shown + tests))
    say()
    for verdict, count in test.counts.items():
        say(f"{count:4}  {verdict.value}")
    panels = (("core", test.core_first), ("hinterland", test.hinterland_first))
    for first, panel in panels:
        if panel is not None:
            say(
                f"Test that the {first} is first in no region (Dumitrescu-Hurlin): "
                f"z {panel.z:.2f}, p {panel.p_value:.3f}, {panel.units} pairs, {panel.years} years"
            )


def _statement(
    provenance: Provenance, zones: Zones, people: PopulationSeries, when: int, *, absolute: bool
) -> Statement:
    first, last = people.years[0], people.years[-1]
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
    return Statement(
        provenance=provenance,
        vintage=people.vintage.label,
        periods=(
            f"population {first}-{last}, 1 January",
            f"commuting {when}, 4th quarter, for cores and hinterlands that are found",
        ),
        status=ESTIMATE,
        notes=tuple(notes),
    )


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
