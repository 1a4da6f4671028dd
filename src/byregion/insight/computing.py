"""Computing itself, apart from what is remembered of it: importing this brings the tools."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from byregion.analysis.geography.vintage import municipality
from byregion.analysis.regions.self_containment import regions_by_self_containment
from byregion.analysis.regions.validity import Requirements
from byregion.common.collation import norwegian_order
from byregion.insight.queries.free import share_in_large_regions
from byregion.statistics.harmonised import commuting_flows
from byregion.statistics.queries import years
from byregion.statistics.region_analysis import analyse, read_analysis_inputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.flows import Flows
    from byregion.analysis.region_analysis.inputs import NationInputs
    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.analysis.regions.result import Regions
    from byregion.insight.choice import Choice
    from byregion.insight.queries.free import Loaded
    from byregion.statistics.store import Store


def years_of_commuting(store: Store) -> tuple[int, ...]:
    """Give the years that the store has commuting of; raises StatisticsError where it has none."""
    return years(store, "commuting")


def of_choice(at: Loaded, choice: Choice) -> RegionAnalysis:
    """Analyse any municipalities, named by all of theirs; raises as `free.analysis_of`."""
    names = sorted((municipality(code).name for code in choice.codes), key=norwegian_order)
    return analyse(
        _inputs(at, at.years[-1]), choice.codes, choice.cores or None, name=", ".join(names)
    )


def of_region(
    at: Loaded, year: int, codes: Sequence[str], *, name: str, slug: str
) -> RegionAnalysis:
    """Analyse a city region; raises as `free.analysis_of_region`."""
    return analyse(_inputs(at, year), codes, name=name, slug=slug)


def division(at: Loaded, year: int, percent: int) -> Regions:
    """Divide the country by commuting, with the share of self-containment aimed at in per cent."""
    return regions_by_self_containment(flows(at, year), requirements(percent))


def requirements(percent: int) -> Requirements:
    """Give what regions must fulfil: the target, and in large regions somewhat less."""
    return Requirements(
        minimum_self_containment=share_in_large_regions(percent),
        target_self_containment=percent / 100,
    )


@lru_cache(maxsize=8)
def flows(at: Loaded, year: int) -> Flows:
    """Give the commuting of a year."""
    return commuting_flows(at.store, year=year)


@lru_cache(maxsize=2)
def _inputs(at: Loaded, year: int) -> NationInputs:
    return read_analysis_inputs(at.store, year=year)
