"""Finding a municipality by what people type."""

import unicodedata

import pytest

from byregion.analysis.geography.find import find
from byregion.analysis.geography.vintage import all_municipalities


def codes(text, **options):
    return [place.code for place in find(text, **options)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ålesund", "1508"),
        ("ALESUND", "1508"),
        ("aalesund", "1508"),
        (" tromsø ", "5501"),
        ("Tromsoe", "5501"),
        ("tromso", "5501"),
        ("Hå", "1119"),
        ("guovdageaidnu", "5612"),
        ("Karasjohka", "5610"),
        ("Porsangu", "5622"),
        ("Gáivuotna - Kåfjord - Kaivuono", "5540"),
        ("Nord-Fron", "3436"),
        ("sor varanger", "5605"),
        ("Oslove", "0301"),
        ("0301", "0301"),
        ("Herøy (Nordland)", "1818"),
        ("heroy (more og romsdal)", "1515"),
        ("Lillehamm", "3405"),
    ],
)
def test_place_is_found_however_it_is_written(text, code):
    assert codes(text, at=2024) == [code]


def test_decomposed_letters_are_the_same_letters():
    assert codes(unicodedata.normalize("NFD", "Ålesund"), at=2024) == ["1508"]


def test_same_name_gives_all_who_have_it():
    assert codes("herøy", at=2024) == ["1515", "1818"]
    assert codes("Ålesund") == ["1504", "1507", "1508"]
    assert codes("Haram", at=2021) == []


def test_whole_name_goes_before_beginnings():
    assert codes("Os", at=2024) == ["3430"]
    assert codes("Nordr", at=2024) == ["3207", "3448", "5544"]
    assert codes("x-nothing") == []


@pytest.mark.parametrize("text", ["", "  ", "()", "-"])
def test_nothing_typed_finds_nothing(text):
    assert codes(text) == []


def test_every_place_is_found_by_its_own_name_and_number():
    for place in all_municipalities():
        assert place in find(place.name)
        assert find(place.code) == (place,)
