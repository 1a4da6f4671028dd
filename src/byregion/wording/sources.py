"""The line under a table: who counted, what, when, and how it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from byregion.wording import dates
from byregion.wording.grammar import text_of, texts

if TYPE_CHECKING:
    from datetime import date

    from byregion.analysis.provenance import TableSource
    from byregion.analysis.region_analysis.result import Table


def period(code: str, language: str) -> str:
    """Word a period: "2017K4" is the fourth quarter of 2017, "2008-2017" has an en dash."""
    return dates.period(code, language) if code else text_of("labels", "period_unknown", language)


def source_title(source: TableSource, language: str) -> str:
    """Name a table in a language; one that has no name of ours keeps the one it came with.

    The names are descriptions of ours: the publisher's number is what finds the table again.
    """
    return _named(source.title, language)


def publisher(source: TableSource, language: str) -> str:
    """Name who counted."""
    return _named(source.publisher, language)


def source_line(table: Table, language: str) -> str:
    """Say where a table's figures come from, for which period and by which method."""
    parts = [source_named(source, language) for source in table.sources]
    known = "; ".join(parts) or text_of("labels", "source_unknown", language)
    what = text_of("labels", "period_of_figures", language)
    method = text_of("methods_short", table.method, language)
    line = f"{known}. {what}: {period(table.period, language)}. {method}."
    estimate = text_of("labels", "estimate_note", language)
    return f"{line} {estimate}" if table.estimate else line


def _named(name: str, language: str) -> str:
    known = texts("sources").get(name)
    return str(known[language]) if known else name


def source_named(source: TableSource, language: str) -> str:
    """Name a table with who counted, the publisher's number, and when it was retrieved."""
    number = f" {source.table}" if source.table and source.table != "unknown" else ""
    word = f", {text_of('labels', 'source_table', language)}" if number else ""
    title, who = source_title(source, language), publisher(source, language)
    quoted = f"“{title}”" if language == "en" else f"«{title}»"
    got = text_of("labels", "retrieved", language)
    return f"{who}{word}{number} {quoted}, {got} {_day(source.retrieved, language)}"


def _day(day: date | None, language: str) -> str:
    return dates.day(day, language) if day else text_of("labels", "date_unknown", language)
