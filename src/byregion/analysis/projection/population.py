"""People by sex and age, and the rates that move them, as validated immutable objects."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from byregion.analysis.errors import InvalidInput

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Population:
    """Women and men by place (rows) and age group (columns); the last age group is open-ended.

    Numbers need not be whole. Build it with `Population.of`, which checks.
    """

    female: Floats
    male: Floats

    @classmethod
    def of(cls, *, female: ArrayLike, male: ArrayLike) -> Population:
        """Check and keep people by place and age; one place may be given as a plain list.

        Raises
        ------
        InvalidInput
            Unequal shapes, fewer than two age groups, numbers not finite or negative.
        """
        women, men = (
            _people(values, name) for values, name in ((female, "female"), (male, "male"))
        )
        if women.shape != men.shape:
            raise InvalidInput(f"women have the shape {women.shape}, men {men.shape}")
        return cls(women, men)

    @cached_property
    def totals(self) -> Floats:
        """All people of each place."""
        return np.asarray(self.female.sum(axis=1) + self.male.sum(axis=1))

    @property
    def places(self) -> int:
        """How many places."""
        return int(self.female.shape[0])

    @property
    def ages(self) -> int:
        """How many age groups."""
        return int(self.female.shape[1])


@dataclass(frozen=True, eq=False)
class CohortRates:
    """What happens to people of each age, per place; one row, where all places share the rates.

    `fertility` is children per woman and year. `survival` of an age group is the share that lives
    to the next group one step later; that of the last group, the share that lives on in it.
    `birth_survival` is the share of the children born in a step that live at its end. `migration`
    is net in-migrants per resident and year. `sex_ratio` is boys per girl at birth.
    """

    fertility: Floats
    survival_female: Floats
    survival_male: Floats
    birth_survival_female: Floats
    birth_survival_male: Floats
    migration_female: Floats
    migration_male: Floats
    sex_ratio: float

    @classmethod
    def of(
        cls,
        *,
        fertility: ArrayLike,
        survival_female: ArrayLike,
        survival_male: ArrayLike,
        birth_survival_female: ArrayLike,
        birth_survival_male: ArrayLike,
        migration_female: ArrayLike | None = None,
        migration_male: ArrayLike | None = None,
        sex_ratio: float,
    ) -> CohortRates:
        """Check and keep rates; each is a list by age or a table by place and age.

        Migration left out means that nobody moves. Survival at birth is one number or one per
        place.

        Raises
        ------
        InvalidInput
            Unequal numbers of ages or places, fertility that is negative or falls in the first
            age group, a survival outside 0 to 1, or a sex ratio that is not positive.
        """
        born = _table(fertility, "fertility")
        nobody = np.zeros_like(born)
        rates = cls(
            fertility=born,
            survival_female=_share(_table(survival_female, "survival_female"), "survival_female"),
            survival_male=_share(_table(survival_male, "survival_male"), "survival_male"),
            birth_survival_female=_share(_column(birth_survival_female), "birth_survival_female"),
            birth_survival_male=_share(_column(birth_survival_male), "birth_survival_male"),
            migration_female=_table(migration_female, "migration_female", otherwise=nobody),
            migration_male=_table(migration_male, "migration_male", otherwise=nobody),
            sex_ratio=float(sex_ratio),
        )
        _check_fertility(born)
        _check_shapes(rates)
        if not (np.isfinite(sex_ratio) and sex_ratio > 0):
            raise InvalidInput(f"sex_ratio is {sex_ratio}; give boys per girl at birth, near 1.05")
        return rates

    @property
    def tables(self) -> tuple[Floats, ...]:
        """All rates that differ by age."""
        lives, moves = (
            (self.survival_female, self.survival_male),
            (self.migration_female, self.migration_male),
        )
        return (self.fertility, *lives, *moves)

    @property
    def ages(self) -> int:
        """How many age groups the rates are for."""
        return int(self.fertility.shape[1])

    @property
    def places(self) -> int:
        """How many places the rates tell apart; 1 where all share them."""
        infants = (self.birth_survival_female, self.birth_survival_male)
        return max(int(part.shape[0]) for part in (*self.tables, *infants))


def _table(values: ArrayLike | None, name: str, *, otherwise: Floats | None = None) -> Floats:
    if values is None and otherwise is not None:
        return otherwise
    table = np.atleast_2d(np.array(values, dtype=np.float64))
    if table.ndim != 2 or table.shape[0] < 1 or table.shape[1] < 2:
        raise InvalidInput(f"{name} must be by place and age, two ages at least; got {table.shape}")
    if not np.isfinite(table).all():
        raise InvalidInput(f"{name} must be finite numbers; one is missing or infinite")
    return table


def _people(values: ArrayLike, name: str) -> Floats:
    table = _table(values, name)
    if (table < 0).any():
        raise InvalidInput(f"{name} has a negative number of people")
    return table


def _column(values: ArrayLike) -> Floats:
    column = np.atleast_1d(np.array(values, dtype=np.float64))
    if column.ndim != 1:
        raise InvalidInput("survival at birth is one number, or one per place")
    return column


def _share(values: Floats, name: str) -> Floats:
    if not ((values >= 0) & (values <= 1)).all():
        raise InvalidInput(f"{name} must be shares from 0 to 1")
    return values


def _check_fertility(born: Floats) -> None:
    if (born < 0).any():
        raise InvalidInput("fertility has a negative rate")
    if (born[:, 0] != 0).any():
        raise InvalidInput("fertility of the first age group must be 0: those born in the step")


def _check_shapes(rates: CohortRates) -> None:
    ages = {table.shape[1] for table in rates.tables}
    if len(ages) > 1:
        raise InvalidInput(f"rates are for unequal numbers of ages: {sorted(ages)}")
    infants = (rates.birth_survival_female, rates.birth_survival_male)
    places = {part.shape[0] for part in (*rates.tables, *infants)} - {1}
    if len(places) > 1:
        raise InvalidInput(f"rates are for unequal numbers of places: {sorted(places)}")
