"""Documents of an analysis, read back: structure, language, alternative texts, round trips."""

import io
import zipfile
from dataclasses import replace

import docx as office
import polars as pl
import pypdf
import pytest
from tests.insight.samples import SOURCE, make_analysis

from byregion.analysis.region_analysis.result import Chapter, Column, Figure, Finding, Table
from byregion.report import MAKERS, docx, html, pdf

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


@pytest.fixture(scope="module")
def content():
    return pdf(made(), "nn", {"commuting": f"{ODD}\n\nTo."})


def figures_alternatives(reader):
    found, queue = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while queue:
        node = queue.pop().get_object()
        if isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, dict):
            if node.get("/S") == "/Figure":
                found.append(node.get("/Alt"))
            if "/K" in node:
                queue.append(node["/K"])
    return found


def test_pdf_is_tagged_and_named(content):
    reader = pypdf.PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert ODD in reader.metadata.title
    assert root["/Lang"].startswith("nn")
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert len(reader.outline) >= 3
    alternatives = figures_alternatives(reader)
    assert alternatives
    assert all(alternatives)


def test_pdf_is_the_same_to_the_byte(content):
    assert pdf(made(), "nn", {"commuting": f"{ODD}\n\nTo."}) == content


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


def test_docx_has_structure():
    written = docx(made(), "nb")
    assert written == docx(made(), "nb")
    opened = office.Document(io.BytesIO(written))
    assert opened.core_properties.title
    assert any(p.style.name == "Heading 1" for p in opened.paragraphs)
    xml = zipfile.ZipFile(io.BytesIO(written)).read("word/document.xml")
    assert b"descr=" in xml
