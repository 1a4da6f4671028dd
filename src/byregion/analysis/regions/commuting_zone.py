"""Commuting zones of cities: the 15 % rule of the functional urban areas of EU and OECD."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy import sparse

from byregion.analysis.commuting import require_units
from byregion.analysis.errors import InvalidInput
from byregion.analysis.provenance import Provenance
from byregion.analysis.regions.contiguity import border_matrix, reachable
from byregion.analysis.regions.result import (
    LISTED,
    LOG_SCHEMA,
    NOT_RESERVED,
    Regions,
    describe,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from byregion.analysis.flows import Flows


def commuting_zones(
    flows: Flows,
    cities: Mapping[str, Sequence[str]],
    *,
    least_share: float = 0.15,
    neighbours: Mapping[str, Collection[str]] | None = None,
) -> Regions:
    """Find each city's commuting zone: units that send it a share of their employed residents.

    Cities of which one sends another the share, or more, are first joined. A unit that qualifies
    for several goes to the one it sends most to, then to the first code. Where neighbours are
    given, a unit all of whose neighbours belong to one zone is added to it, and a part of a zone
    that does not hang together with its city is taken out.

    Parameters
    ----------
    flows
        Commuters, the diagonal included.
    cities
        Units of each city, by any name.
    least_share
        Share of the employed residents, above 0 and at most 1.
    neighbours
        The neighbours of each unit. The sea is no neighbour, so that a unit at the end of a
        peninsula counts as enclosed.

    Returns
    -------
    Regions (city with commuting zone) without validity; units in no zone stand in `dropped`.

    Raises
    ------
    InvalidInput
        The share is out of range, a city is empty, or two cities share a unit.
    UnknownCodes
        Units that the flows do not know.

    References
    ----------
    Dijkstra, L., Poelman, H. & Veneri, P. (2019). The EU-OECD definition of a functional urban
    area. OECD Regional Development Working Papers 2019/11. Steps 3 and 4.
    """
    if not 0 < least_share <= 1:
        raise InvalidInput(f"least_share must be above 0 and at most 1; got {least_share}")
    acts: list[tuple[object, ...]] = []
    label = _joined_cities(flows, cities, least_share, acts)
    city = label >= 0
    _add_commuters(flows, label, least_share, acts)
    reasons = np.full(len(label), f"less than {least_share:.0%} work in any city", dtype=object)
    if neighbours is not None:
        border = border_matrix(flows.units, neighbours)
        _add_enclosed(flows, label, border, acts)
        apart = _apart(label, border, city)
        reasons[apart], label[apart] = "does not hang together with its city", -1
    outside = [unit for unit, k in zip(flows.units, label, strict=True) if k < 0]
    acts += [("reserve", unit, None, None, None) for unit in outside]
    membership, regions = describe(flows, label)
    return Regions(
        membership=membership,
        regions=regions.with_columns(validity=pl.lit(None, dtype=pl.Float64)),
        reserve=NOT_RESERVED,
        dropped=pl.DataFrame({"unit": outside, "reason": reasons[label < 0]}, schema=LISTED),
        log=pl.DataFrame(
            [(step, *act, None) for step, act in enumerate(acts, start=1)],
            schema=LOG_SCHEMA,
            orient="row",
        ),
        provenance=Provenance(
            method="commuting zones",
            sources=flows.sources,
            parameters={
                "least_share": least_share,
                "cities": {name: tuple(units) for name, units in sorted(cities.items())},
                "contiguous": neighbours is not None,
            },
            reference="Dijkstra, Poelman & Veneri (2019)",
        ),
    )


def _joined_cities(
    flows: Flows,
    cities: Mapping[str, Sequence[str]],
    least_share: float,
    acts: list[tuple[object, ...]],
) -> NDArray[np.int64]:
    """Label each city unit by the first unit of its (joined) city; -1 elsewhere."""
    require_units(flows, tuple(u for units in cities.values() for u in units), what="cities")
    label = np.full(len(flows.units), -1, dtype=np.int64)
    for name, units in sorted(cities.items()):
        require_units(flows, tuple(units), what=f"city {name}")
        first, *others = sorted(flows.index[unit] for unit in units)
        label[[first, *others]] = first
        acts += [("merge", None, flows.units[i], flows.units[first], None) for i in others]
    for share, sender, receiver in _city_links(flows, label, least_share):
        kept, gone = sorted((label[sender], label[receiver]))
        if kept != gone:
            label[label == gone] = kept
            acts.append(("merge", None, flows.units[gone], flows.units[kept], share))
    return label


def _city_links(
    flows: Flows, label: NDArray[np.int64], least_share: float
) -> list[tuple[float, int, int]]:
    belongs = _indicator(label)
    between = sparse.csr_array(belongs.T @ flows.matrix @ belongs).tocoo()
    lives = np.asarray(belongs.T @ flows.employed_residents)
    share = between.data / lives[between.row]
    strong = (share >= least_share) & (between.row != between.col)
    links = zip(share[strong], between.row[strong], between.col[strong], strict=True)
    ranked = sorted((-float(part), int(i), int(j)) for part, i, j in links)
    return [(-part, i, j) for part, i, j in ranked]


def _indicator(label: NDArray[np.int64]) -> sparse.csr_array:
    belongs = sparse.lil_array((len(label), len(label)))
    for i in np.flatnonzero(label >= 0):
        belongs[i, label[i]] = 1
    return sparse.csr_array(belongs)


def _add_commuters(
    flows: Flows, label: NDArray[np.int64], least_share: float, acts: list[tuple[object, ...]]
) -> None:
    sent = sparse.csr_array(flows.matrix @ _indicator(label)).tocoo()
    share = sent.data / flows.employed_residents[sent.row]
    strong = np.flatnonzero((share >= least_share) & (label[sent.row] < 0))
    order = strong[np.lexsort((sent.col[strong], -share[strong], sent.row[strong]))]
    units, first = np.unique(sent.row[order], return_index=True)
    for unit, at in zip(units, order[first], strict=True):
        label[unit] = sent.col[at]
        names = flows.units[unit], flows.units[unit], flows.units[sent.col[at]]
        acts.append(("move", *names, float(share[at])))


def _add_enclosed(
    flows: Flows,
    label: NDArray[np.int64],
    border: sparse.csr_array,
    acts: list[tuple[object, ...]],
) -> None:
    found = []
    for unit in np.flatnonzero(label < 0):
        around = label[border.indices[border.indptr[unit] : border.indptr[unit + 1]]]
        if len(around) and around[0] >= 0 and (around == around[0]).all():
            found.append((unit, around[0]))
    for unit, k in found:
        label[unit] = k
        acts.append(("assign", flows.units[unit], flows.units[unit], flows.units[k], None))


def _apart(
    label: NDArray[np.int64], border: sparse.csr_array, city: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Mark units of a zone that no path inside the zone ties to its city."""
    apart = np.zeros(len(label), dtype=bool)
    for k in np.unique(label[label >= 0]):
        zone = label == k
        apart |= zone & ~reachable(border, zone, city)
    return apart
