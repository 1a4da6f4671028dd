"""Projection from two censuses by age alone, where births, deaths and moves are not known apart.

Source: Hamilton and Perry (1962). Good for small places and short horizons; it carries on whatever
happened between the two counts, moves included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from byregion.analysis.errors import InvalidInput
from byregion.analysis.provenance import Provenance, TableSource

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from byregion.analysis.projection.population import Floats


@dataclass(frozen=True, slots=True, eq=False)
class CohortChange:
    """Estimated people by step (the later count first), place and age; and the ratios used.

    `ratios[i, x]` is people of age group x per person `shift` groups younger one step before; in
    the first `shift` groups, per person of parents' age at the same time.
    """

    people: Floats
    ratios: Floats
    provenance: Provenance

    @property
    def totals(self) -> Floats:
        """All people, by step and place."""
        return np.asarray(self.people.sum(axis=2))


def project_cohort_change(
    earlier: ArrayLike,
    later: ArrayLike,
    *,
    shift: int,
    steps: int,
    parents: tuple[int, int],
    prior: float = 0.0,
    sources: tuple[TableSource, ...] = (),
) -> CohortChange:
    """Let each cohort change as it did between two counts.

    Parameters
    ----------
    earlier, later
        People by place and age group, the last open-ended, `shift` age groups of time apart.
    shift
        Age groups that people move up in a step: 5 with single years and counts five years apart.
    steps
        Steps of that length to project.
    parents
        First and last age group of parents; children are projected in proportion to them.
    prior
        People's worth of the ratio of all places together that is mixed into that of each: 0 leaves
        it alone, more draws small places nearer the whole.

    Raises
    ------
    InvalidInput
        Shapes that differ, numbers not finite or negative, ages or options out of range, or ratios
        with nobody to count from while somebody is counted (give a prior above 0).
    """
    before, after = _people(earlier, "earlier"), _people(later, "later")
    if before.shape != after.shape:
        raise InvalidInput(f"earlier has the shape {before.shape}, later {after.shape}")
    ages = before.shape[1]
    if not (1 <= shift < ages and steps >= 1):
        raise InvalidInput(f"shift ({shift}) must be from 1 to {ages - 1}, steps ({steps}) from 1")
    first, last = parents
    if not shift <= first <= last < ages:
        raise InvalidInput(f"parents {parents} must be age groups from {shift} to {ages - 1}")
    if not (np.isfinite(prior) and prior >= 0):
        raise InvalidInput(f"prior is {prior}; give a number of people, 0 or more")
    ratios = _ratios(before, after, shift, parents, prior)
    people = [after]
    for _ in range(steps):
        people.append(_step(people[-1], ratios, shift, parents))
    parameters = {"shift": shift, "steps": steps, "parents": parents, "prior": prior}
    provenance = Provenance(
        "cohort-change projection", sources, parameters, "Hamilton and Perry 1962", estimate=True
    )
    return CohortChange(np.stack(people), ratios, provenance)


def _origins(people: Floats, shift: int) -> Floats:
    """Give those who can come into each age group from `shift` on."""
    come: Floats = people[:, :-shift].copy()
    come[:, -1] = people[:, -shift - 1 :].sum(axis=1)
    return come


def _parents(people: Floats, parents: tuple[int, int]) -> Floats:
    return np.asarray(people[:, parents[0] : parents[1] + 1].sum(axis=1, keepdims=True))


def _ratios(
    before: Floats, after: Floats, shift: int, parents: tuple[int, int], prior: float
) -> Floats:
    bottom = np.concatenate(
        [np.repeat(_parents(after, parents), shift, axis=1), _origins(before, shift)], axis=1
    )
    all_bottom, all_top = bottom.sum(axis=0), after.sum(axis=0)
    whole = np.divide(all_top, all_bottom, out=np.zeros_like(all_top), where=all_bottom > 0)
    top, bottom = after + prior * whole, bottom + prior
    if ((bottom == 0) & (top > 0)).any() or ((all_bottom == 0) & (all_top > 0)).any():
        raise InvalidInput(
            "people are counted where a step before there was nobody for them to come from; give a "
            "prior above 0, or wider age groups"
        )
    ratios: Floats = np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)
    return ratios


def _step(people: Floats, ratios: Floats, shift: int, parents: tuple[int, int]) -> Floats:
    following = np.empty_like(people)
    following[:, shift:] = ratios[:, shift:] * _origins(people, shift)
    following[:, :shift] = ratios[:, :shift] * _parents(following, parents)
    return following


def _people(values: ArrayLike, name: str) -> Floats:
    table = np.atleast_2d(np.array(values, dtype=np.float64))
    if table.ndim != 2 or table.shape[1] < 2:
        raise InvalidInput(f"{name} must be by place and age, two ages at least; got {table.shape}")
    if not np.isfinite(table).all() or (table < 0).any():
        raise InvalidInput(f"{name} must be finite numbers of people, not negative")
    return table
