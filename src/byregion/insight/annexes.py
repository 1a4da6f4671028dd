"""Annexes on the platform: an analysis packed with its figures, and read out of an annex again.

What is shipped holds the result and its tables, not the source tables of the whole country; see
ADR 14.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from byregion.insight.errors import InsightError
from byregion.report import Annex, AnnexError, annex, open_annex

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.result import RegionAnalysis


def pack(analysis: RegionAnalysis) -> bytes:
    """Write the result and its tables: enough to show it and to make every report of it."""
    return annex(analysis)


def unpack(content: bytes) -> RegionAnalysis:
    """Read an analysis out of an annex, with or without source tables.

    Raises
    ------
    InsightError
        It is no annex, is damaged, or is of a format that this version does not know.
    """
    return opened(content).analysis


def opened(content: bytes) -> Annex:
    """Read an annex whole.

    Raises
    ------
    InsightError
        As `unpack`.
    """
    try:
        return open_annex(content)
    except AnnexError as error:
        raise InsightError(str(error)) from error
