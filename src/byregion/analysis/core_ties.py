"""What ties units to cores: commuters, as people and as shares, and travel time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.commuting import require_units
from byregion.analysis.errors import InvalidInput, UnknownCodes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from byregion.analysis.flows import Flows

TRAVEL = {"unit": pl.String, "core": pl.String, "minutes": pl.Float64}


def members(flows: Flows, cores: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Give the core of each unit that is in one.

    Raises
    ------
    InvalidInput, UnknownCodes
        A core is empty or shares a unit with another one; a unit that the flows do not know.
    """
    for name, units in cores.items():
        require_units(flows, tuple(units), what=f"core {name}")
    everyone = tuple(unit for units in cores.values() for unit in units)
    require_units(flows, everyone, what="cores")
    return {unit: name for name, units in cores.items() for unit in units}


def checked_travel(
    flows: Flows, cores: Mapping[str, Sequence[str]], travel: pl.DataFrame | None
) -> pl.DataFrame:
    """Check travel times and give them with the columns unit, core, minutes; empty for None.

    Raises
    ------
    InvalidInput, UnknownCodes
        Times missing, negative or given twice; units or cores that are not known.
    """
    if travel is None:
        return pl.DataFrame(schema=TRAVEL)
    if lacking := [name for name in TRAVEL if name not in travel.columns]:
        raise InvalidInput(f"travel times lack the columns {', '.join(lacking)}")
    table = travel.select(pl.col(name).cast(kind) for name, kind in TRAVEL.items())
    usable = pl.col("minutes").is_finite() & (pl.col("minutes") >= 0)
    if not table.select(usable.fill_null(value=False).all()).item():
        raise InvalidInput("travel times must be finite and not negative; leave out the unknown")
    if table.select("unit", "core").is_duplicated().any():
        raise InvalidInput("a unit has two travel times to the same core; choose one")
    for name, known in (("unit", flows.index), ("core", cores)):
        if strange := [code for code in table[name].unique() if code not in known]:
            raise UnknownCodes(strange, where=f"travel times, column {name}")
    return table


def ties_to_cores(flows: Flows, member_of: dict[str, str], travel: pl.DataFrame) -> pl.DataFrame:
    """Count commuters and minutes from each unit outside the cores to each core.

    Returns
    -------
    Columns unit, core, commuters, share, minutes, where there is a commuter or a travel time.
    """
    names = sorted(set(member_of.values()))
    place = {name: i for i, name in enumerate(names)}
    core_at = np.array([place.get(member_of.get(unit, ""), -1) for unit in flows.units])
    coo = flows.matrix.tocoo()
    counted = (core_at[coo.row] < 0) & (core_at[coo.col] >= 0)
    pair = coo.row[counted].astype(np.int64) * len(names) + core_at[coo.col[counted]]
    pairs, which = np.unique(pair, return_inverse=True)
    units = pl.Series(flows.units, dtype=pl.String)
    sent = pl.DataFrame(
        {
            "unit": units.gather(pairs // len(names)),
            "core": pl.Series(names, dtype=pl.String).gather(pairs % len(names)),
            "commuters": np.bincount(which, coo.data[counted], len(pairs)),
        }
    )
    outside = travel.filter(~pl.col("unit").is_in(list(member_of)))
    lives = pl.DataFrame({"unit": units, "lives": flows.employed_residents})
    return (
        sent.join(outside, on=["unit", "core"], how="full", coalesce=True)
        .with_columns(pl.col("commuters").fill_null(0.0))
        .join(lives, on="unit", how="left")
        .with_columns(
            share=pl.when(pl.col("lives") > 0).then(pl.col("commuters") / pl.col("lives"))
        )
        .select("unit", "core", "commuters", "share", "minutes")
        .sort("unit", "core")
    )
