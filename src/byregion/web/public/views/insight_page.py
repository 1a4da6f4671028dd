"""What the pages of an analysis have in common, whether it is published or made for one reader."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from byregion import wording
from byregion.insight import reading, reports
from byregion.insight.queries import editions, figures
from byregion.web.public.site import frame, programme_or_404

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from byregion.analysis.region_analysis.result import RegionAnalysis, Table
    from byregion.insight.models import RegionAnalysisEdition


def unkept(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponseBase:
    """Answer with a page that the page cache, which keeps whole answers only, does not keep."""
    page = render_to_string(template, context, request)
    response = StreamingHttpResponse([page.encode()], status=status)
    response["Cache-Control"] = "no-cache"
    return response


def file_response(request: HttpRequest, path: Path, *, name: str, kind: str) -> HttpResponseBase:
    """Give a report from disk; a reader who has it already is told so in a few bytes."""
    # The name on disk says all that the content depends on.
    etag = f'"{path.stem}"'
    known = get_conditional_response(request, etag=etag)
    reports.use(path)
    if known is not None:
        return known
    response = FileResponse(path.open("rb"), content_type=reports.CONTENT_TYPES[kind])
    # The HTML carries its own styles, which this site's policy would not let a page have.
    shown = "inline" if kind == "pdf" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{name}"'
    response["Cache-Control"] = "no-cache"
    response["ETag"] = etag
    return response


def contents_context(analysis: RegionAnalysis, base: str, language: str) -> dict[str, Any]:
    """Give the chapters in outline, the key figures, and where the pages are."""
    chapters = reading.contents(analysis, language)
    return {
        "analysis": analysis,
        "base": base,
        "language": language,
        "chapters": [one for one in chapters if not one.is_empty],
        "lacking": [one for one in chapters if one.is_empty],
        "key_figures": named(figures.key_figures(analysis, language)),
        "sources": reading.sources([analysis], language, chapters=reading.KEY_CHAPTERS),
        "members": list(zip(analysis.subject.members, analysis.subject.member_names, strict=True)),
    }


def chapter_context(analysis: RegionAnalysis, key: str, base: str, language: str) -> dict[str, Any]:
    """Give one chapter whole, and the chapters before and after it."""
    shown = reading.whole(analysis, analysis.chapter(key), language)
    chapters = [one for one in reading.contents(analysis, language) if not one.is_empty]
    before, after = _beside(chapters, key)
    untold = not shown.is_empty and not analysis.chapter(key).tables
    return {
        "chapter": shown,
        "before": before,
        "after": after,
        "methods": _methods(analysis.chapter(key).tables, language),
        "themes": reading.themes(analysis, language) if key == "choices" else [],
        # A table says where it comes from; what is said without one rests on all that was read.
        "sources": reading.sources([analysis], language) if untold else [],
    }


def csv_response(analysis: RegionAnalysis, key: str) -> HttpResponse:
    """Give a table's figures as CSV, with the column names that the annex has.

    Raises
    ------
    Http404
        The analysis has no such table.
    """
    for chapter in analysis.chapters:
        for table in chapter.tables:
            if table.key == key:
                # The mark tells Excel that the letters æøå are UTF-8.
                body = b"\xef\xbb\xbf" + table.frame.write_csv(line_terminator="\r\n").encode()
                response = HttpResponse(body, content_type="text/csv; charset=utf-8")
                name = f"{analysis.subject.slug or 'analyse'}-{key}.csv"
                response["Content-Disposition"] = f'attachment; filename="{name}"'
                return response
    raise Http404(key)


def published(programme: str, slug: str) -> RegionAnalysisEdition:
    """Find the edition that a region's pages show.

    Raises
    ------
    Http404
        No analysis of the region is published.
    """
    edition = editions.published(programme, slug)
    if edition is None:
        raise Http404(slug)
    return edition


def region_frame(
    request: HttpRequest, edition: RegionAnalysisEdition, *more: dict[str, str]
) -> dict[str, Any]:
    """Give what every page of a region's analysis has around it."""
    slugs = [edition.programme_slug, edition.region_slug]
    shown = programme_or_404(edition.programme_slug)
    trail = [
        {"label": _("Regions"), "url": reverse("public:regions", args=slugs[:1])},
        {"label": edition.name, "url": reverse("public:region", args=slugs)},
        {"label": _("Analysis"), "url": reverse("public:insight", args=slugs)},
        *more,
    ]
    return frame(request, shown, trail=trail)


def _beside(
    chapters: list[reading.ChapterText], key: str
) -> tuple[reading.ChapterText | None, reading.ChapterText | None]:
    around = [None, *chapters, None]
    pairs = list(pairwise(around))
    before = next((one for one, two in pairs if two is not None and two.key == key), None)
    after = next((two for one, two in pairs if one is not None and one.key == key), None)
    return before, after


def _methods(tables: tuple[Table, ...], language: str) -> list[str]:
    found = []
    for key in dict.fromkeys(table.method for table in tables):
        try:
            found.append(wording.method(key, language))
        except wording.UnknownText:
            continue
    return found


def figure_names() -> dict[str, str]:
    """Name each figure that is shown large or set side by side."""
    return {
        "residents": _("Residents"),
        "municipalities": _("Municipalities"),
        "growth": _("Change in population"),
        "jobs": _("Jobs"),
        "share_in_core": _("Share of residents in the core"),
        "self_containment": _("Employed residents who work in the region"),
    }


def named(key_figures: Iterable[figures.KeyFigure]) -> list[tuple[str, str]]:
    """Give each key figure's name and what it is."""
    names = figure_names()
    return [(names[one.key], one.text) for one in key_figures]
