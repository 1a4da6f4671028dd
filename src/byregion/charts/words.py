"""What a mark says of itself, and the notes that stand under a drawing."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from byregion.wording import number, period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.region_analysis.result import Table, Value

TEXTS = {
    "person": {"nn": "{n} person", "nb": "{n} person", "en": "{n} person"},
    "persons": {"nn": "{n} personar", "nb": "{n} personer", "en": "{n} people"},
    "index": {"nn": "indeks {n}", "nb": "indeks {n}", "en": "index {n}"},
    "years": {"nn": "{n} år", "nb": "{n} år", "en": "aged {n}"},
    "interval": {
        "nn": "{value}, mellom {low} og {high}",
        "nb": "{value}, mellom {low} og {high}",
        "en": "{value}, between {low} and {high}",
    },
    "borders": {
        "nn": "Kommunegrensene er frå 2020, etter samanslåingar, for {names}.",
        "nb": "Kommunegrensene er fra 2020, etter sammenslåinger, for {names}.",
        "en": "The borders are those of 2020, after mergers, for {names}.",
    },
    "far": {
        "nn": "Ikkje teikna, for langt unna: {parts}.",
        "nb": "Ikke tegnet, for langt unna: {parts}.",
        "en": "Too far away to be drawn: {parts}.",
    },
}
LINE = 92  # characters of a note that a drawing has room for


def text(key: str, language: str, **values: str) -> str:
    """Give a text with its values put in."""
    return TEXTS[key][language].format(**values)


def amount(value: Value, unit: str, language: str) -> str:
    """Write a number with what it counts: "80 people", "12.3%", "index 104.2"."""
    written = number(value, unit, language)
    if value is None or unit not in {"persons", "index"}:
        return written
    return text("person" if unit == "persons" and value == 1 else unit, language, n=written)


def unit_of(table: Table, name: str) -> str:
    """Give what the numbers of a column are; "number" where the table does not say."""
    return next((column.unit for column in table.columns if column.name == name), "number")


def at(table: Table, language: str) -> str:
    """Give the period of a table's figures in words."""
    return period(table.period, language)


def wrapped(notes: Sequence[str]) -> list[str]:
    """Break notes into lines that fit under a drawing."""
    return [line for note in notes for line in textwrap.wrap(note, LINE)]
