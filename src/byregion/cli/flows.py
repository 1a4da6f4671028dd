"""`byregion flows`: who commutes in, out and round, unit by unit and pair by pair."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import polars as pl

from byregion.analysis.commuting import commuting_measures, cross_commuting, require_units
from byregion.cli.answer import (
    Statement,
    finish,
    out_option,
    plain_errors,
    show,
    store_option,
    year_option,
)
from byregion.cli.given import flows_argument, given_commuting

if TYPE_CHECKING:
    from byregion.cli.given import Commuting

SHARES = ["supply_self_containment", "demand_self_containment", "coverage", "main_share"]
SHOWN = ["employed_residents", "jobs", "balance", "out_commuters", "in_commuters", *SHARES[:2]]


@click.command()
@flows_argument
@year_option
@click.option("--unit", "wanted", multiple=True, help="Only this unit; may be given again.")
@click.option(
    "--rows", default=20, show_default=True, type=click.IntRange(0), help="Rows to show; 0 for all."
)
@out_option
@store_option
def flows(
    *,
    file: Path | None,
    year: int | None,
    wanted: tuple[str, ...],
    rows: int,
    out: Path | None,
    root: Path | None,
) -> None:
    """Count what every unit sends, receives and keeps.

    FLOWS is a CSV or Parquet file with the columns home, work and employed; without it, the
    store's commuting of a year is taken.
    """
    with plain_errors():
        commuting = given_commuting(file, year=year, root=root)
        measured = commuting_measures(commuting.flows)
        chosen = commuting.codes(wanted)
        if chosen:
            require_units(commuting.flows, tuple(chosen), what="the units asked for")
    units, crossing = _tables(commuting, measured.units, chosen)
    _show(commuting, units, crossing, rows)
    statement = Statement(
        provenance=measured.provenance,
        vintage=commuting.division,
        periods=(commuting.period,),
        status="counted from the table",
    )
    finish(statement, out, units, {"crossing": crossing})


def _tables(
    commuting: Commuting, units: pl.DataFrame, chosen: list[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    crossing = cross_commuting(commuting.flows)
    if chosen:
        units = units.filter(pl.col("unit").is_in(chosen))
        crossing = crossing.filter(pl.col("a").is_in(chosen) | pl.col("b").is_in(chosen))
    both = commuting.named(units)
    both = commuting.named(both, unit="main_destination", name="main_destination_name")
    pairs = commuting.named(crossing, unit="a", name="a_name")
    return both, commuting.named(pairs, unit="b", name="b_name")


def _show(commuting: Commuting, units: pl.DataFrame, crossing: pl.DataFrame, rows: int) -> None:
    flows = commuting.flows
    everyone, stay = float(flows.employed_residents.sum()), float(flows.internal.sum())
    largest = units.sort(["employed_residents", "unit"], descending=[True, False])
    labels = [name for name in ("unit", "name") if name in units.columns]
    main = [c for c in ("main_destination", "main_destination_name") if c in units.columns][-1]
    show(
        f"{len(flows.units)} units, {everyone:,.0f} employed, {stay / everyone:.1%} of them where "
        f"they live; balance is jobs less employed residents:",
        largest.select(*labels, *SHOWN, main, "main_share").head(rows or units.height),
        percent=SHARES,
    )
    show("Most cross-commuting (the smaller of the two flows)", crossing.head(min(rows, 5) or 5))
