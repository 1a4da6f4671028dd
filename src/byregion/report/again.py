"""Compute the analysis of an annex again from its inputs, and say whether it comes out the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from byregion.analysis.region_analysis.result import result_bytes
from byregion.report.archive import AnnexError
from byregion.report.inputs import checked, store_in
from byregion.statistics.region_analysis import analyse, read_analysis_inputs

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.report.annex import Annex

TABLES = "tables"


@dataclass(frozen=True, slots=True)
class Again:
    """What came of it.

    Attributes
    ----------
    same
        Whether all is the same, to the byte, when the code's own version is left out.
    stored_version, version
        Of the code that made the annex, and of this code.
    same_figures
        Whether all that is said and shown is the same, though it may come from other editions of
        the tables.
    differing
        Keys of the chapters that came out otherwise; empty where only what stands outside the
        chapters did.
    """

    same: bool
    same_figures: bool
    stored_version: str
    version: str
    differing: tuple[str, ...]


def computed_again(annex: Annex) -> Again:
    """Compute an annex's analysis from its inputs and compare.

    Raises
    ------
    AnnexError
        The annex has no inputs, or they are not what they should be.
    AnalysisError, StatisticsError
        The inputs allow no analysis with these parameters.
    """
    if not annex.inputs:
        raise AnnexError("the annex has no inputs to compute the analysis from")
    inputs, wanted = checked(annex.inputs), annex.analysis
    with TemporaryDirectory(prefix="byregion-annex-") as place:
        nation = read_analysis_inputs(store_in(inputs, Path(place)), year=wanted.year)
        subject = wanted.subject
        made = analyse(
            nation,
            subject.members,
            cores=subject.cores if subject.cores_given else None,
            name=subject.name,
            slug=subject.slug,
        )
    return compared(annex, made)


def compared(annex: Annex, made: RegionAnalysis) -> Again:
    """Compare what an annex holds with the same analysis made anew."""
    stored = annex.analysis
    # A result of the first days does not name its tables; all else of it is compared.
    named = {key for key in made.parameters if key != TABLES or TABLES in stored.parameters}
    parameters = {key: made.parameters[key] for key in named}
    unversioned = replace(made, version=stored.version, parameters=parameters)
    return Again(
        same=result_bytes(unversioned) == annex.stored,
        same_figures=_without_origin(unversioned) == _without_origin(stored),
        stored_version=stored.version,
        version=made.version,
        differing=_differing(stored, made),
    )


def _without_origin(analysis: RegionAnalysis) -> bytes:
    """Write a result without saying which editions of which tables it comes from."""
    chapters = tuple(
        replace(chapter, tables=tuple(replace(table, sources=()) for table in chapter.tables))
        for chapter in analysis.chapters
    )
    parameters = {key: value for key, value in analysis.parameters.items() if key != TABLES}
    return result_bytes(replace(analysis, chapters=chapters, parameters=parameters))


def _differing(stored: RegionAnalysis, made: RegionAnalysis) -> tuple[str, ...]:
    before, now = ({one.key: one for one in each.chapters} for each in (stored, made))
    return tuple(key for key in {**before, **now} if before.get(key) != now.get(key))
