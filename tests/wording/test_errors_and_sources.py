"""Errors and tables' names in three languages."""

import inspect

import pytest

from byregion import wording
from byregion.analysis import errors as analysis_errors
from byregion.analysis.errors import AnalysisError, InvalidInput, UnknownCodes
from byregion.analysis.geography import errors as geography_errors
from byregion.analysis.provenance import TableSource
from byregion.analysis.region_analysis.points import SOURCE
from byregion.statistics import errors as statistics_errors
from byregion.statistics.catalogue import catalogue
from byregion.statistics.errors import StatisticsError, UnknownYear

KINDS = sorted(
    {
        kind
        for room in (analysis_errors, geography_errors, statistics_errors)
        for _, kind in inspect.getmembers(room, inspect.isclass)
        if issubclass(kind, AnalysisError | StatisticsError)
    },
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_error_of_the_engine_has_words(language):
    unexpected = wording.error(RuntimeError("secret"), language)
    for kind in KINDS:
        said = wording.error(kind.__new__(kind), language)
        assert said != unexpected, kind
        assert said.endswith(".")
        assert "{" not in said


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_the_message_for_programmers_is_never_shown(language):
    for made in (RuntimeError("secret"), InvalidInput("secret"), StatisticsError("secret")):
        assert "secret" not in wording.error(made, language)


def test_details_stand_in_the_text():
    made = UnknownCodes(["9999", "9998"], where="the members")
    assert "9998 og 9999" in wording.error(made, "nn")
    assert "2017–2019" in wording.error(UnknownYear("commuting", (2017, 2018, 2019)), "nb")
    coded = InvalidInput("x", key="cores_outside", details={"codes": ("0105",)})
    assert wording.error(coded, "en").endswith("These are not: 0105.")


@pytest.mark.parametrize("language", ["nn", "nb"])
def test_every_table_of_the_catalogue_has_a_norwegian_name(language):
    given = [(table.publisher, table.title) for table in catalogue().values()]
    for publisher, title in [*given, (SOURCE.publisher, SOURCE.title)]:
        source = TableSource(publisher, "1", title, "2017", "L")
        assert wording.source_title(source, language)
        assert (publisher == "Kartverket") == (wording.publisher(source, language) == publisher)
        assert ("KOSTRA" in title) or wording.source_title(source, language) != title
        assert wording.source_title(source, "en") == title


def test_a_table_that_we_do_not_know_keeps_its_name():
    source = TableSource("Somebody", "7", "A table", "2017", "L")
    assert wording.source_title(source, "nn") == "A table"
    assert wording.publisher(source, "nb") == "Somebody"


def test_months_are_worded():
    assert wording.period("2017M11", "nn") == "november 2017"
    assert wording.period("2017M05", "en") == "May 2017"
    assert wording.period("2017M13", "nb") == "2017M13"
    assert wording.period("", "nb") == "ukjent"
