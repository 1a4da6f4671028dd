"""`byregion functional-regions`: functional regions of flows, and how far they hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import polars as pl

from byregion.analysis.geography.errors import SplitNeedsWeights
from byregion.cli.answer import (
    Statement,
    finish,
    out_option,
    plain_errors,
    say,
    show,
    store_option,
    year_option,
)
from byregion.cli.given import Commuting, flows_argument, given_commuting
from byregion.cli.places import named
from byregion.cli.region_methods import METHODS, check_settings, divide
from byregion.statistics.divisions import published_division
from byregion.statistics.harmonised import commuting_flows
from byregion.statistics.queries import years

if TYPE_CHECKING:
    from collections.abc import Mapping

    from byregion.analysis.regions.result import Regions

SHARES = ["supply_self_containment", "demand_self_containment"]


@click.command("functional-regions")
@flows_argument
@year_option
@click.option(
    "--method", type=click.Choice([*METHODS]), default="self-containment", show_default=True
)
@click.option(
    "--min-size", "minimum_size", type=float, help="self-containment: smallest size. [1000]"
)
@click.option(
    "--min-sc",
    "minimum_self_containment",
    type=float,
    help="self-containment: least share. [0.6667]",
)
@click.option("--target-size", type=float, help="self-containment: size from which. [10000]")
@click.option(
    "--target-sc",
    "target_self_containment",
    type=float,
    help="self-containment: share aimed at. [0.75]",
)
@click.option(
    "--mode",
    type=click.Choice(["definition", "labourmarketareas"]),
    help="self-containment: the published steps, or as the R package. [definition]",
)
@click.option(
    "--least-share", type=float, help="commuting-zones: share who work in the city. [0.15]"
)
@click.option(
    "--centre-size", type=float, help="greedy: employed residents of a centre; must be given."
)
@click.option("--regions", "number", type=int, help="intramax: how many. [before the largest jump]")
@click.option("--stability", "stable", is_flag=True, help="Compare with the store's other years.")
@click.option("--compare", metavar="TABLE", help="Agreement with a division: toi_regions.")
@click.option(
    "--rows",
    default=20,
    show_default=True,
    type=click.IntRange(0),
    help="Regions to show; 0 for all.",
)
@out_option
@store_option
def functional_regions(
    *,
    file: Path | None,
    year: int | None,
    method: str,
    stable: bool,
    compare: str | None,
    rows: int,
    out: Path | None,
    root: Path | None,
    **settings: float | str | None,
) -> None:
    """Find functional regions from commuting.

    FLOWS is a CSV or Parquet file with the columns home, work and employed; without it, the
    store's commuting of a year is taken. A parameter belongs to one method, and is refused with
    another. A region is named by its unit with most jobs.
    """
    given = {name: value for name, value in settings.items() if value is not None}
    check_settings(method, given)
    with plain_errors():
        commuting = given_commuting(file, year=year, root=root)
        found = divide(commuting.flows, method, given)
        others, notes = {"regions": _named_regions(found, commuting)}, []
        _summary(found, others["regions"], commuting, rows)
        if stable:
            frames, note = _over_years(commuting, found, method, given)
            others |= {"stability": frames[0], "stability_of_units": commuting.named(frames[1])}
            notes.append(note)
        if compare is not None:
            others["differently"], note = _against(commuting, found, compare)
            notes.append(note)
    dropped = commuting.named(found.dropped)
    if not dropped.is_empty():
        others["dropped"] = dropped
        notes.append(f"{dropped.height} {commuting.units} are in no region")
    statement = Statement(
        provenance=found.provenance,
        vintage=commuting.division,
        periods=(commuting.period,),
        status="figures are counted from the table; the division follows from the method",
        notes=tuple(notes),
        sources=found.provenance.sources,
    )
    finish(statement, out, _membership(found, commuting), others)


def _membership(found: Regions, commuting: Commuting) -> pl.DataFrame:
    both = commuting.named(found.membership)
    return commuting.named(both, unit="region", name="region_name")


def _named_regions(found: Regions, commuting: Commuting) -> pl.DataFrame:
    frame = commuting.named(found.regions, unit="region")
    return frame.sort(["employed_residents", "region"], descending=[True, False])


def _summary(found: Regions, frame: pl.DataFrame, commuting: Commuting, rows: int) -> None:
    placed = found.membership.height
    alone = frame.filter(pl.col("units") == 1).height
    inside = float(frame["internal"].sum()) / float(frame["employed_residents"].sum())
    if frame["validity"].null_count() == frame.height:
        frame = frame.drop("validity")
    shown = "all" if rows == 0 or rows >= frame.height else f"the {rows} largest"
    when = "" if commuting.year is None else f" {commuting.year}"
    show(
        f"{frame.height} functional regions{when} of {placed} {commuting.units}, {alone} of one; "
        f"{inside:.1%} of the employed work in their own region; {shown}:",
        frame.head(rows or frame.height),
        percent=SHARES,
    )


def _over_years(
    commuting: Commuting, found: Regions, method: str, given: Mapping[str, float | str]
) -> tuple[tuple[pl.DataFrame, pl.DataFrame], str]:
    """Divide every other year that can be brought to the same municipalities."""
    store, when = commuting.store, commuting.year
    # Inline, since it takes longer to import than dividing a file takes.
    from byregion.analysis.regions.stability import stability  # noqa: PLC0415  -- fast start-up

    if store is None or when is None:
        raise click.UsageError("--stability compares years of the store; leave FLOWS out")
    runs, refused = {}, []
    for year in years(store, "commuting"):
        if year == when:
            continue
        try:
            flows = commuting_flows(store, year=year, to=when)
        except SplitNeedsWeights:
            refused.append(str(year))
            continue
        runs[str(year)] = divide(flows, method, given).as_dict()
    if not runs:
        raise click.ClickException(
            f"no other year of commuting can be brought to the municipalities of {when} without "
            f"dividing merged ones ({', '.join(refused) or 'the store has only one'}); take a "
            "later --year"
        )
    result = stability(found.as_dict(), runs, what="years")
    show("Stability: the same method in other years", result.runs)
    firm = result.units.filter(pl.col("overlap") == 1).height
    say(f"{firm} of {result.units.height} municipalities have the same company every year")
    note = (
        f"stability over {', '.join(runs)}, brought to the municipalities of {when}; an estimate "
        "where one was divided on the way (Snillfjord and Tysfjord in 2020, Ålesund in 2024)"
    )
    left = f"; left out, since merged since: {', '.join(refused)}" if refused else ""
    return (result.runs, result.units), note + left


def _against(commuting: Commuting, found: Regions, table: str) -> tuple[pl.DataFrame, str]:
    from byregion.analysis.regions.agreement import agreement  # noqa: PLC0415  -- fast start-up

    store, at = commuting.store, commuting.at
    if store is None or at is None:
        raise click.UsageError("--compare takes a division from the store; leave FLOWS out")
    published = published_division(store, table, to=at)
    compared = agreement(found.as_dict(), published.regions)
    mine, theirs = compared.regions
    differently = named(compared.differently, at)
    say(
        f"\nAgreement with {published.title}: adjusted Rand index "
        f"{compared.adjusted_rand:.3f}; {differently.height} of {compared.units} municipalities "
        f"placed differently; {mine} regions here, {theirs} there"
    )
    source = published.sources[0]
    note = (
        f"compared with {source.publisher}, {source.title}, period {source.period} "
        f"({source.licence}); "
        f"adjusted Rand index {compared.adjusted_rand:.6f}, {differently.height} of "
        f"{compared.units} differently"
    )
    if published.unplaced:
        note += f"; in several regions there, and not compared: {', '.join(published.unplaced)}"
    if published.unknown:
        note += f"; no municipality's number, and left out: {', '.join(published.unknown)}"
    return differently, note
