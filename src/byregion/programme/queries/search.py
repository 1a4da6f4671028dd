"""Search over all that a programme shows, forgiving of case, æøå and small misspellings.

The whole of a programme is some hundreds of short texts, so they are compared one by one; no index
has to be kept in step with the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from byregion.common.folding import fold
from byregion.programme.models import Programme
from byregion.programme.queries import regions as queries
from byregion.programme.queries.places import listed_municipalities

# Below this likeness (0-100) a hit would puzzle the reader.
LEAST_LIKENESS = 80.0


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; `kind` and `key` say which page shows it."""

    kind: str
    key: str
    title: str
    text: str
    likeness: float


def search(programme: Programme, text: str, *, most: int = 50) -> list[Hit]:
    """Give the best hits, a whole word before a part, a title before a text."""
    wanted = fold(text).strip()
    if len(wanted) < 2:
        return []
    hits = [
        Hit(kind, key, title, body, likeness)
        for kind, key, title, body in _entries(programme)
        if (likeness := _likeness(wanted, title, body)) >= LEAST_LIKENESS
    ]
    hits.sort(key=lambda hit: (-hit.likeness, hit.title, hit.key))
    return hits[:most]


def _likeness(wanted: str, title: str, body: str) -> float:
    folded_title, folded_body = fold(title), fold(body)
    if folded_title == wanted:
        return 120.0
    if folded_title.startswith(wanted):
        return 115.0
    if wanted in folded_title:
        return 110.0
    if wanted in folded_body:
        return 100.0
    if len(wanted) < 4:
        return 0.0
    return max((float(fuzz.ratio(wanted, word)) for word in folded_title.split()), default=0.0)


def _entries(programme: Programme) -> Iterator[tuple[str, str, str, str]]:
    for region in queries.regions(programme):
        parts = [
            f"{participation.theme_title} {participation.keywords.replace(';', ', ')}"
            for participation in region.listed_participations
        ]
        yield "region", region.slug, region.name, f"{region.summary} {' '.join(parts)}"
    for place in listed_municipalities(programme.vintage):
        years = "" if place.valid_to is None else f"–{place.valid_to.year - 1}"
        yield "municipality", place.code, place.official_name(), f"{place.code} {years}".strip()
    for code, name in queries.counties(programme):
        yield "county", code, name, ""
    for gathering in programme.gatherings.all():
        yield "gathering", gathering.slug, str(gathering.title), str(gathering.topics)
    for publication in programme.publications.all():
        yield "publication", publication.slug, publication.title, publication.authors
