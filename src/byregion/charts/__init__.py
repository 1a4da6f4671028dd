"""Figures of an analysis: a table becomes a Vega-Lite specification, an SVG or PNG, and words.

One specification serves the page, the printed report and the file that is taken away. On a page and
in a report the title, the source and the table stand outside the picture; a figure that is taken
away carries them inside. The text alternative is made from the same rows.
"""

from byregion.charts.alternative import alternative
from byregion.charts.drawing import png, svg
from byregion.charts.specification import NothingToDraw, specification
from byregion.charts.taking import notes, taken

__all__ = [
    "NothingToDraw",
    "alternative",
    "notes",
    "png",
    "specification",
    "svg",
    "taken",
]
