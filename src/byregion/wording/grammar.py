"""Texts with places for values, and which form of a text fits a value.

In a text `{name:unit}` is replaced by the value, `{name:unit:abs}` by its size without sign, and
`{name#one|many}` by one of the two words. A unit is one of numbers, or one of `WORDED`: a label, a
label inside a sentence (`lower`), a period, a count in words (`few`), years with dashes (`span`).
An entry with `by = "name:unit"` has several forms: of a signed value rising, falling, unchanged; of
`count` none, one, many; of a flag or a text the value itself; `by = "name-other:unit"` is signed by
the difference of the two as they are shown. Where the value is unknown the form is `unknown`.
"""

from __future__ import annotations

import math
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, get_args

from byregion.wording.dates import period
from byregion.wording.numbers import listed, number, shown, span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from byregion.analysis.region_analysis.result import Value

Language = Literal["nn", "nb", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
PLACE = re.compile(r"\{(\w+)(?::(\w+))?(:abs)?(?:#([^|}]*)\|([^}]*))?\}")
UNKNOWN = "unknown"
Entry = dict[str, Any]


class UnknownText(KeyError):
    """A key that has no text, or a language that there is none in."""


@cache
def texts(name: str) -> Mapping[str, Entry]:
    """Read one file of texts, or several with that beginning, by key."""
    folder = files("byregion.wording").joinpath("text")
    found: dict[str, Entry] = {}
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.name.removesuffix(".toml").rstrip("_0123456789") == name:
            found |= tomllib.loads(entry.read_text(encoding="utf-8"))
    return found


def text_of(name: str, key: str, language: str) -> str:
    """Give a text without forms.

    Raises
    ------
    UnknownText
        There is none.
    """
    try:
        return str(texts(name)[key][language])
    except KeyError:
        raise UnknownText(f"no text for {key!r} in {language!r}") from None


def filled(entry: Entry, values: Mapping[str, Value], language: str) -> str:
    """Choose the form that fits the values, and put them in."""
    forms = entry[language]
    if isinstance(forms, str):
        return put(forms, values, language)
    return put(forms[form(entry["by"], values)], values, language)


def form(by: str, values: Mapping[str, Value]) -> str:
    """Say which form fits."""
    names, _, unit = by.partition(":")
    if "-" in names:
        return _difference(names, unit, values)
    value = values.get(names)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return _count(len(value))
    if value is None or isinstance(value, str):
        return value or UNKNOWN
    if not math.isfinite(value):
        return UNKNOWN
    return _count(value) if unit == "count" else _sign(shown(value, unit))


def named(by: str) -> tuple[str, ...]:
    """Give the names of the values that choose the form."""
    return tuple(by.partition(":")[0].split("-"))


def _difference(names: str, unit: str, values: Mapping[str, Value]) -> str:
    sizes = [values.get(name) for name in names.split("-")]
    known = [shown(n, unit) for n in sizes if isinstance(n, int | float) and math.isfinite(n)]
    return _sign(known[0] - known[1]) if len(known) == len(sizes) else UNKNOWN


def _sign(size: float) -> str:
    return "rising" if size > 0 else "falling" if size < 0 else "unchanged"


def put(text: str, values: Mapping[str, Value], language: str) -> str:
    """Replace the places of a text by values, and begin with a capital."""

    def one(match: re.Match[str]) -> str:
        name, given, without_sign, single, several = match.groups()
        value, unit = values.get(name), given or "text"
        if single is not None:
            return single if _size(value) == 1 else several
        if without_sign and isinstance(value, int | float):
            value = abs(value)
        if value is None:
            return number(None, "text", language)
        return WORDED[unit](value, language) if unit in WORDED else number(value, unit, language)

    made = PLACE.sub(one, text)
    return made[:1].upper() + made[1:]


def _labels(value: Value, language: str) -> str:
    return listed(_each(value, language), language)


def _lower(value: Value, language: str) -> str:
    """Give labels as they are written inside a sentence."""
    return listed([text[:1].lower() + text[1:] for text in _each(value, language)], language)


def _each(value: Value, language: str) -> list[str]:
    keys = value if isinstance(value, tuple) else (str(value),)
    return [text_of("labels", key, language) for key in keys]


def _period(value: Value, language: str) -> str:
    return period(str(value), language)


def _few(value: Value, language: str) -> str:
    """Write a count up to twelve as a word."""
    key = str(int(value)) if isinstance(value, int | float) and value == int(value) else ""
    word = texts("counts").get(key)
    return str(word[language]) if word else number(value, "number", language)


def _span(value: Value, language: str) -> str:
    return span(value, language) if isinstance(value, tuple) else str(value)


WORDED = {"label": _labels, "lower": _lower, "period": _period, "few": _few, "span": _span}


def _size(value: Value) -> float | None:
    if isinstance(value, tuple):
        return len(value)
    # As it is shown: 0.8 people are written 1.
    return shown(abs(value), "persons") if isinstance(value, int | float) else None


def _count(value: float) -> str:
    return "none" if value == 0 else "one" if value == 1 else "many"
