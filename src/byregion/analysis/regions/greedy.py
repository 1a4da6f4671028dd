"""Greedy zoning: the most dependent small zone joins the one it depends on, again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.errors import InvalidInput
from byregion.analysis.provenance import Provenance
from byregion.analysis.regions.contiguity import border_matrix
from byregion.analysis.regions.result import (
    LOG_SCHEMA,
    NOT_RESERVED,
    WITHOUT_REGION,
    Regions,
    describe,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from byregion.analysis.flows import Flows


def regions_by_greedy_zoning(
    flows: Flows,
    *,
    centre_size: float,
    neighbours: Mapping[str, Collection[str]] | None = None,
) -> Regions:
    """Merge the zone that sends the largest share of its residents to another one into that one.

    Parameters
    ----------
    flows
        Commuters, the diagonal included.
    centre_size
        Employed residents from which a zone is a centre, and joins no other zone.
    neighbours
        Where given, only zones that border on each other are merged.

    Returns
    -------
    Regions without validity; the log's score is the share f_ij / R_i. Ties go to the lowest code
    of the sender, then of the receiver. Zones that send nobody to any other zone stay as they
    are, however small.

    Raises
    ------
    InvalidInput
        The size is not positive.
    UnknownCodes
        Neighbours that the flows do not know.

    Notes
    -----
    The method of INSEE's program Anabel (also in the R package ttwa). Uses a dense matrix: memory
    grows with the square of the units.
    """
    if centre_size <= 0:
        raise InvalidInput(f"centre_size must be positive; got {centre_size}")
    matrix = flows.matrix.toarray()
    lives = matrix.sum(axis=1)
    borders = _borders(flows, neighbours)
    label = np.arange(len(lives))
    rows: list[tuple[object, ...]] = []
    while True:
        sender, receiver, share = _most_dependent(matrix, lives, borders, centre_size)
        if share <= 0:
            break
        _merge(matrix, lives, borders, sender, receiver)
        label[label == sender] = receiver
        names = flows.units[sender], flows.units[receiver]
        rows.append((len(rows) + 1, "merge", None, *names, share, None))
    membership, regions = describe(flows, label)
    return Regions(
        membership=membership,
        regions=regions.with_columns(validity=pl.lit(None, dtype=pl.Float64)),
        reserve=NOT_RESERVED,
        dropped=WITHOUT_REGION,
        log=pl.DataFrame(rows, schema=LOG_SCHEMA, orient="row"),
        provenance=Provenance(
            method="greedy zoning",
            sources=flows.sources,
            parameters={"centre_size": centre_size, "contiguous": neighbours is not None},
            reference="INSEE, Anabel",
        ),
    )


def _borders(
    flows: Flows, neighbours: Mapping[str, Collection[str]] | None
) -> NDArray[np.bool_] | None:
    if neighbours is None:
        return None
    return np.asarray(border_matrix(flows.units, neighbours).toarray() > 0)


def _most_dependent(
    matrix: NDArray[np.float64],
    lives: NDArray[np.float64],
    borders: NDArray[np.bool_] | None,
    centre_size: float,
) -> tuple[int, int, float]:
    small = np.flatnonzero((lives > 0) & (lives < centre_size))
    if not len(small):
        return 0, 0, 0.0
    shares = matrix[small] / lives[small, None]
    shares[np.arange(len(small)), small] = 0
    if borders is not None:
        shares[~borders[small]] = 0
    row, receiver = np.unravel_index(np.argmax(shares), shares.shape)
    return int(small[row]), int(receiver), float(shares[row, receiver])


def _merge(
    matrix: NDArray[np.float64],
    lives: NDArray[np.float64],
    borders: NDArray[np.bool_] | None,
    gone: int,
    kept: int,
) -> None:
    """Add one zone's flows, people and borders to another one, and take it out of the play."""
    matrix[kept] += matrix[gone]
    matrix[:, kept] += matrix[:, gone]
    matrix[gone], matrix[:, gone] = 0, 0
    lives[kept] += lives[gone]
    lives[gone] = 0
    if borders is not None:
        borders[kept] |= borders[gone]
        borders[:, kept] |= borders[:, gone]
        borders[gone], borders[:, gone] = False, False
