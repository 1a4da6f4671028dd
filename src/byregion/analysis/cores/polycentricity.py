"""How far a region is spread over several centres: by flows and by sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from byregion.analysis.errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from byregion.analysis.flows import Flows


def functional_polycentricity(flows: Flows) -> float | None:
    """Measure how evenly, and how much, the units of a region exchange commuters.

    Parameters
    ----------
    flows
        Commuters between the units of the region only, the diagonal included.

    Returns
    -------
    P = (1 - s / s_max) * D from 0 (all go to one unit, or nobody leaves) to 1 (equal in-flows and
    nobody works at home). `s` is the standard deviation of the units' in-commuters; `s_max` that
    of two units of which one has none and the other as many as the largest; `D` the share of the
    employed who work in another unit of the region than their own. None where fewer than two
    units or nobody employed make it undefined.

    References
    ----------
    Green, N. (2007). Functional polycentricity: a formal definition in terms of social network
    analysis. Urban Studies 44(11). The general measure is the mean of P over functions.
    """
    people = float(flows.matrix.sum())
    if len(flows.units) < 2 or people == 0:
        return None
    incoming = flows.jobs - flows.internal
    if incoming.max() == 0:
        return 0.0
    unevenness = float(np.std(incoming) / (incoming.max() / 2))
    return (1 - unevenness) * float(incoming.sum()) / people


def morphological_polycentricity(sizes: ArrayLike) -> float | None:
    """Measure how even the largest centres are in size.

    Parameters
    ----------
    sizes
        Size of each centre, in people or jobs.

    Returns
    -------
    Slope of ln size on ln rank, the mean over the regressions with the largest two, three and
    four centres (as many of these as there are): 0 for equal sizes, the more negative the more
    one dominates. None for fewer than two centres of positive size.

    Raises
    ------
    InvalidInput
        A size is negative or not finite.

    References
    ----------
    Burger, M. & Meijers, E. (2012). Form follows function? Linking morphological and functional
    polycentricity. Urban Studies 49(5).
    """
    given = np.asarray(sizes, dtype=np.float64)
    if not np.isfinite(given).all() or (given < 0).any():
        raise InvalidInput("sizes must be finite and not negative")
    ranked = np.sort(given[given > 0])[::-1][:4]
    if len(ranked) < 2:
        return None
    slopes = [_slope(ranked[:n]) for n in range(2, len(ranked) + 1)]
    return float(np.mean(slopes))


def _slope(sizes: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    rank, size = np.log(np.arange(1, len(sizes) + 1)), np.log(sizes)
    apart = rank - rank.mean()
    return float(apart @ (size - size.mean()) / (apart @ apart))
