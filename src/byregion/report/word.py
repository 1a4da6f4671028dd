"""The report as DOCX, for those who edit on: real headings, captions, tables and pictures."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from byregion.charts import png
from byregion.report.archive import EPOCH, zipped
from byregion.report.content import content_of
from byregion.report.tabling import WIDE, weights
from byregion.report.word_style import ACCENT, STYLE, field, set_styles, shade

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from docx.document import Document as Open
    from docx.table import Table as OpenTable
    from docx.table import _Row as Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.report.content import Content, Drawn, Section
    from byregion.report.tabling import Tabled

TAGS = {"nn": "nn-NO", "nb": "nb-NO", "en": "en-GB"}
# Of the text on a page, in centimetres; a drawing is as large as fits.
WIDTH, HEIGHT = 15.8, 10.5
MOST_TOGETHER = 16
CELL_SIDES = 3
SMALL = Pt(7)


def docx(
    analysis: RegionAnalysis,
    language: str,
    own_texts: Mapping[str, str] | None = None,
    made_on: date | None = None,
) -> bytes:
    """Write the report; the same analysis, language, texts and date give the same bytes."""
    content = content_of(analysis, language, own_texts, made_on)
    document = Document()
    set_styles(document, TAGS[language])
    _name(document, content)
    _cover(document, content)
    for section in content.sections:
        _section(document, content, section)
    _appendix(document, content)
    _sources(document, content)
    return _without_time(document)


def _name(document: Open, content: Content) -> None:
    properties = document.core_properties
    properties.title = content.title
    properties.author = properties.last_modified_by = "Byregion"
    properties.language = TAGS[content.language]
    properties.comments = content.word["made"]
    # What python-docx has in its template is not of this document.
    day = content.made_on
    moment = datetime.combine(day, time()) if day else datetime(*EPOCH, tzinfo=UTC)
    properties.created = properties.modified = moment.replace(tzinfo=None)
    head = document.sections[0].header.paragraphs[0]
    head.text, head.style = content.title, document.styles["Header"]
    foot = document.sections[0].footer.paragraphs[0]
    foot.text = f"{content.day}\t\t" if content.day else "\t\t"
    field(foot, "PAGE", "1")


def _cover(document: Open, content: Content) -> None:
    word = content.word
    document.add_paragraph(word["kind"], style="Subtitle")
    document.add_heading(content.name, level=0)
    document.add_paragraph(word["figures_of"])
    members = document.add_paragraph()
    members.add_run(f"{word['members']}: ").bold = True
    members.add_run(word["members_text"])
    if content.day:
        document.add_paragraph(content.day)
    document.add_paragraph(word["made"], style=STYLE["note"])
    _new_page(document)
    document.add_paragraph(word["contents"], style="TOC Heading")
    # Word fills it in when the document is opened; until then the chapters stand there.
    titles = [section.title for section in content.sections]
    titles += [word["appendix"]] if content.appendix else []
    lines = "\n".join([*titles, word["sources"]])
    field(document.add_paragraph(), r'TOC \o "1-1" \h \z \u', lines)
    _new_page(document)


def _new_page(document: Open) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _section(document: Open, content: Content, section: Section) -> None:
    document.add_heading(section.title, level=1)
    _listed(document, section.sentences)
    if section.caveats:
        document.add_heading(content.word["caveats"], level=2)
        _listed(document, section.caveats)
    for drawn in section.figures:
        _figure(document, content, drawn)
    for tabled in section.tables:
        _table(document, tabled)
    if section.own_text:
        document.add_heading(content.word["own_text"], level=2)
        for part in section.own_text.split("\n\n"):
            document.add_paragraph(part)


def _appendix(document: Open, content: Content) -> None:
    if not content.appendix:
        return
    _new_page(document)
    document.add_heading(content.word["appendix"], level=1)
    document.add_paragraph(content.word["appendix_lead"])
    for tabled in content.appendix:
        _table(document, tabled)


def _sources(document: Open, content: Content) -> None:
    word = content.word
    document.add_heading(word["sources"], level=1)
    if content.sources:
        document.add_heading(word["source_tables"], level=2)
    for one in content.sources:
        item = document.add_paragraph(style="List Bullet")
        item.add_run(f"{one.name} ").bold = True
        item.add_run(one.facts)
    for key, lines in (("methods", content.methods), ("lacking", content.lacking)):
        if lines:
            document.add_heading(word[key], level=2)
            _listed(document, lines)
    for key in ("again", "licence", "cite"):
        document.add_heading(word[key], level=2)
        document.add_paragraph(word[f"{key}_text"])


def _caption(document: Open, label: str, title: str) -> None:
    caption = document.add_paragraph(style="Caption")
    caption.add_run(f"{label}  ").font.color.rgb = STYLE["warm"]
    caption.add_run(title)


def _figure(document: Open, content: Content, drawn: Drawn) -> None:
    _caption(document, drawn.label, drawn.title)
    picture = document.add_picture(io.BytesIO(png(drawn.spec, content.language)))
    scale = min(Cm(WIDTH) / picture.width, Cm(HEIGHT) / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    described = picture._inline.docPr
    described.set("descr", drawn.alternative)
    described.set("title", drawn.title)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    document.add_paragraph(drawn.source, style=STYLE["note"])


def _table(document: Open, tabled: Tabled) -> None:
    _caption(document, tabled.label, tabled.title)
    table = document.add_table(rows=len(tabled.rows) + 1, cols=len(tabled.head))
    _describe(table, f"{tabled.label} {tabled.title}", tabled.source)
    # Word keeps more room at the sides of a cell.
    parts = [part + CELL_SIDES for part in weights(tabled)]
    widths = [Cm(WIDTH * part / sum(parts)) for part in parts]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    # By its id: looking a style up for every cell is slow.
    style = document.styles[STYLE["cell"]].style_id
    for number, (row, texts) in enumerate(
        zip(table.rows, (tabled.head, *tabled.rows), strict=True)
    ):
        _keep_whole(row, head=number == 0)
        filled = zip(row.cells, texts, tabled.numeric, widths, strict=True)
        for cell, text, numeric, width in filled:
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph._p.style = style
            run = _fill(paragraph, text, numeric=numeric, head=number == 0)
            if len(tabled.head) > WIDE:
                run.font.size = SMALL
            # A short table stays together, and with its source.
            paragraph.paragraph_format.keep_with_next = len(tabled.rows) <= MOST_TOGETHER
            if number and number % 2 == 0:
                shade(cell)
    for note in filter(None, (tabled.note, tabled.source)):
        document.add_paragraph(note, style=STYLE["note"])


def _keep_whole(row: Row, *, head: bool) -> None:
    traits = row._tr.get_or_add_trPr()
    for name in ("cantSplit", "tblHeader") if head else ("cantSplit",):
        traits.append(parse_xml(f"<w:{name} {nsdecls('w')}/>"))


def _fill(paragraph: Paragraph, text: str, *, numeric: bool, head: bool) -> Run:
    run = paragraph.add_run(text)
    run.bold = head
    if head:
        run.font.color.rgb = ACCENT
    if numeric:
        paragraph.alignment = STYLE["right"]
    return run


def _describe(table: OpenTable, title: str, text: str) -> None:
    traits = table._tbl.tblPr
    for name, value in (("tblCaption", title), ("tblDescription", text)):
        element = parse_xml(f"<w:{name} {nsdecls('w')}/>")
        element.set(qn("w:val"), value)
        traits.append(element)


def _listed(document: Open, lines: Iterable[str]) -> None:
    for line in lines:
        document.add_paragraph(line, style="List Bullet")


def _without_time(document: Open) -> bytes:
    """Save, and pack again without the times that saving puts into the archive."""
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})
