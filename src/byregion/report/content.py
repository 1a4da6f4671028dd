"""What a report says, in one language and in order, whatever it is printed as."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from byregion import wording
from byregion.charts import alternative, specification

if TYPE_CHECKING:
    from collections.abc import Mapping

    from byregion.analysis.region_analysis.result import Chapter, Column, RegionAnalysis, Table

MOST_ROWS = 24
WIDE = 8


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure: its title, specification, text alternative and source line."""

    key: str
    title: str
    spec: Mapping[str, Any]
    alternative: str
    source: str


@dataclass(frozen=True, slots=True)
class Tabled:
    """A table as text: `numeric` says which columns are set to the right."""

    title: str
    head: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter."""

    title: str
    sentences: tuple[str, ...]
    figures: tuple[Drawn, ...]
    tables: tuple[Tabled, ...]
    caveats: tuple[str, ...]
    own_text: str


@dataclass(frozen=True, slots=True)
class Content:
    """A whole report; `word` gives the words of its frame."""

    name: str
    language: str
    word: Mapping[str, str]
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    methods: tuple[str, ...]
    lacking: tuple[str, ...]


def content_of(
    analysis: RegionAnalysis, language: str, own_texts: Mapping[str, str] | None = None
) -> Content:
    """Say an analysis in a language; `own_texts` is what the user has written, by chapter.

    Raises
    ------
    UnknownText
        The language is none of nn, nb and en, or a finding has no words.
    """
    own = own_texts or {}
    told = [chapter for chapter in analysis.chapters if not chapter.empty]
    tables = [table for chapter in told for table in chapter.tables]
    lines = dict.fromkeys(wording.source_line(table, language) for table in tables)
    keys = dict.fromkeys(table.method for table in tables)
    return Content(
        name=analysis.subject.name,
        language=language,
        word=_words(analysis, language),
        sections=tuple(
            _section(analysis, chapter, language, own.get(chapter.key, "")) for chapter in told
        ),
        sources=tuple(lines),
        methods=tuple(wording.method(key, language) for key in keys),
        lacking=tuple(
            _lacking(chapter, language)
            for chapter in analysis.chapters
            if chapter.empty or chapter.lacking
        ),
    )


@lru_cache(maxsize=1)
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("byregion.report") / "texts.toml").read_text(encoding="utf-8"))


def _words(analysis: RegionAnalysis, language: str) -> dict[str, str]:
    values = {
        "name": analysis.subject.name,
        "year": str(analysis.year),
        "vintage": analysis.vintage,
        "version": analysis.version,
        "names": wording.listed(analysis.subject.member_names, language),
    }
    # These are filled where they are used.
    later = {"lacking_tables", "rows_left"}
    return {
        key: forms[language] if key in later else forms[language].format(**values)
        for key, forms in _texts().items()
    }


def _lacking(chapter: Chapter, language: str) -> str:
    names = wording.listed([wording.label(name, language) for name in chapter.lacking], language)
    text = _texts()["lacking_tables"][language]
    return text.format(chapter=wording.title(chapter.key, language), tables=names or "–")


def _section(analysis: RegionAnalysis, chapter: Chapter, language: str, own: str) -> Section:
    drawn = {figure.table for figure in chapter.figures}
    figures = [
        Drawn(
            key=figure.key.replace(".", "-"),
            title=wording.title(figure.key, language),
            spec=specification(
                figure,
                chapter.table(figure.table),
                language,
                vintage=analysis.vintage,
                members=analysis.subject.members,
            ),
            alternative=alternative(figure, chapter.table(figure.table), language),
            source=wording.source_line(chapter.table(figure.table), language),
        )
        for figure in chapter.figures
        if not chapter.table(figure.table).frame.is_empty()
    ]
    # What is drawn is not set as a table as well: all rows are in the annex.
    plain = [table for table in chapter.tables if table.key not in drawn]
    return Section(
        title=wording.title(chapter.key, language),
        sentences=tuple(wording.sentence(finding, language) for finding in chapter.findings),
        figures=tuple(figures),
        tables=tuple(_tabled(table, language) for table in plain if not table.frame.is_empty()),
        caveats=tuple(wording.sentence(finding, language) for finding in chapter.caveats),
        own_text=own.strip(),
    )


def _tabled(table: Table, language: str) -> Tabled:
    shown = table.frame.head(MOST_ROWS)
    left = table.frame.height - shown.height
    kept = [column for column in table.columns if not _is_hidden(column, table)]
    head = tuple(wording.column(column.name, language) for column in kept)
    rows = tuple(
        tuple(cell(row[column.name], column, language) for column in kept)
        for row in shown.to_dicts()
    )
    numeric = tuple(column.unit not in {"text", "code", "flag"} for column in kept)
    if len(head) > WIDE and len(rows) < WIDE:
        # Wider than the page, and short: stood on end, one column a row.
        head, *rest = zip(head, *rows, strict=True)
        rows, numeric = tuple(rest), (False, *(True for _ in rows))
    return Tabled(
        title=wording.title(table.key, language),
        head=head,
        numeric=numeric,
        rows=rows,
        note=_texts()["rows_left"][language].format(count=left) if left else "",
        source=wording.source_line(table, language),
    )


def _is_hidden(column: Column, table: Table) -> bool:
    # A number of a municipality is for the annex where its name stands beside it.
    names = {each.name for each in table.columns}
    return column.unit == "code" and bool({"name", f"{column.name}_name"} & names)


def cell(value: Any, column: Column, language: str) -> str:
    """Write one value of a table: a dash for unknown, a label for a key that has one."""
    if value is None:
        return "–"
    if column.unit == "flag":
        return "✓" if value else ""
    if column.unit != "text":
        return wording.number(value, column.unit, language)
    try:
        return wording.label(str(value), language)
    except wording.UnknownText:
        return str(value)  # a proper noun
