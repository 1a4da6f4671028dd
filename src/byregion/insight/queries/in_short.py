"""What stands of a published analysis on its region's own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from byregion.common.remembered import until_changed
from byregion.insight import reading
from byregion.insight.models import RegionAnalysisEdition
from byregion.insight.queries import editions, figures

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.result import RegionAnalysis

# The figures that stand on the region's own page, by chapter: light ones, it has a map already.
SHOWN = {
    "structure": "structure.map",
    "commuting": "commuting.matrix",
    "population": "population.lines",
}


@dataclass(frozen=True, slots=True)
class InShort:
    """An analysis in a page: key figures, the tables they come from, what they say, figures."""

    key_figures: tuple[figures.KeyFigure, ...]
    sources: tuple[str, ...]
    glance: tuple[reading.Sentence, ...]
    figures: tuple[reading.FigureText, ...]


@until_changed(most=256)
def published_checksum(programme: str, region: str) -> str | None:
    """Name the analysis that the region's page shows; None where none is published."""
    edition = editions.names(programme).filter(region_slug=region).first()
    return None if edition is None else edition.checksum


def in_short(checksum: str, language: str) -> InShort:
    """Give an analysis in a page. Raises RegionAnalysisEdition.DoesNotExist."""
    edition = RegionAnalysisEdition.objects.filter(checksum=checksum)[:1].get()
    analysis = edition.analysis
    return InShort(
        key_figures=tuple(figures.key_figures(analysis, language)),
        sources=tuple(reading.sources([analysis], language, chapters=reading.KEY_CHAPTERS)),
        glance=reading.outline(analysis.chapter("glance"), language).findings,
        figures=tuple(_figures(analysis, language)),
    )


def _figures(analysis: RegionAnalysis, language: str) -> list[reading.FigureText]:
    return [
        reading.figure_text(analysis, chapter, figure, language)
        for chapter in analysis.chapters
        for figure in chapter.figures
        if figure.key == SHOWN.get(chapter.key)
    ]
