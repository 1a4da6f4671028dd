"""`byregion interplay`: do core and hinterland grow together, and who goes first?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import polars as pl

from byregion.analysis.interplay.comovement import IntervalMethod
from byregion.analysis.interplay.comovement import comovement as comovement_of
from byregion.analysis.interplay.granger import granger as granger_of
from byregion.analysis.interplay.lead_lag import lead_lag as lead_lag_of
from byregion.analysis.interplay.motor import Verdict, motor_metaphor
from byregion.analysis.provenance import Provenance
from byregion.cli.answer import (
    finish,
    out_option,
    plain_errors,
    say,
    show,
    store_option,
    year_option,
)
from byregion.cli.interplay_growth import (
    growth_around,
    growth_in_file,
    growth_of_regions,
    levels_option,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from byregion.analysis.interplay.motor import Finding, MotorTest
    from byregion.cli.interplay_growth import Growth

absolute_option = click.option(
    "--absolute", is_flag=True, help="Growth as it is, not less that of the rest of the country."
)


def one_core(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument and options of one core and its hinterland."""
    options = (
        click.argument("core", required=False),
        levels_option,
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
@levels_option
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
    if levels is not None and not (file is None and year is None and vintage is None):
        raise click.UsageError(
            "--levels has its own regions and years; leave FILE, --year and --vintage"
        )
    with plain_errors():
        if levels is not None:
            growth = growth_in_file(levels)
        else:
            growth = growth_of_regions(
                file, year=year, vintage=vintage, absolute=absolute, root=root
            )
        test = motor_metaphor(growth.series, **limits, sources=growth.sources)
    findings = pl.DataFrame([_row(each) for each in test.findings])
    _show_motor(test, findings)
    counts = [(verdict.value, test.counts[verdict]) for verdict in Verdict]
    others = {
        "counts": pl.DataFrame(counts, schema=["verdict", "regions"], orient="row"),
        **growth.others,
    }
    finish(growth.statement(test.provenance), out, findings, others)


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

    CORE is a municipality by name or number, or several that count as one: Stavanger+Sola. With
    --levels it is a region of the file; without a CORE, all of them are tested.
    """
    way = IntervalMethod.HAC if method == "hac" else IntervalMethod.BLOCK_BOOTSTRAP
    with plain_errors():
        growth = _growth(**asked)
        rows = []
        for each in growth.series:
            found = comovement_of(each.core, each.hinterland, method=way, level=level, seed=seed)
            values = (found.correlation, found.low, found.high, found.p_value, found.years)
            rows.append((each.region, each.zone, *values))
    names = ["region", "zone", "correlation", "low", "high", "p_value", "years"]
    parameters = {"interval": way.value, "level": level, "seed": seed}
    frame = pl.DataFrame(rows, schema=names, orient="row")
    _finish_one("co-movement of growth", frame, growth, parameters=parameters, out=out)


@interplay.command("lead-lag")
@one_core
@click.option("--most", default=3, show_default=True, help="Largest lag in years.")
def order(*, most: int, out: Path | None, **asked: Any) -> None:
    """Correlate the growth of CORE with that of its hinterland years later and earlier.

    At a positive lag the core is first.
    """
    with plain_errors():
        growth = _growth(**asked)
        rows = []
        for each in growth.series:
            found = lead_lag_of(each.core, each.hinterland, most=most)
            for lag, correlation, p in zip(
                found.lags, found.correlations, found.p_values, strict=True
            ):
                strongest = "strongest" if lag == found.strongest else None
                rows.append((each.region, each.zone, lag, correlation, p, strongest))
    names = ["region", "zone", "lag", "correlation", "p_value", "mark"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    _finish_one("lead-lag correlation of growth", frame, growth, parameters={"most": most}, out=out)


@interplay.command("granger")
@one_core
@click.option("--lags", default=1, show_default=True, type=click.IntRange(1))
def foretelling(*, lags: int, out: Path | None, **asked: Any) -> None:
    """Test whether the past growth of CORE foretells that of its hinterland, and the reverse."""
    with plain_errors():
        growth = _growth(**asked)
        rows = []
        for each in growth.series:
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
    _finish_one("Granger's test on growth", frame, growth, parameters={"lags": lags}, out=out)


def _growth(
    *,
    core: str | None,
    levels: Path | None,
    around: str | None,
    year: int | None,
    absolute: bool,
    root: Path | None,
) -> Growth:
    """Take one core from the store; or from a file one region, or all."""
    if levels is not None:
        if around is not None or year is not None:
            raise click.UsageError(
                "--levels has its own hinterlands and years; leave --hinterland and --year"
            )
        return growth_in_file(levels, region=core)
    if core is None:
        raise click.UsageError("name a CORE, or give --levels a file")
    return growth_around(core, around=around, year=year, absolute=absolute, root=root)


def _finish_one(
    method: str,
    frame: pl.DataFrame,
    growth: Growth,
    *,
    parameters: Mapping[str, object],
    out: Path | None,
) -> None:
    years = sorted({year for each in growth.series for year in (each.years[0], each.years[-1])})
    show(f"{method[0].upper()}{method[1:]}, {growth.what} {years[0]}-{years[-1]}", frame)
    provenance = Provenance(method, growth.sources, parameters, estimate=True)
    finish(growth.statement(provenance), out, frame, growth.others)


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
