"""Analyses that nobody keeps: any municipalities, and functional regions, straight from the store.

Nothing here reads the database. What is computed is remembered under the state of the store, so
that a newly loaded table is seen at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from byregion.analysis.geography.vintage import Vintage
from byregion.common.collation import norwegian_order
from byregion.common.folding import fold
from byregion.insight.bounded import Remembered, turn
from byregion.statistics.errors import StatisticsError
from byregion.statistics.store import Store, default_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.geography.vintage import Municipality
    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.analysis.regions.result import Regions
    from byregion.insight.choice import Choice

# A choice of thresholds, in per cent: the answer to each is remembered.
LEAST_THRESHOLD, MOST_THRESHOLD, USUAL_THRESHOLD = 60, 90, 75
_analyses: Remembered[RegionAnalysis] = Remembered(32)
_divisions: Remembered[Regions] = Remembered(256)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A store in one state, which the results that are remembered belong to."""

    root: str
    state: str
    years: tuple[int, ...]

    @property
    def store(self) -> Store:
        """The store itself."""
        return Store(default_folder())

    @property
    def vintage(self) -> Vintage:
        """The division that municipalities are chosen in: that of the latest year."""
        return Vintage.of(self.years[-1])


def loaded() -> Loaded | None:
    """Look for a store with commuting; None where nobody has loaded one."""
    folder = default_folder()
    try:
        state = (folder / "current").read_text(encoding="utf-8").strip()
        found = _years(str(folder), state)
    except (OSError, StatisticsError):
        return None
    return Loaded(str(folder), state, found) if found else None


@lru_cache(maxsize=4)
def _years(root: str, state: str) -> tuple[int, ...]:
    from byregion.insight import computing  # noqa: PLC0415 - slow to import; most is remembered

    return computing.years_of_commuting(Store(default_folder()))


def has_analysis(at: Loaded, choice: Choice) -> bool:
    """Whether the analysis is remembered."""
    return _analyses.has((at, choice))


def analysis_of(at: Loaded, choice: Choice) -> RegionAnalysis:
    """Analyse any municipalities, given by their numbers in the division of the latest year.

    Raises
    ------
    AnalysisError, StatisticsError
        The tables loaded do not let it be made.
    Busy
        Too many others are computing.
    """
    from byregion.insight import computing  # noqa: PLC0415 - slow to import; most is remembered

    return _analyses.answer((at, choice), lambda: computing.of_choice(at, choice))


def analysis_of_region(
    at: Loaded, year: int, codes: Sequence[str], *, name: str, slug: str
) -> RegionAnalysis:
    """Analyse a city region in the division of one of the store's years; nothing is remembered.

    Raises
    ------
    AnalysisError, StatisticsError
        The tables loaded do not let it be made.
    Busy
        Too many others are computing.
    """
    from byregion.insight import computing  # noqa: PLC0415 - slow to import; most is remembered

    with turn():
        return computing.of_region(at, year, codes, name=name, slug=slug)


def has_functional_regions(at: Loaded, year: int, percent: int) -> bool:
    """Whether the division is remembered."""
    return _divisions.has((at, year, percent))


def functional_regions(at: Loaded, year: int, percent: int) -> Regions:
    """Divide the country by commuting, with the share of self-containment aimed at in per cent.

    Raises
    ------
    Busy
        Too many others are computing.
    """
    from byregion.insight import computing  # noqa: PLC0415 - slow to import; most is remembered

    key = (at, year, percent)
    return _divisions.answer(key, lambda: computing.division(at, year, percent))


def share_in_large_regions(percent: int) -> float:
    """Give the self-containment that a large region needs: eight ninths of the target."""
    return round(percent / 100 * 8 / 9, 4)


def matching(text: str, at: Vintage) -> list[Municipality]:
    """Municipalities of a division whose name or number begins as the text; all for no text."""
    wanted = fold(text).strip()
    found = (
        one
        for one in at.municipalities()
        if fold(one.name).startswith(wanted) or one.code.startswith(wanted)
    )
    return sorted(found, key=lambda one: norwegian_order(one.name))
