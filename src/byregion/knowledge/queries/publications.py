"""The library as one list: its own rows and those of the programmes' bundles (ADR 17)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext

from byregion.common.folding import fold
from byregion.common.tables import Table
from byregion.common.translation import LANGUAGES
from byregion.knowledge.bibliography.entry import Author, Entry, StoredFile, split_authors
from byregion.knowledge.models import FormerSlug, Publication
from byregion.programme.models import Programme
from byregion.programme.models import Publication as KnownPublication

COLUMNS = (
    "slug", "title", "authors", "institution", "year", "kind", "language", "method", "isbn", "issn",
    "doi", "urn", "url", "regions", "themes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """What a reader asks for; empty is everything. Region and theme are "programme/slug"."""

    theme: str = ""
    region: str = ""
    year: int | None = None
    kind: str = ""
    language: str = ""
    institution: str = ""
    method: str = ""
    text: str = ""


def entries(programme: str | None = None) -> list[Entry]:
    """Give all entries, the newest first, in a fixed number of queries.

    With a programme, its own and those that belong to none. A bundle's entry that a row of the
    library stands for is left out.
    """
    rows = Publication.objects.select_related("file").defer("file__text")
    rows = rows.prefetch_related("authors", "references")
    if programme is not None:
        rows = rows.filter(Q(programme=programme) | Q(programme=""))
    own = list(rows)
    replaced = {row.stands_for for row in own if row.stands_for}
    found = [*map(_own, own), *(one for one in _known(programme) if _address(one) not in replaced)]
    return sorted(found, key=lambda entry: (-(entry.year or 0), fold(entry.title)))


def chosen(listed: Iterable[Entry], wanted: LibraryFilter) -> list[Entry]:
    """Keep the entries that a reader asks for."""
    return [entry for entry in listed if _fits(entry, wanted)]


def _fits(entry: Entry, wanted: LibraryFilter) -> bool:
    same = (
        (wanted.kind, entry.kind),
        (wanted.language, entry.language),
        (wanted.method, entry.method),
        (wanted.year, entry.year),
    )
    return (
        all(not asked or asked == held for asked, held in same)
        and (not wanted.theme or wanted.theme in entry.themes)
        and (not wanted.region or wanted.region in entry.regions)
        and (not wanted.institution or wanted.institution in institutions_of(entry))
        and (not wanted.text or fold(wanted.text) in fold(f"{entry.title} {entry.written_by}"))
    )


def institutions_of(entry: Entry) -> list[str]:
    """Name the institution of an entry, or the organisations that wrote it where none is stated."""
    if entry.institution:
        return [entry.institution]
    return [author.family for author in entry.authors if not author.given]


def one(programme: str, slug: str) -> Entry | None:
    """Give an entry by its address; None where there is none."""
    return next((entry for entry in entries(programme) if entry.slug == slug), None)


def moved(slug: str) -> str:
    """Give the address that an entry has now, after a merge; empty where it never had that one."""
    found = FormerSlug.objects.filter(slug=slug).select_related("publication").first()
    return found.publication.slug if found else ""


def table(programme: Programme, listed: Sequence[Entry]) -> Table:
    """One row per entry, to take away."""
    return Table(
        name="publications",
        title=f"{programme.name}: {gettext('Publications')}",
        columns=COLUMNS,
        rows=[_row(entry) for entry in listed],
        source=f"Byregion, {programme.name_en}; the library",
        licence=programme.licence,
        as_of=programme.as_of,
    )


def _row(entry: Entry) -> tuple[str | int | None, ...]:
    texts = (
        entry.method, entry.isbn, entry.issn, entry.doi, entry.urn, entry.url,
        "; ".join(entry.regions), "; ".join(entry.themes),
    )  # fmt: skip
    return (
        entry.slug,
        entry.title,
        "; ".join(author.sorted_name for author in entry.authors),
        entry.institution or None,
        entry.year,
        entry.kind,
        entry.language or None,
        *(text or None for text in texts),
    )


def _address(entry: Entry) -> str:
    return f"{entry.programme}/{entry.slug}"


def _own(row: Publication) -> Entry:
    held = list(row.references.all())
    file = row.file
    return Entry(
        slug=row.slug,
        key=row.pk,
        kind=row.kind,
        title=row.title,
        authors=tuple(Author(author.family, author.given) for author in row.authors.all()),
        institution=row.institution,
        year=row.year,
        language=row.language,
        isbn=row.isbn,
        issn=row.issn,
        doi=row.doi,
        urn=row.urn,
        method=row.method,
        url=row.url,
        file=StoredFile(file.url, file.file_extension, file.file_size, file.page_count)
        if file
        else None,
        summaries={code: getattr(row, f"summary_{code}") for code in LANGUAGES},
        summary=row.summary,
        programme=row.programme,
        regions=tuple(f"{ref.programme}/{ref.slug}" for ref in held if ref.kind == "region"),
        themes=tuple(f"{ref.programme}/{ref.slug}" for ref in held if ref.kind == "theme"),
    )


def _known(programme: str | None) -> list[Entry]:
    rows = KnownPublication.objects.select_related("programme").prefetch_related("regions")
    if programme is not None:
        rows = rows.filter(programme__slug=programme)
    return [known_entry(row) for row in rows]


def known_entry(row: KnownPublication) -> Entry:
    """Give a bundle's publication as an entry: nothing is added to what the bundle states."""
    authors, institution = split_authors(row.authors)
    return Entry(
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        authors=authors,
        institution=institution,
        year=row.year,
        language=row.language,
        url=row.url,
        summaries={code: getattr(row, f"summary_{code}") for code in LANGUAGES},
        summary=row.summary,
        programme=row.programme.slug,
        regions=tuple(f"{row.programme.slug}/{region.slug}" for region in row.regions.all()),
    )
