"""The analysis of a city region, chapter by chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from byregion import __version__
from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.region_analysis import (
    accessibility,
    choices,
    commuting,
    comparison,
    employment,
    glance,
    interplay,
    population,
    structure,
    vulnerability,
)
from byregion.analysis.region_analysis.case import make_case
from byregion.analysis.region_analysis.result import RegionAnalysis, Subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.region_analysis.case import Case
    from byregion.analysis.region_analysis.inputs import NationInputs

READ = (
    glance, structure, commuting, population, employment, interplay, accessibility, comparison,
    vulnerability,
)  # fmt: skip


def analyse_region(
    nation: NationInputs,
    members: Sequence[str],
    *,
    cores: Sequence[str] | None = None,
    name: str = "",
    slug: str = "",
) -> RegionAnalysis:
    """Analyse a city region, or any municipalities.

    Parameters
    ----------
    nation
        The country.
    members
        Municipalities by number in the division of the nation's year.
    cores
        Some of the members, if they are decided; otherwise those that `core_structure` finds.
    name
        Without it, the names of the members.
    slug
        Of the city region in its programme.

    Raises
    ------
    UnknownCodes, InvalidInput
        Members that the division does not have, none or one twice; cores that are not members.
    """
    case = make_case(nation, name, members, cores)
    chapters = tuple(module.chapter(case) for module in READ)
    return RegionAnalysis(
        subject=_subject(case, slug),
        year=nation.year,
        vintage=Vintage.of(nation.year).label,
        chapters=(*chapters, choices.chapter(case, chapters)),
        parameters={
            "members": case.members,
            "cores": case.cores if case.cores_given else (),
            "year": nation.year,
            "tables": nation.read,
        },
        version=__version__,
    )


def _subject(case: Case, slug: str) -> Subject:
    return Subject(
        name=case.name,
        members=case.members,
        member_names=case.names(case.members),
        cores=case.cores,
        cores_given=case.cores_given,
        slug=slug,
    )
