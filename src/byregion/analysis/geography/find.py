"""Finding a municipality by what people type."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from byregion.analysis.geography.vintage import (
    Municipality,
    Vintage,
    all_municipalities,
    county,
)

if TYPE_CHECKING:
    from datetime import date

# Letters that decomposition into base and accent leaves whole, in the two ways people write them.
SHORT = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})
LONG = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "đ": "d", "ŋ": "n", "ŧ": "t"})


def find(text: str, *, at: Vintage | date | int | str | None = None) -> tuple[Municipality, ...]:
    """Find municipalities by number or any official name, valid on a date or at any time.

    Case and accents do not matter; æ, ø and å may be written ae, o or oe, a or aa. A county in
    brackets narrows it down: "Herøy (Nordland)". Whole names go before beginnings of names;
    sorted by number. Nothing found is an empty tuple.
    """
    wanted, _, bracket = text.partition("(")
    keys = _keys(wanted)
    if not any(keys):
        return ()
    places = all_municipalities() if at is None else Vintage.of(at).municipalities()
    in_county = _keys(bracket.rstrip(") "))
    candidates = [
        place
        for place in places
        if not any(in_county) or in_county & _keys(county(place.county).name)
    ]
    whole = tuple(place for place in candidates if keys & _spellings(place.code))
    if whole:
        return whole
    starts = tuple(keys)
    return tuple(
        place
        for place in candidates
        if any(spelling.startswith(starts) for spelling in _spellings(place.code))
    )


def _keys(text: str) -> frozenset[str]:
    folded = " ".join(text.casefold().replace("-", " ").split())
    return frozenset(_without_accents(folded.translate(way)) for way in (SHORT, LONG))


def _without_accents(text: str) -> str:
    split = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in split if not unicodedata.combining(letter))


@cache
def _spellings(code: str) -> frozenset[str]:
    place = _by_code()[code]
    names = {place.name, *(name.text for name in place.names)}
    together = " ".join(name.text for name in place.names)
    return frozenset({code}).union(*(_keys(name) for name in (*names, together)))


@cache
def _by_code() -> dict[str, Municipality]:
    return {place.code: place for place in all_municipalities()}
