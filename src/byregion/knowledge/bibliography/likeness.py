"""Which entries are the same publication."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from rapidfuzz import fuzz

from byregion.common.folding import fold
from byregion.knowledge.bibliography.entry import Entry
from byregion.knowledge.bibliography.incoming import Draft
from byregion.knowledge.validators import bare_isbn

# Of a hundred. Two titles of the same series that differ in a number or a place fall below.
LEAST = 94.0
Compared = Entry | Draft


class Sign(StrEnum):
    """What tells that two entries are one."""

    DOI = "doi"
    ISBN = "isbn"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that are likely one."""

    first: Entry
    second: Entry
    sign: Sign


def normal_title(title: str) -> str:
    """Reduce a title to its letters and numbers."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(title)))


def sign_of(one: Compared, other: Compared) -> Sign | None:
    """Tell what makes two entries one; None where nothing does.

    Two DOIs or two ISBNs that differ keep entries apart, however alike their titles.
    """
    if one.doi and other.doi:
        return Sign.DOI if one.doi.lower() == other.doi.lower() else None
    if one.isbn and other.isbn:
        return Sign.ISBN if _isbn(one) == _isbn(other) else None
    if one.year and other.year and one.year != other.year:
        return None
    return Sign.TITLE if _same_title(one.title, other.title) else None


def _isbn(one: Compared) -> str:
    # An ISBN of ten digits is the same as that of thirteen without its first three and its last.
    digits = bare_isbn(one.isbn)
    return digits[:9] if len(digits) == 10 else digits[3:12]


def _same_title(one: str, other: str) -> bool:
    first, second = normal_title(one), normal_title(other)
    if re.findall(r"[0-9]+", first) != re.findall(r"[0-9]+", second):
        return False
    return bool(first) and fuzz.ratio(first, second, score_cutoff=LEAST) > 0


def twin_of(draft: Draft, entries: Iterable[Entry]) -> tuple[Entry, Sign] | None:
    """Find the entry that a draft repeats."""
    for entry in entries:
        sign = sign_of(draft, entry)
        if sign is not None:
            return entry, sign
    return None


def pairs(entries: Sequence[Entry]) -> Iterator[Pair]:
    """Give every pair of entries that are likely one."""
    for first, second in combinations(entries, 2):
        sign = sign_of(first, second)
        if sign is not None:
            yield Pair(first, second, sign)
