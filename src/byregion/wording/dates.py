"""Periods and days in each language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

QUARTER = re.compile(r"^(\d{4})K([1-4])$")
MONTH = re.compile(r"^(\d{4})M(\d{2})$")
ORDINAL = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th"}
NORWEGIAN = (
    "januar", "februar", "mars", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip
ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTHS = {"nn": NORWEGIAN, "nb": NORWEGIAN, "en": ENGLISH}


def period(code: str, language: str) -> str:
    """Word a known period: "2017K4", "2017M11", "2017", or two of them with a hyphen."""
    ends = [_moment(part, language) for part in code.split("-")]
    return "–".join(ends) if all(end.isdigit() for end in ends) else " – ".join(ends)


def day(when: date, language: str) -> str:
    """Word a day."""
    month = MONTHS[language][when.month - 1]
    point = "" if language == "en" else "."
    return f"{when.day}{point} {month} {when.year}"


def _moment(code: str, language: str) -> str:
    if found := QUARTER.match(code):
        year, quarter = found[1], int(found[2])
        if language == "en":
            return f"{ORDINAL[quarter]} quarter of {year}"
        return f"{quarter}. kvartal {year}"
    if (found := MONTH.match(code)) and 1 <= int(found[2]) <= 12:
        return f"{MONTHS[language][int(found[2]) - 1]} {found[1]}"
    return code
