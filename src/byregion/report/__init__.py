"""An analysis as something to hand over: PDF, DOCX, a page of its own, and the data behind it.

The same analysis gives the same bytes. `MAKERS` has a maker by file ending; each takes the
analysis, a language and the user's own text by chapter.
"""

from __future__ import annotations

from collections.abc import Callable

from byregion.report.annex import AnnexError, annex, read_annex
from byregion.report.page import html
from byregion.report.printed import pdf
from byregion.report.word import docx

MAKERS: dict[str, Callable[..., bytes]] = {"pdf": pdf, "docx": docx, "html": html}

__all__ = ["MAKERS", "AnnexError", "annex", "docx", "html", "pdf", "read_annex"]
