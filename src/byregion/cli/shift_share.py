"""`byregion shift-share`: what of a unit's employment growth is national, of its mix, its own."""

from __future__ import annotations

from pathlib import Path

import click
import polars as pl

from byregion.analysis.errors import InvalidInput
from byregion.analysis.industry.employment import Employment
from byregion.analysis.industry.shift_share import (
    ShiftShare,
    Variant,
    dynamic_shift_share,
    gerfin_index,
)
from byregion.analysis.industry.shift_share import shift_share as shift_share_of
from byregion.cli.answer import Statement, finish, out_option, plain_errors, show
from byregion.cli.given import read_table, source_of

COLUMNS = ("unit", "industry", "year", "employed")
VARIANTS: dict[str, Variant] = {"dunn": "dunn", "esteban-marquillas": "esteban_marquillas"}


@click.command("shift-share")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "first", type=int, help="First year; otherwise the file's first.")
@click.option("--to", "last", type=int, help="Last year; otherwise the file's last.")
@click.option("--variant", type=click.Choice([*VARIANTS]), default="dunn", show_default=True)
@click.option("--dynamic", is_flag=True, help="Sum the steps from year to year (Barff & Knight).")
@click.option(
    "--rows",
    default=20,
    show_default=True,
    type=click.IntRange(0),
    help="Units to show; 0 for all.",
)
@out_option
def shift_share(
    *,
    file: Path,
    first: int | None,
    last: int | None,
    variant: str,
    dynamic: bool,
    rows: int,
    out: Path | None,
) -> None:
    """Divide each unit's change in employment into national, mix and own parts.

    FILE is a CSV or Parquet file with the columns unit (or region), industry, year and employed.
    What the units are compared with is the sum of all of them, so give the whole country.
    """
    with plain_errors():
        tables = _tables(file, first, last)
        years = sorted(tables)
        kind = VARIANTS[variant]
        found = _divided(tables, years, kind, dynamic=dynamic)
        indices = gerfin_index(tables[years[0]], tables[years[-1]]).indices
    by_unit = found.by_unit.join(indices, on="unit", how="left", maintain_order="left")
    largest = by_unit.sort([pl.col("change").abs(), "unit"], descending=[True, False])
    show(
        f"Change in employed people {years[0]}-{years[-1]}, largest first; the parts add up to it",
        largest.drop("structure", "location", "total").head(rows or largest.height),
    )
    statement = Statement(
        provenance=found.provenance,
        vintage="",
        periods=(f"{years[0]}-{years[-1]}",),
        status="counted from the table; what a part is called says nothing of its cause",
        sources=(source_of(file),),
    )
    finish(statement, out, by_unit, {"by_industry": found.by_industry})


def _divided(
    tables: dict[int, Employment], years: list[int], variant: Variant, *, dynamic: bool
) -> ShiftShare:
    if dynamic:
        return dynamic_shift_share(tables, variant=variant)
    return shift_share_of(tables[years[0]], tables[years[-1]], variant=variant)


def _tables(file: Path, first: int | None, last: int | None) -> dict[int, Employment]:
    """Read the employment of every year wanted, with the same units and industries in all."""
    frame = read_table(file, text=("unit", "region", "industry"))
    if "unit" not in frame.columns and "region" in frame.columns:
        frame = frame.rename({"region": "unit"})
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise InvalidInput(f"{file.name} lacks {', '.join(missing)}; found {frame.columns}")
    years = sorted(frame["year"].drop_nulls().unique().to_list())
    for year in (first, last):
        if year is not None and year not in years:
            raise InvalidInput(f"{file.name} has no year {year}; it has {years}")
    low, high = first or years[0], last or years[-1]
    kept = [year for year in years if low <= year <= high]
    if len(kept) < 2:
        raise InvalidInput(f"two years or more are needed, from {low} to {high}: {kept}")
    # A pair that one year lacks is zero there, so that all years have the same units.
    pairs = frame.filter(pl.col("year").is_in(kept)).select("unit", "industry").unique()
    return {year: _employment(frame, pairs, year) for year in kept}


def _employment(frame: pl.DataFrame, pairs: pl.DataFrame, year: int) -> Employment:
    mine = frame.filter(pl.col("year") == year).select("unit", "industry", "employed")
    if mine["employed"].null_count():
        raise InvalidInput(f"in {year} employed is missing in some row; unknown is not zero")
    absent = pairs.join(mine, on=["unit", "industry"], how="anti")
    return Employment.from_frame(
        pl.concat([mine, absent.with_columns(employed=pl.lit(0).cast(mine["employed"].dtype))])
    )
