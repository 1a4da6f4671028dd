"""Colours, type and number format that all figures share."""

from __future__ import annotations

from typing import Any

import altair as alt

Drawn = alt.Chart | alt.LayerChart | alt.FacetChart

# Okabe and Ito's palette, told apart with any colour vision; the first two are the site's own.
CORE, INNER, OUTER, NONE = "#d55e00", "#0b5563", "#56a3a6", "#e8e2d6"
SERIES = [INNER, CORE, "#6b6b6b", "#009e73", "#cc79a7", "#e69f00"]
CLASSES = {"core": CORE, "inner": INNER, "outer": OUTER, "none": NONE}
PATTERNS = {
    "high-high": CORE,
    "low-low": INNER,
    "high-low": "#e69f00",
    "low-high": OUTER,
    "not_significant": NONE,
}
ROLES = {"self": CORE, "peer": INNER, "other": "#b8b2a6"}
INK, MUTED = "#12303a", "#5d6b70"
FONT = "Schibsted Grotesk Variable, Libertinus Sans, DejaVu Sans, sans-serif"

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "titleColor": INK,
        "titleFontWeight": "normal",
        "gridColor": "#e3ddd0",
        "domainColor": "#b8b2a6",
        "tickColor": "#b8b2a6",
        "labelFontSize": 12,
        "titleFontSize": 12,
    },
    "legend": {
        "labelColor": INK,
        "labelFontSize": 12,
        "title": None,
        "orient": "top",
        "labelLimit": 0,  # a name is never cut
        "symbolSize": 120,
    },
}
WIDTH = 560

_NORWEGIAN = {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", "\u00a0kr"]}
_ENGLISH = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["NOK\u00a0", ""]}


def number_locale(language: str) -> dict[str, Any]:
    """Give the number format of a language, as Vega wants it."""
    return _ENGLISH if language == "en" else _NORWEGIAN


def inline(rows: list[dict[str, Any]]) -> alt.Data:
    """Put rows into the specification itself, so that nothing is fetched."""
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]  # Altair's own lacks types
