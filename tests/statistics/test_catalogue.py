import pytest

from byregion.statistics.catalogue import catalogue, find_table, read_definition
from byregion.statistics.errors import InvalidCatalogue, UnknownTable

WHOLE = """
id = "cats"
title = "Cats"
meaning = "Cats by place."
publisher = "Nobody"
unit = "cats"
reference = "1 January"
vintage = "numbers valid that year"
numbers = ["00001"]
file = "cats.csv"

[[columns]]
name = "place"
type = "text"
key = true
meaning = "Place."

[[columns]]
name = "cats"
type = "integer"
unit = "cats"
meaning = "Cats."
"""


def test_every_definition_is_whole_and_says_what_it_measures():
    for name, table in catalogue().items():
        assert table.id == name
        assert table.meaning.endswith(".")
        assert table.publisher
        assert all(column.meaning.endswith(".") for column in table.columns)
        if table.file:
            assert table.key


def test_every_table_of_statistics_norway_is_under_its_licence():
    ours = [t for t in catalogue().values() if t.publisher == "Statistics Norway"]
    assert {table.licence for table in ours} == {"CC BY 4.0"}


def test_sum_checks_name_columns_that_the_other_table_has():
    for table in catalogue().values():
        for check in table.sums:
            other = {column.name for column in catalogue()[check.equals].columns}
            assert set(check.by.values()) | {check.column} <= other


def test_licence_that_we_do_not_know_is_unknown():
    assert catalogue()["toi_regions"].licence is None


def test_table_is_found_by_id_and_by_number():
    assert find_table("commuting") is catalogue()["commuting"]
    assert find_table("03321") is catalogue()["commuting"]


def test_unknown_name_lists_the_tables():
    with pytest.raises(UnknownTable, match=r"no table 'dogs'.*commuting, "):
        find_table("dogs")


def test_number_of_several_tables_asks_for_one():
    with pytest.raises(UnknownTable, match="population, population_sex"):
        find_table("07459")


def test_number_is_unknown_where_there_is_none():
    assert catalogue()["centrality"].number == "unknown"
    assert catalogue()["labour_market"].number == "11618/11616"


def test_definition_is_read():
    table = read_definition(WHOLE, name="cats.toml")
    assert table.key == ("place",)
    assert table.column("cats").unit == "cats"
    assert table.periods is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id = ", "cats.toml: "),
        (WHOLE.replace('title = "Cats"', ""), "title"),
        ('colour = "grey"' + WHOLE, "colour"),
        (WHOLE.replace('type = "text"', 'type = "word"'), "type of place must be one of text"),
        (WHOLE + "pattern = '('", "cats.toml: "),
        (
            WHOLE + '[[sums]]\nmeasure = "dogs"\nby = {place = "place"}\nequals = "x"\ncolumn="y"',
            "names columns that it lacks: dogs",
        ),
    ],
)
def test_definition_that_is_not_whole_is_refused(text, message):
    with pytest.raises(InvalidCatalogue, match=message):
        read_definition(text, name="cats.toml")


def test_definition_under_another_name_is_refused():
    with pytest.raises(InvalidCatalogue, match="the id is 'cats'"):
        read_definition(WHOLE, name="dogs.toml")
