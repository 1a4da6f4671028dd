"""What a report says, in one language and in order, whatever it is printed as."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from byregion import wording
from byregion.charts import alternative, notes, specification
from byregion.report.sourcing import SourceText, lower_first, short_source, source_list
from byregion.report.tabling import Tabled, behind_figure, tabled
from byregion.report.texts import plain_words, said
from byregion.wording.dates import day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from byregion.analysis.region_analysis.result import (
        Chapter,
        Figure,
        Finding,
        RegionAnalysis,
        Table,
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure: number and title for the caption, specification, text alternative, source line."""

    key: str
    label: str
    title: str
    spec: Mapping[str, Any]
    alternative: str
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
    """A whole report; `word` gives the words of its frame, `day` its date, empty if it has none.

    `appendix` are the tables that the figures are drawn from.
    """

    name: str
    language: str
    day: str
    made_on: date | None
    word: Mapping[str, str]
    member_names: tuple[str, ...]
    sections: tuple[Section, ...]
    appendix: tuple[Tabled, ...]
    sources: tuple[SourceText, ...]
    methods: tuple[str, ...]
    lacking: tuple[str, ...]

    @property
    def title(self) -> str:
        """What the document is called in its properties."""
        return f"{self.name}: {self.word['kind']}"


def content_of(
    analysis: RegionAnalysis,
    language: str,
    own_texts: Mapping[str, str] | None = None,
    made_on: date | None = None,
) -> Content:
    """Say an analysis in a language.

    Parameters
    ----------
    own_texts
        What the user has written, by chapter.
    made_on
        The report's date: that of the edition. Without it the report has none.

    Raises
    ------
    UnknownText
        The language is none of nn, nb and en, or a finding has no words.
    """
    own = own_texts or {}
    told = [chapter for chapter in analysis.chapters if not chapter.empty]
    tables = [table for chapter in told for table in chapter.tables]
    count = _Count(language)
    dated = day(made_on, language) if made_on else ""
    return Content(
        name=analysis.subject.name,
        language=language,
        day=dated,
        made_on=made_on,
        word=_words(analysis, language, dated),
        member_names=analysis.subject.member_names,
        sections=tuple(
            _section(analysis, chapter, own.get(chapter.key, ""), count) for chapter in told
        ),
        appendix=tuple(count.appendix),
        sources=source_list(tables, language),
        methods=tuple(
            wording.method(key, language) for key in dict.fromkeys(table.method for table in tables)
        ),
        lacking=tuple(
            _lacking(chapter, language)
            for chapter in analysis.chapters
            if chapter.empty or chapter.lacking
        ),
    )


@dataclass(slots=True)
class _Count:
    """Numbers figures and tables through the report, and gathers the tables behind figures."""

    language: str
    figures: int = 0
    tables: int = 0
    appendix: list[Tabled] = field(default_factory=list)

    def figure(self) -> str:
        self.figures += 1
        return said("figure", self.language, number=str(self.figures))

    def table(self) -> str:
        self.tables += 1
        return said("table", self.language, number=str(self.tables))

    def behind(self, figure: Figure, table: Table, label: str) -> None:
        made = behind_figure(
            figure, table, self.language, said("behind", self.language, figure=label.lower())
        )
        if made.rows:
            self.appendix.append(made)


def _words(analysis: RegionAnalysis, language: str, dated: str) -> dict[str, str]:
    year, version, name = str(analysis.year), analysis.version, analysis.subject.name
    filled = {
        "figures_of": said("figures_of", language, year=year, vintage=analysis.vintage),
        "made": said("made", language, version=version),
        "cite_text": said(
            "cite_text",
            language,
            name=name,
            year=year,
            version=version,
            dated=said("on_day", language, day=dated) if dated else "",
        ),
        "members_text": wording.listed(analysis.subject.member_names, language),
    }
    return plain_words(language) | filled


def _lacking(chapter: Chapter, language: str) -> str:
    labels = [lower_first(wording.label(name, language)) for name in chapter.lacking]
    names = wording.listed(labels, language)
    return said(
        "lacking_tables",
        language,
        chapter=wording.title(chapter.key, language),
        tables=names or "–",
    )


def _section(analysis: RegionAnalysis, chapter: Chapter, own: str, count: _Count) -> Section:
    language = count.language
    drawn = {figure.table for figure in chapter.figures}
    figures = [
        _drawn(analysis, figure, chapter.table(figure.table), count)
        for figure in chapter.figures
        if not chapter.table(figure.table).frame.is_empty()
    ]
    # What is drawn is set as a table in the appendix: all rows are in the annex.
    plain = [table for table in chapter.tables if table.key not in drawn]
    return Section(
        title=wording.title(chapter.key, language),
        sentences=tuple(_sentence(finding, language) for finding in chapter.findings),
        figures=tuple(figures),
        tables=tuple(
            tabled(table, language, count.table()) for table in plain if not table.frame.is_empty()
        ),
        caveats=tuple(wording.sentence(finding, language) for finding in chapter.caveats),
        own_text=own.strip(),
    )


def _sentence(finding: Finding, language: str) -> str:
    """Say a finding; after a question about a theme, what speaks for it and what against."""
    parts = [wording.sentence(finding, language)]
    for side in ("for", "against"):
        keys = finding.values.get(f"evidence_{side}")
        if isinstance(keys, tuple) and keys:
            words = [
                lower_first(wording.evidence(key, language, speaks_for=side == "for"))
                for key in keys
            ]
            parts.append(said(f"speaks_{side}", language, what="; ".join(words)))
    return " ".join(parts)


def _drawn(analysis: RegionAnalysis, figure: Figure, table: Table, count: _Count) -> Drawn:
    label, language = count.figure(), count.language
    count.behind(figure, table, label)
    spec = specification(
        figure, table, language, vintage=analysis.vintage, members=analysis.subject.members
    )
    return Drawn(
        key=figure.key.replace(".", "-"),
        label=label,
        title=wording.title(figure.key, language),
        spec=spec,
        alternative=f"{alternative(figure, table, language)} {notes(spec)}".strip(),
        source=short_source(table, language),
    )
