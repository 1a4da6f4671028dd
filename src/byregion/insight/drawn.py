"""Drawing itself, apart from what is kept of it: importing this brings the drawing tools."""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING, Any

from byregion import charts, wording
from byregion.insight.drawing import Drawing, NoFigure, source_lines

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.result import Figure, RegionAnalysis, Table

VIEW_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ (\d+)')
log = logging.getLogger(__name__)


def for_page(analysis: RegionAnalysis, figure: Figure, table: Table, language: str) -> Drawing:
    """Draw a figure for a page; a table without rows to draw gives no picture."""
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
    spec = charts.specification(
        figure, table, language, vintage=analysis.vintage, members=analysis.subject.members
    )
    said = charts.alternative(figure, table, language)
    return spec, f"{said} {charts.notes(spec)}".strip()


def _said(figure: Figure, table: Table, language: str) -> str:
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


def to_take(
    analysis: RegionAnalysis, figure: Figure, table: Table, language: str, kind: str
) -> bytes:
    """Draw a figure as a file: svg, png, or json for its specification.

    Raises
    ------
    NoFigure
        There is nothing in its table to draw.
    """
    try:
        spec, said = specified(analysis, figure, table, language)
    except (charts.NothingToDraw, wording.UnknownText) as error:
        raise NoFigure(figure.key) from error
    title = title_of(figure, table, language)
    whole = charts.taken(
        spec,
        language,
        title=[title, analysis.subject.name],
        source=source_lines(table, language),
        description=said,
    )
    if kind == "png":
        return charts.png(whole, language)
    if kind == "json":
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
    svg = charts.svg(whole, language, identifier="figure", title=title, description=said)
    return sized(svg).encode()
