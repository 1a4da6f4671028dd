"""What a newsletter says in a language, and what may be put in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import override

from byregion.common.translation import FALLBACK, LANGUAGES
from byregion.knowledge.models import ArticlePage, IssueEdition, IssueItem, NewsletterIssue
from byregion.network.addresses import gathering_page
from byregion.network.enums import GatheringStatus
from byregion.network.models import Gathering

MOST_OFFERED = 60


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is told of: its words, the language they are in, and where more stands.

    `start_date` and `end_date` are a gathering's, as ISO dates; empty for an article.
    """

    title: str
    text: str
    language: str
    url: str
    start_date: str = ""
    end_date: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A newsletter in one language; each text with the language that it was found in."""

    title: str
    title_language: str
    greeting: str
    greeting_language: str
    items: tuple[Item, ...]

    def as_json(self) -> dict[str, Any]:
        """Give it as values that JSON knows."""
        return asdict(self)


def content(issue: NewsletterIssue, language: str) -> Content:
    """Say the newsletter in a language: as it was sent, or as a draft would be sent now."""
    if issue.is_sent:
        return stored(issue.editions.get(language=language))
    with override(language):
        title, greeting = issue.title, issue.greeting
    items = [_item(one, language) for one in issue.items.all()]
    return Content(
        title.text,
        title.language,
        greeting.text,
        greeting.language,
        tuple(item for item in items if item is not None),
    )


def stored(edition: IssueEdition) -> Content:
    """Read an edition back."""
    kept = dict(edition.content)
    items = tuple(Item(**item) for item in kept.pop("items"))
    return Content(**kept, items=items)


def named_items(issue: NewsletterIssue, language: str) -> list[tuple[IssueItem, Item | None]]:
    """Give each item of a draft with what it says; None where it is no longer published."""
    return [(one, _item(one, language)) for one in issue.items.all()]


def offered_articles(language: str, taken: Sequence[UUID | None]) -> list[tuple[str, str]]:
    """Give the newest published articles that are not in yet, by the key of their translations."""
    found = ArticlePage.objects.live().filter(locale__language_code=language)
    found = found.exclude(translation_key__in=[key for key in taken if key])
    newest = found.order_by("-published_date", "-pk")[:MOST_OFFERED]
    return [(str(one.translation_key), f"{one.title} ({one.published_date})") for one in newest]


def offered_gatherings(taken: Sequence[UUID | None]) -> list[tuple[str, str]]:
    """Give the gatherings that everyone may see and are not in yet, the latest first."""
    found = Gathering.objects.exclude(status=GatheringStatus.DRAFT)
    found = found.exclude(key__in=[key for key in taken if key]).order_by("-start_date")
    return [(str(one.key), f"{one.title} ({one.start_date})") for one in found[:MOST_OFFERED]]


def _item(item: IssueItem, language: str) -> Item | None:
    if item.article is not None:
        return _article(item.article, language)
    if item.gathering is None:
        return None
    found = Gathering.objects.exclude(status=GatheringStatus.DRAFT).filter(key=item.gathering)
    gathering = found.first()
    return _gathering(gathering, language) if gathering else None


def _article(key: UUID, language: str) -> Item | None:
    pages: Mapping[str, ArticlePage] = {
        page.locale.language_code: page
        for page in ArticlePage.objects.live()
        .filter(translation_key=key)
        .select_related("locale", "alias_of__locale")
    }
    page = next((pages[code] for code in FALLBACK[language] if code in pages), None)
    if page is None:
        return None
    return Item(page.title, page.intro, page.shown_language, whole(page.url or ""))


def _gathering(gathering: Gathering, language: str) -> Item:
    with override(language):
        title, summary = gathering.title, gathering.summary
    return Item(
        title.text,
        summary.text,
        title.language,
        gathering_page(gathering, language),
        gathering.start_date.isoformat(),
        gathering.end_date.isoformat(),
        gathering.city,
    )


def whole(url: str) -> str:
    """Give an address with the site before it."""
    return url if url.startswith(("http://", "https://")) else f"{settings.BASE_URL}{url}"


def contents(issue: NewsletterIssue) -> dict[str, Content]:
    """Say the newsletter in every language."""
    return {language: content(issue, language) for language in LANGUAGES}
