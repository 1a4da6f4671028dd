"""The pages of published analyses: contents, chapters, editions, files."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.insight import reports
from byregion.insight.addresses import CHAPTERS_BY_SLUG
from byregion.insight.models import RegionAnalysisEdition
from byregion.insight.queries import editions
from byregion.programme.models import Programme
from byregion.web.public.site import frame
from byregion.web.public.views.insight_page import (
    chapter_context,
    contents_context,
    csv_response,
)


@require_safe
def contents(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """Show what a region's analysis consists of, its key figures and its files."""
    edition = _published(programme, slug)
    base = reverse("public:insight", args=[programme, slug])
    context = contents_context(edition.analysis, base, _language())
    context |= {"edition": edition, "kinds": reports.KINDS}
    return render(request, "public/insight/contents.html", context | _frame(request, edition))


@require_safe
def chapter(request: HttpRequest, programme: str, slug: str, chapter: str) -> HttpResponse:
    """Show one chapter: findings, figures with tables, caveats, sources."""
    edition, key, language = _published(programme, slug), CHAPTERS_BY_SLUG[chapter], _language()
    base = reverse("public:insight", args=[programme, slug])
    context = contents_context(edition.analysis, base, language)
    context |= chapter_context(edition.analysis, key, base, language)
    context |= {"edition": edition, "own_text": editions.own_text(edition, key, language)}
    trail = {"label": context["chapter"].title, "url": ""}
    return render(request, "public/insight/chapter.html", context | _frame(request, edition, trail))


@require_safe
def history(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """List the editions of a region's analysis, the newest first."""
    edition = _published(programme, slug)
    context = {
        "edition": edition,
        "editions": list(editions.history(programme, slug)),
        "base": reverse("public:insight", args=[programme, slug]),
    }
    trail = {"label": _("Editions"), "url": ""}
    return render(request, "public/insight/history.html", context | _frame(request, edition, trail))


@require_safe
def table(request: HttpRequest, programme: str, slug: str, key: str) -> HttpResponse:
    """Give one table as CSV."""
    return csv_response(_published(programme, slug).analysis, key)


@require_safe
def report(request: HttpRequest, programme: str, slug: str, kind: str) -> HttpResponseBase:
    """Give the report in the reader's language, or the annex with all data."""
    return _file(_published(programme, slug), kind)


@require_safe
def annex(request: HttpRequest, programme: str, slug: str, number: int) -> HttpResponseBase:
    """Give the annex of an edition, which is enough to compute it again."""
    edition = editions.public_edition(programme, slug, number)
    if edition is None:
        raise Http404(f"{slug}, {number}")
    return _file(edition, "zip")


def _file(edition: RegionAnalysisEdition, kind: str) -> HttpResponseBase:
    path = reports.made(edition, kind, _language())
    response = FileResponse(path.open("rb"), content_type=reports.CONTENT_TYPES[kind])
    language = "" if kind == "zip" else f"-{_language()}"
    name = f"{edition.region_slug}-{edition.number}{language}.{kind}"
    # The HTML carries its own styles, which this site's policy would not let a page have.
    shown = "inline" if kind == "pdf" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{name}"'
    return response


def _published(programme: str, slug: str) -> RegionAnalysisEdition:
    edition = editions.published(programme, slug)
    if edition is None:
        raise Http404(slug)
    return edition


def _frame(
    request: HttpRequest, edition: RegionAnalysisEdition, *more: dict[str, str]
) -> dict[str, Any]:
    slugs = [edition.programme_slug, edition.region_slug]
    shown = get_object_or_404(Programme, slug=edition.programme_slug)
    trail = [
        {"label": _("Regions"), "url": reverse("public:regions", args=slugs[:1])},
        {"label": edition.name, "url": reverse("public:region", args=slugs)},
        {"label": _("Analysis"), "url": reverse("public:insight", args=slugs)},
        *more,
    ]
    return frame(request, shown, trail=trail)


def _language() -> str:
    return get_language() or "nn"
