"""Many tests at once: how many of those called true may be false."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from byregion.analysis.errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Discoveries:
    """Adjusted p-values, in the order given, and which stand at the level."""

    adjusted: tuple[float, ...]
    stands: tuple[bool, ...]
    level: float


def benjamini_hochberg(p_values: ArrayLike, *, level: float = 0.05) -> Discoveries:
    """Hold the expected share of false findings among all findings at `level` or below.

    Source: Benjamini and Hochberg (1995); valid for tests that are independent or positively
    dependent.

    Raises
    ------
    InvalidInput
        No p-values, one outside 0 to 1 or missing, or a level outside (0, 1).
    """
    array = np.array(p_values, dtype=np.float64)
    if array.ndim != 1 or array.size == 0 or not ((array >= 0) & (array <= 1)).all():
        raise InvalidInput("p-values must be a list of numbers from 0 to 1")
    if not 0 < level < 1:
        raise InvalidInput(f"level is {level}; give the share of false findings to bear, as 0.05")
    order = np.argsort(array, kind="stable")
    scaled = array[order] * array.size / np.arange(1, array.size + 1)
    adjusted = np.empty_like(array)
    adjusted[order] = np.minimum.accumulate(scaled[::-1])[::-1].clip(max=1)
    return Discoveries(
        adjusted=tuple(float(p) for p in adjusted),
        stands=tuple(bool(p <= level) for p in adjusted),
        level=level,
    )
