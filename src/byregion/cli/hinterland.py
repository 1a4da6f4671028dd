"""`byregion hinterland`: which municipalities are tied to a core, and how strongly."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import click
import polars as pl

from byregion.analysis.hinterland import HinterlandLimits, hinterland_sensitivity
from byregion.analysis.hinterland import hinterland as hinterland_of
from byregion.cli.answer import (
    Statement,
    finish,
    out_option,
    plain_errors,
    show,
    store_option,
    year_option,
)
from byregion.cli.given import given_commuting
from byregion.cli.places import cores_of, joined_core, place

if TYPE_CHECKING:
    from byregion.analysis.geography.vintage import Vintage
    from byregion.analysis.hinterland import Hinterland
    from byregion.cli.given import Commuting

LIMITS = {field.name: field.default for field in fields(HinterlandLimits)}


@click.command()
@click.argument("cores", nargs=-1, required=True, metavar="CORE...")
@click.option(
    "--flows",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV or Parquet with home, work and employed, instead of the store; cores as units.",
)
@year_option
@click.option("--inner-share", type=float, default=LIMITS["inner_share"], show_default=True)
@click.option("--outer-share", type=float, default=LIMITS["outer_share"], show_default=True)
@click.option(
    "--travel",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Travel times: a CSV with unit, core and minutes. Without it, commuting alone decides.",
)
@click.option("--inner-minutes", type=float, default=LIMITS["inner_minutes"], show_default=True)
@click.option("--outer-minutes", type=float, default=LIMITS["outer_minutes"], show_default=True)
@out_option
@store_option
def hinterland(
    *,
    cores: tuple[str, ...],
    file: Path | None,
    year: int | None,
    inner_share: float,
    outer_share: float,
    travel: Path | None,
    inner_minutes: float,
    outer_minutes: float,
    out: Path | None,
    root: Path | None,
) -> None:
    """Class municipalities as inner or outer hinterland of each CORE.

    A core is a municipality by name or number, or several that count as one: Stavanger+Sola.
    A name that several have is told apart by the county: "Herøy (Nordland)".
    """
    with plain_errors():
        commuting = given_commuting(file, year=year, root=root)
        flows, at = commuting.flows, commuting.at
        wanted = cores_of(cores, at)
        limits = HinterlandLimits(inner_share, outer_share, inner_minutes, outer_minutes)
        times = None if travel is None else _travel(travel, wanted, at)
        found = hinterland_of(flows, wanted, limits=limits, travel=times)
        moved = hinterland_sensitivity(flows, wanted, limits=limits, travel=times)
    classes = commuting.named(found.classes).drop("kind")
    tied = classes.filter(pl.col("class") != "none")
    _show(found, tied, commuting)
    show("If a limit moves, municipalities that change class", moved)
    statement = Statement(
        provenance=found.provenance,
        vintage=commuting.division,
        periods=(commuting.period,),
        status="shares are counted from the table; the classes follow from the limits, a choice",
        notes=() if travel else ("no travel times were given, so commuting alone decides",),
    )
    others = {
        "ties": commuting.named(found.ties.filter(pl.col("class") != "none")),
        "weighted": commuting.named(found.weighted),
        "sensitivity": moved,
    }
    finish(statement, out, tied, others)


def _show(found: Hinterland, tied: pl.DataFrame, commuting: Commuting) -> None:
    ranks = pl.DataFrame({"class": ["core", "inner", "outer"], "rank": [0, 1, 2]})
    ordered = (
        tied.join(ranks, on="class")
        .sort(["core", "rank", "share", "unit"], descending=[False, False, True, False])
        .drop("rank")
    )
    if ordered["minutes"].null_count() == ordered.height:
        ordered = ordered.drop("minutes")
    counts = {name: tied.filter(pl.col("class") == name).height for name in ranks["class"]}
    total = found.classes.height
    show(
        f"Hinterland, {commuting.period}: {counts['core']} core, {counts['inner']} inner, "
        f"{counts['outer']} outer, of {total} {commuting.units}; share is of the employed "
        "residents",
        ordered,
        percent=["share"],
    )
    shared = found.weighted.filter(pl.len().over("unit") > 1)
    if not shared.is_empty():
        show(
            "Tied to more than one core, divided by share",
            commuting.named(shared),
            percent=["weight"],
        )


def _travel(path: Path, cores: dict[str, tuple[str, ...]], at: Vintage | None) -> pl.DataFrame:
    """Read travel times; places and cores may be written as on the command line."""
    try:
        frame = pl.read_csv(path, infer_schema=False).select("unit", "core", "minutes")
        frame = frame.with_columns(pl.col("minutes").cast(pl.Float64))
    except pl.exceptions.PolarsError as error:
        raise click.ClickException(
            f"{path} should be a CSV with unit, core and minutes: {error}"
        ) from error
    names = {frozenset(codes): name for name, codes in cores.items()}
    rows = []
    for unit, core, minutes in frame.rows():
        name = names.get(frozenset(joined_core(core, at)[1]))
        if name is not None:
            rows.append((place(unit, at).code if at else unit, name, minutes))
    schema = {"unit": pl.String, "core": pl.String, "minutes": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")
