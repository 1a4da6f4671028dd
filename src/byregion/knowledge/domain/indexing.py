"""Keep what the search looks in up to date: built whole, or one thing at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction
from wagtail.models import Page

from byregion.common.folding import fold
from byregion.knowledge.models import File, SearchDocument, SearchPart, SearchWord
from byregion.knowledge.search import engine, sources, words
from byregion.knowledge.search.sources import Document

One = TypeVar("One")
BATCH = 200
SHORTEST_WORD = 4
# Kinds whose whole text is worth comparing a misspelling with; a report's would be its typos too.
SPELT = {"region", "municipality", "county", "gathering", "article", "page", "story", "question"}
# What is written by rooms that don't know the search: seen by counting, and made anew when changed.
PARTS = {
    "facts": ("region", "municipality", "county"),
    "meetings": ("gathering",),
    "publications": ("publication",),
    "advice": ("question",),
    # Kept up by the editor's own acts from the first time on.
    "pages": ("article", "page", "story"),
}
# Raised when what is kept of a thing changes, so that an installation makes its index anew.
EDITION = 4
# Tables, what in them grows when a row changes, and which rows count.
_FINGERPRINTS = {
    "facts": (
        ("programme_programme", "id", "1 = 1"),
        ("programme_cityregion", "id", "1 = 1"),
        ("programme_participation", "id", "1 = 1"),
    ),
    "meetings": (
        ("programme_gathering", "id", "1 = 1"),
        ("network_gathering", "changed_at", "1 = 1"),
        ("knowledge_filestate", "id", "is_read"),
    ),
    "publications": (("programme_publication", "id", "1 = 1"),),
    "advice": (
        ("network_networkquestion", "latest_at", "is_public AND hidden_at IS NULL"),
        ("network_networkquestion", "accepted_id", "accepted_id IS NOT NULL"),
        ("network_networkanswer", "edited_at", "may_be_public AND deleted_at IS NULL"),
    ),
}


@transaction.atomic
def rebuild() -> int:
    """Build all of it anew; gives how many rows there are."""
    engine.forget_all()
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()
    count = sum(map(_save, _batches(_everything())))
    for name, print_ in fingerprints().items():
        SearchPart.objects.update_or_create(name=name, defaults={"fingerprint": print_})
    return count


def refresh() -> None:
    """Make anew what other rooms have changed since it was made; two queries where nothing has."""
    held = dict(SearchPart.objects.values_list("name", "fingerprint"))
    for name, print_ in fingerprints().items():
        if held.get(name) != print_:
            _remake(name, print_)


@transaction.atomic
def _remake(name: str, print_: str) -> None:
    # Whoever comes second waits here, and finds it made.
    part, _is_new = SearchPart.objects.select_for_update().get_or_create(name=name)
    if part.fingerprint == print_:
        return
    _forget_rows(SearchDocument.objects.filter(kind__in=PARTS[name]).values_list("pk", flat=True))
    for batch in _batches(getattr(sources, name)()):
        _save(batch)
    part.fingerprint = print_
    part.save()


def fingerprints() -> dict[str, str]:
    """Give a mark of the state of each part's source, in one query."""
    tables = [(part, *table) for part, held in _FINGERPRINTS.items() for table in held]
    asked = ", ".join(
        f"(SELECT {value} FROM {table} WHERE {which})"  # noqa: S608 - only names of ours
        for _part, table, column, which in tables
        for value in ("count(*)", f"max({column})", "sum(id)")
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        row = cursor.fetchone()
    said: dict[str, list[str]] = {part: [str(EDITION)] for part in PARTS}
    for place, (part, *_table) in enumerate(tables):
        said[part] += map(str, row[3 * place : 3 * place + 3])
    return {
        part: hashlib.sha256("/".join(held).encode()).hexdigest() for part, held in said.items()
    }


@transaction.atomic
def index_pages(pages: Iterable[Page]) -> None:
    """Index pages and their stand-ins in other languages; what isn't public is forgotten."""
    pages = list(pages)
    pages += Page.objects.filter(alias_of__in=pages)
    for page in pages:
        forget_page(page)
    _save(list(sources.pages(pages)))


def forget_page(page: Page) -> None:
    """Forget a page."""
    for kind in sources.PAGE_KINDS.values():
        forget(kind, str(page.pk))


@transaction.atomic
def index_publication(slug: str) -> None:
    """Index one entry of the library, and what it stands for no longer."""
    forget("publication", slug)
    _save(list(sources.publications([slug])))


def index_file(file: File) -> None:
    """Index the entries that a file belongs to, once its words are read."""
    for slug in sources.of_file(file):
        index_publication(slug)


@transaction.atomic
def index(documents: Iterable[Document]) -> None:
    """Index documents that another room makes, in place of those with the same kind and key.

    Their kind is none of PARTS': those are made anew from their sources.
    """
    documents = list(documents)
    for kind, key in {(one.kind, one.key) for one in documents}:
        forget(kind, key)
    _save(documents)


def forget(kind: str, key: str) -> None:
    """Forget one thing, in every language."""
    _forget_rows(SearchDocument.objects.filter(kind=kind, key=key).values_list("pk", flat=True))


def _forget_rows(pks: Iterable[int]) -> None:
    pks = list(pks)
    engine.forget(pks)
    for some in _batches(pks):
        SearchDocument.objects.filter(pk__in=some).delete()


def _batches(things: Iterable[One], size: int = BATCH) -> Iterator[list[One]]:
    waiting = iter(things)
    while some := list(islice(waiting, size)):
        yield some


def _everything() -> Iterator[Document]:
    yield from sources.facts()
    yield from sources.meetings()
    yield from sources.publications()
    yield from sources.advice()
    yield from sources.pages()


def _save(documents: list[Document]) -> int:
    rows = SearchDocument.objects.bulk_create(map(_row, documents))
    engine.write(
        engine.Terms(
            row.pk,
            words.terms(row.title, row.language),
            _body_terms(row),
        )
        for row in rows
    )
    _learn(documents)
    return len(rows)


def _body_terms(row: SearchDocument) -> list[str]:
    # The short texts first: what is beyond the limit of a row is at a report's end.
    found: list[str] = []
    for language, text in row.lead.items():
        found += words.terms(text, language)
    return found + words.terms(row.body, row.language)


def _row(one: Document) -> SearchDocument:
    return SearchDocument(
        kind=one.kind,
        key=one.key,
        locale=one.locale,
        language=one.language,
        programme=one.programme,
        title=one.title[:400],
        body=one.body,
        address=one.address,
        year=one.year,
        regions=_barred(one.regions),
        themes=_barred(one.themes),
        lead=one.lead,
    )


def _barred(addresses: Iterable[str]) -> str:
    joined = "|".join(addresses)
    return f"|{joined}|" if joined else ""


def _learn(documents: Iterable[Document]) -> None:
    found = {
        fold(word): word.casefold()
        for one in documents
        for word in words.words(f"{one.title} {one.body if one.kind in SPELT else ''}")
        if len(word) >= SHORTEST_WORD and not word.isdigit()
    }
    SearchWord.objects.bulk_create(
        (SearchWord(word=word, shown=shown) for word, shown in found.items() if len(word) <= 40),
        ignore_conflicts=True,
        batch_size=400,
    )
