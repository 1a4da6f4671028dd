from dataclasses import replace

import polars as pl
import pytest
from tests.statistics.fake_service import without_mapping

from byregion.statistics.catalogue import catalogue
from byregion.statistics.errors import InvalidFile
from byregion.statistics.sources.errors import ChangedTable, InvalidResponse, UnknownPeriod
from byregion.statistics.sources.pxweb import CodeList, Dimension, TableMetadata
from byregion.statistics.sources.tidy import choose, status_column, tidy

POPULATION = catalogue()["population"]
LABOUR = catalogue()["labour_market"]


def offered(**codes):
    dimensions = tuple(
        Dimension(name, name, tuple(given), name == "Kjonn", ()) for name, given in codes.items()
    )
    return TableMetadata("07459", "a table", None, "Tid", dimensions)


WHOLE = {
    "Region": ["0", "03", "0301", "0219", "F-03"],
    "Kjonn": ["1", "2"],
    "Alder": ["000", "105+", "H17"],
    "ContentsCode": ["Personer1", "Other"],
    "Tid": ["2016", "2017", "2018"],
}


def test_municipalities_ages_and_figures_are_chosen_and_sexes_summed_over():
    assert choose(POPULATION, offered(**WHOLE)) == {
        "Region": ("0301", "0219"),
        "Alder": ("000", "105+"),
        "ContentsCode": ("Personer1",),
        "Tid": ("2016", "2017", "2018"),
    }


def test_years_are_chosen_with_both_ends():
    assert choose(POPULATION, offered(**WHOLE), years=(2017, 2030))["Tid"] == ("2017", "2018")


def test_quarters_belong_to_their_year_and_other_periods_to_none():
    quarters = {**WHOLE, "Tid": ["2016K4", "2017K1", "latest"]}
    chosen = choose(POPULATION, offered(**quarters), years=(2017, 2017))
    assert chosen["Tid"] == ("2017K1",)


def test_years_that_are_not_there_are_told():
    with pytest.raises(UnknownPeriod, match="nothing for 1990-1995; it has 2016 to 2018"):
        choose(POPULATION, offered(**WHOLE), years=(1990, 1995))


def test_table_without_periods_is_told():
    with pytest.raises(UnknownPeriod, match="it has nothing"):
        choose(POPULATION, offered(**{**WHOLE, "Tid": []}), years=(1990, 1995))


def test_code_list_takes_all_of_its_codes():
    grouped = CodeList("agg_KommSummer", "", {"K-0301": ("0301",), "K-3103": ("0104", "0136")})
    chosen = choose(POPULATION, offered(**WHOLE), code_lists={"Region": grouped})
    assert chosen["Region"] == ("K-0301", "K-3103")


def test_table_without_mapping_takes_everything():
    change = without_mapping("population_change")
    assert choose(change, offered(**WHOLE))["Region"] == tuple(WHOLE["Region"])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"ContentsCode": ["Personer"]}, "no code Personer1 any more; it has Personer"),
        ({"Region": ["K-0301"]}, r"dimension Region .* no code like \\d\{4\}; it has K-0301"),
        ({"Sivilstand": ["1"]}, "has a new dimension Sivilstand"),
    ],
)
def test_table_that_has_changed_is_told(changed, message):
    with pytest.raises(ChangedTable, match=message):
        choose(POPULATION, offered(**{**WHOLE, **changed}))


def test_dimension_that_is_gone_is_told():
    without = {name: codes for name, codes in WHOLE.items() if name != "Alder"}
    with pytest.raises(ChangedTable, match="no dimension Alder; it has Region, Kjonn"):
        choose(POPULATION, offered(**without))


def test_code_list_for_a_dimension_that_is_not_there_is_told():
    grouped = CodeList("agg_KommSummer", "", {"K-0301": ("0301",)})
    with pytest.raises(ChangedTable, match="no dimension Bokommuen"):
        choose(POPULATION, offered(**WHOLE), code_lists={"Bokommuen": grouped})


def cells(rows, columns):
    schema = dict.fromkeys(columns, pl.String) | {"value": pl.Float64, "status": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def population(*rows):
    return cells(rows, ["Region", "Alder", "ContentsCode", "Tid"])


def test_cells_become_the_catalogues_columns_with_a_status():
    frame = tidy(
        population(
            ("0301", "105+", "Personer1", "2017", 3, "given"),
            ("0301", "000", "Personer1", "2017", None, "suppressed"),
            ("0301", "001", "Personer1", "2017", 0, "given"),
        ),
        POPULATION,
    )
    assert frame.to_dicts() == [
        {"year": 2017, "municipality": "0301", "age": 0, "persons": None, "status": "suppressed"},
        {"year": 2017, "municipality": "0301", "age": 1, "persons": 0, "status": "given"},
        {"year": 2017, "municipality": "0301", "age": 105, "persons": 3, "status": "given"},
    ]
    assert frame.schema["persons"] == pl.Int64


def test_place_that_did_not_exist_that_year_is_left_out():
    frame = tidy(
        population(
            ("0301", "000", "Personer1", "2017", 3, "given"),
            ("3101", "000", "Personer1", "2017", 0, "given"),
            ("3101", "001", "Personer1", "2017", None, "not applicable"),
            ("3103", "000", "Personer1", "2017", 0, "given"),
            ("3103", "001", "Personer1", "2017", None, "missing"),
        ),
        POPULATION,
    )
    assert frame["municipality"].to_list() == ["0301", "3103", "3103"]


def test_table_without_a_rule_of_absence_keeps_zeros():
    table = replace(POPULATION, absent=())
    assert tidy(population(("0301", "000", "Personer1", "2017", 0, "given")), table).height == 1


def test_grouped_code_becomes_the_municipality():
    frame = tidy(population(("K-3103", "000", "Personer1", "2017", 3, "given")), POPULATION)
    assert frame["municipality"].to_list() == ["3103"]


def test_codes_become_words():
    rows = [("0301", sex, "000", "Personer1", "2024", 5, "given") for sex in ("1", "2")]
    columns = ["Region", "Kjonn", "Alder", "ContentsCode", "Tid"]
    frame = tidy(cells(rows, columns), catalogue()["population_sex"])
    assert frame["sex"].to_list() == ["female", "male"]


def test_several_figures_stand_side_by_side_with_a_status_each():
    columns = ["Region", "Kjonn", "Alder", "ContentsCode", "Tid"]
    rows = [
        ("0301", "0", "15-74", "BefolkningBosted", "2017", 10, "given"),
        ("0301", "0", "15-74", "SysselBosted", "2017", 7, "given"),
        ("0301", "0", "15-74", "SysselArbsted", "2017", None, "suppressed"),
    ]
    assert tidy(cells(rows, columns), LABOUR).to_dicts() == [
        {
            "municipality": "0301",
            "year": 2017,
            "residents_15_74": 10,
            "employed_residents": 7,
            "jobs": None,
            "residents_15_74_status": "given",
            "employed_residents_status": "given",
            "jobs_status": "suppressed",
        }
    ]
    assert status_column(LABOUR, "jobs") == "jobs_status"
    assert status_column(POPULATION, "persons") == "status"


def test_text_column_without_pattern_keeps_its_codes():
    columns = tuple(
        replace(column, pattern=None) if column.name == "municipality" else column
        for column in POPULATION.columns
    )
    frame = tidy(
        population(("K-3103", "000", "Personer1", "2017", 3, "given")),
        replace(POPULATION, columns=columns),
    )
    assert frame["municipality"].to_list() == ["K-3103"]


def test_measure_that_is_no_count_may_have_decimals():
    columns = tuple(
        replace(column, type="number") if column.name == "persons" else column
        for column in POPULATION.columns
    )
    frame = tidy(
        population(("0301", "000", "Personer1", "2017", 3.5, "given")),
        replace(POPULATION, columns=columns),
    )
    assert frame["persons"].to_list() == [3.5]


def test_broken_count_is_refused():
    with pytest.raises(
        InvalidResponse, match=r"persons of table 07459 .* whole numbers; found 3\.5"
    ):
        tidy(population(("0301", "000", "Personer1", "2017", 3.5, "given")), POPULATION)


def test_negative_count_is_refused():
    with pytest.raises(InvalidFile, match="07459, column persons: is below 0"):
        tidy(population(("0301", "000", "Personer1", "2017", -3, "given")), POPULATION)


def test_table_without_mapping_keeps_its_cells():
    frame = population(("0301", "000", "Folketall", "2017", None, "missing"))
    kept = tidy(frame, without_mapping("population_change"))
    assert kept.columns == ["region", "alder", "contentscode", "tid", "value", "status"]
    assert kept.height == 1
