"""Many tests at once: hold the share of false discoveries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy

from byregion.analysis.errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(p_values: ArrayLike) -> NDArray[np.float64]:
    """Adjusted p-values: calling those ≤ q significant keeps the false discovery rate ≤ q.

    Valid for independent tests and for positively dependent ones (Benjamini & Yekutieli 2001),
    which the local statistics of neighbours usually are.

    Raises
    ------
    InvalidInput
        There is no p-value, or one is missing or not between 0 and 1.

    Notes
    -----
    Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57(1).
    """
    given = np.asarray(p_values, dtype=np.float64)
    if given.size == 0 or not bool(np.all((given >= 0) & (given <= 1))):
        raise InvalidInput("p-values must be between 0 and 1, and at least one")
    return np.asarray(scipy.stats.false_discovery_control(given, method="bh"))
