"""Measures of commuting: what goes in, out and round, unit by unit and pair by pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy import sparse

from byregion.analysis.errors import InvalidInput, UnknownCodes, shorten
from byregion.analysis.flows import Flows
from byregion.analysis.provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class CommutingMeasures:
    """One row per unit in `units`; `provenance` says how it was made.

    Columns: unit, employed_residents (R), jobs (W), internal (live and work there), out_commuters
    (R - internal), in_commuters (W - internal), supply_self_containment (internal / R),
    demand_self_containment (internal / W), balance (W - R), coverage (W / R),
    main_destination with its number (main_flow) and share of R (main_share). Shares with nothing
    to divide by, and destinations of units that nobody leaves, are null.
    """

    units: pl.DataFrame
    provenance: Provenance


def commuting_measures(flows: Flows) -> CommutingMeasures:
    """Count what every unit sends, receives and keeps.

    Parameters
    ----------
    flows
        Commuters in people, the diagonal included: without it, self-containment is zero.

    Returns
    -------
    Measures per unit, in people and in shares from 0 to 1. Ties for the main destination go to
    the lowest code.
    """
    lives, works, both = flows.employed_residents, flows.jobs, flows.internal
    to, most = _largest_outflow(flows)
    frame = pl.DataFrame(
        {
            "unit": flows.units,
            "employed_residents": lives,
            "jobs": works,
            "internal": both,
            "out_commuters": lives - both,
            "in_commuters": works - both,
            "main_destination": [flows.units[j] if j >= 0 else None for j in to],
            "main_flow": most,
        },
        schema_overrides={"unit": pl.String, "main_destination": pl.String},
    )
    measured = frame.with_columns(
        supply_self_containment=_share("internal", "employed_residents"),
        demand_self_containment=_share("internal", "jobs"),
        balance=pl.col("jobs") - pl.col("employed_residents"),
        coverage=_share("jobs", "employed_residents"),
        main_share=_share("main_flow", "employed_residents"),
    )
    return CommutingMeasures(
        units=measured, provenance=Provenance(method="commuting measures", sources=flows.sources)
    )


def dominant_destination(flows: Flows) -> dict[str, str | None]:
    """For each unit the other unit that most of its residents work in; None where nobody leaves.

    Ties go to the lowest code.
    """
    to, _ = _largest_outflow(flows)
    return {
        unit: flows.units[j] if j >= 0 else None for unit, j in zip(flows.units, to, strict=True)
    }


def cross_commuting(flows: Flows) -> pl.DataFrame:
    """Find the people who pass each other on the way: the smaller of the two flows of a pair.

    Returns
    -------
    One row per pair with flows both ways: a, b (a before b), a_to_b, b_to_a, crossing; the
    largest crossing first, then by codes.
    """
    there = flows.to_frame().filter(pl.col("home") < pl.col("work"))
    back = flows.to_frame().filter(pl.col("home") > pl.col("work"))
    return (
        there.rename({"home": "a", "work": "b", "employed": "a_to_b"})
        .join(back.rename({"work": "a", "home": "b", "employed": "b_to_a"}), on=["a", "b"])
        .with_columns(crossing=pl.min_horizontal("a_to_b", "b_to_a"))
        .sort(["crossing", "a", "b"], descending=[True, False, False])
    )


def net_commuting_by_class(flows: Mapping[str, Flows]) -> pl.DataFrame:
    """Count in, out and net per unit and class, say per industry or level of education.

    Parameters
    ----------
    flows
        The flows of each class. A unit that a class lacks has no commuters in it.

    Returns
    -------
    Columns class, unit, in_commuters, out_commuters, net; sorted by class and unit.

    Raises
    ------
    InvalidInput
        No class is given.
    """
    if not flows:
        raise InvalidInput("give flows for at least one class")
    units = sorted({unit for each in flows.values() for unit in each.units})
    everyone = pl.DataFrame({"unit": units}, schema={"unit": pl.String})
    parts = [
        everyone.join(_in_and_out(each), on="unit", how="left")
        .with_columns(pl.col("in_commuters", "out_commuters").fill_null(0.0))
        .select(pl.lit(name, dtype=pl.String).alias("class"), pl.all())
        for name, each in sorted(flows.items())
    ]
    return (
        pl.concat(parts)
        .with_columns(net=pl.col("in_commuters") - pl.col("out_commuters"))
        .sort("class", "unit")
    )


def merged(flows: Flows, region: Mapping[str, str]) -> Flows:
    """Sum flows to regions.

    Parameters
    ----------
    flows
        Commuters between units.
    region
        The region of every unit in the flows; other units may be named and are ignored.

    Raises
    ------
    UnknownCodes
        A unit in the flows has no region.
    """
    if lacking := [unit for unit in flows.units if unit not in region]:
        raise UnknownCodes(lacking, where="flows that are to be summed to regions")
    names = tuple(sorted({region[unit] for unit in flows.units}))
    place = {name: i for i, name in enumerate(names)}
    belongs = sparse.lil_array((len(flows.units), len(names)))
    for row, unit in enumerate(flows.units):
        belongs[row, place[region[unit]]] = 1.0
    matrix = sparse.csr_array(belongs.T @ flows.matrix @ belongs)
    matrix.sort_indices()
    return Flows(units=names, matrix=matrix, sources=flows.sources)


def among(flows: Flows, units: Sequence[str]) -> Flows:
    """Keep the flows between the units named, in the order of their codes.

    Raises
    ------
    UnknownCodes, InvalidInput
        A unit is not in the flows, none is given, or one is given twice.
    """
    require_units(flows, tuple(units), what="the units to keep")
    at = [flows.index[unit] for unit in sorted(units)]
    matrix = sparse.csr_array(flows.matrix[at][:, at])
    matrix.sort_indices()
    return Flows(units=tuple(sorted(units)), matrix=matrix, sources=flows.sources)


def require_units(flows: Flows, units: tuple[str, ...], *, what: str) -> None:
    """Refuse units that the flows do not know, or that are given twice.

    Raises
    ------
    UnknownCodes
        A unit is not in the flows.
    InvalidInput
        None is given, or one is given twice.
    """
    if strange := [unit for unit in units if unit not in flows.index]:
        raise UnknownCodes(strange, where=what)
    if not units or len(set(units)) < len(units):
        twice = sorted({unit for unit in units if units.count(unit) > 1})
        raise InvalidInput(
            f"{what}: name each unit once, at least one; twice: {shorten(twice)}",
            key="municipalities_twice" if twice else "no_municipalities",
            details={"codes": tuple(twice)},
        )


def _share(part: str, whole: str) -> pl.Expr:
    return pl.when(pl.col(whole) > 0).then(pl.col(part) / pl.col(whole))


def _in_and_out(flows: Flows) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "unit": flows.units,
            "in_commuters": flows.jobs - flows.internal,
            "out_commuters": flows.employed_residents - flows.internal,
        },
        schema_overrides={"unit": pl.String},
    )


def _largest_outflow(flows: Flows) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    coo = flows.matrix.tocoo()
    off = coo.row != coo.col
    rows, cols, people = coo.row[off], coo.col[off], coo.data[off]
    order = np.lexsort((cols, -people, rows))
    senders, first = np.unique(rows[order], return_index=True)
    to = np.full(len(flows.units), -1, dtype=np.int64)
    most = np.zeros(len(flows.units))
    to[senders] = cols[order][first]
    most[senders] = people[order][first]
    return to, most
