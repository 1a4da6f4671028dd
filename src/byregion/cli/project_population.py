"""`byregion project-population`: residents some years on, and how far off that has been before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np
import polars as pl

from byregion.analysis.errors import InvalidInput
from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.projection.backtest import Backtest, backtest_totals
from byregion.analysis.projection.cohort_change import CohortChange, project_cohort_change
from byregion.cli.answer import (
    Statement,
    finish,
    open_store,
    out_option,
    plain_errors,
    say,
    show,
    store_option,
)
from byregion.cli.places import named, place
from byregion.statistics.harmonised import ages_at
from byregion.statistics.queries import years

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.statistics.harmonised import PeopleByAge

STEP = 5
PARENTS = (20, 44)
PRIOR = 20.0


@click.command("project-population")
@click.argument("places", nargs=-1, metavar="[MUNICIPALITY]...")
@click.option("--from", "base", type=int, help="Year to project from; otherwise the store's last.")
@click.option(
    "--years",
    "horizon",
    default=15,
    show_default=True,
    type=click.IntRange(STEP, 50),
    help=f"Years to project; rounded down to steps of {STEP}.",
)
@click.option(
    "--rows", default=20, show_default=True, type=click.IntRange(0), help="Rows to show; 0 for all."
)
@out_option
@store_option
def project_population(
    *,
    places: tuple[str, ...],
    base: int | None,
    horizon: int,
    rows: int,
    out: Path | None,
    root: Path | None,
) -> None:
    """Project residents by letting each cohort change as it did in the last five years.

    MUNICIPALITY is a name or number; without any, all are projected. The same method is then run
    from ten years before, and held against what came.
    """
    store = open_store(root)
    with plain_errors():
        had = years(store, "population")
        start = base if base is not None else had[-1]
        at = Vintage.of(start)
        chosen = [place(text, at).code for text in places]
        needed = [start - STEP * lag for lag in (0, 1, 2, 3)]
        if lacking := [str(year) for year in needed[:2] if year not in had]:
            raise InvalidInput(
                f"the store has no population of {', '.join(lacking)}; it has {had[0]}-{had[-1]}"
            )
        tables = {year: ages_at(store, year=year, to=at) for year in needed if year in had}
        found = _projected(tables[start - STEP], tables[start], horizon // STEP)
        test = _tested(tables, start)
    frame = _totals(found, tables[start], start)
    wanted = frame if not chosen else frame.filter(pl.col("unit").is_in(chosen))
    _show(named(wanted, at), test, start, rows)
    statement = Statement(
        provenance=found.provenance,
        vintage=at.label,
        periods=(f"population {start - STEP} and {start}, 1 January",),
        status="estimate: what would be if cohorts went on changing as in those years",
        notes=_notes(tables, test, start),
        sources=tables[start].sources,
    )
    finish(statement, out, named(wanted, at), {"by_age": _by_age(found, tables[start], chosen)})


def _projected(earlier: PeopleByAge, later: PeopleByAge, steps: int) -> CohortChange:
    return project_cohort_change(
        earlier.people, later.people, shift=STEP, steps=steps, parents=PARENTS, prior=PRIOR
    )


def _tested(tables: dict[int, PeopleByAge], start: int) -> Backtest | None:
    """Project from ten years back with what was known then; None where the store lacks years."""
    early = [start - STEP * lag for lag in (3, 2)]
    if not all(year in tables for year in early):
        return None
    before = _projected(tables[early[0]], tables[early[1]], 2)
    observed = tables[start].people.sum(axis=1)
    return backtest_totals(tables[early[1]].people.sum(axis=1), before.totals[-1], observed)


def _totals(found: CohortChange, base: PeopleByAge, start: int) -> pl.DataFrame:
    totals = found.totals
    steps = [f"persons_{start + STEP * step}" for step in range(totals.shape[0])]
    frame = pl.DataFrame({"unit": base.codes, **dict(zip(steps, totals, strict=True))})
    return frame.with_columns(change=pl.col(steps[-1]) / pl.col(steps[0]) - 1)


def _by_age(found: CohortChange, base: PeopleByAge, chosen: Sequence[str]) -> pl.DataFrame:
    last = found.people[-1]
    ages = np.arange(last.shape[1])
    frame = pl.DataFrame(
        {
            "unit": np.repeat(np.asarray(base.codes, dtype=object), ages.size),
            "age": np.tile(ages, len(base.codes)),
            "persons": last.ravel(),
        },
        schema_overrides={"unit": pl.String},
    )
    return frame.filter(pl.col("unit").is_in(list(chosen))) if chosen else frame


def _show(frame: pl.DataFrame, test: Backtest | None, start: int, rows: int) -> None:
    people = pl.selectors.starts_with("persons_").round().cast(pl.Int64)
    ordered = frame.with_columns(people).sort([frame.columns[2], "unit"], descending=[True, False])
    show("Residents on 1 January", ordered.head(rows or frame.height), percent=["change"])
    say()
    if test is None:
        say("Back-test: the store lacks the years for one")
        return
    say(
        f"Back-test {start - 2 * STEP}-{start}, all municipalities: off by "
        f"{test.median_absolute:.1%} at the median, {test.mean_absolute:.1%} on average; no "
        f"change would have been off by {test.no_change_mean_absolute:.1%}; the "
        f"country {test.total:+.1%}"
    )


def _notes(tables: dict[int, PeopleByAge], test: Backtest | None, start: int) -> tuple[str, ...]:
    notes = []
    if test is not None:
        notes.append(
            f"back-test {start - 2 * STEP}-{start}: median error {test.median_absolute:.4f}, mean "
            f"{test.mean_absolute:.4f}, bias {test.bias:.4f}, beats no change in "
            f"{test.beats_no_change:.1%} of municipalities"
        )
    touched = sorted({code for table in tables.values() for code in table.divided})
    if touched:
        notes.append(
            f"partly estimated, from municipalities that were divided: {', '.join(touched)}"
        )
    return tuple(notes)
