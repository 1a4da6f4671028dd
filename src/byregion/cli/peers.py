"""`byregion peers`: functional regions that are most like a city region in structure."""

from __future__ import annotations

from pathlib import Path

import click
import polars as pl

from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.portrait import peers_of
from byregion.cli.answer import (
    Statement,
    commuting_year,
    finish,
    open_store,
    out_option,
    plain_errors,
    show,
    store_option,
    year_option,
)
from byregion.cli.city_regions import region_or_places
from byregion.cli.places import names
from byregion.statistics.picture import read_national_picture

# The pattern of growth is no part of this answer; the fewest draws that it can be made with.
DRAWS = 19


@click.command()
@click.argument("region", nargs=-1, required=True, metavar="REGION|MUNICIPALITY...")
@click.option("--count", default=5, show_default=True, type=click.IntRange(1, 50))
@year_option
@out_option
@store_option
def peers(
    *, region: tuple[str, ...], count: int, year: int | None, out: Path | None, root: Path | None
) -> None:
    """Find functional regions that are like a city region: never by how they have grown.

    REGION is the short name of a city region of the programme, such as aust-lofoten; otherwise
    municipalities by name or number. The distance is in size, jobs per employed resident and
    self-containment both ways (Mahalanobis).
    """
    store = open_store(root)
    with plain_errors():
        when = commuting_year(store, year)
        at = Vintage.of(when)
        name, members, _ = region_or_places(region, at)
        nation = read_national_picture(store, year=when, permutations=DRAWS)
        found = peers_of(nation, members, count)
    labels = names(at).rename({"unit": "peer"})
    table = found.peers.drop("unit").join(labels, on="peer", maintain_order="left")
    table = table.select("rank", "peer", "name", "distance")
    show(
        f"Most like {name} in structure, {when}; a region is named by its largest workplace", table
    )
    wide = found.differences.drop("unit").pivot("variable", index="peer", values="difference")
    show(
        "How they differ from it, in standard deviations",
        table.select("peer", "name").join(wide, on="peer", maintain_order="left"),
    )
    statement = Statement(
        provenance=found.provenance,
        vintage=at.label,
        periods=(f"commuting {when}, 4th quarter", f"population {nation_years(nation.population)}"),
        status="counted from the tables; which variables count as structure is a choice",
        notes=(f"{name}: {', '.join(members)}",),
    )
    finish(statement, out, table, {"differences": found.differences.drop("unit")})


def nation_years(population: pl.DataFrame) -> str:
    """Say which years a population series spans."""
    years = population["year"].unique().sort().to_list()
    return f"{years[0]}-{years[-1]}, 1 January"
