"""The report's PDF taken apart, apart from how it was made: what PDF/UA asks of every page.

Everything painted is marked, as content in the tree or as decoration; the tree is well formed; what
a reader's program needs is there. The clauses are those of ISO 14289-1.
"""

import io
import re
from collections import Counter
from itertools import pairwise

import pypdf
import pytest
from pypdf.generic import ContentStream, DictionaryObject
from tests.report.test_report import DAY, OWN, made

from byregion.insight.domain.shipped import DATA
from byregion.report import pdf, read_annex

PAINTS = {
    b"Tj",
    b"TJ",
    b"'",
    b'"',
    b"f",
    b"F",
    b"f*",
    b"S",
    b"s",
    b"B",
    b"B*",
    b"b",
    b"b*",
    b"Do",
    b"sh",
}
# What may stand where, by the parent's type (ISO 32000-1, 14.8.4).
INSIDE = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/LI": {"/L"},
    "/LBody": {"/LI"},
    "/TOCI": {"/TOC"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
}


@pytest.fixture(scope="module", params=["made up", "shipped"])
def reader(request):
    if request.param == "made up":
        return pypdf.PdfReader(io.BytesIO(pdf(made(), "en", OWN, DAY)))
    analysis = read_annex((DATA / "haugesundregionen.zip").read_bytes())
    return pypdf.PdfReader(io.BytesIO(pdf(analysis, "nn", {}, DAY)))


def found(node):
    return node.get_object() if hasattr(node, "get_object") else node


def walk(node, parent="", page=None):
    """Give (element or mark, its parent's type, the page it is on), in reading order."""
    node = found(node)
    if isinstance(node, list):
        for one in node:
            yield from walk(one, parent, page)
    elif isinstance(node, DictionaryObject):
        page = node.raw_get("/Pg").idnum if "/Pg" in node else page
        yield node, parent, page
        if "/K" in node:
            yield from walk(node["/K"], str(node.get("/S", parent)), page)
    else:
        yield int(node), parent, page


@pytest.fixture(scope="module")
def tree(reader):
    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]))


@pytest.fixture(scope="module")
def elements(tree):
    return [(one, parent) for one, parent, _ in tree if isinstance(one, dict) and "/S" in one]


def marks(page, reader):
    """Give the numbers of marked content on a page, and how much is painted outside any mark."""
    numbers, open_marks, loose = set(), 0, 0
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            open_marks += 1
            told = found(operands[1]) if len(operands) > 1 else None
            if isinstance(told, DictionaryObject) and "/MCID" in told:
                numbers.add(int(told["/MCID"]))
        elif operator == b"EMC":
            open_marks -= 1
        elif operator in PAINTS and not open_marks:
            loose += 1
    return numbers, loose


def test_everything_painted_is_content_in_the_tree_or_decoration(reader, tree):
    # 7.1: nothing outside both; 7.2: what is in the tree is on its page, and the other way round.
    named = {}
    for one, _, page in tree:
        number = one if isinstance(one, int) else one.get("/MCID")
        if number is not None:
            named.setdefault(page, set()).add(int(number))
    for page in reader.pages:
        numbers, loose = marks(page, reader)
        assert loose == 0
        assert numbers == named.get(page.indirect_reference.idnum, set())


def test_elements_stand_where_they_may(elements):
    wrong = [
        (str(one["/S"]), parent)
        for one, parent in elements
        if str(one["/S"]) in INSIDE and parent not in INSIDE[str(one["/S"])]
    ]
    assert wrong == []
    assert {str(one["/S"]) for one, _ in elements} >= {"/H1", "/P", "/Table", "/Figure", "/TOC"}


def test_headings_go_down_a_step_at_a_time(elements):
    # 7.4.2
    levels = [int(str(one["/S"])[2:]) for one, _ in elements if re.fullmatch(r"/H\d", one["/S"])]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_figure_says_what_it_shows_in_words(elements):
    # 7.3
    said = [str(one.get("/Alt", "")) for one, _ in elements if one["/S"] == "/Figure"]
    assert said
    assert all(len(re.findall(r"[^\W\d_]{2,}", text)) >= 3 for text in said)


def test_every_heading_cell_says_what_it_heads(elements):
    # 7.5
    cells = [one for one, _ in elements if one["/S"] == "/TH"]
    assert cells
    for cell in cells:
        given = found(cell["/A"])
        told = [found(one) for one in (given if isinstance(given, list) else [given])]
        assert any(one.get("/Scope") in ("/Column", "/Row", "/Both") for one in told)


def test_the_document_names_itself_and_its_language(reader):
    # 7.1, 7.2, 7.9, 7.10: title shown, language said, tagged, and that it claims to be PDF/UA.
    root = reader.trailer["/Root"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/MarkInfo"].get("/Suspects", False) == False  # noqa: E712 - a PDF's own false
    assert re.fullmatch(r"(nn|nb)-NO|en-GB", root["/Lang"])
    told = root["/Metadata"].get_data().decode()
    assert re.search(r"<dc:title>.*\S.*</dc:title>", told, re.DOTALL)
    assert "<pdfuaid:part>1</pdfuaid:part>" in told


def test_links_are_in_the_tree_in_order_and_say_where_they_lead(reader, elements):
    # 7.18: tab order is that of the structure, links have words and a place in the tree.
    assert Counter(page.get("/Tabs") for page in reader.pages) == {"/S": len(reader.pages)}
    links = [found(one) for page in reader.pages for one in found(page.get("/Annots")) or []]
    assert links
    for link in links:
        assert link["/Subtype"] == "/Link"
        assert link["/Contents"]
        assert "/StructParent" in link
    assert sum(one["/S"] == "/Link" for one, _ in elements) == len(links)


def test_every_font_is_inside_and_tells_its_letters(reader):
    # 7.21
    for page in reader.pages:
        for font in found(page["/Resources"].get("/Font", {})).values():
            whole = found(font)
            inner = found(whole.get("/DescendantFonts", [whole])[0])
            assert {"/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"])
            assert "/ToUnicode" in whole
