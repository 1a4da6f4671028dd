"""Growth series of cores and hinterland classes, from levels by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from byregion.analysis.errors import InvalidInput, NotEnoughData, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

Floats = NDArray[np.float64]
COLUMNS = ("region", "zone", "year", "value")


@dataclass(frozen=True, slots=True, eq=False)
class RegionGrowth:
    """Yearly growth (difference of logarithms) of a core and of one class of its hinterland.

    `years` are consecutive; growth of a year is from the year before to that year.
    """

    region: str
    zone: str
    years: tuple[int, ...]
    core: Floats
    hinterland: Floats


def growth_rates(levels: ArrayLike) -> Floats:
    """Give the growth from each year to the next, as difference of logarithms.

    Raises
    ------
    InvalidInput
        A level is missing, or not positive.
    NotEnoughData
        Fewer than two levels.
    """
    array = np.array(levels, dtype=np.float64)
    if array.ndim != 1 or not np.isfinite(array).all() or (array <= 0).any():
        raise InvalidInput("levels must be a list of positive numbers; growth needs each of them")
    if array.size < 2:
        raise NotEnoughData("growth needs two years or more")
    return np.diff(np.log(array))


def growth_series(
    levels: pl.DataFrame, *, core: str = "core", reference: Mapping[int, float] | None = None
) -> tuple[RegionGrowth, ...]:
    """Build one pair of series for each region and class of hinterland.

    Parameters
    ----------
    levels
        Columns region, zone (text), year (whole number) and value (people, jobs), one row or more
        for each; rows of the same region, zone and year are summed.
    core
        The zone that is the core; every other zone of a region is a class of its hinterland.
    reference
        Level by year of what growth is measured against, such as the nation, whose growth is then
        subtracted from all. Without it, shared ups and downs count as co-movement.

    Raises
    ------
    InvalidInput
        A column or number is missing, a level is not positive, years of a series have gaps or
        differ between the zones of a region, a region lacks a core or a hinterland, or the
        reference lacks a year.
    """
    table = _summed(levels)
    found: list[RegionGrowth] = []
    for (region,), rows in table.group_by("region", maintain_order=True):
        zones = {
            str(zone): (part["year"].to_list(), part["value"].to_numpy())
            for (zone,), part in rows.group_by("zone", maintain_order=True)
        }
        if core not in zones or len(zones) < 2:
            raise InvalidInput(
                f"region {region} has the zones {shorten(sorted(zones))}; it needs {core!r} and "
                "one other or more"
            )
        found.extend(_pairs(str(region), zones, core, reference))
    return tuple(found)


def _summed(levels: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in COLUMNS if name not in levels.columns]
    if missing:
        raise InvalidInput(f"levels lack the columns {', '.join(missing)}; found {levels.columns}")
    table = levels.select(
        pl.col("region").cast(pl.String),
        pl.col("zone").cast(pl.String),
        pl.col("year").cast(pl.Int64),
        pl.col("value").cast(pl.Float64),
    )
    if table.is_empty() or table.null_count().sum_horizontal().item() > 0:
        raise InvalidInput("levels are empty, or have missing codes, years or numbers")
    return (
        table.group_by("region", "zone", "year")
        .agg(pl.col("value").sum())
        .sort("region", "zone", "year")
    )


def _pairs(
    region: str,
    zones: Mapping[str, tuple[list[int], Floats]],
    core: str,
    reference: Mapping[int, float] | None,
) -> list[RegionGrowth]:
    years, core_levels = zones[core]
    if years != list(range(years[0], years[0] + len(years))):
        raise InvalidInput(f"the years of region {region} have gaps: {years}")
    for zone, (other, _) in zones.items():
        if other != years:
            raise InvalidInput(f"in region {region}, zone {zone} has other years than the core")
    common = _reference_growth(years, reference)
    core_growth = growth_rates(core_levels) - common
    return [
        RegionGrowth(region, zone, tuple(years[1:]), core_growth, growth_rates(levels) - common)
        for zone, (_, levels) in zones.items()
        if zone != core
    ]


def _reference_growth(years: list[int], reference: Mapping[int, float] | None) -> Floats:
    if reference is None:
        return np.zeros(len(years) - 1)
    lacking = [str(year) for year in years if year not in reference]
    if lacking:
        raise InvalidInput(f"the reference lacks the years {shorten(lacking)}")
    return growth_rates([reference[year] for year in years])


def paired(core: ArrayLike, hinterland: ArrayLike, *, least: int) -> tuple[Floats, Floats]:
    """Check two series of growth of the same years.

    Raises
    ------
    InvalidInput
        Unequal lengths, or a number that is missing or infinite.
    NotEnoughData
        Fewer than `least` years, or a series that does not vary.
    """
    one, other = np.array(core, dtype=np.float64), np.array(hinterland, dtype=np.float64)
    if one.ndim != 1 or one.shape != other.shape:
        raise InvalidInput(f"the series have the shapes {one.shape} and {other.shape}")
    if not (np.isfinite(one).all() and np.isfinite(other).all()):
        raise InvalidInput("a year of growth is missing or infinite")
    if one.size < least:
        raise NotEnoughData(f"{one.size} years of growth; this needs {least}")
    for series, name in ((one, "core"), (other, "hinterland")):
        if np.ptp(series) <= 1e-12 * np.abs(series).max():
            raise NotEnoughData(f"the {name}'s growth does not vary; nothing can go with it")
    return one, other
