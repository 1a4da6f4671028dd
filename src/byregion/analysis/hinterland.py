"""Hinterland of one or more cores: inner, outer or none, by commuting and travel time."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.core_ties import checked_travel, members, ties_to_cores
from byregion.analysis.errors import InvalidInput
from byregion.analysis.provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from byregion.analysis.flows import Flows


@dataclass(frozen=True, slots=True)
class HinterlandLimits:
    """Cut-offs: shares of the employed residents who work in the core, minutes of travel, people.

    The defaults are ours: 15 % is the rule for commuting zones of Dijkstra, Poelman & Veneri
    (2019), 90 minutes the horizon of Statistics Norway's centrality index.
    """

    inner_share: float = 0.15
    outer_share: float = 0.05
    inner_minutes: float = 45
    outer_minutes: float = 90
    town_population: float = 5_000

    def __post_init__(self) -> None:
        if not 0 < self.outer_share < self.inner_share <= 1:
            raise InvalidInput(
                "shares must satisfy 0 < outer_share < inner_share <= 1; got "
                f"{self.outer_share} and {self.inner_share}"
            )
        if not 0 <= self.inner_minutes < self.outer_minutes:
            raise InvalidInput(
                "minutes must satisfy 0 <= inner_minutes < outer_minutes; got "
                f"{self.inner_minutes} and {self.outer_minutes}"
            )
        if not 0 < self.town_population < np.inf:
            raise InvalidInput(f"town_population must be above 0; got {self.town_population}")


@dataclass(frozen=True, slots=True, eq=False)
class Hinterland:
    """Which units belong to which core, and how strongly.

    Attributes
    ----------
    classes
        One row per unit: unit, class ("core", "inner", "outer", "none"), the core it is tied to
        most strongly with share and minutes, number of cores it belongs to, and for an inner unit
        its kind ("town", "rural", or null where its settlements are unknown).
    ties
        One row per unit outside the cores and core that it sends people to or has a travel time
        to: unit, core, commuters, share (null if nobody employed lives there), minutes, class.
    weighted
        One row per unit and core that it belongs to: unit, core, class, weight. The weights of a
        unit are proportional to its shares and add up to 1.
    provenance
        Method and limits.
    """

    classes: pl.DataFrame
    ties: pl.DataFrame
    weighted: pl.DataFrame
    provenance: Provenance


def hinterland(
    flows: Flows,
    cores: Mapping[str, Sequence[str]],
    *,
    limits: HinterlandLimits | None = None,
    travel: pl.DataFrame | None = None,
    largest_settlement: Mapping[str, int] | None = None,
) -> Hinterland:
    """Class every unit as core, inner hinterland, outer hinterland or neither.

    Parameters
    ----------
    flows
        Commuters between units.
    cores
        Name of each core and the units in it; a core of several units counts as one.
    limits
        Cut-offs; default `HinterlandLimits()`.
    travel
        Minutes from unit to core, with the columns unit, core, minutes; a pair left out is
        unknown, and then only commuting counts.
    largest_settlement
        People in the largest settlement of each unit, for the split of inner units in towns and
        rural ones.

    Raises
    ------
    InvalidInput, UnknownCodes
        A core is empty or shares a unit with another one; codes that the flows do not know;
        travel times that are missing, negative or given twice.

    Notes
    -----
    The words inner and outer hinterland are those of Menon-publikasjon 3/2015; the cut-offs are
    parameters of ours. A unit is "strongest" tied to the core with the largest share, then the
    shortest time, then the first name.
    """
    limits = limits or HinterlandLimits()
    member_of = members(flows, cores)
    ties = _classed(ties_to_cores(flows, member_of, checked_travel(flows, cores, travel)), limits)
    return Hinterland(
        classes=_strongest(flows, ties, member_of, largest_settlement, limits),
        ties=ties,
        weighted=_weighted(ties),
        provenance=Provenance(
            method="hinterland",
            sources=flows.sources,
            parameters={**asdict(limits), "travel_time": travel is not None},
            reference="Menon-publikasjon 3/2015 (the words); Dijkstra, Poelman & Veneri (2019)",
        ),
    )


def hinterland_sensitivity(
    flows: Flows,
    cores: Mapping[str, Sequence[str]],
    *,
    limits: HinterlandLimits | None = None,
    travel: pl.DataFrame | None = None,
    largest_settlement: Mapping[str, int] | None = None,
    share_step: float = 0.05,
    minutes_step: float = 15,
    people_step: float = 2_000,
) -> pl.DataFrame:
    """Count how many units change class when each cut-off moves one step down and one up.

    Returns
    -------
    Columns limit, value, changed, inner, outer, none: the cut-off that was moved, where to, how
    many units then change class, and how many there are of each. The counts are null for a value
    that is no possible limit. Cut-offs in minutes are left out where no travel times are given, and
    that between town and rural, whose `changed` counts units that change kind, where no settlements
    are.
    """
    limits = limits or HinterlandLimits()
    member_of = members(flows, cores)
    ties = ties_to_cores(flows, member_of, checked_travel(flows, cores, travel))
    before = _strongest(flows, _classed(ties, limits), member_of, largest_settlement, limits)
    steps = {"inner_share": share_step, "outer_share": share_step}
    if travel is not None:
        steps |= {"inner_minutes": minutes_step, "outer_minutes": minutes_step}
    if largest_settlement is not None:
        steps["town_population"] = people_step
    rows: list[dict[str, object]] = []
    for limit, step in steps.items():
        for moved in (-step, step):
            value = round(getattr(limits, limit) + moved, 9)
            row: dict[str, object] = {"limit": limit, "value": value}
            try:
                other = replace(limits, **{limit: value})
            except InvalidInput:
                rows.append(row)
                continue
            after = _strongest(flows, _classed(ties, other), member_of, largest_settlement, other)
            compared = "kind" if limit == "town_population" else "class"
            row["changed"] = int(after[compared].ne_missing(before[compared]).sum())
            row |= {name: int((after["class"] == name).sum()) for name in NAMES}
            rows.append(row)
    counts = dict.fromkeys(("changed", *NAMES), pl.Int64)
    return pl.DataFrame(rows, schema={"limit": pl.String, "value": pl.Float64, **counts})


NAMES = ("inner", "outer", "none")


def _classed(ties: pl.DataFrame, limits: HinterlandLimits) -> pl.DataFrame:
    share, minutes = pl.col("share").fill_null(0.0), pl.col("minutes").fill_null(np.inf)
    inner = (share >= limits.inner_share) | (minutes <= limits.inner_minutes)
    outer = (share >= limits.outer_share) | (minutes <= limits.outer_minutes)
    named = pl.when(inner).then(pl.lit("inner")).when(outer).then(pl.lit("outer"))
    return ties.with_columns(named.otherwise(pl.lit("none")).alias("class"))


def _strongest(
    flows: Flows,
    ties: pl.DataFrame,
    member_of: dict[str, str],
    largest_settlement: Mapping[str, int] | None,
    limits: HinterlandLimits,
) -> pl.DataFrame:
    belongs = ties.filter(pl.col("class") != "none")
    best = (
        belongs.with_columns(cores=pl.len().over("unit").cast(pl.Int64))
        .sort(
            ["unit", "share", "minutes", "core"],
            descending=[False, True, False, False],
            nulls_last=True,
        )
        .unique("unit", keep="first", maintain_order=True)
        .select("unit", "class", "core", "share", "minutes", "cores")
    )
    own = pl.DataFrame(
        {"unit": list(member_of), "own": list(member_of.values())},
        schema={"unit": pl.String, "own": pl.String},
    )
    people = pl.DataFrame(
        list((largest_settlement or {}).items()),
        schema={"unit": pl.String, "people": pl.Float64},
        orient="row",
    )
    kind = pl.when(pl.col("people") >= limits.town_population).then(pl.lit("town"))
    rural = pl.col("people").is_not_null()
    return (
        pl.DataFrame({"unit": flows.units}, schema={"unit": pl.String})
        .join(best, on="unit", how="left")
        .join(own, on="unit", how="left")
        .join(people, on="unit", how="left")
        .with_columns(
            pl.when(pl.col("own").is_not_null())
            .then(pl.lit("core"))
            .otherwise(pl.col("class").fill_null("none"))
            .alias("class"),
            core=pl.coalesce("own", "core"),
            cores=pl.when(pl.col("own").is_not_null())
            .then(1)
            .otherwise(pl.col("cores"))
            .fill_null(0)
            .cast(pl.Int64),
            kind=pl.when(pl.col("class") == "inner").then(kind.when(rural).then(pl.lit("rural"))),
        )
        .drop("own", "people")
        .sort("unit")
    )


def _weighted(ties: pl.DataFrame) -> pl.DataFrame:
    total = pl.col("share").sum().over("unit")
    # Tied by travel time alone, to cores that nobody commutes to: nothing to weigh by.
    weight = pl.when(total > 0).then(pl.col("share") / total).otherwise(1 / pl.len().over("unit"))
    return (
        ties.filter(pl.col("class") != "none")
        .with_columns(weight=weight)
        .select("unit", "core", "class", "weight")
    )
