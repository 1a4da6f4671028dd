"""Colours, type and number format that all figures share."""

from __future__ import annotations

from typing import Any

import altair as alt

Drawn = alt.Chart | alt.LayerChart | alt.FacetChart

# Told apart with any colour vision, and three to one against white, as `tests/charts` computes;
# dashes, shapes and outlines say the same once more. The first two are the site's own.
CORE, INNER, OUTER, NONE = "#d55e00", "#0b5563", "#4a9aa0", "#e8e2d6"
VIOLET, GREY = "#6a3d9a", "#857d6d"
SERIES = [INNER, CORE, "#2f93b8", GREY, "#000000", VIOLET]
CLASSES = {"core": CORE, "inner": INNER, "outer": OUTER, "none": NONE}
PATTERNS = {
    "high-high": CORE,
    "low-low": INNER,
    "high-low": VIOLET,
    "low-high": OUTER,
    "not_significant": NONE,
}
# What has the palest fill has an outline that is seen.
OUTLINE = GREY
ROLES = {"self": CORE, "peer": INNER, "other": GREY}
INK, MUTED = "#12303a", "#5d6b70"
FONT = "Schibsted Grotesk Variable, Libertinus Sans, DejaVu Sans, sans-serif"

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "transparent",
    "view": {"stroke": None},
    # Only what holds a figure's data is named; see `said` and `QUIET`.
    "title": {
        "orient": "bottom",
        "anchor": "start",
        "fontSize": 11,
        "fontWeight": "normal",
        "color": MUTED,
        "offset": 10,
    },
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
        "titleColor": INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titleOrient": "left",
        "labelLimit": 0,  # a name is never cut
        "symbolSize": 120,
    },
}
WIDTH = 560
# Of a mark that is only there to be seen: axes of symmetry, names, land.
QUIET: dict[str, Any] = {"aria": False}

_NORWEGIAN = {
    "decimal": ",",
    "thousands": "\u00a0",
    "grouping": [3],
    "currency": ["", "\u00a0kr"],
    "percent": "\u00a0%",
}
_ENGLISH = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["NOK\u00a0", ""]}


def number_locale(language: str) -> dict[str, Any]:
    """Give the number format of a language, as Vega wants it."""
    return _ENGLISH if language == "en" else _NORWEGIAN


def inline(rows: list[dict[str, Any]]) -> alt.Data:
    """Put rows into the specification itself, so that nothing is fetched."""
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]  # Altair's own lacks types


def said() -> dict[str, Any]:
    """Let a mark say its row's `said`: as its title on a page, as its tooltip in the file."""
    return {"description": "said:N", "tooltip": "said:N"}
