"""How far two divisions agree: adjusted Rand index, and units placed differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import scipy

from byregion.analysis.errors import NotEnoughData

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """Two divisions of the same units, compared.

    Attributes
    ----------
    adjusted_rand
        1 for the same division, about 0 for what chance would give, negative for less.
    units
        Number of units that both divisions place.
    regions
        Number of regions among these units in each division.
    differently
        Units placed differently, the fewest possible when each region of the one is matched with
        at most one of the other: unit, first, second, and matched (the region of the second that
        the unit's region in the first is matched with; null for none).
    only_first, only_second
        Units that only one of the divisions places; they are not compared.
    """

    adjusted_rand: float
    units: int
    regions: tuple[int, int]
    differently: pl.DataFrame
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]

    @property
    def share_differently(self) -> float:
        """Units placed differently as a share of those compared."""
        return self.differently.height / self.units


def agreement(first: Mapping[str, str], second: Mapping[str, str]) -> Agreement:
    """Compare two divisions, given as the region of each unit.

    Names of regions need not agree; what counts is which units are together.

    Raises
    ------
    NotEnoughData
        No unit is placed by both.

    References
    ----------
    Hubert, L. & Arabie, P. (1985). Comparing partitions. Journal of Classification 2.
    The matching that moves fewest units is an assignment problem.
    """
    both = sorted(first.keys() & second.keys())
    if not both:
        raise NotEnoughData("the two divisions have no unit in common")
    names_a, a = np.unique([first[unit] for unit in both], return_inverse=True)
    names_b, b = np.unique([second[unit] for unit in both], return_inverse=True)
    table = np.zeros((len(names_a), len(names_b)))
    np.add.at(table, (a, b), 1)
    rows, columns = scipy.optimize.linear_sum_assignment(table, maximize=True)
    matched: dict[int, str] = {
        int(i): str(names_b[j]) for i, j in zip(rows, columns, strict=True) if table[i, j] > 0
    }
    moved = [
        (unit, first[unit], second[unit], matched.get(int(i)))
        for unit, i in zip(both, a, strict=True)
        if matched.get(int(i)) != second[unit]
    ]
    return Agreement(
        adjusted_rand=_adjusted_rand(table),
        units=len(both),
        regions=(len(names_a), len(names_b)),
        differently=pl.DataFrame(
            moved,
            schema=dict.fromkeys(("unit", "first", "second", "matched"), pl.String),
            orient="row",
        ),
        only_first=tuple(sorted(first.keys() - second.keys())),
        only_second=tuple(sorted(second.keys() - first.keys())),
    )


def _adjusted_rand(table: NDArray[np.float64]) -> float:
    together = float(_pairs(table).sum())
    in_first = float(_pairs(table.sum(axis=1)).sum())
    in_second = float(_pairs(table.sum(axis=0)).sum())
    everything = float(_pairs(table.sum()))
    most = (in_first + in_second) / 2
    # One region, or all alone, in both: nothing left to chance, and the same division.
    if most * everything == in_first * in_second:
        return 1.0
    by_chance = in_first * in_second / everything
    return (together - by_chance) / (most - by_chance)


def _pairs(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(counts * (counts - 1) / 2)
