"""The librarian's acts: add, change, take over from a bundle, take in a file's, merge, remove."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from byregion.audit.domain.trail import record
from byregion.common.folding import fold
from byregion.knowledge.bibliography.entry import Author, Described, Entry
from byregion.knowledge.bibliography.incoming import Draft
from byregion.knowledge.bibliography.likeness import Sign, sign_of, twin_of
from byregion.knowledge.domain import indexing
from byregion.knowledge.models import (
    File,
    FormerSlug,
    Publication,
    PublicationAuthor,
    PublicationReference,
)
from byregion.knowledge.queries import publications
from byregion.programme.models import Publication as KnownPublication

_PLAIN = (
    "title", "kind", "institution", "year", "language", "isbn", "issn", "doi", "urn", "method",
    "url", "summary_nn", "summary_nb", "summary_en",
)  # fmt: skip


class CannotMerge(Exception):
    """The two are one row already, or one of them is a bundle's."""


@dataclass(frozen=True, slots=True)
class Previewed:
    """A draft, and what would become of it: added, or left out as a twin of `twin`."""

    draft: Draft
    twin: Entry | None = None
    sign: Sign | None = None
    # Where in the same file the same publication stands already.
    repeats_line: int | None = None

    @property
    def may_be_added(self) -> bool:
        """Whether it is new and nothing is wrong with it."""
        return not self.draft.faults and self.twin is None and self.repeats_line is None


@transaction.atomic
def add_publication(
    draft: Draft, *, by: str, at: datetime, programme: str = "", file: File | None = None
) -> Publication:
    """Add an entry: the row with its authors and references, the trail, the search's index."""
    publication = Publication(slug=_free_slug(draft.title), programme=programme, changed_at=at)
    publication.file = file
    _write(publication, draft, at)
    _note("publication.added", publication, by=by, at=at)
    return publication


@transaction.atomic
def change_publication(
    publication: Publication, draft: Draft, *, by: str, at: datetime, file: File | None = None
) -> Publication:
    """Change an entry; its address stays. Without `file` the one it has stays too."""
    publication.file = file or publication.file
    _write(publication, draft, at)
    _note("publication.changed", publication, by=by, at=at)
    return publication


@transaction.atomic
def take_over(known: KnownPublication, *, by: str, at: datetime) -> Publication:
    """Make a row that stands for a bundle's entry, to be edited; the bundle's own is untouched.

    Gives the row that stands for it already, where one does.
    """
    address = f"{known.programme.slug}/{known.slug}"
    held = Publication.objects.filter(stands_for=address).first()
    if held is not None:
        return held
    entry = publications.known_entry(known)
    publication = Publication(
        slug=known.slug, programme=known.programme.slug, stands_for=address, changed_at=at
    )
    if Publication.objects.filter(slug=known.slug).exists():
        publication.slug = _free_slug(known.title)
    _write(publication, draft_of(entry), at)
    _note("publication.taken_over", publication, by=by, at=at)
    return publication


@transaction.atomic
def remove_publication(publication: Publication, *, by: str, at: datetime) -> None:
    """Take an entry away; its file stays among the documents."""
    _note("publication.removed", publication, by=by, at=at)
    indexing.forget("publication", publication.slug)
    publication.delete()


@transaction.atomic
def merge(keep: Publication, gone: Publication, *, by: str, at: datetime) -> Publication:
    """Make one entry of two: what `keep` lacks it takes from `gone`, whose address leads to it.

    Raises CannotMerge where they are the same row.
    """
    if keep.pk == gone.pk:
        raise CannotMerge
    taken = {name: getattr(gone, name) for name in _PLAIN if not getattr(keep, name)}
    taken |= {name: getattr(gone, name) for name in ("file", "stands_for")
              if not getattr(keep, name)}  # fmt: skip
    authors = list(gone.authors.all()) if not keep.authors.exists() else []
    references = [(ref.kind, ref.programme, ref.slug) for ref in gone.references.all()]
    FormerSlug.objects.filter(publication=gone).update(publication=keep)
    former = gone.slug
    _note("publication.merged", gone, by=by, at=at, into=keep.pk)
    indexing.forget("publication", former)
    gone.delete()
    FormerSlug.objects.create(slug=former, publication=keep)
    for name, value in taken.items():
        setattr(keep, name, value)
    keep.changed_at = at
    keep.save()
    for author in authors:
        PublicationAuthor.objects.create(
            publication=keep, position=author.position, family=author.family, given=author.given
        )
    for kind, programme, slug in references:
        keep.references.get_or_create(kind=kind, programme=programme, slug=slug)
    indexing.index_publication(keep.slug)
    return keep


def preview(drafts: Sequence[Draft], entries: Sequence[Entry] | None = None) -> list[Previewed]:
    """Tell what would become of each draft; nothing is written."""
    held = publications.entries() if entries is None else entries
    previewed: list[Previewed] = []
    for draft in drafts:
        twin = twin_of(draft, held)
        earlier = next(
            (one.draft.line for one in previewed if sign_of(draft, one.draft) is not None), None
        )
        entry, sign = twin or (None, None)
        previewed.append(Previewed(draft, entry, sign, earlier if twin is None else None))
    return previewed


@transaction.atomic
def take_in(
    drafts: Sequence[Draft], *, lines: Iterable[int], by: str, at: datetime, programme: str = ""
) -> list[Publication]:
    """Add those of a file's drafts that stand on `lines` and may be added; all of them or none."""
    wanted = set(lines)
    chosen = [one.draft for one in preview(drafts) if one.may_be_added and one.draft.line in wanted]
    return [add_publication(draft, by=by, at=at, programme=programme) for draft in chosen]


def draft_of(entry: Entry) -> Draft:
    """Give an entry as a draft, to be changed."""
    said: dict[str, Any] = {one.name: getattr(entry, one.name) for one in fields(Described)}
    said |= {f"summary_{code}": text for code, text in entry.summaries.items()}
    return Draft(**said)


def _write(publication: Publication, draft: Draft, at: datetime) -> None:
    for name in _PLAIN:
        setattr(publication, name, getattr(draft, name))
    publication.changed_at = at
    publication.save()
    _write_authors(publication, draft.authors)
    _write_references(publication, draft)
    indexing.index_publication(publication.slug)


def _write_authors(publication: Publication, authors: Sequence[Author]) -> None:
    publication.authors.all().delete()
    PublicationAuthor.objects.bulk_create(
        PublicationAuthor(
            publication=publication, position=number, family=author.family, given=author.given
        )
        for number, author in enumerate(authors, start=1)
    )


def _write_references(publication: Publication, draft: Draft) -> None:
    publication.references.all().delete()
    named = [("region", address) for address in draft.regions]
    named += [("theme", address) for address in draft.themes]
    PublicationReference.objects.bulk_create(
        PublicationReference(
            publication=publication,
            kind=kind,
            programme=address.partition("/")[0],
            slug=address.partition("/")[2],
        )
        for kind, address in dict.fromkeys(named)
    )


def _free_slug(title: str) -> str:
    stem = slugify(fold(title))[:70].strip("-") or "publikasjon"
    taken = {
        *Publication.objects.filter(slug__startswith=stem).values_list("slug", flat=True),
        *KnownPublication.objects.filter(slug__startswith=stem).values_list("slug", flat=True),
        *FormerSlug.objects.filter(slug__startswith=stem).values_list("slug", flat=True),
    }
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbered) if slug not in taken)


def _note(act: str, publication: Publication, *, by: str, at: datetime, into: int = 0) -> None:
    details = {"into": into} if into else {}
    record(
        act, subject_kind="publication", subject_key=publication.pk, at=at, by=by, details=details
    )
