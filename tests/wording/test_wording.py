"""Texts are whole in all three languages, and right for one, many, up, down, same and unknown."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from byregion import wording
from byregion.analysis.provenance import TableSource
from byregion.analysis.region_analysis.result import Column, Finding, Table
from byregion.wording.grammar import texts

FILES = (
    "sentences", "titles", "columns", "labels", "methods", "methods_short", "sources", "errors",
    "evidence", "counts",
)  # fmt: skip
NBSP = "\u00a0"


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_in_all_three_languages_with_the_same_forms(name):
    for key, entry in texts(name).items():
        assert set(entry) - {"by"} == set(wording.LANGUAGES), key
        forms = {
            frozenset(entry[language]) if isinstance(entry[language], dict) else None
            for language in wording.LANGUAGES
        }
        assert len(forms) == 1, key
        assert ("by" in entry) == (forms != {None}), key


def test_methods_have_a_short_name_and_a_description():
    assert set(texts("methods")) == set(texts("methods_short"))


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_unknown_values_make_a_sentence_without_none(language):
    for key in texts("sentences"):
        said = wording.sentence(Finding(key, dict.fromkeys(wording.needed(key))), language)
        assert said.endswith((".", "?"))
        assert "None" not in said
        assert "{" not in said


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("nn", "1 kommune og 1 innbyggjar ", "2 kommunar og 12 000 innbyggjarar "),
        ("nb", "1 kommune og 1 innbygger ", "2 kommuner og 12 000 innbyggere "),
        ("en", "1 municipality and 1 resident ", "2 municipalities and 12,000 residents "),
    ],
)
def test_one_and_many(language, one, two):
    few = {"name": "A", "municipalities": 1, "persons": 1.0, "year": 2017}
    many = few | {"municipalities": 2, "persons": 12000.0}
    assert one in wording.sentence(Finding("glance.size", few), language)
    said = wording.sentence(Finding("glance.size", many), language).replace(NBSP, " ")
    assert two in said


def test_numbers_by_language():
    assert wording.number(1234567, "persons", "nn") == f"1{NBSP}234{NBSP}567"
    assert wording.number(-0.0123, "share", "nb") == f"−1,2{NBSP}%"
    assert wording.number(0.5, "share", "en") == "50.0%"
    assert wording.number(2017, "year", "en") == "2017"
    assert wording.number(None, "share", "nn") == "ukjend"
    assert wording.number(-0.0001, "share", "en") == "0.0%"


def test_lists_of_names():
    assert wording.listed(("A",), "nn") == "A"
    assert wording.listed(("A", "B", "C"), "nb") == "A, B og C"
    assert wording.listed(("A", "B"), "en") == "A and B"


@given(st.floats(-1, 1), st.sampled_from(wording.LANGUAGES))
def test_the_words_fit_the_number_shown(growth, language):
    values = {"growth": growth, "first": 2008, "last": 2017, "country": 0.1}
    said = wording.sentence(Finding("glance.growth", values), language)
    shown = wording.number(abs(growth), "share", language)
    rising = any(word in said for word in ("auka", "økte", "rose"))
    falling = any(word in said for word in ("gjekk ned", "gikk ned", "fell"))
    assert rising == (round(growth * 100, 1) > 0)
    assert falling == (round(growth * 100, 1) < 0)
    assert (shown in said) or not (rising or falling)


def test_source_line_names_table_period_date_method_and_estimate():
    source = TableSource("Statistics Norway", "03321", "Commuting", "2017", "CC BY 4.0")
    table = Table("a", (Column("x", "persons"),), pl.DataFrame({"x": [1]}), (source,), "2017K4")
    line = wording.source_line(table, "nn")
    for part in ("03321", "Commuting", "4. kvartal 2017", "ukjend dato", "Teljing"):
        assert part in line
    known = TableSource("SN", "1", "T", "2017", "L", date(2026, 3, 1))
    made = Table("a", (), pl.DataFrame(), (known,), "2008-2017", "hinterland", estimate=True)
    line = wording.source_line(made, "en")
    for part in ("1 March 2026", "2008–2017", "estimates"):
        assert part in line
