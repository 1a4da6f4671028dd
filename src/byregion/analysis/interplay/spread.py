"""Spread or backwash: is growth of the core followed by growth around it, all regions at once?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import scipy
from numpy.typing import NDArray

from byregion.analysis.errors import DidNotConverge, InvalidInput, NotEnoughData
from byregion.analysis.fixed_order import (
    inverse_positive_definite,
    product,
    solve_positive_definite,
)
from byregion.analysis.provenance import Provenance, TableSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.interplay.growth import Floats

Codes = NDArray[np.int64]
COLUMNS = ("unit", "region", "year", "growth", "core_growth_before")
MOST_ROUNDS = 10_000
AGREEMENT = 1e-13
LEAST_OWN_SHARE = 1e-10


@dataclass(frozen=True, slots=True)
class Slope:
    """A coefficient with its error, and t with regions - 1 (Driscoll-Kraay: years - 1) degrees."""

    name: str
    value: float
    standard_error: float
    p_value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SpreadBackwash:
    """Hinterland growth on the core's growth the year before, places and years held apart.

    `core` above 0 is spread, below 0 backwash. `others` are interactions and controls, in the order
    asked for; their errors are clustered by city region. `driscoll_kraay` has the same slopes in
    the same order with errors that allow for shocks shared by all regions, over `lags` years: the
    check, to be believed only where there are many years. `level` is that of the intervals.
    """

    core: Slope
    others: tuple[Slope, ...]
    driscoll_kraay: tuple[Slope, ...]
    lags: int
    observations: int
    units: int
    regions: int
    years: int
    level: float
    provenance: Provenance


def spread_backwash(
    panel: pl.DataFrame,
    *,
    modifiers: Sequence[str] = (),
    controls: Sequence[str] = (),
    lags: int | None = None,
    level: float = 0.95,
    sources: tuple[TableSource, ...] = (),
) -> SpreadBackwash:
    """Regress with effects of places and of years, errors clustered by city region.

    g_ht = mu_h + tau_t + beta g_c,t-1 + gamma (g_c,t-1 times modifier) + controls + error. Own past
    growth is not among the controls by itself; put in as one, it biases all slopes in short panels
    (Nickell 1981). Errors are scaled by G/(G-1) (N-1)/(N-k), k counting slopes and years; places
    lie within regions and are not counted.

    The check beside it is that of Driscoll & Kraay (1998): with h_t the sum over places of x_it
    e_it, the middle of the sandwich is sum_l w_l sum_t (h_t h_t-l' + h_t-l h_t'), w_l = 1 - l/(L+1)
    (Newey & West 1987), scaled by T/(T-1) (N-1)/(N-k) in place of G.

    Parameters
    ----------
    panel
        One row per place and year: unit, region, year, growth, core_growth_before, and the columns
        named; numbers finite. A place stays in one region.
    modifiers
        Columns, such as distance or being in the outer class, that the core's effect may vary with.
    controls
        Columns that also explain growth.
    lags
        L of the check, in calendar years; unless told the whole part of 4 (T/100)^(2/9), T the
        number of years.

    Raises
    ------
    InvalidInput
        A column or number is missing, a place stands twice in a year or in two regions, a level
        outside (0, 1), or lags below 0 or as many as the years.
    NotEnoughData
        Fewer than three regions, no freedom left, or slopes that cannot be told apart.
    """
    if not 0 < level < 1:
        raise InvalidInput(f"level is {level}; give the share of intervals to be right, as 0.95")
    table = _checked(panel, [*modifiers, *controls])
    units, regions, years = (_codes(table[name]) for name in ("unit", "region", "year"))
    core = table["core_growth_before"].to_numpy()
    explaining = [
        core,
        *(core * table[name].to_numpy() for name in modifiers),
        *(table[name].to_numpy() for name in controls),
    ]
    columns = [table["growth"].to_numpy(), *explaining]
    within = [_demeaned(column, units, years) for column in columns]
    counts = tuple(int(codes.max()) + 1 for codes in (units, regions, years))
    taken = len(explaining) + counts[0] + counts[2] - 1
    if table.height <= taken:
        raise NotEnoughData(f"{table.height} observations for {taken} slopes and effects")
    lags = _lags(lags, counts[2])
    values, scores, inverse = _fitted(within, columns)
    freedom = (table.height - 1) / (table.height - len(explaining) - counts[2])
    names = ["core_growth_before", *(f"core_growth_before x {name}" for name in modifiers)]
    names += controls
    clustered = _errors(inverse, _shared(scores, regions, 0), freedom, counts[1])
    slopes = _slopes(names, values, clustered, counts[1], level)
    calendar = table["year"].to_numpy() - table["year"].to_numpy().min()
    robust = _errors(inverse, _shared(scores, calendar, lags), freedom, counts[2])
    parameters = {
        "modifiers": tuple(modifiers),
        "controls": tuple(controls),
        "lags": lags,
        "level": level,
    }
    return SpreadBackwash(
        core=slopes[0],
        others=slopes[1:],
        driscoll_kraay=_slopes(names, values, robust, counts[2], level),
        lags=lags,
        observations=table.height,
        units=counts[0],
        regions=counts[1],
        years=counts[2],
        level=level,
        provenance=Provenance(
            "spread and backwash, two-way fixed effects", sources, parameters, estimate=True
        ),
    )


def _checked(panel: pl.DataFrame, extra: list[str]) -> pl.DataFrame:
    names = [*COLUMNS, *extra]
    missing = [name for name in names if name not in panel.columns]
    if missing:
        raise InvalidInput(f"the panel lacks the columns {', '.join(missing)}")
    numbers = [name for name in names if name not in {"unit", "region", "year"}]
    table = panel.select(
        pl.col("unit").cast(pl.String),
        pl.col("region").cast(pl.String),
        pl.col("year").cast(pl.Int64),
        *(pl.col(name).cast(pl.Float64) for name in dict.fromkeys(numbers)),
    ).sort("unit", "year")
    if table.is_empty() or table.null_count().sum_horizontal().item() > 0:
        raise InvalidInput("the panel is empty, or a code, year or number is missing")
    if not np.isfinite(table.select(list(dict.fromkeys(numbers))).to_numpy()).all():
        raise InvalidInput("the panel has numbers that are not finite")
    if table.select("unit", "year").is_duplicated().any():
        raise InvalidInput("a place stands more than once in a year; growth must be unique")
    if (table.group_by("unit").agg(pl.col("region").n_unique())["region"] > 1).any():
        raise InvalidInput("a place lies in more than one region; give it to one, or name it apart")
    if table["region"].n_unique() < 3:
        raise NotEnoughData("fewer than three regions; errors cannot be clustered")
    return table


def _codes(column: pl.Series) -> Codes:
    return column.rank("dense").to_numpy().astype(np.int64) - 1


def _demeaned(
    column: Floats,
    units: Codes,
    years: Codes,
) -> Floats:
    """Take out the means of places and of years in turn, until neither is left."""
    rest: Floats = column - column.mean()
    scale = max(float(np.abs(rest).max()), 1e-300)
    sizes = [np.bincount(codes) for codes in (units, years)]
    for _ in range(MOST_ROUNDS):
        largest = 0.0
        for codes, size in zip((units, years), sizes, strict=True):
            means = np.bincount(codes, weights=rest) / size
            rest = rest - means[codes]
            largest = max(largest, float(np.abs(means).max()))
        if largest <= AGREEMENT * scale:
            return rest
    raise DidNotConverge("places share too few years for their effects to be told from the years'")


def _lags(lags: int | None, years: int) -> int:
    chosen = int(4 * (years / 100) ** (2 / 9)) if lags is None else lags
    if not 0 <= chosen < years:
        raise InvalidInput(f"lags is {chosen}; give 0 or more, and fewer than the {years} years")
    return chosen


def _fitted(within: list[Floats], columns: list[Floats]) -> tuple[Floats, Floats, Floats]:
    """Slopes, the observations' scores, and the inverse of the design's products."""
    target, design = within[0], np.column_stack(within[1:])
    wholes = np.array([float(((part - part.mean()) ** 2).sum()) for part in columns[1:]])
    products = product(design.T, design)
    if (wholes == 0).any() or _least_own_share(products, wholes) <= LEAST_OWN_SHARE:
        raise NotEnoughData(
            "the core's growth, a modifier or a control varies only as places and years do, or as "
            "another; its own effect cannot be told"
        )
    values = solve_positive_definite(products, product(design.T, target))
    scores = design * (target - product(design, values))[:, None]
    inverse = inverse_positive_definite(products)
    return values, scores, inverse


def _shared(scores: Floats, groups: Codes, lags: int) -> Floats:
    """Products of the scores' sums by group, and with falling weight of groups up to lags apart."""
    sums: Floats = np.array([np.bincount(groups, score) for score in scores.T], dtype=np.float64)
    middle = product(sums, sums.T)
    for lag in range(1, lags + 1):
        apart = product(sums[:, lag:], sums[:, :-lag].T)
        middle += (1 - lag / (lags + 1)) * (apart + apart.T)
    return middle


def _errors(inverse: Floats, middle: Floats, freedom: float, groups: int) -> Floats:
    scale = groups / (groups - 1) * freedom
    return np.sqrt(scale * np.diag(product(product(inverse, middle), inverse)))


def _least_own_share(products: Floats, wholes: Floats) -> float:
    return float(np.linalg.eigvalsh(products / np.sqrt(np.outer(wholes, wholes)))[0])


def _slopes(
    names: list[str], values: Floats, errors: Floats, groups: int, level: float
) -> tuple[Slope, ...]:
    spread = scipy.stats.t(groups - 1)
    reach = spread.ppf((1 + level) / 2)
    return tuple(
        Slope(
            name=name,
            value=float(value),
            standard_error=float(error),
            p_value=float(2 * scipy.stats.t.sf(abs(value) / error, groups - 1))
            if error > 0
            else 0.0,
            low=float(value - reach * error),
            high=float(value + reach * error),
        )
        for name, value, error in zip(names, values, errors, strict=True)
    )
