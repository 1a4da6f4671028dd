"""The words of what can be found, kept and looked for in the database: FTS5, or tsvector.

Terms are made by `words`, the same for both, so both find the same; the databases are asked only to
look them up and to weigh them. Nothing of what a reader types goes into a statement's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction

from byregion.knowledge.search.weighing import weighed

MOST_TERMS = 100_000
MOST_MATCHES = 2000
SHORTEST_BEGINNING = 3


@dataclass(frozen=True, slots=True)
class Match:
    """One row that matches; the higher the weight, the better."""

    pk: int
    kind: str
    language: str
    year: int | None
    regions: str
    themes: str
    programme: str
    title: str
    weight: float


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one row."""

    pk: int
    title: Sequence[str]
    body: Sequence[str]


def write(rows: Iterable[Terms]) -> None:
    """Keep the terms of rows that stand already, in place of what they had."""
    rows = [replace(row, body=row.body[:MOST_TERMS]) for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                _POSTGRES_WRITE,
                [
                    (" ".join([*row.title, *row.body]), weighed(row.title, row.body), row.pk)
                    for row in rows
                ],
            )
            return
        values = [(" ".join(row.title), " ".join(row.body), row.pk) for row in rows]
        cursor.executemany(_SQLITE_FORGET, [(row.pk,) for row in rows])
        cursor.executemany(_SQLITE_WRITE, values)


def forget(pks: Iterable[int]) -> None:
    """Drop the terms of rows that are to go; on PostgreSQL they go with the row."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.executemany(_SQLITE_FORGET, [(pk,) for pk in pks])


def forget_all() -> None:
    """Drop all terms."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM knowledge_searchterms")


def find(words: Sequence[Sequence[str]], *, locale: str, every: bool = True) -> list[Match]:
    """Give the best matches, the best first.

    `words` has a list of terms for each word of the question; a row must have one of each, or,
    unless `every`, of any. A term of three letters or more also finds words that begin with it.
    """
    if not words:
        return []
    if connection.vendor == "postgresql":
        groups = [_postgres_word(terms) for terms in words]
        match = (" & " if every else " | ").join(groups)
        # Any of the words weighs: that all of them stand there is settled already.
        return [Match(*row) for row in _asked(_POSTGRES_FIND, [match, " | ".join(groups), locale])]
    match = (" AND " if every else " OR ").join(_sqlite_word(terms) for terms in words)
    return [Match(*row) for row in _asked(_SQLITE_FIND, [match, locale])]


def stands(terms: Sequence[str]) -> bool:
    """Whether a word, in one of its terms, stands anywhere; nothing is weighed."""
    if connection.vendor == "postgresql":
        return bool(_asked(_POSTGRES_STANDS, [_postgres_word(terms)]))
    return bool(_asked(_SQLITE_STANDS, [_sqlite_word(terms)]))


def _asked(statement: str, values: list[str]) -> list[tuple[Any, ...]]:
    is_postgres = connection.vendor == "postgresql"
    with transaction.atomic() if is_postgres else nullcontext(), connection.cursor() as cursor:
        if is_postgres:
            # It counts on a row's terms being short, and would read all of them, not the index.
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _sqlite_word(terms: Sequence[str]) -> str:
    # A term is letters and digits only, so a quotation mark can't be in it.
    exact = [f'"{term}"' for term in terms]
    begun = [f'"{term}" *' for term in _beginnings(terms)]
    return f"({' OR '.join([*exact, *begun])})"


def _postgres_word(terms: Sequence[str]) -> str:
    exact = [f"'{term}'" for term in terms]
    begun = [f"'{term}':*" for term in _beginnings(terms)]
    return f"({' | '.join([*exact, *begun])})"


def _beginnings(terms: Sequence[str]) -> list[str]:
    # What begins with the longer of two begins with the shorter too, and is looked up once.
    return [
        term
        for term in terms
        if len(term) >= SHORTEST_BEGINNING
        and not any(term != other and term.startswith(other) for other in terms
                    if len(other) >= SHORTEST_BEGINNING)
    ]  # fmt: skip


_COLUMNS = "d.id, d.kind, d.language, d.year, d.regions, d.themes, d.programme, d.title"
_SQLITE_FORGET = "DELETE FROM knowledge_searchterms WHERE rowid = %s"
_SQLITE_WRITE = "INSERT INTO knowledge_searchterms (title, body, rowid) VALUES (%s, %s, %s)"
# A word in a title weighs ten times one in a text.
_SQLITE_FIND = f"""
SELECT {_COLUMNS}, -bm25(knowledge_searchterms, 10.0, 1.0) AS weight
FROM knowledge_searchterms JOIN knowledge_searchdocument d ON d.id = knowledge_searchterms.rowid
WHERE knowledge_searchterms MATCH %s AND d.locale IN ('', %s)
ORDER BY weight DESC, d.id LIMIT {MOST_MATCHES}
"""  # noqa: S608 - only names of ours
_SQLITE_STANDS = "SELECT 1 FROM knowledge_searchterms WHERE knowledge_searchterms MATCH %s LIMIT 1"
_POSTGRES_STANDS = """
SELECT 1 FROM knowledge_searchdocument WHERE terms @@ to_tsquery('simple', %s) LIMIT 1
"""
_POSTGRES_WRITE = """
UPDATE knowledge_searchdocument
SET terms = strip(to_tsvector('simple', %s)), weighed = %s::tsvector WHERE id = %s
"""
# Divided by the length's logarithm (1): of two that are named by a word, the shorter is about it.
_POSTGRES_FIND = f"""
SELECT {_COLUMNS}, ts_rank('{{0.1, 0.2, 0.4, 1.0}}', d.weighed, words, 1) AS weight
FROM knowledge_searchdocument d, to_tsquery('simple', %s) question, to_tsquery('simple', %s) words
WHERE d.terms @@ question AND d.locale IN ('', %s)
ORDER BY weight DESC, d.id LIMIT {MOST_MATCHES}
"""  # noqa: S608 - only names of ours
