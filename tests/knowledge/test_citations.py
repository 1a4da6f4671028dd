"""Citations, held against readers that others wrote; and our own reading of them back."""

import json

import bibtexparser
import pytest
import rispy

from byregion.common.translation import Text
from byregion.knowledge.bibliography.entry import Author, Entry, read_author, split_authors
from byregion.knowledge.bibliography.incoming import read
from byregion.knowledge.domain import citations

FULL = Entry(
    slug="sluttevaluering",
    kind="evaluation",
    title="Evalueringen av byregionprogrammet: 50% & {mer} i Ålesund_2",
    authors=(Author("Leknes", "Einar"), Author("Onsager", "Knut"), Author("NIBR og IRIS")),
    institution="IRIS & NIBR",
    year=2018,
    language="nb",
    isbn="9780306406157",
    doi="10.1234/iris_2018/184",
    urn="URN:NBN:no-1234",
    url="https://example.org/a_b?c=1&d=2",
    summary=Text("Kort\nsagt.", "nn"),
)
BARE = Entry(slug="film", kind="film", title="Ein film")


def test_bibtex_is_read_by_another_program():
    library = bibtexparser.parse_string(citations.bibtex(FULL))
    assert library.failed_blocks == []
    [entry] = library.entries
    assert entry.entry_type == "techreport"
    assert entry.key == "leknes2018evalueringen"
    assert entry["author"] == "Leknes, Einar and Onsager, Knut and {NIBR og IRIS}"
    assert entry["year"] == "2018"
    assert entry["title"] == r"{Evalueringen av byregionprogrammet: 50\% \& \{mer\} i Ålesund\_2}"


def test_ris_is_read_by_another_program():
    [record] = rispy.loads(citations.ris(FULL))
    assert record["type_of_reference"] == "RPRT"
    assert record["authors"] == ["Leknes, Einar", "Onsager, Knut", "NIBR og IRIS"]
    assert record["title"] == FULL.title
    assert record["year"] == "2018"
    assert record["abstract"] == "Kort sagt."


def test_csl_has_people_and_organisations():
    [item] = json.loads(citations.csl_json(FULL))
    assert item["type"] == "report"
    assert item["author"] == [
        {"family": "Leknes", "given": "Einar"},
        {"family": "Onsager", "given": "Knut"},
        {"literal": "NIBR og IRIS"},
    ]
    assert item["issued"] == {"date-parts": [[2018]]}


@pytest.mark.parametrize("kind", ["bib", "ris"])
def test_what_we_cite_we_read_back(kind):
    [draft] = read(citations.encode(FULL, kind), f"a.{kind}")
    assert draft.faults == []
    for name in ("kind", "authors", "institution", "year", "language", "isbn", "doi", "urn", "url"):
        assert getattr(draft, name) == getattr(FULL, name), name
    # Braces are BibTeX's own sign, and are not kept.
    assert draft.title.replace("{", "").replace("}", "") == FULL.title.replace("{", "").replace(
        "}", ""
    )


def test_what_is_not_known_is_left_out():
    assert citations.bibtex(BARE) == "@misc{byregionfilm,\n  title = {{Ein film}}\n}\n"
    assert citations.ris(BARE) == "TY  - VIDEO\r\nTI  - Ein film\r\nM3  - film\r\nER  - \r\n"
    assert citations.csl(BARE) == {
        "id": "byregionfilm",
        "type": "motion_picture",
        "title": "Ein film",
    }


def test_a_line_for_a_reader():
    said = citations.reference(FULL)
    assert said.startswith("Leknes, Einar; Onsager, Knut; NIBR og IRIS (2018). Evalueringen")
    assert said.endswith("IRIS & NIBR.")
    assert citations.reference(BARE) == "Ein film."


@pytest.mark.parametrize(
    ("line", "authors", "institution"),
    [
        ("Einar Leknes, Knut Onsager (IRIS og NIBR)",
         [Author("Leknes", "Einar"), Author("Onsager", "Knut")], "IRIS og NIBR"),
        ("NIBR (med IRIS)", [Author("NIBR (med IRIS)")], ""),
        ("NIBR, for KMD", [Author("NIBR, for KMD")], ""),
        ("Menon Business Economics", [Author("Menon Business Economics")], ""),
        ("", [], ""),
    ],
)  # fmt: skip
def test_a_bundles_authors_are_taken_apart_only_where_it_is_sure(line, authors, institution):
    assert split_authors(line) == (tuple(authors), institution)


def test_names_are_written_as_people_are_named():
    assert read_author("Onsager, Knut") == Author("Onsager", "Knut")
    assert str(Author("Onsager", "Knut")) == "Knut Onsager"
    assert Author("NIBR").sorted_name == "NIBR"
