"""What the pages of an analysis have in common, whether it is published or made for one reader."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from byregion import wording
from byregion.insight import reading
from byregion.insight.queries import figures

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.result import RegionAnalysis, Table


def contents_context(analysis: RegionAnalysis, base: str, language: str) -> dict[str, Any]:
    """Give the chapters in outline, the key figures, and where the pages are."""
    chapters = reading.contents(analysis, language)
    return {
        "analysis": analysis,
        "base": base,
        "language": language,
        "chapters": [one for one in chapters if not one.is_empty],
        "lacking": [one for one in chapters if one.is_empty],
        "key_figures": named_figures(analysis, language),
        "members": list(zip(analysis.subject.members, analysis.subject.member_names, strict=True)),
    }


def chapter_context(analysis: RegionAnalysis, key: str, base: str, language: str) -> dict[str, Any]:
    """Give one chapter whole, and the chapters before and after it."""
    shown = reading.whole(analysis, analysis.chapter(key), language)
    chapters = [one for one in reading.contents(analysis, language) if not one.is_empty]
    before, after = _beside(chapters, key)
    return {
        "chapter": shown,
        "before": before,
        "after": after,
        "methods": _methods(analysis.chapter(key).tables, language),
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


def named_figures(analysis: RegionAnalysis, language: str) -> list[tuple[str, str]]:
    """Give each key figure's name and what it is."""
    names = figure_names()
    return [(names[one.key], one.text) for one in figures.key_figures(analysis, language)]
