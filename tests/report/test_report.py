"""Documents of an analysis, read back: structure, language, alternative texts, round trips."""

import io
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import docx as office
import polars as pl
import pypdf
import pytest
from docx.oxml.ns import qn
from tests.insight.samples import SOURCE, make_analysis

from byregion.analysis.region_analysis.result import Chapter, Column, Figure, Finding, Table
from byregion.report import MAKERS, docx, html, pdf
from byregion.report.content import content_of
from byregion.report.sourcing import short_source

ODD = '#let *x* _y_ [z] $1$ <b>"&\\ @ref //'


def made(name=ODD, **columns):
    frame = pl.DataFrame(
        columns or {"home_name": [ODD, "Bodø"], "work_name": ["Bodø", ODD], "employed": [80, None]},
        schema={"home_name": pl.String, "work_name": pl.String, "employed": pl.Int64},
    )
    units = (("home_name", "text"), ("work_name", "text"), ("employed", "persons"))
    table = Table("commuting.matrix", tuple(Column(*u) for u in units), frame, (SOURCE,), "2017K4")
    values = {"jobs": 31_000, "residents": 32_000, "balance": -1000}
    commuting = Chapter(
        "commuting",
        findings=(Finding("glance.jobs", values),),
        tables=(table,),
        figures=(Figure("commuting.matrix", "commuting_matrix", "commuting.matrix"),),
    )
    plain = make_analysis(name=name)
    kept = tuple(commuting if c.key == "commuting" else c for c in plain.chapters)
    return replace(plain, chapters=tuple(replace(c, lacking=()) for c in kept))


DAY = date(2026, 11, 25)
OWN = {"commuting": f"{ODD}\n\nTo."}


@pytest.fixture(scope="module")
def content():
    return pdf(made(), "nn", OWN, DAY)


def nodes(reader):
    """Give every element of the document's structure tree."""
    queue = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while queue:
        node = queue.pop().get_object()
        if isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, dict):
            yield node
            if "/K" in node:
                queue.append(node["/K"])


def bookmarks(reader):
    return [one.title for one in reader.outline if not isinstance(one, list)]


def text_of(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


def test_pdf_is_tagged_and_named(content):
    reader = pypdf.PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert ODD in reader.metadata.title
    assert root["/Lang"].startswith("nn")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert re.search(rb"<pdfuaid:part>1</pdfuaid:part>", root["/Metadata"].get_data())
    assert all(page["/StructParents"] is not None for page in reader.pages[1:])


def test_pdf_has_a_bookmark_for_every_chapter_and_a_text_for_every_figure(content):
    reader = pypdf.PdfReader(io.BytesIO(content))
    told = content_of(made(), "nn", OWN, DAY)
    titles = [f"{at} {one.title}" for at, one in enumerate(told.sections, 1)]
    assert bookmarks(reader) == [
        "Innhald", *titles, told.word["appendix"], told.word["sources"],
    ]  # fmt: skip
    drawn = [figure for section in told.sections for figure in section.figures]
    found = [node for node in nodes(reader) if node.get("/S") == "/Figure"]
    assert len(drawn) == 1
    assert [node.get("/Alt") for node in found] == [figure.alternative for figure in drawn]
    for figure in drawn:
        assert len(figure.alternative) > len(figure.title)
        assert figure.alternative not in text_of(reader)


def test_pdf_has_headed_tables_and_a_date(content):
    reader = pypdf.PdfReader(io.BytesIO(content))
    kinds = [node.get("/S") for node in nodes(reader)]
    assert kinds.count("/Table") == 1
    assert kinds.count("/TH") == 3
    assert kinds.count("/H1") >= 3
    assert kinds.count("/Caption") >= 2
    assert "/TOC" in kinds
    assert reader.metadata.creation_date.date() == DAY
    assert text_of(reader).count("25. november 2026") >= len(reader.pages)


def test_pdf_without_a_date_has_none():
    reader = pypdf.PdfReader(io.BytesIO(pdf(made(), "en")))
    assert reader.metadata.creation_date is None
    assert "2026" not in reader.pages[0].extract_text()


def test_documents_are_the_same_to_the_byte(content):
    assert pdf(made(), "nn", OWN, DAY) == content
    assert docx(made(), "nb", OWN, DAY) == docx(made(), "nb", OWN, DAY)
    assert html(made(), "en", OWN, DAY) == html(made(), "en", OWN, DAY)


def test_each_source_stands_once_with_what_is_known_of_it():
    twice = made()
    table = replace(twice.chapters[2].tables[0], key="commuting.flows", period="2016K4")
    unlike = replace(SOURCE, retrieved=None, period="2016", checksum=None)
    table = replace(table, sources=(unlike, SOURCE))
    chapters = [
        replace(one, tables=(*one.tables, table)) if one.key == "commuting" else one
        for one in twice.chapters
    ]
    told = content_of(replace(twice, chapters=tuple(chapters)), "en")
    assert [one.name for one in told.sources] == [
        "Statistics Norway, table 03321: Employed persons, by residence and work."
    ]
    facts = told.sources[0].facts
    assert "Period: 2017, 2016." in facts
    assert "Retrieved 1 November 2026." in facts
    assert "Date of retrieval unknown." in facts
    assert "ab." in facts


def test_several_tables_of_one_publisher_are_named_together():
    other = replace(SOURCE, table="07459", title="Population")
    unnumbered = replace(SOURCE, table="unknown", title="The Index")
    table = made().chapters[2].tables[0]
    line = short_source(replace(table, sources=(SOURCE, other, SOURCE, unnumbered)), "en")
    assert (
        "Source: Statistics Norway, tables 03321 and 07459; Statistics Norway, the Index." in line
    )
    assert "Retrieved 1 November 2026." in line
    assert "Figures of 4th quarter of 2017." in line
    nobody = short_source(replace(table, sources=(), estimate=True), "nn")
    assert nobody.startswith("Kjelde: ukjend. Hentedato ukjend.")
    assert nobody.endswith("Tala er estimat.")


@pytest.mark.parametrize("language", ["nn", "nb", "en"])
@pytest.mark.parametrize(
    "analysis",
    [
        made(home_name=[], work_name=[], employed=[]),
        made(home_name=["Bodø"], work_name=["Bodø"], employed=[None]),
        replace(
            make_analysis(), chapters=(Chapter("glance", lacking=("employment_by_industry",)),)
        ),
    ],
    ids=["empty", "null", "nothing"],
)
def test_odd_input_becomes_documents(analysis, language):
    for make in MAKERS.values():
        written = make(analysis, language)
        assert written
        assert b"NaN" not in written or written[:4] in {b"%PDF", b"PK\x03\x04"}


def test_html_escapes():
    page = html(made(), "en", {"commuting": "<script>alert(1)</script>"}).decode()
    assert "<script" not in page
    assert '<html lang="en' in page


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.links, self.outside, self.tags = [], [], [], []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.tags.append(tag)
        self.ids += [named["id"]] if "id" in named else []
        link = named.get("href") or named.get("src") or ""
        (self.links if link.startswith("#") else self.outside).extend([link] if link else [])


def test_html_stands_alone_and_its_contents_lead_somewhere():
    page = html(made(), "nb", OWN, DAY).decode()
    reader = Reader()
    reader.feed(page)
    assert not reader.outside
    assert "url(http" not in page
    assert len(reader.ids) == len(set(reader.ids))
    assert {link[1:] for link in reader.links} <= set(reader.ids)
    assert reader.tags.count("h1") == reader.tags.count("main") == 1
    assert reader.tags.count("table") == reader.tags.count("caption")
    assert "25. november 2026" in page
    assert "@media print" in page


@pytest.fixture(scope="module")
def opened():
    return office.Document(io.BytesIO(docx(made(), "nb", OWN, DAY)))


def test_docx_has_styles_names_and_language(opened):
    assert opened.core_properties.title == f"{ODD}: Samfunnsanalyse"
    assert opened.core_properties.language == "nb-NO"
    assert opened.core_properties.created.date() == DAY
    languages = opened.styles.element.findall(f".//{qn('w:lang')}")
    assert {one.get(qn("w:val")) for one in languages} == {"nb-NO"}
    used = [paragraph.style.name for paragraph in opened.paragraphs]
    told = content_of(made(), "nb", OWN, DAY)
    assert used.count("Heading 1") == len(told.sections) + 2
    assert used.count("Title") == 1
    assert used.count("Caption") == 2
    assert "To." in [paragraph.text for paragraph in opened.paragraphs]


def test_docx_has_contents_page_numbers_and_alternative_texts(opened):
    def codes(element):
        return [one.text for one in element.iter(qn("w:instrText"))]

    assert any(code.startswith("TOC") for code in codes(opened.element))
    assert codes(opened.sections[0].footer._element) == ["PAGE"]
    assert ODD in opened.sections[0].header.paragraphs[0].text
    told = content_of(made(), "nb")
    drawn = [figure for section in told.sections for figure in section.figures]
    pictures = [shape._inline.docPr for shape in opened.inline_shapes]
    assert [one.get("descr") for one in pictures] == [figure.alternative for figure in drawn]


def test_docx_repeats_the_heads_of_tables(opened):
    assert opened.tables
    for table in opened.tables:
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_docx_without_a_date_names_none():
    opened = office.Document(io.BytesIO(docx(made(), "en")))
    assert opened.core_properties.created.year == 1980
    assert opened.sections[0].footer.paragraphs[0].text.strip() == "1"
