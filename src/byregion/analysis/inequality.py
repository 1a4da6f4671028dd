"""How unequal units are, how much of it lies between groups, and who changes place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy import sparse
from scipy.sparse import csgraph

from byregion.analysis.errors import InvalidInput, NotEnoughData, shorten
from byregion.analysis.fixed_order import inner
from byregion.analysis.provenance import Provenance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from byregion.analysis.provenance import TableSource

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Inequality:
    """Gini (0 equal, near 1 all with one) and Theil's T (0 equal, ln n all with one)."""

    gini: float
    theil: float
    units: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class TheilDecomposition:
    """Theil's T = between + within.

    `groups`: group, units, share (of the sum of values), theil (inside the group, null where the
    group has only zeros).
    """

    theil: float
    between: float
    within: float
    groups: pl.DataFrame
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class QuantileMarkov:
    """How units move between quantile classes from one period to the next.

    `transitions`: origin, destination (1 is lowest), count, probability (null from a class that
    nobody was in). `steady_state` is where the classes would end if the probabilities stayed;
    None where not every class can be reached from every other.
    """

    transitions: pl.DataFrame
    steady_state: tuple[float, ...] | None
    provenance: Provenance


def inequality(values: pl.DataFrame, *, sources: tuple[TableSource, ...] = ()) -> Inequality:
    """Gini coefficient and Theil's T over units.

    Parameters
    ----------
    values
        Columns code and value (not negative); optionally weight (above zero), such as population
        where the value is per head. Without it every unit counts the same.
    sources
        Tables behind the values.

    Raises
    ------
    InvalidInput
        A column or number is missing, a code stands twice, a value is negative, a weight not
        above zero, or all values are zero.
    NotEnoughData
        Fewer than two units.

    Notes
    -----
    Gini = Σ_ij w_i·w_j·|x_i − x_j| / (2·μ·(Σw)²), without the correction n/(n−1);
    T = Σ w_i/Σw · x_i/μ · ln(x_i/μ), a zero adding nothing. Theil 1967, *Economics and
    Information Theory*.
    """
    x, w = _values(values)
    return Inequality(
        gini=_gini(x, w),
        theil=_theil(x, w),
        units=len(x),
        provenance=Provenance(
            method="inequality",
            sources=sources,
            parameters={"weighted": "weight" in values.columns},
            reference="Gini 1912; Theil 1967",
        ),
    )


def theil_decomposition(
    values: pl.DataFrame, *, sources: tuple[TableSource, ...] = ()
) -> TheilDecomposition:
    """Split Theil's T into inequality between groups (city regions, say) and inside them.

    Parameters
    ----------
    values
        As for `inequality`, with a column group.
    sources
        Tables behind the values.

    Raises
    ------
    InvalidInput, NotEnoughData
        As for `inequality`; a group may not be missing.

    Notes
    -----
    T = Σ_g s_g·ln(μ_g/μ) + Σ_g s_g·T_g, with s_g the group's share of the sum. Theil 1967.
    """
    if "group" not in values.columns or values["group"].null_count():
        raise InvalidInput("every row needs a group, in a column of that name")
    x, w = _values(values)
    names = values.sort(pl.col("code").cast(pl.String))["group"].cast(pl.String).to_numpy()
    mean = inner(w, x) / w.sum()
    rows, between, within = [], 0.0, 0.0
    for name in sorted(set(names)):
        inside = names == name
        x_g, w_g = x[inside], w[inside]
        share = inner(w_g, x_g) / inner(w, x)
        own = _theil(x_g, w_g) if share > 0 else None
        if own is not None:
            between += share * float(np.log(inner(w_g, x_g) / w_g.sum() / mean))
            within += share * own
        rows.append((name, len(x_g), share, own))
    schema = {"group": pl.String, "units": pl.Int64, "share": pl.Float64, "theil": pl.Float64}
    return TheilDecomposition(
        theil=_theil(x, w),
        between=between,
        within=within,
        groups=pl.DataFrame(rows, schema=schema, orient="row"),
        provenance=Provenance(
            method="Theil decomposition",
            sources=sources,
            parameters={"weighted": "weight" in values.columns},
            reference="Theil 1967",
        ),
    )


def quantile_markov(
    panel: pl.DataFrame, *, classes: int = 5, sources: tuple[TableSource, ...] = ()
) -> QuantileMarkov:
    """Count moves between quantile classes, drawn anew in every period.

    Parameters
    ----------
    panel
        Columns code, period (whole number) and value: every code in every period.
    classes
        Number of quantile classes; 5 are quintiles. A value on a limit is in the class below it;
        limits are interpolated between order statistics.
    sources
        Tables behind the values.

    Raises
    ------
    InvalidInput
        A column or number is missing, a code lacks a period or has it twice, periods are not
        equally far apart, or there are fewer than two classes.
    NotEnoughData
        Fewer than two periods, or fewer units than classes.

    Notes
    -----
    Quah 1993, European Economic Review 37; Rey 2001, Geographical Analysis 33(3).
    """
    if classes < 2:
        raise InvalidInput(f"classes must be at least 2, not {classes}")
    values = _balanced(panel, classes)
    limits = np.quantile(values, np.arange(1, classes) / classes, axis=0)
    states = (values[:, :, None] > limits.T[None]).sum(axis=2)
    counts = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(counts, (states[:, :-1].ravel(), states[:, 1:].ravel()), 1)
    totals = counts.sum(axis=1, keepdims=True)
    probabilities = np.divide(counts, totals, out=np.full(counts.shape, np.nan), where=totals > 0)
    names = range(1, classes + 1)
    return QuantileMarkov(
        transitions=pl.DataFrame(
            {
                "origin": [origin for origin in names for _ in names],
                "destination": list(names) * classes,
                "count": counts.ravel(),
                "probability": probabilities.ravel(),
            }
        ).with_columns(pl.col("probability").fill_nan(None)),
        steady_state=_steady_state(counts, probabilities),
        provenance=Provenance(
            method="quantile Markov chain",
            sources=sources,
            parameters={"classes": classes, "units": len(values), "periods": values.shape[1]},
            reference="Quah 1993; Rey 2001",
        ),
    )


def _values(frame: pl.DataFrame) -> tuple[Floats, Floats]:
    """Values and weights, in the order of the codes."""
    missing = [name for name in ("code", "value") if name not in frame.columns]
    if missing:
        raise InvalidInput(f"missing columns {', '.join(missing)}; found {frame.columns}")
    weight = pl.col("weight") if "weight" in frame.columns else pl.lit(1.0)
    table = frame.select(
        pl.col("code").cast(pl.String),
        pl.col("value").cast(pl.Float64),
        weight.cast(pl.Float64).alias("weight"),
    ).sort("code")
    if table["code"].null_count() or table["code"].n_unique() < table.height:
        raise InvalidInput("every row needs a code, and a code one row")
    value, known = pl.col("value"), pl.col("value").is_finite() & pl.col("weight").is_finite()
    right = (known & (value >= 0) & (pl.col("weight") > 0)).fill_null(value=False)
    wrong = table.filter(~right)["code"].to_list()
    if wrong:
        raise InvalidInput(
            f"values must be known and not negative, weights above zero: {shorten(wrong)}"
        )
    if table.height < 2:
        raise NotEnoughData("inequality needs at least two units")
    if table["value"].sum() <= 0:
        raise InvalidInput("all values are zero; their inequality is not defined")
    return table["value"].to_numpy(), table["weight"].to_numpy()


def _gini(x: Floats, w: Floats) -> float:
    """One less twice the area under the Lorenz curve, by trapezes."""
    order = np.argsort(x, kind="stable")
    share = w[order] / w.sum()
    reached = np.cumsum(x[order] * w[order]) / inner(w, x)
    before = np.concatenate([[0.0], reached[:-1]])
    return 1 - inner(share, reached + before)


def _theil(x: Floats, w: Floats) -> float:
    relative = x / (inner(w, x) / w.sum())
    logarithm = np.log(relative, out=np.zeros_like(relative), where=relative > 0)
    return float(inner(w, relative * logarithm) / w.sum())


def _balanced(panel: pl.DataFrame, classes: int) -> Floats:
    """Units x periods, both sorted."""
    missing = [name for name in ("code", "period", "value") if name not in panel.columns]
    if missing:
        raise InvalidInput(f"missing columns {', '.join(missing)}; found {panel.columns}")
    table = panel.select(
        pl.col("code").cast(pl.String),
        pl.col("period").cast(pl.Int64),
        pl.col("value").cast(pl.Float64),
    ).sort("code", "period")
    complete = table.null_count().sum_horizontal().item() == 0
    if not complete or not bool(table["value"].is_finite().all()):
        raise InvalidInput("codes, periods and values must all be known")
    periods, units = table["period"].unique().sort(), table["code"].n_unique()
    whole = table.height == units * len(periods)
    if not whole or bool(table.select("code", "period").is_duplicated().any()):
        raise InvalidInput("every code needs exactly one value in every period")
    if len(periods) < 2 or units < classes:
        raise NotEnoughData(
            f"needs two periods and {classes} units, got {len(periods)} and {units}"
        )
    if periods.diff().drop_nulls().n_unique() > 1:
        raise InvalidInput("periods must be equally far apart, or the moves do not compare")
    return table["value"].to_numpy().reshape(units, len(periods))


def _steady_state(counts: NDArray[np.int64], probabilities: Floats) -> tuple[float, ...] | None:
    parts, _ = csgraph.connected_components(sparse.csr_array(counts), connection="strong")
    if parts > 1:
        return None
    size = len(counts)
    system = np.vstack([probabilities.T - np.eye(size), np.ones(size)])
    target = np.concatenate([np.zeros(size), [1.0]])
    solution = np.linalg.lstsq(system, target, rcond=None)[0]
    return tuple(float(share) for share in solution)
