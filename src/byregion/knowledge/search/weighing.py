"""How much a text is about its words, so small that thousands of texts are weighed at once.

PostgreSQL weighs a text by reading all of its terms, and those of a report are a hundred kilobytes.
What it weighs by is therefore kept beside them: each term once, in one of four classes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

# BM25's k1 and b, and a usual text's number of words (Robertson and Zaragoza 2009, The
# Probabilistic Relevance Framework, 3.4).
SATURATION, LENGTH, USUAL = 1.2, 0.75, 500
# A term's share of what a word can weigh in a text, and its class in a tsvector; A is the title's.
CLASSES = ((0.6, "B"), (0.3, "C"), (0.1, "D"))
# Terms that are kept: so many, and one more for each so many words. A page's are then short enough
# to stand in its row, where thousands are read as fast as one.
FEWEST, A_TERM_IN = 60, 20
# More often than this is as often.
MOST_TIMES = 4
LAST_PLACE = 16_383  # that a tsvector can hold


def weighed(title: Sequence[str], body: Sequence[str]) -> str:
    """Write a tsvector of the title's terms, and of those that the body says often for its length.

    Terms are letters and digits only, as `words.terms` makes them.
    """
    named = [_entry(term, place, "A") for place, term in enumerate(dict.fromkeys(title), start=1)]
    return " ".join([*named, *_of_body(body, start=len(title) + 1)])


def _of_body(body: Sequence[str], start: int) -> Iterator[str]:
    counted = Counter(body)
    # Of two as frequent, what is said first.
    kept = dict(counted.most_common(FEWEST + len(body) // A_TERM_IN))
    # A few lines count as a usual text: to say a word twice in them is more than to say it once.
    whole = SATURATION * (1 - LENGTH + LENGTH * max(1.0, len(body) / USUAL))
    for place, (term, times) in enumerate(counted.items(), start=start):
        share = times / (times + whole)
        letter = next((letter for least, letter in CLASSES if share >= least), "")
        if letter and term in kept:
            yield _entry(term, place, letter, times)


def _entry(term: str, place: int, letter: str, times: int = 1) -> str:
    # Of two texts in a class, the one that says it more often: so many places, whichever they are.
    first = min(place, LAST_PLACE - MOST_TIMES)
    places = (f"{first + more}{letter}" for more in range(min(times, MOST_TIMES)))
    return f"'{term}':{','.join(places)}"
