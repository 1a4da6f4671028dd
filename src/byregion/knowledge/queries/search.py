"""One box over everything: what is found, how it divides, and what may have been meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Max, Min
from rapidfuzz import fuzz, process

from byregion.common.folding import fold
from byregion.common.translation import FALLBACK, LANGUAGES
from byregion.knowledge.domain import indexing
from byregion.knowledge.models import SearchDocument, SearchWord
from byregion.knowledge.search import engine, passage
from byregion.knowledge.search.engine import Match
from byregion.knowledge.search.words import variants, words

MOST_WORDS = 12
PER_PAGE = 20
# Of a hundred: below it a correction would puzzle, and a suggestion would annoy.
LEAST_TO_CORRECT = 78.0
LEAST_TO_SUGGEST = 62.0
SHORTEST_TO_CORRECT = 4
# What has the name comes first whatever it weighs; then places before what mentions them.
WEIGHTS = {"region": 1.6, "municipality": 1.5, "county": 1.4}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for; empty is no limit. Region and theme are "programme/slug"."""

    text: str
    kind: str = ""
    theme: str = ""
    region: str = ""
    year: int | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found, with its passage; `address` as `SearchDocument` has it."""

    kind: str
    title: list[passage.Part]
    language: str
    year: int | None
    passage: list[passage.Part]
    passage_language: str
    address: list[str] | str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, the total, and how many of all there are by kind, theme, region and so on.

    `corrected` is what was looked for where what was typed is in no text; `is_partial` says that
    nothing has all of the words. `suggestions` are words to try where nothing was found.
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    corrected: str = ""
    is_partial: bool = False
    suggestions: list[str] = field(default_factory=list)
    page: int = 1
    pages: int = 1


def search(wanted: Wanted, *, locale: str, page: int = 1) -> Found:
    """Find what has the words, the best first; see `Found`. Makes the index where it lacks."""
    asked = list(dict.fromkeys(word.casefold() for word in words(wanted.text)))[:MOST_WORDS]
    if len("".join(asked)) < 2:
        return Found()
    indexing.refresh()
    matches, used, is_partial = _matches(asked, locale)
    if not matches:
        return Found(suggestions=_suggestions(asked))
    kept = _ranked([match for match in matches if _fits(match, wanted)], used)
    pages = max(1, -(-len(kept) // PER_PAGE))
    number = min(max(page, 1), pages)
    return Found(
        hits=_hits(kept[(number - 1) * PER_PAGE : number * PER_PAGE], used, locale),
        total=len(kept),
        facets=_facets(kept),
        corrected=" ".join(used) if used != asked and not is_partial else "",
        is_partial=is_partial,
        page=number,
        pages=pages,
    )


def _matches(asked: list[str], locale: str) -> tuple[list[Match], list[str], bool]:
    # All the words; else all, those that stand nowhere corrected; else any of them.
    found = _find(asked, locale)
    if found:
        return found, asked, False
    vocabulary.refresh()
    corrected = [word if engine.stands(variants(word)) else _nearest(word) for word in asked]
    if corrected != asked and (found := _find(corrected, locale)):
        return found, corrected, False
    if len(asked) == 1:
        return [], asked, False
    return _find(corrected, locale, every=False), corrected, True


def _find(asked: Sequence[str], locale: str, *, every: bool = True) -> list[Match]:
    return engine.find([variants(word) for word in asked], locale=locale, every=every)


def _fits(match: Match, wanted: Wanted) -> bool:
    return (
        (not wanted.kind or match.kind == wanted.kind)
        and (not wanted.language or match.language == wanted.language)
        and (wanted.year is None or match.year == wanted.year)
        and (not wanted.theme or f"|{wanted.theme}|" in match.themes)
        and (not wanted.region or f"|{wanted.region}|" in match.regions)
    )


# The same titles are met in every search.
_folded = lru_cache(maxsize=20_000)(fold)


def _ranked(matches: list[Match], used: Sequence[str]) -> list[Match]:
    name = fold(" ".join(used))

    def named(match: Match) -> int:
        title = _folded(match.title)
        return 2 if title == name else int(title.startswith(name))

    def place(match: Match) -> tuple[int, float, str, int]:
        weight = match.weight * WEIGHTS.get(match.kind, 1.0)
        return -named(match), -weight, match.title, match.pk

    return sorted(matches, key=place)


def _facets(matches: Iterable[Match]) -> dict[str, list[tuple[str, int]]]:
    counted: dict[str, Counter[str]] = {
        name: Counter() for name in ("kind", "theme", "region", "year", "language")
    }
    for match in matches:
        counted["kind"][match.kind] += 1
        counted["language"][match.language] += 1
        counted["year"][str(match.year or "")] += 1
        counted["theme"].update(match.themes.strip("|").split("|"))
        counted["region"].update(match.regions.strip("|").split("|"))
    for held in counted.values():
        held.pop("", None)
    newest_first: Callable[[tuple[str, int]], tuple[int, str]] = lambda one: (-int(one[0]), "")  # noqa: E731
    most_first: Callable[[tuple[str, int]], tuple[int, str]] = lambda one: (-one[1], one[0])  # noqa: E731
    return {
        name: sorted(held.items(), key=newest_first if name == "year" else most_first)
        for name, held in counted.items()
    }


def _hits(matches: Sequence[Match], used: Sequence[str], locale: str) -> list[Hit]:
    rows = SearchDocument.objects.in_bulk([match.pk for match in matches])
    found = passage.pattern([term for word in used for term in variants(word)])
    return [_hit(rows[match.pk], found, locale) for match in matches]


def _hit(row: SearchDocument, found: re.Pattern[str] | None, locale: str) -> Hit:
    language, text = _told(row, found, locale)
    return Hit(
        kind=row.kind,
        title=passage.marked(row.title, found),
        language=row.language,
        year=row.year,
        passage=passage.passage(text, found) if text else [],
        passage_language=language,
        address=row.address,
    )


def _told(row: SearchDocument, found: re.Pattern[str] | None, locale: str) -> tuple[str, str]:
    # In short and in the reader's language, unless what was found is only in the text itself.
    code = next((one for one in FALLBACK.get(locale, LANGUAGES) if one in row.lead), "")
    lead = row.lead.get(code, "")
    if not lead or (found and not found.search(lead) and found.search(row.body)):
        return row.language, row.body
    return code, lead


def _nearest(word: str) -> str:
    # The word itself where nothing is near it.
    if len(word) < SHORTEST_TO_CORRECT or word.isdigit():
        return word
    wanted, best, likeness = fold(word), "", LEAST_TO_CORRECT
    for words_near in vocabulary.near(wanted):
        # Only what is nearer still is looked for: a comparison is given up as soon as it isn't.
        found = process.extractOne(
            wanted, words_near, scorer=fuzz.ratio, score_cutoff=min(likeness + 0.01, 100.0)
        )
        if found:
            best, likeness = found[0], found[1]
    return vocabulary.shown(best) if best else word


def _suggestions(asked: Iterable[str]) -> list[str]:
    vocabulary.refresh()
    found = [
        vocabulary.shown(word)
        for one in map(fold, asked)
        if len(one) >= SHORTEST_TO_CORRECT
        for words_near in vocabulary.near(one)
        for word, _likeness, _place in process.extract(
            one, words_near, scorer=fuzz.ratio, score_cutoff=LEAST_TO_SUGGEST, limit=2
        )
    ]
    return list(dict.fromkeys(found))[:5]


class Vocabulary:
    """The words of the index, kept in memory until one more is learnt or all are made anew."""

    def __init__(self) -> None:
        self._state: tuple[int, int] = (-1, -1)
        self._shown: dict[str, str] = {}
        self._by_length: dict[int, list[str]] = {}

    def refresh(self) -> None:
        """Read the words again where there are others."""
        # The first changes when all are made anew, the last when one more is learnt.
        state = SearchWord.objects.aggregate(first=Min("pk"), last=Max("pk"))
        now = (state["first"] or 0, state["last"] or 0)
        if now == self._state:
            return
        self._shown = dict(SearchWord.objects.values_list("word", "shown"))
        self._by_length = {}
        for word in self._shown:
            self._by_length.setdefault(len(word), []).append(word)
        self._state = now

    def __len__(self) -> int:
        """Count the words."""
        return len(self._shown)

    def near(self, word: str) -> Iterator[list[str]]:
        """Give the words, folded, by length: as long as this one, then one and two letters off."""
        for more in (0, 1, -1, 2, -2):
            if held := self._by_length.get(len(word) + more):
                yield held

    def shown(self, word: str) -> str:
        """Give a folded word as it is written."""
        return self._shown.get(word, word)


vocabulary = Vocabulary()
