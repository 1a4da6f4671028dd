"""An analysis as a reader meets it: a chapter in one language, ready to be set on a page."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from byregion import wording
from byregion.insight.addresses import CHAPTER_SLUGS
from byregion.insight.drawing import Drawing, draw

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from byregion.analysis.provenance import TableSource
    from byregion.analysis.region_analysis.result import (
        Chapter,
        Figure,
        Finding,
        RegionAnalysis,
        Table,
        Unit,
        Value,
    )

log = logging.getLogger(__name__)
NUMERIC = {"persons", "share", "index", "number"}
# Columns whose values are keys that the wording has words for.
WORDED = {"series", "label", "class", "pattern", "role", "sex", "moment"}
FOR, AGAINST = "evidence_for", "evidence_against"
# A verdict that there is none must say why.
BESIDE = {"interplay.motor": "interplay.untested"}
# More rows than a page can carry; the whole table is in its file.
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table's cell, and whether it is a number."""

    text: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class TableText:
    """A table in words, with all that must stand beside it."""

    key: str
    title: str
    headings: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: int
    source: str
    is_estimate: bool

    @property
    def anchor(self) -> str:
        """Name the table in an address within the page."""
        return self.key.replace(".", "-").replace("_", "-")


@dataclass(frozen=True, slots=True)
class FigureText:
    """A drawing with its name, its text alternative and its table."""

    key: str
    title: str
    drawing: Drawing
    table: TableText
    is_map: bool

    @property
    def anchor(self) -> str:
        """Name the figure in an address within the page."""
        return "f-" + self.key.replace(".", "-").replace("_", "-")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finding or a caveat in words."""

    text: str
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class ChapterText:
    """A chapter in one language; `lead` is what stands for it where there is room for little."""

    key: str
    slug: str
    title: str
    lead: str
    findings: tuple[Sentence, ...]
    caveats: tuple[Sentence, ...]
    lacking: tuple[str, ...]
    figures: tuple[FigureText, ...] = ()
    tables: tuple[TableText, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say for want of data."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class Evidence:
    """A finding that speaks for a theme or against it: in few words, whole, and where it stands.

    `text`, the few words, is empty where the whole begins with them.
    """

    text: str
    sentence: str
    speaks_for: bool
    chapter: str
    slug: str


@dataclass(frozen=True, slots=True)
class ThemeText:
    """A theme that is asked about, and the findings that the question rests on."""

    title: str
    evidence: tuple[Evidence, ...]


def themes(analysis: RegionAnalysis, language: str) -> list[ThemeText]:
    """Give each theme that the analysis asks about, with the findings behind it."""
    stands: dict[str, tuple[str, Finding]] = {}
    for part in analysis.chapters:
        for one in part.findings:
            # The first of a key is of the region as a whole.
            stands.setdefault(one.key, (part.key, one))
    return [
        ThemeText(
            _worded(wording.title, asked.key, language),
            tuple(
                _evidence(*stands[key], language, speaks_for=name == FOR)
                for name in (FOR, AGAINST)
                for key in _keys(asked.values.get(name))
                if key in stands
            ),
        )
        for asked in analysis.chapter("choices").findings
    ]


def _keys(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _evidence(chapter: str, finding: Finding, language: str, *, speaks_for: bool) -> Evidence:
    def short(key: str, language: str) -> str:
        return wording.evidence(key, language, speaks_for=speaks_for)

    text = _worded(short, finding.key, language)
    sentence = " ".join(one.text for one in _said([finding], language))
    return Evidence(
        text="" if sentence.startswith(text) else text,
        sentence=sentence,
        speaks_for=speaks_for,
        chapter=_worded(wording.title, chapter, language),
        slug=CHAPTER_SLUGS[chapter],
    )


def outline(chapter: Chapter, language: str) -> ChapterText:
    """Give a chapter's words without its figures and tables, which cost more to make."""
    return ChapterText(
        key=chapter.key,
        slug=CHAPTER_SLUGS[chapter.key],
        title=wording.title(chapter.key, language),
        lead=" ".join(one.text for one in _said(_leading(chapter.findings), language)),
        findings=tuple(_said(chapter.findings, language)),
        caveats=tuple(_said(chapter.caveats, language)),
        lacking=tuple(_worded(wording.label, key, language) for key in chapter.lacking),
    )


def whole(analysis: RegionAnalysis, chapter: Chapter, language: str) -> ChapterText:
    """Give a chapter with its figures, and the tables that no figure shows."""
    short = outline(chapter, language)
    drawn = {figure.table for figure in chapter.figures}
    return replace(
        short,
        figures=tuple(figure_text(analysis, chapter, one, language) for one in chapter.figures),
        tables=tuple(
            table_text(table, language) for table in chapter.tables if table.key not in drawn
        ),
    )


def contents(analysis: RegionAnalysis, language: str) -> list[ChapterText]:
    """Give every chapter in outline, those without data included."""
    return [outline(chapter, language) for chapter in analysis.chapters]


def figure_text(
    analysis: RegionAnalysis, chapter: Chapter, figure: Figure, language: str
) -> FigureText:
    """Draw a figure and set its table."""
    table = chapter.table(figure.table)
    return FigureText(
        key=figure.key,
        title=_worded(wording.title, figure.key, language),
        drawing=draw(analysis, figure, table, language),
        table=table_text(table, language),
        is_map=figure.kind.endswith("_map"),
    )


# The chapters whose tables the key figures come from.
KEY_CHAPTERS = ("glance", "commuting")


def sources(
    analyses: Iterable[RegionAnalysis], language: str, *, chapters: Collection[str] = ()
) -> list[str]:
    """Name the tables that analyses rest on, each once with its period: for pages without tables.

    Those of some chapters where they are named, and otherwise all that the analyses have read.
    """
    found: dict[tuple[str, str], None] = {}
    for analysis in analyses:
        for source in _behind(analysis, chapters):
            named = wording.source_named(source, language)
            found.setdefault((named, wording.period(source.period, language)))
    return [f"{named} ({period})" for named, period in found]


def _behind(analysis: RegionAnalysis, chapters: Collection[str]) -> Iterable[TableSource]:
    if not chapters:
        return analysis.sources
    tables = (table for key in chapters for table in analysis.chapter(key).tables)
    return (source for table in tables for source in table.sources)


def table_text(table: Table, language: str) -> TableText:
    """Write a table's cells as the language has them."""
    rows = tuple(
        tuple(
            _cell(column.name, column.unit, value, language)
            for column, value in zip(table.columns, row, strict=True)
        )
        for row in table.frame.head(MOST_ROWS)
        .select([column.name for column in table.columns])
        .iter_rows()
    )
    return TableText(
        key=table.key,
        title=_worded(wording.title, table.key, language),
        headings=tuple(
            Cell(_worded(wording.column, column.name, language), column.unit in NUMERIC)
            for column in table.columns
        ),
        rows=rows,
        left_out=max(0, table.frame.height - MOST_ROWS),
        source=wording.source_line(table, language),
        is_estimate=table.estimate,
    )


def _cell(name: str, unit: Unit, value: object, language: str) -> Cell:
    if isinstance(value, str) and name in WORDED:
        return Cell(_worded(wording.label, value, language), is_number=False)
    if value is None or isinstance(value, bool | int | float | str):
        return Cell(wording.number(value, unit, language), unit in NUMERIC)
    return Cell(str(value), is_number=False)


def _leading(findings: Sequence[Finding]) -> list[Finding]:
    """Pick the first finding, and what must not be missing where it stands."""
    first = findings[:1]
    beside = {BESIDE[one.key] for one in first if one.key in BESIDE}
    return [*first, *(one for one in findings[1:] if one.key in beside)]


def _said(findings: Iterable[Finding], language: str) -> Iterable[Sentence]:
    for finding in findings:
        try:
            yield Sentence(wording.sentence(finding, language), finding.estimate)
        except (wording.UnknownText, KeyError):
            # An annex may be newer than the words; the figures and tables still stand.
            log.warning("no sentence for %s in %s", finding.key, language)


def _worded(words: Callable[[str, str], str], key: str, language: str) -> str:
    try:
        return words(key, language)
    except wording.UnknownText:
        return key.replace("_", " ")
