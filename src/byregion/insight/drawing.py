"""A figure drawn for a page."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from byregion import __version__, wording
from byregion.insight.reports import folder, write_whole

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.result import Figure, RegionAnalysis, Table

VIEW_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ (\d+)')
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
    depends = (
        *(__version__, analysis.vintage, *analysis.subject.members),
        *(figure.key, figure.kind, table.key, language, table.frame.write_csv()),
    )
    name = hashlib.sha256("\n".join(depends).encode()).hexdigest()[:40]
    path = folder("figures") / f"{name}.json"
    if not path.exists():
        drawing = _drawn(analysis, figure, table, language)
        write_whole(path, json.dumps([drawing.svg, drawing.alternative]).encode())
        return drawing
    return Drawing(*json.loads(path.read_bytes()))


def _drawn(analysis: RegionAnalysis, figure: Figure, table: Table, language: str) -> Drawing:
    from byregion import charts  # noqa: PLC0415 - slow to import; most pages have no figure

    said = ""
    try:
        said = charts.alternative(figure, table, language)
        drawn = charts.specification(
            figure,
            table,
            language,
            vintage=analysis.vintage,
            members=analysis.subject.members,
        )
    except (ValueError, wording.UnknownText):
        # Nothing to draw, or an annex that knows more than the words: the table still stands.
        log.warning("%s is not drawn in %s", figure.key, language)
        return Drawing("", said)
    identifier = "d-" + figure.key.replace(".", "-").replace("_", "-")
    title = _title(figure, table, language)
    svg = charts.svg(drawn, language, identifier=identifier, title=title, description=said)
    return Drawing(_sized(svg), said)


def _sized(svg: str) -> str:
    """Give the drawing its natural width; the page makes it narrower where there is no room."""
    found = VIEW_BOX.search(svg)
    return svg.replace("<svg ", f'<svg width="{found[1]}" ', 1) if found else svg


def _title(figure: Figure, table: Table, language: str) -> str:
    for key in (figure.key, table.key):
        try:
            return wording.title(key, language)
        except wording.UnknownText:
            continue
    return figure.key
