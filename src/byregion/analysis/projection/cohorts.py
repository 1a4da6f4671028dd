"""The cohort-component projection, women deciding the number of births.

Source: Preston, Heuveline and Guillot (2001), *Demography*, section 6.3 and box 6.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from byregion.analysis.errors import InvalidInput
from byregion.analysis.projection.population import CohortRates, Floats, Population
from byregion.analysis.provenance import Provenance, TableSource

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """Estimated people and events, place by place.

    `populations` has one more member than there are steps; the first is the start. `births`,
    `deaths` and `migrants` (net) have one row per step and one column per place, and count the
    whole step, so that people at the end = people at the start + births - deaths + migrants.
    """

    step_years: int
    populations: tuple[Population, ...]
    births: Floats
    deaths: Floats
    migrants: Floats
    provenance: Provenance

    @property
    def final(self) -> Population:
        """People at the end of the last step."""
        return self.populations[-1]

    @property
    def totals(self) -> Floats:
        """All people, by time (rows, the start first) and place."""
        return np.stack([population.totals for population in self.populations])


@dataclass(frozen=True, slots=True, eq=False)
class _Sex:
    """One sex on its way through a step: half the migrants come first, half at the end."""

    start: Floats
    net: Floats
    grown: Floats

    @property
    def exposed(self) -> Floats:
        """People of each age on average over the step, infants apart."""
        return (self.start + self.net / 2 + self.grown + self.net / 2) / 2

    def ended(self, infants: Floats) -> Floats:
        people = self.grown + self.net / 2
        people[:, 0] += infants
        return people


def project_population(
    start: Population,
    rates: CohortRates | Sequence[CohortRates],
    *,
    step_years: int,
    steps: int,
    sources: tuple[TableSource, ...] = (),
) -> Projection:
    """Carry people forward, `steps` times `step_years` years.

    In each step net migrants are `step_years` times the rate times the people at the start; half
    of them come at the start and live and give birth as the others do, half at the end. Births are
    the rates times the mean of women at the start (with the first half of the migrants) and at the
    end (with the second half).

    Parameters
    ----------
    start
        People by place and age; age groups as wide as a step.
    rates
        The same for all steps, or one for each.
    step_years
        1 with single-year ages, 5 with five-year groups.

    Raises
    ------
    InvalidInput
        Rates for other ages or places, too few rates, a step that is not positive, or migration
        that would leave fewer than no people in an age group.
    """
    if step_years < 1 or steps < 1:
        raise InvalidInput(f"step_years ({step_years}) and steps ({steps}) must be 1 or more")
    each = [rates] * steps if isinstance(rates, CohortRates) else list(rates)
    if len(each) != steps:
        raise InvalidInput(f"{len(each)} sets of rates for {steps} steps; give one, or one a step")
    populations, events = [start], []
    for current in each:
        _check_match(start, current)
        population, event = _advance(populations[-1], current, step_years)
        populations.append(population)
        events.append(event)
    births, deaths, migrants = (np.stack(rows) for rows in zip(*events, strict=True))
    provenance = Provenance(
        "cohort-component projection",
        sources,
        {"step_years": step_years, "steps": steps},
        "Preston, Heuveline and Guillot 2001, box 6.2",
        estimate=True,
    )
    return Projection(step_years, tuple(populations), births, deaths, migrants, provenance)


def _advance(
    before: Population, rates: CohortRates, years: int
) -> tuple[Population, tuple[Floats, Floats, Floats]]:
    women = _survive(before.female, rates.migration_female, rates.survival_female, years)
    men = _survive(before.male, rates.migration_male, rates.survival_male, years)
    births = years * (rates.fertility * women.exposed).sum(axis=1)
    girls = births / (1 + rates.sex_ratio)
    after = Population(
        women.ended(girls * rates.birth_survival_female),
        men.ended((births - girls) * rates.birth_survival_male),
    )
    _check_people(after)
    migrants = women.net.sum(axis=1) + men.net.sum(axis=1)
    deaths = before.totals + births + migrants - after.totals
    return after, (births, deaths, migrants)


def _survive(people: Floats, migration: Floats, survival: Floats, years: int) -> _Sex:
    net = years * migration * people
    living = people + net / 2
    if (living < 0).any():
        raise InvalidInput("out-migration in a step is more than twice the people; check the rates")
    aged = living * survival
    grown = np.zeros_like(people)
    grown[:, 1:] = aged[:, :-1]
    grown[:, -1] += aged[:, -1]
    return _Sex(people, net, grown)


def _check_match(start: Population, rates: CohortRates) -> None:
    if rates.ages != start.ages:
        raise InvalidInput(f"rates are for {rates.ages} age groups, people for {start.ages}")
    if rates.places not in (1, start.places):
        raise InvalidInput(f"rates are for {rates.places} places, people for {start.places}")


def _check_people(after: Population) -> None:
    for sex, people in (("women", after.female), ("men", after.male)):
        if (people < 0).any():
            place, age = np.argwhere(people < 0)[0]
            raise InvalidInput(
                f"more {sex} of age group {age} would leave place {place} than live there; "
                "give migration rates nearer zero, or shorter steps"
            )
