"""No sentence contradicts its number, whatever the number: every entry with signed forms."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion import wording
from byregion.analysis.region_analysis.result import Finding
from byregion.wording.grammar import PLACE, form, named, put, texts
from byregion.wording.numbers import shown, span

SIGNED = {
    key: entry
    for key, entry in texts("sentences").items()
    if "by" in entry and {"rising", "falling"} <= set(entry["en"])
}
# What rises, what falls and what stays, in the words of each language; an entry need not use them
# (it may speak of commuters in and out), but it may never use those of another direction.
UP = {
    "nn": ("auka", "fleire arbeids", "enn det døydde", "fleire til regionen", "sterkare enn i"),
    "nb": ("økte", "flere arbeids", "enn det døde", "flere til regionen", "sterkere enn i"),
    "en": ("rose", "more jobs", "more births", "more moved to", "above the median"),
}
DOWN = {
    "nn": ("gjekk", "færre", "enn det vart fødd", "fleire frå regionen", "svakare enn i"),
    "nb": ("gikk", "færre", "enn det ble født", "flere fra regionen", "svakere enn i"),
    "en": ("fell", "fewer", "more deaths", "more moved from", "below the median"),
}
SAME = {
    "nn": ("uendra", "det same", "like mange", "som i den midtarste", "om lag rett"),
    "nb": ("uendret", "det samme", "like mange", "som i den midterste", "riktig folketall"),
    "en": ("unchanged", "the same", "as many", "as in the median", "about the right"),
}
# Entries whose sign is not of the number that the words speak of.
ORDERS = {
    "interplay.order",
    "interplay.zone",
    "unemployment.members",
    "income.members",
    "population.core_and_rest",
}
BEFORE_AFTER = ("employment.change", "glance.growth", "population.change", "population.later")


def filled(key, chosen):
    """Values for every place of an entry: numbers that fit its unit, and those chosen."""
    plain = {}
    for language in wording.LANGUAGES:
        forms = SIGNED[key][language]
        for text in forms.values():
            for name, unit, *_ in PLACE.findall(text):
                plain[name] = {"": "A", "year": 2017, "period": "2017", "label": "inner"}.get(
                    unit, 12.0
                )
    return plain | chosen


@st.composite
def findings(draw):
    key = draw(st.sampled_from(sorted(SIGNED)))
    by = SIGNED[key]["by"]
    size = st.floats(-3000, 3000) if by.endswith(("persons", "number")) else st.floats(-1, 1)
    near = st.sampled_from([0.0, 0.4, -0.4, 0.5, -0.5, 1.0, -1.0, 0.0004, -0.0004, 0.0006])
    chosen = {name: draw(st.one_of(size, near)) for name in named(by)}
    return key, filled(key, chosen)


def direction(key, values):
    by = SIGNED[key]["by"]
    names, _, unit = by.partition(":")
    sizes = [shown(values[name], unit) for name in names.split("-")]
    size = sizes[0] - (sizes[1] if len(sizes) > 1 else 0)
    return "rising" if size > 0 else "falling" if size < 0 else "unchanged"


@settings(max_examples=400)
@given(findings(), st.sampled_from(wording.LANGUAGES))
def test_words_agree_with_the_number_that_is_shown(made, language):
    key, values = made
    way = direction(key, values)
    assert form(SIGNED[key]["by"], values) == way
    said = wording.sentence(Finding(key, values), language)
    wrong = {"rising": DOWN, "falling": UP}.get(way, {})
    if key not in ORDERS:
        assert not [word for word in wrong.get(language, ()) if word in said], said
    right = {"rising": UP, "falling": DOWN, "unchanged": SAME}[way][language]
    if key in BEFORE_AFTER:
        assert any(word in said for word in right), said


@pytest.mark.parametrize("key", sorted(SIGNED))
@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_the_size_in_the_words_is_the_size_of_the_value(key, language):
    name, _, unit = SIGNED[key]["by"].partition(":")
    if "-" in name:
        return
    for size in (0.25, -0.25) if unit == "share" else (1234.0, -1234.0):
        values = filled(key, {name: size})
        said = wording.sentence(Finding(key, values), language)
        text = SIGNED[key][language]["rising" if size > 0 else "falling"]
        if f"{{{name}:{unit}:abs}}" in text:
            assert wording.number(abs(size), unit, language) in said
            assert wording.number(-abs(size), unit, language) not in said


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_a_number_that_is_none_is_unknown_in_every_entry(language, value):
    for key, entry in SIGNED.items():
        chosen = dict.fromkeys(named(entry["by"]), value)
        said = wording.sentence(Finding(key, filled(key, chosen)), language)
        assert said == wording.sentence(Finding(key, {**filled(key, {}), **chosen}), language)
        words = {
            "nn": ("ukjen", "kan ikkje"),
            "nb": ("ukjen", "kan ikke"),
            "en": ("unknown", "cannot"),
        }
        assert any(word in said for word in words[language]), key


@pytest.mark.parametrize(
    ("language", "none", "one", "few", "many"),
    [
        ("nn", "ingen", "éin", "tolv", "13"),
        ("nb", "ingen", "én", "tolv", "13"),
        ("en", "none", "one", "twelve", "13"),
    ],
)
def test_counts_in_words(language, none, one, few, many):
    words = [put("{n:few}", {"n": n}, language).lower() for n in (0, 1, 12, 13)]
    assert words == [none, one, few, many]
    values = {"inner": 1, "outer": 0, "none": 13}
    said = wording.sentence(Finding("structure.hinterland", values), language)
    assert all(f" {word} " in said for word in (none, one, many))


def test_years_are_written_as_spans():
    years = ("2018", "2019", "2020", "2022", "2024", "2025")
    assert span(years, "nn") == "2018–2020, 2022, 2024 og 2025"
    assert span(("2019",), "en") == "2019"
    said = wording.sentence(Finding("caveat.labour_years", {"years": years}), "nb")
    assert said.endswith(": 2018–2020, 2022, 2024 og 2025.")


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        ("nn", "Varehandel er klart større", "Varehandel og industri er klart større"),
        ("nb", "Varehandel er klart større", "Varehandel og industri er klart større"),
        ("en", "Trade is clearly larger", "Trade and manufacturing are clearly larger"),
    ],
)
def test_labels_inside_a_sentence(language, one, several):
    few = {"sections": ("section_G",), "quotient": 1.5}
    many = {"sections": ("section_G", "section_C"), "quotient": 1.5}
    assert wording.sentence(Finding("industry.over", few), language).startswith(one)
    assert wording.sentence(Finding("industry.over", many), language).startswith(several)
    none = {"sections": (), "quotient": None}
    assert "None" not in wording.sentence(Finding("industry.over", none), language)


def test_a_difference_that_is_not_seen_is_no_difference():
    # 29.96 and 30.04 per cent are both written 30.0.
    values = {"share": 0.3004, "country": 0.2996, "gap": 0.0008, "year": 2017}
    assert "same del som i landet" in wording.sentence(Finding("education.higher", values), "nn")
