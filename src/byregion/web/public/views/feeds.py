"""Feeds to follow: articles, in all, by region and by theme, and gatherings; RSS 2.0 and Atom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.knowledge.models import ArticlePage
from byregion.knowledge.queries import articles as article_queries
from byregion.knowledge.queries.newsletter import whole
from byregion.network.queries import gatherings as gathering_queries
from byregion.programme.models import Programme
from byregion.web.public.site import programme_or_404

MOST = 30
KINDS: dict[str, type[Rss201rev2Feed] | type[Atom1Feed]] = {
    "rss": Rss201rev2Feed,
    "atom": Atom1Feed,
}
# A feed without entries has changed at no known time; the standards ask for one all the same.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a feed; `key` is the same for as long as the thing is."""

    key: str
    title: str
    text: str
    url: str
    published: datetime
    updated: datetime


@require_safe
def articles(request: HttpRequest, feed: str) -> HttpResponse:
    """Give the newest articles."""
    found = article_queries.live(_language())[:MOST]
    page = reverse("wagtail_serve", args=[""])
    return _answer(request, feed, _("Articles"), page, map(_article, found))


@require_safe
def region(request: HttpRequest, programme: str, slug: str, feed: str) -> HttpResponse:
    """Give the newest articles about a region."""
    shown = programme_or_404(programme)
    about = get_object_or_404(shown.regions, slug=slug)
    page = reverse("public:region", args=[programme, slug])
    found = article_queries.about(_language(), kind="region", programme=programme, slug=slug)
    return _answer(request, feed, about.name, page, map(_article, found[:MOST]))


@require_safe
def theme(request: HttpRequest, programme: str, slug: str, feed: str) -> HttpResponse:
    """Give the newest articles about a theme."""
    shown = programme_or_404(programme)
    about = get_object_or_404(shown.themes, slug=slug)
    page = f"{reverse('wagtail_serve', args=[''])}?tema={programme}/{slug}"
    found = article_queries.about(_language(), kind="theme", programme=programme, slug=slug)
    return _answer(request, feed, str(about.name), page, map(_article, found[:MOST]))


@require_safe
def gatherings(request: HttpRequest, programme: str, feed: str) -> HttpResponse:
    """Give the programme's gatherings, the latest first."""
    shown = programme_or_404(programme)
    found = gathering_queries.listed(shown)[:MOST]
    page = reverse("public:gatherings", args=[programme])
    entries = [_gathering(shown, one) for one in found]
    return _answer(request, feed, _("Gatherings"), page, entries)


def _answer(
    request: HttpRequest, kind: str, title: str, page: str, entries: Iterable[Entry]
) -> HttpResponse:
    entries = list(entries)
    made = KINDS[kind](
        title=f"Byregion: {title}",
        link=whole(page),
        description=_("%(title)s, from Byregion.") % {"title": title},
        language=_language(),
        feed_url=f"{settings.BASE_URL}{request.path}",
        author_name="Byregion",
        feed_guid=f"{settings.BASE_URL}{request.path}",
    )
    for entry in entries:
        made.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.text,
            unique_id=entry.key,
            unique_id_is_permalink=False,
            pubdate=entry.published,
            updateddate=entry.updated,
        )
    if not entries:
        made.latest_post_date = lambda: NEVER  # type: ignore[method-assign]
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)


def _article(page: ArticlePage) -> Entry:
    published = _noon(page.published_date)
    updated = page.last_published_at or published
    # The same article in another language is another entry.
    key = f"urn:byregion:article:{page.translation_key}:{page.locale.language_code}"
    return Entry(
        key, page.title, page.intro, whole(page.url or ""), published, max(updated, published)
    )


def _gathering(programme: Programme, listed: gathering_queries.Listed) -> Entry:
    own = listed.own
    page = reverse("public:gathering", args=[programme.slug, listed.slug])
    # Of what only sources tell, the days are all that is known in time.
    changed = own.changed_at if own is not None else _noon(listed.start_date)
    summary = own.summary.text if own is not None else ""
    topics = listed.known.topics.text if listed.known is not None else ""
    return Entry(
        f"urn:byregion:gathering:{programme.slug}:{listed.slug}:{_language()}",
        listed.title.text,
        summary or topics or listed.title.text,
        whole(page),
        changed,
        changed,
    )


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _language() -> str:
    return (get_language() or "nn").split("-")[0]
