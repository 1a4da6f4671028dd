"""The pages of published analyses: contents, chapters, editions, files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.insight import reports
from byregion.insight.addresses import CHAPTERS_BY_SLUG
from byregion.insight.queries import editions
from byregion.web.public.views.insight_page import (
    chapter_context,
    contents_context,
    csv_response,
    published,
    region_frame,
)


@require_safe
def contents(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """Show what a region's analysis consists of, its key figures and its files."""
    edition = published(programme, slug)
    base = reverse("public:insight", args=[programme, slug])
    context = contents_context(edition.analysis, base, _language())
    context |= {"edition": edition, "kinds": reports.KINDS}
    return render(request, "public/insight/contents.html", context | region_frame(request, edition))


@require_safe
def chapter(request: HttpRequest, programme: str, slug: str, chapter: str) -> HttpResponse:
    """Show one chapter: findings, figures with tables, caveats, sources."""
    edition, key, language = published(programme, slug), CHAPTERS_BY_SLUG[chapter], _language()
    base = reverse("public:insight", args=[programme, slug])
    context = contents_context(edition.analysis, base, language)
    context |= chapter_context(edition.analysis, key, base, language)
    context |= {"edition": edition, "own_text": editions.own_text(edition, key, language)}
    trail = {"label": context["chapter"].title, "url": ""}
    return render(
        request, "public/insight/chapter.html", context | region_frame(request, edition, trail)
    )


@require_safe
def history(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """List the editions of a region's analysis, the newest first."""
    edition = published(programme, slug)
    context = {
        "edition": edition,
        "editions": list(editions.history(programme, slug)),
        "base": reverse("public:insight", args=[programme, slug]),
    }
    trail = {"label": _("Editions"), "url": ""}
    return render(
        request, "public/insight/history.html", context | region_frame(request, edition, trail)
    )


@require_safe
def table(request: HttpRequest, programme: str, slug: str, key: str) -> HttpResponse:
    """Give one table as CSV."""
    return csv_response(published(programme, slug).analysis, key)


def _language() -> str:
    return get_language() or "nn"
