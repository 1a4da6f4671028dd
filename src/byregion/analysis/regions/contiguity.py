"""Which units border on which, as the regions' methods need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from byregion.analysis.errors import UnknownCodes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray


def border_matrix(
    units: Sequence[str], neighbours: Mapping[str, Collection[str]]
) -> sparse.csr_array:
    """Build a symmetric matrix, 1 where two units are neighbours and 0 elsewhere.

    Parameters
    ----------
    units
        Codes in the order of the matrix.
    neighbours
        The neighbours of each unit. It is enough that one of two names the other; a unit that
        nobody names has none.

    Raises
    ------
    UnknownCodes
        A code is not among the units.
    """
    place = {unit: i for i, unit in enumerate(units)}
    named = set(neighbours).union(*neighbours.values())
    if strange := named.difference(place):
        raise UnknownCodes(strange, where="the neighbours")
    border = sparse.lil_array((len(units), len(units)))
    for unit, others in neighbours.items():
        for other in others:
            if other != unit:
                border[place[unit], place[other]] = border[place[other], place[unit]] = 1
    return sparse.csr_array(border)


def reachable(
    border: sparse.csr_array, inside: NDArray[np.bool_], start: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Find the units of a set, not empty, that can be reached from the start inside the set."""
    at = np.flatnonzero(inside)
    _, part = csgraph.connected_components(border[at][:, at], directed=False)
    found = np.zeros_like(inside)
    found[at] = np.isin(part, part[start[at]])
    return found
