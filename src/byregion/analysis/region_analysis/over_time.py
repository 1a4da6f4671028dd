"""Rows of a table for the region's territory, in a year whose municipalities may be others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.geography.errors import UnknownVintage
from byregion.analysis.region_analysis.inputs import followed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.region_analysis.case import Case


def region_rows(case: Case, frame: pl.DataFrame, year: int) -> pl.DataFrame | None:
    """Give the rows of exactly the region's territory in a year.

    None where it cannot be followed there, or a municipality of it has no row.
    """
    try:
        same = followed(case.members, case.year, year)
    except UnknownVintage:
        return None
    if same is None:
        return None
    rows = frame.filter(pl.col("year") == year, pl.col("municipality").is_in(list(same)))
    return rows if rows["municipality"].n_unique() == len(same) else None


def same_municipality(case: Case, code: str, year: int) -> str | None:
    """Give the number in a year's division of a municipality with the same territory."""
    try:
        same = followed((code,), case.year, year)
    except UnknownVintage:
        return None
    return same[0] if same is not None and len(same) == 1 else None


def nearest(years: Sequence[int], wanted: int) -> int:
    """Choose the year wanted if it is there, else the last."""
    return wanted if wanted in years else max(years)


def total(numbers: pl.Series) -> int | None:
    """Sum; unknown where a part is unknown."""
    return None if numbers.is_empty() or numbers.null_count() else int(numbers.sum())
