from datetime import UTC, datetime

import polars as pl
import pytest

from byregion.statistics import queries
from byregion.statistics.errors import UnknownTable
from byregion.statistics.files import load_folder
from byregion.statistics.store import Store


@pytest.fixture
def store(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    commuting = {"year": [2018, 2017], "home": ["0301"] * 2, "work": ["0301"] * 2}
    pl.DataFrame({**commuting, "employed": [7, 5]}).write_parquet(folder / "commuting.parquet")
    (folder / "labour_market.csv").write_text(
        "municipality,year,residents_15_74,employed_residents,jobs\n0301,2017,9,6,5\n"
    )
    people = {"year": [2024] * 2, "municipality": ["0301"] * 2, "age": [0, 1], "persons": [3, 4]}
    pl.DataFrame(people).write_parquet(folder / "population.parquet")
    pl.DataFrame({**people, "sex": ["female", "male"]}).write_parquet(
        folder / "population_sex.parquet"
    )
    made = Store(tmp_path / "store")
    load_folder(folder, made, retrieved_at=datetime(2026, 1, 2, tzinfo=UTC))
    return made


def test_commuting_of_a_year_with_its_source(store):
    answer = queries.commuting(store, year=2017)
    assert answer.frame.to_dicts() == [{"home": "0301", "work": "0301", "employed": 5}]
    (source,) = answer.sources
    assert (source.table, source.period) == ("03321", "2017-2018")
    assert source.checksum == store.edition("commuting").checksum


def test_commuting_fits_the_engine(store):
    from byregion.analysis.flows import Flows

    answer = queries.commuting(store, year=2018)
    assert Flows.from_frame(answer.frame, sources=answer.sources).jobs.tolist() == [7]


def test_labour_market_of_a_year(store):
    assert queries.labour_market(store, year=2017).frame.rows() == [("0301", 9, 6, 5)]


def test_population_is_summed_over_ages(store):
    assert queries.population(store).frame.rows() == [(2024, "0301", 7)]


def test_population_by_age_and_by_sex(store):
    assert queries.population_by_age(store, year=2024).frame.rows() == [
        ("0301", 0, 3),
        ("0301", 1, 4),
    ]
    assert queries.population_by_sex(store, year=2024).frame.rows() == [
        ("0301", "female", 0, 3),
        ("0301", "male", 1, 4),
    ]


def test_year_that_is_not_there_says_which_are(store):
    with pytest.raises(UnknownTable, match="it has 2017, 2018"):
        queries.commuting(store, year=1999)


def test_table_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnknownTable, match="no table 'commuting'"):
        queries.commuting(Store(tmp_path), year=2017)


def test_whole_table_of_an_edition(store):
    edition = store.edition("commuting")
    answer = queries.whole_table(store, "commuting", edition=edition.id)
    assert answer.frame.height == 2
    assert answer.sources == (edition.provenance,)
