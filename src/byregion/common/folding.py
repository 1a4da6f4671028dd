"""Text reduced to what a hurried typist writes, so that two spellings of it compare as one."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})


def fold(text: str) -> str:
    """Reduce to what a hurried typist writes: lower case, no accents, æøå as ae, o, a."""
    letters = text.casefold().translate(_LETTERS)
    if letters.isascii():
        return letters
    plain = unicodedata.normalize("NFKD", letters)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
