"""The tables that an analysis was computed from, where this installation's store has them.

A store never lets go of what came in, so that an edition whose tables are there can be computed
again for good. What is shipped has none: they come with `byregion statistics load` or `pull`, and
those of a draft with its annex.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from byregion.insight.errors import InsightError
from byregion.statistics.errors import StatisticsError
from byregion.statistics.store import Store, default_folder

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.report.annex import Annex
    from byregion.report.inputs import Inputs


def are_there(analysis: RegionAnalysis) -> bool:
    """Whether the store has every table that the analysis was computed from, as it was."""
    named = analysis.parameters.get("tables")
    if not isinstance(named, tuple) or not named:
        return False
    try:
        had = {edition.checksum for edition in _store().manifest().editions}
    except (StatisticsError, OSError):
        return False
    return had.issuperset(named)


def of(analysis: RegionAnalysis) -> Inputs | None:
    """Take them out of the store; None where it does not have them all."""
    from byregion.report.inputs import (  # noqa: PLC0415 - slow to import; most need it not
        TablesNotThere,
        inputs_named,
    )

    try:
        return inputs_named(_store(), analysis)
    except (TablesNotThere, StatisticsError, OSError):
        return None


def keep(annex: Annex) -> int:
    """Keep the tables of an annex whose analysis comes out of them again; give how many are new.

    Raises
    ------
    InsightError
        It comes out otherwise.
    AnnexError, AnalysisError, StatisticsError
        The tables are not what they should be, or allow no such analysis.
    """
    from byregion.report.again import computed_again  # noqa: PLC0415 - slow to import
    from byregion.report.inputs import checked  # noqa: PLC0415 - slow to import

    if not annex.inputs:
        return 0
    again = computed_again(annex)
    if not again.same:
        where = f": {', '.join(again.differing)}" if again.differing else ""
        raise InsightError(f"computed again from its own tables, the analysis differs{where}")
    given = checked(annex.inputs)
    return _store().keep([(one, given.files[one.file]) for one in given.editions])


def _store() -> Store:
    return Store(default_folder())
