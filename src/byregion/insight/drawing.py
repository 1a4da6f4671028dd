"""A figure drawn for a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.result import Figure, RegionAnalysis, Table


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG that stands in the page, and what it shows in words."""

    svg: str
    alternative: str


def draw(analysis: RegionAnalysis, figure: Figure, table: Table, language: str) -> Drawing:
    """Draw a figure from its table."""
    return Drawing("", "")
