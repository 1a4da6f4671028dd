"""Numbers and lists as each language writes them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.region_analysis.result import Value

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
UNKNOWN = {"nn": "ukjend", "nb": "ukjent", "en": "unknown"}
FLAGS = {"nn": ("nei", "ja"), "nb": ("nei", "ja"), "en": ("no", "yes")}
AND = {"nn": " og ", "nb": " og ", "en": " and "}
DECIMALS = {"persons": 0, "share": 1, "index": 1, "year": 0, "number": 2}


def number(value: Value, unit: str, language: str) -> str:
    """Write a value of a unit; None is the word for unknown.

    A share from 0 to 1 becomes per cent with one decimal, persons whole, an index one decimal, a
    number two. A year has no thousands separator; text and codes stand as they are.
    """
    if value is None:
        return UNKNOWN[language]
    if isinstance(value, bool):
        return FLAGS[language][value]
    if isinstance(value, str | tuple):
        return value if isinstance(value, str) else listed(value, language)
    if not math.isfinite(value):
        return UNKNOWN[language]
    if unit == "year":
        return str(round(value))
    return _grouped(value, unit, language)


def listed(names: Sequence[str], language: str) -> str:
    """Write names as a list in running text: A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + AND[language] + names[-1]


def span(years: Sequence[str], language: str) -> str:
    """Write years with a dash for each run: 2018–2020 and 2022."""
    runs: list[list[str]] = []
    for year in years:
        if runs and int(year) == int(runs[-1][-1]) + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    parts: list[str] = []
    for run in runs:
        parts += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else run
    return listed(parts, language)


def shown(value: float, unit: str) -> float:
    """Round a value as it is shown, so that the words around it fit what the reader sees."""
    scale = 100 if unit == "share" else 1
    return round(value * scale, DECIMALS.get(unit, 2)) or 0.0


def _grouped(value: float, unit: str, language: str) -> str:
    rounded = shown(value, unit)
    decimals = 0 if unit == "number" and isinstance(value, int) else DECIMALS.get(unit, 2)
    text = f"{abs(rounded):,.{decimals}f}"
    if language != "en":
        text = text.replace(",", NBSP).replace(".", ",")
    sign = MINUS if rounded < 0 else ""
    percent = "" if unit != "share" else "%" if language == "en" else f"{NBSP}%"
    return f"{sign}{text}{percent}"
