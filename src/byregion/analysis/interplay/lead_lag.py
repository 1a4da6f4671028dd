"""Who is first? Correlations of growth at leads and lags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy

from byregion.analysis.errors import InvalidInput
from byregion.analysis.interplay.growth import paired

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class LeadLag:
    """Cross-correlations, one for each lag.

    At a positive lag k the core's growth k years before goes with the hinterland's now: the core is
    first. `p_values` hold for one lag chosen beforehand, if at least one series has no memory;
    `strongest` is where the correlation is largest in size, and is not tested.
    """

    lags: tuple[int, ...]
    correlations: tuple[float, ...]
    p_values: tuple[float, ...]
    strongest: int
    years: int


def lead_lag(core: ArrayLike, hinterland: ArrayLike, *, most: int = 3) -> LeadLag:
    """Correlate core growth with hinterland growth from `most` years later to as many earlier.

    Means and variances are those of the whole series, as is usual for cross-correlations (Box and
    Jenkins), so far lags are drawn towards 0; p-values are from a normal with variance 1/n.

    Raises
    ------
    InvalidInput, NotEnoughData
        See `paired`; there must be two years more than twice the largest lag.
    """
    if most < 1:
        raise InvalidInput(f"most is {most}; give the largest lag, 1 or more")
    one, other = paired(core, hinterland, least=2 * most + 2)
    n = one.size
    x = (one - one.mean()) / one.std()
    y = (other - other.mean()) / other.std()
    lags = tuple(range(-most, most + 1))
    correlations = tuple(
        float(x[: n - lag] @ y[lag:] if lag >= 0 else x[-lag:] @ y[:lag]) / n for lag in lags
    )
    sizes = np.abs(correlations)
    return LeadLag(
        lags=lags,
        correlations=correlations,
        p_values=tuple(float(p) for p in 2 * scipy.stats.norm.sf(sizes * np.sqrt(n))),
        strongest=lags[int(sizes.argmax())],
        years=n,
    )
