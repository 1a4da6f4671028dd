from datetime import UTC, datetime

import polars as pl
import pytest

from byregion.analysis.geography.errors import SplitNeedsWeights
from byregion.statistics.catalogue import find_table
from byregion.statistics.divisions import published_division
from byregion.statistics.errors import UnknownTable
from byregion.statistics.harmonised import commuting_flows, population_series
from byregion.statistics.picture import read_national_picture
from byregion.statistics.store import Arrival, Store


def frame(rows, *columns):
    return pl.DataFrame(rows, schema=list(columns), orient="row")


@pytest.fixture
def store(tmp_path):
    """Stavanger and Rennesøy before and after 2020, and Tysfjord, which was divided."""
    people = [(2017, "1103", 130), (2017, "1142", 5), (2017, "1850", 20), (2020, "1103", 140)]
    flows = [(2017, "1142", "1103", 2), (2017, "1850", "1103", 10), (2022, "1103", "1103", 70)]
    tables = {
        "population": (
            frame(
                [(year, code, 30, persons) for year, code, persons in people],
                *("year", "municipality", "age", "persons"),
            ),
            "2017-2020",
        ),
        "commuting": (frame(flows, "year", "home", "work", "employed"), "2017-2022"),
        "toi_regions": (
            frame([("1103", "A"), ("1108", "B"), ("9999", "C")], "municipality", "region"),
            "2020",
        ),
        "economic_regions": (
            frame([("1508", "A"), ("1580", "B"), ("1103", "C")], "municipality", "region"),
            "2024",
        ),
    }
    made = Store(tmp_path / "store")
    made.add(
        [
            Arrival(
                find_table(name), rows, "made up", "none", period, datetime(2026, 1, 2, tzinfo=UTC)
            )
            for name, (rows, period) in tables.items()
        ]
    )
    return made


def test_population_forward_is_summed_and_divided_by_stated_weights(store):
    series = population_series(store, to=2022)
    assert series.years == (2017, 2020)
    assert series.left_out == ()
    found = {(year, code): persons for year, code, persons in series.frame.rows()}
    assert found[2017, "1103"] == 135
    assert found[2017, "1806"] + found[2017, "1875"] == 20
    assert series.divided == {"2017": ("1850",)}
    assert series.weights
    assert series.nation == {2017: 155.0, 2020: 140.0}
    assert series.sources[0].table == "07459"


def test_population_of_merged_years_is_left_out_and_not_divided(store):
    series = population_series(store, to=2017)
    assert series.years == (2017,)
    assert series.left_out == (2020,)
    assert series.divided == {}
    assert series.weights == ""


def test_flows_in_their_own_division_and_forward(store):
    assert commuting_flows(store, year=2017).units == ("1103", "1142", "1850")
    forward = commuting_flows(store, year=2017, to=2022)
    assert forward.units == ("1103", "1806", "1875")
    assert forward.matrix.sum() == pytest.approx(12)
    assert forward.sources[0].table == "03321"


def test_flows_are_not_divided_backwards(store):
    with pytest.raises(SplitNeedsWeights):
        commuting_flows(store, year=2022, to=2017)


def test_a_published_division_is_carried_over(store):
    division = published_division(store, "toi_regions", to=2017)
    assert division.regions == dict.fromkeys(("1103", "1141", "1142"), "A") | dict.fromkeys(
        ("1102", "1129"), "B"
    )
    assert division.unknown == ("9999",)
    assert division.unplaced == ()


def test_a_municipality_with_parts_in_two_regions_has_none(store):
    division = published_division(store, "economic_regions", to=2022)
    assert division.regions == {"1103": "C"}
    assert division.unplaced == ("1507",)


def test_a_table_without_regions_is_no_division(store):
    with pytest.raises(UnknownTable, match="there are: economic_regions, toi_regions"):
        published_division(store, "commuting", to=2022)


@pytest.mark.realdata
def test_the_national_picture_of_2017(shared_statistics, tmp_path):
    """Tables 03321 and 07459: 426 municipalities, 2,609,737 employed."""
    from byregion.statistics.files import load_folder

    store = Store(tmp_path / "real")
    load_folder(shared_statistics, store, retrieved_at=None)
    picture = read_national_picture(store, year=2017, permutations=19)
    assert picture.commuting.units["employed_residents"].sum() == 2_609_737
    assert picture.growth.height == 426
    assert picture.pattern.units.height == 426
    assert {source.table for source in picture.sources} == {"03321", "07459"}
