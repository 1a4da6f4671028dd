"""A figure drawn for a page."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from byregion import __version__, wording
from byregion.insight.reports import folder, use, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from byregion.analysis.region_analysis.result import Figure, RegionAnalysis, Table

# Raised when the drawings themselves change between releases: what is on disk is then left behind.
LOOK = 4
# Words that the figures' own wording has no use for elsewhere.
LICENCE = {"nn": "Lisens", "nb": "Lisens", "en": "Licence"}


class NoFigure(LookupError):
    """The analysis has no such figure, or there is nothing in it to draw."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG that stands in the page, and what it shows in words."""

    svg: str
    alternative: str


def draw(analysis: RegionAnalysis, figure: Figure, table: Table, language: str) -> Drawing:
    """Draw a figure from its table; a table without rows to draw gives no picture.

    A drawing takes a second, so it is kept on disk under all that it depends on.
    """
    path = kept(analysis, figure, table, language, "json")
    if not path.exists():
        from byregion.insight import drawn  # noqa: PLC0415 - slow to import; most pages are kept

        drawing = drawn.for_page(analysis, figure, table, language)
        write_whole(path, json.dumps([drawing.svg, drawing.alternative]).encode())
        return drawing
    use(path)
    return Drawing(*json.loads(path.read_bytes()))


def kept(
    analysis: RegionAnalysis, figure: Figure, table: Table, language: str, ending: str
) -> Path:
    """Name the file that what is made of a figure is kept in, by all that it depends on."""
    subject = analysis.subject
    depends = (
        *(__version__, str(LOOK), analysis.vintage, subject.name, *subject.members),
        *(figure.key, figure.kind, table.key, language, wording.source_line(table, language)),
        table.frame.write_csv(),
    )
    name = hashlib.sha256("\n".join(depends).encode()).hexdigest()[:40]
    return folder("figures") / f"{name}.{ending}"


def source_lines(table: Table, language: str) -> list[str]:
    """Say where a figure comes from, under what licence, and what made it: a line each."""
    licences = dict.fromkeys(source.licence for source in table.sources if source.licence)
    lines = [wording.source_line(table, language)]
    if licences:
        lines.append(f"{LICENCE[language]}: {', '.join(licences)}.")
    return [*lines, f"Byregion {__version__}."]
