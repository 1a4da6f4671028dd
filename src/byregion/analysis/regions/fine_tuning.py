"""Fine-tuning after a division: parts of a region that do not hang together are moved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy.sparse import csgraph

from byregion.analysis.commuting import among
from byregion.analysis.provenance import Provenance
from byregion.analysis.regions.contiguity import border_matrix
from byregion.analysis.regions.result import LOG_SCHEMA, Regions, describe, replay
from byregion.analysis.regions.validity import Requirements, validity

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray
    from scipy import sparse

    from byregion.analysis.flows import Flows


def contiguous(result: Regions, flows: Flows, neighbours: Mapping[str, Collection[str]]) -> Regions:
    """Make every region hang together.

    Of a region in several parts, the one with most employed residents stays. The units of the
    others move, one at a time, the most cohesive first, to the most cohesive region that they
    then border on. Units that no chain of moved units ties to a region, such as an island without
    neighbours, stay where they are.

    Parameters
    ----------
    result
        A division by any method.
    flows
        The flows that it was made from.
    neighbours
        The neighbours of each unit; names of units that the division does not place are ignored.
        What counts as a border, such as a bridge or a ferry, is up to the caller.

    Returns
    -------
    The division with the moves added to its log as "move", the score being the cohesion, and
    validity counted anew, so that it may have fallen below 1.

    Raises
    ------
    UnknownCodes
        The flows lack a unit of the division.

    Notes
    -----
    The definition by Franconi, D'Alò & Ichim (2016) ends with such a step, and leaves it to the
    reader how; the rule here is ours.
    """
    placed = set(result.membership["unit"])
    inside = among(flows, sorted(placed))
    region = result.as_dict()
    names = sorted(set(region.values()))
    label = np.array([names.index(region[unit]) for unit in inside.units])
    known = {
        u: [v for v in others if v in placed] for u, others in neighbours.items() if u in placed
    }
    moves = _settle(inside, label, border_matrix(inside.units, known))
    membership, regions = describe(inside, label)
    return replace(
        result,
        membership=membership,
        regions=regions.with_columns(validity=_validity(regions, result.provenance)),
        reserve=result.reserve.drop("region").join(membership, on="unit", how="left"),
        log=_continued(result, inside, names, moves),
        provenance=replace(
            result.provenance,
            parameters={**result.provenance.parameters, "fine_tuned": "contiguous"},
        ),
    )


def _settle(
    flows: Flows, label: NDArray[np.int64], border: sparse.csr_array
) -> list[tuple[int, int, float]]:
    """Move the units of minor parts, changing the labels; give unit, region and cohesion."""
    home = label.copy()
    waiting = [int(i) for i in np.flatnonzero(_minor_parts(flows, label, border))]
    label[waiting] = -1
    moves: list[tuple[int, int, float]] = []
    while True:
        options = [
            (-cohesion, unit, k)
            for unit in waiting
            for k, cohesion in _bordering(flows, label, border, unit)
        ]
        if not options:
            break
        cohesion, unit, k = min(options)
        label[unit] = k
        waiting.remove(unit)
        if k != home[unit]:
            moves.append((unit, k, -cohesion))
    label[waiting] = home[waiting]
    return moves


def _minor_parts(
    flows: Flows, label: NDArray[np.int64], border: sparse.csr_array
) -> NDArray[np.bool_]:
    minor = np.zeros(len(label), dtype=bool)
    for k in np.unique(label):
        at = np.flatnonzero(label == k)
        _, part = csgraph.connected_components(border[at][:, at], directed=False)
        people = np.bincount(part, flows.employed_residents[at])
        minor[at] = part != np.argmax(people)
    return minor


def _bordering(
    flows: Flows, label: NDArray[np.int64], border: sparse.csr_array, unit: int
) -> list[tuple[int, float]]:
    """Give the regions that a unit borders on, with its cohesion with each."""
    near = label[border.indices[border.indptr[unit] : border.indptr[unit + 1]]]
    there = flows.matrix[[unit]].toarray().ravel()
    back = flows.matrix[:, [unit]].toarray().ravel()
    found = []
    for k in np.unique(near[near >= 0]):
        inside = label == k
        lives, works = flows.employed_residents[inside].sum(), flows.jobs[inside].sum()
        cohesion = _ratio(there[inside].sum() ** 2, flows.employed_residents[unit] * works)
        cohesion += _ratio(back[inside].sum() ** 2, lives * flows.jobs[unit])
        found.append((int(k), cohesion))
    return found


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else 0.0


def _validity(regions: pl.DataFrame, provenance: Provenance) -> pl.Series:
    asked = provenance.parameters
    if "minimum_self_containment" not in asked:
        return pl.Series([None] * regions.height, dtype=pl.Float64)
    numbers = {name: float(str(asked[name])) for name in Requirements.__slots__}
    return pl.Series(
        validity(
            regions["employed_residents"],
            regions["jobs"],
            regions["internal"],
            Requirements(**numbers),
        )
    )


def _continued(
    result: Regions, flows: Flows, names: list[str], moves: list[tuple[int, int, float]]
) -> pl.DataFrame:
    """Add the moves to the log, which names a cluster by the unit that it began as."""
    started = sorted({*flows.units, *_named(result.log)})
    cluster = replay(result.log, started)
    of_region = {region: cluster[unit] for unit, region in result.as_dict().items()}
    rows = [
        (
            result.log.height + step,
            "move",
            flows.units[unit],
            cluster[flows.units[unit]],
            of_region[names[k]],
            cohesion,
            None,
        )
        for step, (unit, k, cohesion) in enumerate(moves, start=1)
    ]
    return pl.concat([result.log, pl.DataFrame(rows, schema=LOG_SCHEMA, orient="row")])


def _named(log: pl.DataFrame) -> set[str]:
    return set().union(*(log[name].drop_nulls() for name in ("unit", "source", "target")))
