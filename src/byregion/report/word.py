"""The report as DOCX, for those who edit on: real headings, captions, tables and pictures."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from byregion.charts import png
from byregion.report.annex import zipped
from byregion.report.content import content_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document as Open
    from docx.table import Table as OpenTable

    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.report.content import Content, Drawn, Section, Tabled

TAGS = {"nn": "nn-NO", "nb": "nb-NO", "en": "en-GB"}


def docx(
    analysis: RegionAnalysis, language: str, own_texts: Mapping[str, str] | None = None
) -> bytes:
    """Write the report; the same analysis, language and texts give the same bytes."""
    content = content_of(analysis, language, own_texts)
    document = Document()
    _begin(document, content)
    for section in content.sections:
        _section(document, content, section)
    document.add_heading(content.word["sources"], level=1)
    _listed(document, content.sources)
    for key, lines in (("methods", content.methods), ("lacking", content.lacking)):
        if lines:
            document.add_heading(content.word[key], level=2)
            _listed(document, lines)
    document.add_heading(content.word["licence"], level=2)
    document.add_paragraph(content.word["licence_text"])
    document.add_paragraph(content.word["cite"])
    return _without_time(document)


def _begin(document: Open, content: Content) -> None:
    properties = document.core_properties
    properties.title = f"{content.name}: {content.word['kind']}"
    properties.author = "Byregion"
    properties.language = TAGS[content.language]
    properties.comments = content.word["made"]
    style = document.styles["Normal"]
    style.font.name = "Calibri"
    style.font.size = Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), TAGS[content.language])
    style.element.get_or_add_rPr().append(language)
    document.add_heading(content.name, level=0)
    document.add_paragraph(content.word["figures_of"])
    document.add_paragraph(content.word["members"])


def _section(document: Open, content: Content, section: Section) -> None:
    document.add_heading(section.title, level=1)
    for sentence in section.sentences:
        document.add_paragraph(sentence)
    for drawn in section.figures:
        _figure(document, content, drawn)
    for tabled in section.tables:
        _table(document, tabled)
    if section.own_text:
        document.add_heading(content.word["own_text"], level=2)
        for part in section.own_text.split("\n\n"):
            document.add_paragraph(part)
    if section.caveats:
        document.add_heading(content.word["caveats"], level=2)
        _listed(document, section.caveats)


def _figure(document: Open, content: Content, drawn: Drawn) -> None:
    document.add_heading(drawn.title, level=2)
    picture = document.add_picture(io.BytesIO(png(drawn.spec, content.language)), width=Cm(15))
    described = picture._inline.docPr
    described.set("descr", drawn.alternative)
    described.set("title", drawn.title)
    document.add_paragraph(drawn.alternative, style="Caption")
    document.add_paragraph(drawn.source, style="Caption")


def _table(document: Open, tabled: Tabled) -> None:
    document.add_heading(tabled.title, level=2)
    table = document.add_table(rows=1, cols=len(tabled.head), style="Light List Accent 1")
    _row(table, 0, tabled.head)
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for number, cells in enumerate(tabled.rows, start=1):
        table.add_row()
        _row(table, number, cells)
    for note in filter(None, (tabled.note, tabled.source)):
        document.add_paragraph(note, style="Caption")


def _row(table: OpenTable, number: int, cells: tuple[str, ...]) -> None:
    for cell, text in zip(table.rows[number].cells, cells, strict=True):
        cell.text = text


def _listed(document: Open, lines: tuple[str, ...]) -> None:
    for line in lines:
        document.add_paragraph(line, style="List Bullet")


def _without_time(document: Open) -> bytes:
    """Save, and pack again without the times that saving puts into the archive."""
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})
