"""`byregion gravity`: how travel time or distance decides who commutes where."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np
import polars as pl

from byregion.analysis.errors import InvalidInput, shorten
from byregion.analysis.interaction.deterrence import Deterrence
from byregion.analysis.interaction.gravity import (
    GravityModel,
    attraction_constrained_gravity,
    doubly_constrained_gravity,
    production_constrained_gravity,
    unconstrained_gravity,
)
from byregion.cli.answer import (
    Statement,
    finish,
    out_option,
    plain_errors,
    show,
    store_option,
    year_option,
)
from byregion.cli.given import flows_argument, given_commuting, read_table, source_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from byregion.analysis.flows import Flows
    from byregion.analysis.interaction.deterrence import Floats

DETERRENCE = {"exponential": Deterrence.EXPONENTIAL, "power": Deterrence.POWER}
CONSTRAINTS = ("doubly", "production", "attraction", "none")


@click.command()
@flows_argument
@click.option(
    "--costs",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV or Parquet with home, work and cost: minutes, kilometres or kroner.",
)
@click.option("--constraint", type=click.Choice(CONSTRAINTS), default="doubly", show_default=True)
@click.option(
    "--deterrence", type=click.Choice([*DETERRENCE]), default="exponential", show_default=True
)
@click.option("--within", is_flag=True, help="Model those who work where they live, too.")
@year_option
@out_option
@store_option
def gravity(
    *,
    file: Path | None,
    costs: Path,
    constraint: str,
    deterrence: str,
    within: bool,
    year: int | None,
    out: Path | None,
    root: Path | None,
) -> None:
    """Fit a spatial interaction model by maximum likelihood (Wilson's family).

    FLOWS is a CSV or Parquet file with the columns home, work and employed; without it, the
    store's commuting of a year is taken. Pairs without a cost are taken to have no way between.
    """
    with plain_errors():
        commuting = given_commuting(file, year=year, root=root)
        cost = _cost_table(costs, commuting.flows)
        model = _fitted(
            commuting.flows, cost, constraint=constraint, deterrence=deterrence, within=within
        )
    shown = _coefficients(model)
    show(f"{model.constraint.value} model, {deterrence} deterrence", shown)
    fit = pl.DataFrame([{**asdict(model.fit), "deviance_explained": model.deviance_explained}])
    show("Fit", fit)
    pairs = _pairs(commuting.flows, model)
    statement = Statement(
        provenance=model.provenance,
        vintage=commuting.division,
        periods=(commuting.period,),
        status="estimate: the model by maximum likelihood, standard errors robust",
        notes=(f"costs from {costs.name}; totals held are met to {model.margin_error:.1e}",),
        sources=(*commuting.flows.sources, source_of(costs)),
    )
    finish(statement, out, pairs, {"coefficients": shown, "fit": fit})


def _fitted(
    flows: Flows, cost: Floats, *, constraint: str, deterrence: str, within: bool
) -> GravityModel:
    seen = flows.matrix.toarray()
    included = np.isfinite(cost)
    if not within:
        included &= ~np.eye(len(flows.units), dtype=bool)
    seen = np.where(included, seen, 0.0)
    out, into = seen.sum(axis=1), seen.sum(axis=0)
    fits: dict[str, Callable[..., GravityModel]] = {
        "doubly": doubly_constrained_gravity,
        "production": partial(production_constrained_gravity, destination_sizes=into),
        "attraction": partial(attraction_constrained_gravity, origin_sizes=out),
        "none": partial(unconstrained_gravity, origin_sizes=out, destination_sizes=into),
    }
    kind = DETERRENCE[deterrence]
    return fits[constraint](seen, cost, deterrence=kind, included=included, sources=flows.sources)


def _cost_table(file: Path, flows: Flows) -> Floats:
    """Read costs into a table in the order of the flows; what the file lacks is infinite."""
    frame = _costs(file)
    table = np.full((len(flows.units),) * 2, np.inf)
    known = pl.col("home").is_in(list(flows.units)) & pl.col("work").is_in(list(flows.units))
    for home, work, cost in frame.filter(known).select("home", "work", "cost").iter_rows():
        table[flows.index[home], flows.index[work]] = np.nan if cost is None else cost
    coo = flows.matrix.tocoo()
    without = ~np.isfinite(table[coo.row, coo.col]) & (coo.row != coo.col)
    if without.any():
        pairs = [
            f"{flows.units[i]}-{flows.units[j]}"
            for i, j in zip(coo.row[without], coo.col[without], strict=True)
        ]
        raise InvalidInput(f"{file.name} has no cost for pairs with commuters: {shorten(pairs)}")
    return table


def _costs(file: Path) -> pl.DataFrame:
    """Read the file of costs, and refuse what would otherwise be misread in silence."""
    frame = read_table(file, text=("home", "work"))
    missing = [name for name in ("home", "work", "cost") if name not in frame.columns]
    if missing:
        raise InvalidInput(f"{file.name} lacks {', '.join(missing)}; found {frame.columns}")
    if not frame.schema["cost"].is_numeric():
        raise InvalidInput(f"{file.name}: the column cost has something that is no number")
    twice = frame.filter(pl.struct("home", "work").is_duplicated())
    if not twice.is_empty():
        pairs = [f"{home}-{work}" for home, work in twice.select("home", "work").unique().rows()]
        raise InvalidInput(f"{file.name} has pairs more than once: {shorten(sorted(pairs))}")
    return frame


def _coefficients(model: GravityModel) -> pl.DataFrame:
    named = {
        "beta": model.beta,
        "origin size": model.origin_exponent,
        "destination size": model.destination_exponent,
    }
    rows = [{"coefficient": name, **asdict(one)} for name, one in named.items() if one is not None]
    return pl.DataFrame(rows)


def _pairs(flows: Flows, model: GravityModel) -> pl.DataFrame:
    row, column = np.nonzero(model.included)
    units = np.asarray(flows.units, dtype=object)
    return pl.DataFrame(
        {
            "home": units[row],
            "work": units[column],
            "observed": flows.matrix.toarray()[row, column],
            "modelled": model.flows[row, column],
        },
        schema_overrides={"home": pl.String, "work": pl.String},
    )
