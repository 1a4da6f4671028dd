"""Text reduced to what a search compares: stems, folded, with forms that mean the same as one.

A text and a question pass through the same function, so whatever is done to one is done to the
other. Norwegian and English stems are those of Snowball (M. F. Porter); its Norwegian rules, made
for bokmål, take the endings of nynorsk too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from byregion.common.folding import fold

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40
SYNONYMS = Path(__file__).with_name("synonyms.toml")
# A stemmer keeps the word it is at, and the server answers on several threads.
_one_at_a_time = Lock()


def words(text: str) -> Iterator[str]:
    """Give the words of a text as they stand, in order."""
    for match in WORD.finditer(text):
        yield match[0][:LONGEST_WORD]


def terms(text: str, language: str) -> list[str]:
    """Give the terms of a text in a language, in order; Norwegian unless it is English."""
    return [term(word, language) for word in words(text)]


@lru_cache(maxsize=200_000)
def term(word: str, language: str) -> str:
    """Give the one form in which a word is kept and looked for."""
    plain = word.casefold()
    if language == "en":
        return fold(_stem(plain, "english"))
    kept, parts = _synonyms()
    stem = fold(_stem(plain, "norwegian"))
    if stem in kept:
        return kept[stem]
    for length in range(len(stem), 2, -1):
        if stem[:length] in parts:
            return parts[stem[:length]] + stem[length:]
    return stem


def variants(word: str) -> list[str]:
    """Give what a word of a question may stand as: by Norwegian rules, and by English ones."""
    return list(dict.fromkeys((term(word, "nn"), term(word, "en"))))


def _stem(word: str, language: str) -> str:
    with _one_at_a_time:
        return str(_stemmer(language).stemWord(word))


@cache
def _stemmer(language: str) -> BaseStemmer:
    import snowballstemmer  # noqa: PLC0415 - slow to import, for it brings thirty languages

    return snowballstemmer.stemmer(language)


@cache
def _synonyms() -> tuple[dict[str, str], dict[str, str]]:
    held = tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))

    def stem(word: str) -> str:
        return fold(_stem(word, "norwegian"))

    # A beginning is a word too, whose stem may be shorter than itself: skule, skul-ane.
    lines = [*held["beginnings"], *held["words"]]
    whole = {stem(form): stem(first) for first, *others in lines for form in others}
    # The kept form stands for itself, or "lønn" would be taken for "løn" with an n more.
    parts = {fold(form): fold(forms[0]) for forms in held["beginnings"] for form in forms}
    return whole, parts


@cache
def spellings(stem: str) -> frozenset[str]:
    """Give the stems that are kept as `stem`, itself included: what a passage may have in it."""
    whole, parts = _synonyms()
    found = {stem, *(form for form, kept in whole.items() if kept == stem)}
    found |= {form + stem[len(kept) :] for form, kept in parts.items() if stem.startswith(kept)}
    return frozenset(found)
