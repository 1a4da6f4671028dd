"""The line under a table: who counted, what, when, and how it was made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from byregion.wording.grammar import text_of

if TYPE_CHECKING:
    from datetime import date

    from byregion.analysis.region_analysis.result import Table

QUARTER = re.compile(r"^(\d{4})K([1-4])$")
ORDINAL = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th"}
MONTHS = {
    "nn": "januar februar mars april mai juni juli august september oktober november desember",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "en": "January February March April May June July August September October November December",
}


def period(code: str, language: str) -> str:
    """Word a period: "2017K4" is the fourth quarter of 2017, "2008-2017" has an en dash."""
    if not code:
        return text_of("labels", "period_unknown", language)
    ends = [_moment(part, language) for part in code.split("-")]
    return "–".join(ends) if all(end.isdigit() for end in ends) else " – ".join(ends)


def source_line(table: Table, language: str) -> str:
    """Say where a table's figures come from, for which period and by which method."""
    parts = [_source(source, language) for source in table.sources]
    known = "; ".join(parts) or text_of("labels", "source_unknown", language)
    what = text_of("labels", "period_of_figures", language)
    method = text_of("methods_short", table.method, language)
    line = f"{known}. {what}: {period(table.period, language)}. {method}."
    estimate = text_of("labels", "estimate_note", language)
    return f"{line} {estimate}" if table.estimate else line


def _source(source: object, language: str) -> str:
    from byregion.analysis.provenance import TableSource  # noqa: PLC0415

    if not isinstance(source, TableSource):
        raise TypeError(type(source))
    number = f" {source.table}" if source.table and source.table != "unknown" else ""
    word = text_of("labels", "source_table", language) if number else ""
    title = f" «{source.title}»" if language != "en" else f" “{source.title}”"
    got = text_of("labels", "retrieved", language)
    day = _day(source.retrieved, language)
    return f"{source.publisher}{',' if word else ''} {word}{number}{title}, {got} {day}".replace(
        "  ", " "
    )


def _moment(code: str, language: str) -> str:
    found = QUARTER.match(code)
    if not found:
        return code
    year, quarter = found[1], int(found[2])
    if language == "en":
        return f"{ORDINAL[quarter]} quarter of {year}"
    return f"{quarter}. kvartal {year}"


def _day(day: date | None, language: str) -> str:
    if day is None:
        return text_of("labels", "date_unknown", language)
    month = MONTHS[language].split()[day.month - 1]
    return f"{day.day} {month} {day.year}" if language == "en" else f"{day.day}. {month} {day.year}"
