"""The frames of a portrait, read from the store and brought to one division."""

from __future__ import annotations

from typing import TYPE_CHECKING

from byregion.analysis.portrait import NationalPicture, national_picture
from byregion.statistics.harmonised import commuting_flows, population_series

if TYPE_CHECKING:
    from byregion.statistics.store import Store


def read_national_picture(
    store: Store, *, year: int, permutations: int = 999, seed: int = 0
) -> NationalPicture:
    """Read commuting of a year and population of all years in that year's division.

    `city_region_portrait` then takes municipalities by their numbers of that year.

    Raises
    ------
    UnknownTable
        The store lacks commuting (of that year) or population.
    """
    flows = commuting_flows(store, year=year)
    people = population_series(store, to=year)
    return national_picture(
        flows, people.frame, permutations=permutations, seed=seed, sources=people.sources
    )
