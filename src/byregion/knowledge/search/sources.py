"""What can be found: documents made from the rows of every room below, and from the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import override
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from byregion.common.translation import LANGUAGES
from byregion.knowledge.bibliography.entry import Entry
from byregion.knowledge.domain.uploads import may_be_shown
from byregion.knowledge.models import ArticlePage, File, Publication, RegionStory, StandardPage
from byregion.knowledge.queries.attachments import row_of
from byregion.knowledge.queries.publications import entries
from byregion.network.models import Gathering, NetworkQuestion
from byregion.network.queries import gatherings, questions
from byregion.programme.models import CityRegion, Programme
from byregion.programme.queries import programmes
from byregion.programme.queries import regions as region_queries
from byregion.programme.queries.places import listed_municipalities

MOST_TEXT = 400_000
PAGE_KINDS: dict[type[Page], str] = {
    ArticlePage: "article", StandardPage: "page", RegionStory: "story",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """One thing as the index keeps it; see `models.SearchDocument`."""

    kind: str
    key: str
    title: str
    body: str
    address: list[Any] | str
    locale: str = ""
    language: str = ""
    programme: str = ""
    year: int | None = None
    regions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    # Short texts by language, searched with the body.
    lead: dict[str, str] = field(default_factory=dict)


def facts() -> Iterator[Document]:
    """Give what the programmes' bundles and the geography tell."""
    first = programmes.default_programme()
    if first is None:
        return
    yield from _places(first)
    for programme in Programme.objects.order_by("pk"):
        yield from _regions(programme)


def _places(programme: Programme) -> Iterator[Document]:
    for place in listed_municipalities(programme.vintage):
        until = "" if place.valid_to is None else f"–{place.valid_to.year - 1}"
        body = f"{place.code} {until}".strip()
        address = ["public:municipality", place.code]
        yield Document("municipality", place.code, place.official_name(), body, address)
    for code, name in region_queries.counties(programme):
        yield Document("county", code, name, "", ["public:county", code])


def _regions(programme: Programme) -> Iterator[Document]:
    for region in region_queries.regions(programme):
        for locale in LANGUAGES:
            with override(locale):
                yield _region(programme, region, locale)


def _region(programme: Programme, region: CityRegion, locale: str) -> Document:
    taking_part = region.listed_participations
    parts = [str(region.summary), str(region.note)]
    parts += [f"{part.title} {part.keywords.replace(';', ', ')}" for part in taking_part]
    members = {member.municipality_name for part in taking_part for member in part.listed_members}
    parts += sorted(members)
    themes = {theme.slug for part in taking_part for theme in part.listed_themes}
    return Document(
        "region",
        f"{programme.slug}/{region.slug}",
        region.name,
        _joined(parts),
        ["public:region", programme.slug, region.slug],
        locale=locale,
        language=region.summary.language or locale,
        programme=programme.slug,
        regions=(f"{programme.slug}/{region.slug}",),
        themes=tuple(f"{programme.slug}/{slug}" for slug in sorted(themes)),
    )


def meetings() -> Iterator[Document]:
    """Give the gatherings that everyone may see."""
    for programme in Programme.objects.order_by("pk"):
        for listed in gatherings.listed(programme):
            told = [] if listed.own is None else gatherings.told(listed.own)
            words = [] if listed.own is None else _words_left(listed.own)
            for locale in LANGUAGES:
                with override(locale):
                    yield _meeting(programme, listed, [*map(str, told), *words], locale)


def _words_left(gathering: Gathering) -> list[str]:
    """Give the words of the presentations that a gathering has left; none that waits for a scan."""
    found = [row_of(row.file_key) for row in gathering.materials.all()]
    return [file.text for file in found if isinstance(file, File) and may_be_shown(file)]


def _meeting(
    programme: Programme, listed: gatherings.Listed, told: list[str], locale: str
) -> Document:
    parts = list(told)
    if listed.known is not None:
        parts += [str(listed.known.topics), str(listed.known.items), listed.known.city]
    region = ""
    if listed.own is not None:
        parts += [str(listed.own.summary), str(listed.own.outcome), listed.own.city]
        region = listed.own.region
    return Document(
        "gathering",
        f"{programme.slug}/{listed.slug}",
        str(listed.title),
        _joined(parts),
        ["public:gathering", programme.slug, listed.slug],
        locale=locale,
        language=listed.title.language,
        programme=programme.slug,
        year=listed.start_date.year,
        regions=(f"{programme.slug}/{region}",) if region else (),
    )


def publications(slugs: Iterable[str] | None = None) -> Iterator[Document]:
    """Give the library's entries, or those with the addresses named, with the words of their files.

    A file that waits for the virus scanner isn't shown, so its words aren't either.
    """
    first = programmes.default_programme()
    if first is None:
        return
    wanted = None if slugs is None else set(slugs)
    for entry in entries():
        if wanted is None or entry.slug in wanted:
            yield _publication(entry, entry.programme or first.slug)


def _publication(entry: Entry, programme: str) -> Document:
    parts = [entry.written_by, entry.institution if entry.authors else "", _words_of(entry)]
    return Document(
        "publication",
        entry.slug,
        entry.title,
        _joined(parts),
        ["public:publication", programme, entry.slug],
        language=entry.language,
        programme=entry.programme,
        year=entry.year,
        regions=entry.regions,
        themes=entry.themes,
        lead={code: text for code, text in entry.summaries.items() if text},
    )


def _words_of(entry: Entry) -> str:
    if entry.key is None or entry.file is None:
        return ""
    file = File.objects.filter(publications=entry.key).first()
    return file.text if file and may_be_shown(file) else ""


def advice() -> Iterator[Document]:
    """Give the answered questions that everyone may read; people are never named."""
    for programme in Programme.objects.order_by("pk"):
        for question in questions.advice(programme.slug):
            yield _question(programme, question)


def _question(programme: Programme, question: NetworkQuestion) -> Document:
    answer = question.accepted
    named = {question.region, answer.region if answer else ""} - {""}
    return Document(
        "question",
        str(question.pk),
        question.title,
        _joined([question.text, answer.text if answer else ""]),
        ["public:advice-one", programme.slug, question.pk],
        language=question.language,
        programme=programme.slug,
        year=question.asked_at.year,
        regions=tuple(f"{programme.slug}/{slug}" for slug in sorted(named)),
        themes=tuple(f"{programme.slug}/{held.theme}" for held in question.themes.all()),
    )


def of_file(file: File) -> list[str]:
    """Name the library's entries that a file belongs to."""
    return list(Publication.objects.filter(file=file).values_list("slug", flat=True))


def pages(found: Iterable[Page] | None = None) -> Iterator[Document]:
    """Give the published pages that everyone may see, or those of `found` that are such."""
    for kind, name in PAGE_KINDS.items():
        shown = kind.objects.live().public().select_related("locale", "alias_of__locale")
        if found is not None:
            shown = shown.filter(pk__in=[page.pk for page in found])
        for page in shown.iterator(chunk_size=200):
            yield _page(page, name)


def _page(page: Any, kind: str) -> Document:
    references = list(page.references.all()) if kind == "article" else []
    regions = [f"{ref.programme}/{ref.slug}" for ref in references if ref.kind == "region"]
    if kind == "story":
        regions.append(page.region)
    dated = getattr(page, "published_date", None) or page.first_published_at
    return Document(
        kind,
        str(page.pk),
        page.title,
        _joined(_told(page)),
        page.url or "",
        locale=page.locale.language_code,
        language=(page.alias_of or page).locale.language_code,
        programme=page.programme_slug if kind == "story" else "",
        year=dated.year if dated and kind == "article" else None,
        regions=tuple(regions),
        themes=tuple(f"{ref.programme}/{ref.slug}" for ref in references if ref.kind == "theme"),
    )


def _told(page: Any) -> list[str]:
    parts = [getattr(page, name, "") for name in ("intro", "summary", "byline")]
    for name in ("aims", "results", "advice", "next_work"):
        parts.append(get_text_for_indexing(getattr(page, name, "")))
    body = page.body
    return [*parts, *body.stream_block.get_searchable_content(body)]


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(part.strip() for part in map(str, parts) if part.strip())[:MOST_TEXT]
