"""What a hit shows: the passage around the first word found, with the words found marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from byregion.knowledge.search.words import spellings

WIDTH = 240
_LETTERS = {
    "a": "[aàáâäãå]", "o": "[oòóôöõø]", "e": "[eèéêë]", "i": "[iìíîï]", "u": "[uùúûü]",
    "d": "[dđ]", "n": "[nñŋ]", "c": "[cčç]", "s": "[sš]", "z": "[zž]", "t": "[tŧ]",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text, marked where it was looked for."""

    text: str
    is_marked: bool


def pattern(terms: Sequence[str]) -> re.Pattern[str] | None:
    """Give what finds the words that the terms stand for; None where there are none."""
    stems = {stem for term in terms for stem in spellings(term)}
    if not stems:
        return None
    longest_first = sorted(stems, key=len, reverse=True)
    return re.compile(
        rf"(?<![^\W_])(?:{'|'.join(map(_spelt, longest_first))})[^\W_]*", re.IGNORECASE
    )


def passage(text: str, found: re.Pattern[str] | None, *, width: int = WIDTH) -> list[Part]:
    """Cut out `width` letters around the first word found, at whole words; mark all in it."""
    first = found.search(text) if found else None
    start = max(0, first.start() - width // 3) if first else 0
    start, end = _whole_words(text, start, start + width)
    cut = " ".join(text[start:end].split())
    parts = marked(cut, found)
    if start > 0:
        parts.insert(0, Part("… ", is_marked=False))
    if end < len(text):
        parts.append(Part(" …", is_marked=False))
    return parts


def marked(text: str, found: re.Pattern[str] | None) -> list[Part]:
    """Divide a text where what is found begins and ends."""
    parts: list[Part] = []
    at = 0
    for match in found.finditer(text) if found else ():
        parts += [Part(text[at : match.start()], is_marked=False), Part(match[0], is_marked=True)]
        at = match.end()
    return [part for part in [*parts, Part(text[at:], is_marked=False)] if part.text]


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    # Never from the middle of a word to the middle of another, if a blank is near.
    if start > 0:
        blank = text.find(" ", start, start + 40)
        start = blank + 1 if blank >= 0 else start
    if end < len(text):
        blank = text.rfind(" ", max(start, end - 40), end)
        end = blank if blank >= 0 else end
    return start, min(end, len(text))


def _spelt(stem: str) -> str:
    # A stem is folded; the text it stands in is not.
    spelt = re.escape(stem).replace("ae", "(?:ae|æ|ä)")
    return "".join(_LETTERS.get(letter, letter) for letter in _outside_groups(spelt))


def _outside_groups(text: str) -> list[str]:
    return [
        part
        for piece in re.split(r"(\(\?:ae\|æ\|ä\))", text)
        for part in ([piece] if piece.startswith("(?:") else list(piece))
    ]
