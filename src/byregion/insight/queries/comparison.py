"""Regions side by side: the same figure of each, as bars on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from byregion.insight.queries.figures import KEY_FIGURES, KeyFigure, key_figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.insight.models import RegionAnalysisEdition

# Half of the scale is on either side of zero where a figure may be negative.
WIDTH = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """One region's figure: its words, and its bar from `start`, `length` wide, in hundredths."""

    text: str
    start: str
    length: str


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of all regions; None for a region whose analysis lacks it."""

    key: str
    bars: tuple[Bar | None, ...]


def rows(editions: Sequence[RegionAnalysisEdition], language: str) -> list[Row]:
    """Give each figure that at least one of the regions has."""
    known = [
        {one.key: one for one in key_figures(edition.analysis, language)} for edition in editions
    ]
    keys = dict.fromkeys(label for _, _, _, label in KEY_FIGURES)
    found = [(key, [figures.get(key) for figures in known]) for key in keys]
    return [Row(key, _bars(figures)) for key, figures in found if any(figures)]


def _bars(figures: Sequence[KeyFigure | None]) -> tuple[Bar | None, ...]:
    sizes = [_size(figure) for figure in figures]
    largest = max((abs(size) for size in sizes), default=0) or 1
    zero = WIDTH / 2 if any(size < 0 for size in sizes) else 0
    room = WIDTH - zero
    lengths = [abs(size) / largest * room for size in sizes]
    return tuple(
        Bar(figure.text, _tenths(zero + min(0, size) / largest * room), _tenths(length))
        if figure
        else None
        for figure, size, length in zip(figures, sizes, lengths, strict=True)
    )


def _tenths(value: float) -> str:
    # A point, whatever the language: it is for a drawing.
    return f"{value:.1f}"


def _size(figure: KeyFigure | None) -> float:
    value = figure.value if figure else None
    return float(value) if isinstance(value, int | float) else 0.0
