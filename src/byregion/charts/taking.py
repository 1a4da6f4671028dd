"""A figure to take away: its title and its source in the picture, so that they follow it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from byregion.charts.theme import INK, MUTED, WIDTH, number_locale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TITLE, LINE, TALL = 62, 88, 15


def notes(spec: Mapping[str, Any]) -> str:
    """Give what is written under a drawing, which a text alternative must say too."""
    written = spec.get("title", {}).get("text", [])
    return " ".join([written] if isinstance(written, str) else written)


def taken(
    spec: Mapping[str, Any],
    language: str,
    *,
    title: Sequence[str],
    source: Sequence[str],
    description: str,
) -> dict[str, Any]:
    """Put a figure's title above it and its source below.

    Parameters
    ----------
    spec
        As `specification` gives it.
    title
        The figure's own, and lines that say what it is of.
    source
        Paragraphs: where the figures come from, when they were retrieved, who made the figure.
    description
        The text alternative.

    Returns
    -------
        A specification that stands alone: the number format of the language is inside.
    """
    inner = {key: value for key, value in spec.items() if key not in {"$schema", "config"}}
    under = [line for text in source for line in textwrap.wrap(text, LINE)]
    foot = {
        "data": {"values": [{}]},
        "mark": {
            "type": "text", "aria": False, "align": "left", "baseline": "top",
            "x": 0, "y": 0, "text": under, "fontSize": 11, "lineHeight": TALL, "color": MUTED,
        },
        "width": WIDTH,
        "height": TALL * len(under),
    }  # fmt: skip
    main, *more = title
    return {
        "$schema": spec["$schema"],
        "description": description,
        "title": {
            "text": textwrap.wrap(main, TITLE), "subtitle": more, "orient": "top",
            "fontSize": 16, "fontWeight": "bold", "color": INK, "subtitleColor": MUTED,
            "subtitleFontSize": 12, "offset": 14, "anchor": "start",
        },
        "vconcat": [inner, foot],
        "background": "white",
        "usermeta": {"title": main, "source": list(source)},
        "config": {
            **spec["config"],
            "background": "white",
            "locale": {"number": number_locale(language)},
        },
    }  # fmt: skip
