"""A figure drawn for a page."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from byregion import __version__, wording
from byregion.insight.reports import folder, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from byregion.analysis.region_analysis.result import Figure, RegionAnalysis, Table

VIEW_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ (\d+)')
# Raised when the drawings themselves change between releases: what is on disk is then left behind.
LOOK = 2
log = logging.getLogger(__name__)


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
        drawing = _drawn(analysis, figure, table, language)
        write_whole(path, json.dumps([drawing.svg, drawing.alternative]).encode())
        return drawing
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


def _drawn(analysis: RegionAnalysis, figure: Figure, table: Table, language: str) -> Drawing:
    from byregion import charts  # noqa: PLC0415 - slow to import; most pages have no figure

    try:
        drawn, said = specified(analysis, figure, table, language)
    except (ValueError, wording.UnknownText):
        # Nothing to draw, or an annex that knows more than the words: the table still stands.
        log.warning("%s is not drawn in %s", figure.key, language)
        return Drawing("", _said(figure, table, language))
    identifier = "d-" + figure.key.replace(".", "-").replace("_", "-")
    title = title_of(figure, table, language)
    svg = charts.svg(drawn, language, identifier=identifier, title=title, description=said)
    return Drawing(sized(svg), said)


def specified(
    analysis: RegionAnalysis, figure: Figure, table: Table, language: str
) -> tuple[dict[str, Any], str]:
    """Give a figure's specification and its text alternative, with what is written under it.

    Raises
    ------
    NothingToDraw, UnknownText
        The table is empty, or holds what there are no words for.
    """
    from byregion import charts  # noqa: PLC0415 - slow to import; most pages have no figure

    spec = charts.specification(
        figure, table, language, vintage=analysis.vintage, members=analysis.subject.members
    )
    said = charts.alternative(figure, table, language)
    return spec, f"{said} {charts.notes(spec)}".strip()


def _said(figure: Figure, table: Table, language: str) -> str:
    from byregion import charts  # noqa: PLC0415 - slow to import; most pages have no figure

    try:
        return charts.alternative(figure, table, language)
    except (ValueError, wording.UnknownText):
        return ""


def sized(svg: str) -> str:
    """Give the drawing its natural width; the page makes it narrower where there is no room."""
    found = VIEW_BOX.search(svg)
    return svg.replace("<svg ", f'<svg width="{found[1]}" ', 1) if found else svg


def title_of(figure: Figure, table: Table, language: str) -> str:
    """Name a figure: by its own title, or its table's."""
    for key in (figure.key, table.key):
        try:
            return wording.title(key, language)
        except wording.UnknownText:
            continue
    return figure.key
