"""Figures of an analysis: a table becomes a Vega-Lite specification, an SVG or PNG, and words.

One specification serves the page, the printed report and the file that is taken away. The title,
the source and the table stand outside the picture; the text alternative is made from the same rows.
"""

from byregion.charts.alternative import alternative
from byregion.charts.drawing import png, svg
from byregion.charts.specification import specification

__all__ = ["alternative", "png", "specification", "svg"]
