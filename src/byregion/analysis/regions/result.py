"""What every method of regionalisation gives back, and how its log is replayed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.errors import InvalidInput, UnknownCodes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from byregion.analysis.flows import Flows
    from byregion.analysis.provenance import Provenance

LOG_SCHEMA = {
    "step": pl.Int64,
    "action": pl.String,
    "unit": pl.String,
    "source": pl.String,
    "target": pl.String,
    "score": pl.Float64,
    "validity": pl.Float64,
}
LISTED = {"unit": pl.String, "reason": pl.String}
NOT_RESERVED = pl.DataFrame(schema={**LISTED, "region": pl.String})
WITHOUT_REGION = pl.DataFrame(schema=LISTED)


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """A division in regions, with everything needed to check it.

    Attributes
    ----------
    membership
        Columns unit, region; sorted by unit. A region is named by its unit with most jobs (then
        lowest code). Units without a region are in `dropped`, or in `reserve` with no region.
    regions
        One row per region: region, units (number), employed_residents, jobs, internal,
        supply_self_containment, demand_self_containment, validity (null where the method has no
        such notion). Counted on the flows among the units that were not dropped.
    reserve
        Columns unit, reason, region: units that fitted nowhere on the way, and where they ended.
    dropped
        Columns unit, reason: units that the method leaves without region.
    log
        Every act in order: step, action, unit, source, target, score, validity. Clusters are
        named by the unit they began as. Actions: "move", "reserve" and "assign" concern one unit,
        "merge" a whole cluster. `score` is the figure that decided; `validity` is the target's
        afterwards.
    provenance
        Method, parameters, sources, version.
    """

    membership: pl.DataFrame
    regions: pl.DataFrame
    reserve: pl.DataFrame
    dropped: pl.DataFrame
    log: pl.DataFrame
    provenance: Provenance

    @property
    def parameters(self) -> Mapping[str, object]:
        """The parameters that the method ran with."""
        return self.provenance.parameters

    def as_dict(self) -> dict[str, str]:
        """Region of each unit that has one."""
        return dict(self.membership.iter_rows())


def replay(log: pl.DataFrame, units: Sequence[str]) -> dict[str, str | None]:
    """Carry out a log's acts anew, starting from every unit alone.

    Parameters
    ----------
    log
        The log of a `Regions`, or the first rows of it for the state on the way.
    units
        The units that the method started from (those not dropped).

    Returns
    -------
    For each unit the cluster that it stands in, named by the unit the cluster began as; None for
    one on the reserve list.

    Raises
    ------
    UnknownCodes
        The log names a unit or cluster that is not among the units.
    """
    named = set().union(*(log[name].drop_nulls() for name in ("unit", "source", "target")))
    if strange := named.difference(units):
        raise UnknownCodes(strange, where="the log")
    cluster: dict[str, str | None] = {unit: unit for unit in units}
    for action, unit, source, target in log.select("action", "unit", "source", "target").rows():
        if action == "merge":
            cluster = {u: target if c == source else c for u, c in cluster.items()}
        else:
            cluster[unit] = target
    return cluster


def describe(flows: Flows, labels: NDArray[np.int64]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Name and count the regions of a labelling.

    Parameters
    ----------
    flows
        The flows that the regions were made from.
    labels
        One whole number per unit, equal for units of the same region; -1 for no region.

    Returns
    -------
    The frames `membership` and `regions` of `Regions`, without validity.

    Raises
    ------
    InvalidInput
        The labels are not as many as the units.
    """
    if len(labels) != len(flows.units):
        raise InvalidInput(f"{len(labels)} labels for {len(flows.units)} units")
    placed = np.flatnonzero(labels >= 0)
    order = placed[np.lexsort((placed, -flows.jobs[placed], labels[placed]))]
    first = np.ones(len(order), dtype=bool)
    first[1:] = labels[order][1:] != labels[order][:-1]
    leaders = np.sort(order[first])
    leader_of = np.full(int(labels.max(initial=-1)) + 1, -1)
    leader_of[labels[leaders]] = np.arange(len(leaders))
    region = np.where(labels >= 0, leader_of[labels], -1) if len(leaders) else labels
    codes = np.asarray(flows.units, dtype=object)
    membership = pl.DataFrame(
        {"unit": codes[placed], "region": codes[leaders[region[placed]]]},
        schema={"unit": pl.String, "region": pl.String},
    )
    return membership, _counted(flows, region, codes[leaders])


def _counted(flows: Flows, region: NDArray[np.int64], names: NDArray[np.object_]) -> pl.DataFrame:
    n, placed = len(names), region >= 0
    lives = sums(region[placed], flows.employed_residents[placed], n)
    works = sums(region[placed], flows.jobs[placed], n)
    home = np.repeat(region, np.diff(flows.matrix.indptr))
    inside = (home == region[flows.matrix.indices]) & (home >= 0)
    both = sums(home[inside], flows.matrix.data[inside], n)
    return pl.DataFrame(
        {
            "region": names,
            "units": np.bincount(region[placed], minlength=n),
            "employed_residents": lives,
            "jobs": works,
            "internal": both,
            "supply_self_containment": share(both, lives),
            "demand_self_containment": share(both, works),
        },
        schema_overrides={"region": pl.String, "units": pl.Int64},
    )


def sums(groups: NDArray[np.int64], values: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """Sum values by group number, for n groups."""
    return np.asarray(np.bincount(groups, values, n), dtype=np.float64)


def share(part: NDArray[np.float64], whole: NDArray[np.float64]) -> pl.Series:
    """Divide; null where there is nothing to divide by, since such a share is unknown."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return pl.Series(np.where(whole > 0, part / whole, np.nan)).fill_nan(None)
