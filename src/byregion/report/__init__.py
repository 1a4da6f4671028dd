"""An analysis as something to hand over: PDF, DOCX, a page of its own, and the data behind it.

The same analysis gives the same bytes. `MAKERS` has a maker by file ending; each takes the
analysis, a language, the user's own text by chapter (`own_texts`) and the day of the edition
(`made_on`), and is imported when it is first used, since typesetter and drawing take their time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from byregion.report.annex import Annex, annex, open_annex, read_annex
from byregion.report.archive import AnnexError


def _make(module: str, name: str, *arguments: Any, **named: Any) -> bytes:
    made: bytes = getattr(import_module(f"byregion.report.{module}"), name)(*arguments, **named)
    return made


pdf = partial(_make, "printed", "pdf")
docx = partial(_make, "word", "docx")
html = partial(_make, "page", "html")
MAKERS: dict[str, Callable[..., bytes]] = {"pdf": pdf, "docx": docx, "html": html}

__all__ = [
    "MAKERS",
    "Annex",
    "AnnexError",
    "annex",
    "docx",
    "html",
    "open_annex",
    "pdf",
    "read_annex",
]
