"""Tables behind figures: turned so that a page can carry them, never with another number."""

from dataclasses import replace

import polars as pl
import pytest
from tests.insight.samples import SOURCE

from byregion.analysis.region_analysis.result import Column, Figure, Table
from byregion.report.tabling import MOST_ROWS, behind_figure, is_wide, tabled, weights

UNITS = {pl.String: "text", pl.Int64: "year", pl.Float64: "index", pl.Boolean: "flag"}


def table(key, **columns):
    frame = pl.DataFrame(columns)
    named = tuple(Column(name, UNITS[type(kind)]) for name, kind in frame.schema.items())
    return Table(key, named, frame, (SOURCE,), "2017K4")


def behind(kind, key, made, language="en"):
    return behind_figure(Figure(key, kind, made.key), made, language, "Behind figure 1")


def test_series_stand_beside_each_other():
    made = table(
        "population.lines",
        year=[2016, 2016, 2017, 2017],
        series=["region", "country", "region", "country"],
        index=[100.0, 100.0, 101.5, None],
    )
    told = behind("indexed_lines", "population.lines", made)
    assert told.head == ("Year", "The region", "The country")
    assert told.rows == (("2016", "100.0", "100.0"), ("2017", "101.5", "–"))
    assert told.numeric == (True, True, True)


def test_many_years_are_thinned_and_the_last_kept():
    years = list(range(1980, 2018))
    made = table(
        "population.lines", year=years, series=["region"] * 38, index=[float(y) for y in years]
    )
    told = behind("indexed_lines", "population.lines", made)
    assert len(told.rows) <= MOST_ROWS
    assert told.rows[-1][0] == "2017"


def test_ages_have_a_row_each_and_a_column_for_moment_and_sex():
    made = table(
        "population.pyramid",
        moment=["now", "now", "projected", "projected"],
        year=[2026, 2026, 2046, 2046],
        sex=["male", "female", "male", "female"],
        age_from=[0, 0, 0, 0],
        persons=[10.0, 11.0, 12.0, 13.0],
    )
    told = behind("age_pyramid", "population.pyramid", made)
    assert told.head[1:] == ("2026, Men", "2026, Women", "2046, Men", "2046, Women")
    assert told.rows == (("0", "10", "11", "12", "13"),)


def flows(places):
    pairs = [(a, b) for a in places for b in places]
    return table(
        "commuting.matrix",
        home_name=[a for a, _ in pairs],
        work_name=[b for _, b in pairs],
        employed=[float(len(pairs) - n) for n in range(len(pairs))],
    )


def test_few_municipalities_become_a_matrix_and_many_the_largest_flows():
    few = behind("commuting_matrix", "commuting.matrix", flows(["A", "B"]))
    assert few.head == ("Home", "A", "B")
    assert few.rows == (("A", "4", "3"), ("B", "2", "1"))
    many = behind("commuting_matrix", "commuting.matrix", flows("ABCDEFGHIJ"))
    assert len(many.rows) == 15
    assert all(home != work for home, work, _ in many.rows)
    assert many.rows[0][:2] == ("A", "B")


@pytest.mark.parametrize(("language", "note"), [("nn", "Éi rad til"), ("en", "One more row")])
def test_what_is_left_out_is_told(language, note):
    made = table(
        "comparison.scatter",
        name=["X", "Y", "Z"],
        x=[0.5, 0.6, 0.7],
        y=[0.1, 0.2, 0.3],
        role=["self", "peer", "other"],
    )
    told = behind("scatter", "comparison.scatter", made, language)
    assert [row[0] for row in told.rows] == ["X", "Y"]
    assert told.note.startswith(note)


def test_a_map_names_those_that_it_colours():
    made = table("structure.hinterland", name=["X", "Y"], **{"class": ["core", "none"]})
    assert [row[0] for row in behind("hinterland_map", "structure.map", made).rows] == ["X"]


def test_a_wide_and_short_table_stands_on_end():
    names = ("jobs", "persons", "employed", "change", "balance", "share", "index", "x")
    made = table("commuting.members", name=["Bodø"], **{name: [1.0] for name in names})
    told = tabled(made, "en", "Table 1")
    assert told.head[1] == "Bodø"
    assert len(told.rows) == len(names)
    assert told.numeric == (False, True)


def test_a_column_is_as_wide_as_its_longest_word():
    made = tabled(table("glance.members", name=["Nord-Aurdal og ein til"], index=[1.0]), "nn", "T")
    assert not is_wide(made)
    long = replace(made, head=("word " * 20, "Arbeidsplassdekning"))
    assert is_wide(long)
    first, second = weights(long)
    assert first == 3 + 24
    assert second == 3 + round(1.2 * 19)
