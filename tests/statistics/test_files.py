import polars as pl
import pytest

from byregion.statistics.catalogue import catalogue
from byregion.statistics.errors import InvalidFile, InvalidFolder
from byregion.statistics.files import load_folder, period_of, read_folder, read_tidy
from byregion.statistics.store import Store

COMMUTING = {
    "year": [2017, 2017, 2017],
    "home": ["0301", "0301", "0219"],
    "work": ["0301", "0219", "0301"],
    "employed": [90, 10, 20],
}
LABOUR = """municipality,year,residents_15_74,employed_residents,jobs
0301,2017,500,100,110
0219,2017,300,20,10
"""


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    pl.DataFrame(COMMUTING).write_parquet(made / "commuting.parquet")
    (made / "labour_market.csv").write_text(LABOUR)
    (made / "notes.txt").write_text("not a table")
    return made


def labour(folder, text):
    (folder / "labour_market.csv").write_text(text)
    return folder


def problem_of(folder):
    with pytest.raises(InvalidFolder) as raised:
        read_folder(folder)
    (problem,) = raised.value.problems
    return problem


def test_files_are_loaded_with_codes_as_text(folder, tmp_path):
    editions = load_folder(folder, Store(tmp_path / "store"))
    assert [(e.table, e.rows, e.period, e.source) for e in editions] == [
        ("commuting", 3, "2017", "commuting.parquet"),
        ("labour_market", 2, "2017", "labour_market.csv"),
    ]
    stored = pl.read_parquet(Store(tmp_path / "store").path(editions[1]))
    assert stored.rows()[0] == ("0219", 2017, 300, 20, 10)


def test_source_checksum_is_of_the_file(folder):
    import hashlib

    arrivals = read_folder(folder)
    expected = hashlib.sha256((folder / "labour_market.csv").read_bytes()).hexdigest()
    assert arrivals[1].source_checksum == expected


def test_folder_without_known_files_says_which_there_are(tmp_path):
    assert "has none of the files commuting.parquet" in str(problem_of(tmp_path))


def test_missing_column_is_named(folder):
    problem = problem_of(labour(folder, LABOUR.replace("jobs", "work")))
    assert (problem.file, problem.column) == ("labour_market.csv", "jobs")
    assert "found municipality, year" in str(problem)


def test_unknown_column_is_named(folder):
    text = "municipality,year,residents_15_74,employed_residents,jobs,cats\n0301,2017,5,1,1,9\n"
    problem = problem_of(labour(folder, text))
    assert problem.column == "cats"


def test_empty_file_is_refused(folder):
    problem = problem_of(labour(folder, LABOUR.splitlines()[0] + "\n"))
    assert problem.problem == "has no rows"


def test_text_for_a_number_is_named(folder):
    problem = problem_of(labour(folder, LABOUR.replace("110", "many")))
    assert str(problem) == "labour_market.csv, column jobs: should be integer; found many"


@pytest.mark.parametrize("missing", ["", ":", "."])
def test_missing_value_is_never_zero(folder, missing):
    problem = problem_of(labour(folder, LABOUR.replace("110", missing)))
    assert problem.column == "jobs"


def test_missing_value_says_the_row(folder):
    problem = problem_of(labour(folder, LABOUR.replace("20,10", "20,")))
    assert problem.problem == "has no value in row 2"


def test_code_that_lost_its_zero_is_refused(folder):
    problem = problem_of(labour(folder, LABOUR.replace("0301", "301")))
    assert (problem.column, problem.problem) == (
        "municipality",
        r"must look like \d{4}; found 301",
    )


def test_code_read_as_a_number_is_refused(folder):
    frame = pl.DataFrame(COMMUTING).with_columns(pl.col("home").cast(pl.Int32))
    frame.write_parquet(folder / "commuting.parquet")
    problem = problem_of(folder)
    assert str(problem) == "commuting.parquet, column home: is Int32, but should be text"


def test_negative_number_is_refused(folder):
    problem = problem_of(labour(folder, LABOUR.replace("110", "-110")))
    assert problem.problem == "is below 0; found -110"


def test_year_far_off_is_refused(folder):
    problem = problem_of(labour(folder, LABOUR.replace("2017", "20170")))
    assert problem.problem == "is above 2100; found 20170"


def test_row_that_stands_twice_is_named(folder):
    problem = problem_of(labour(folder, LABOUR + "0219,2017,1,1,1\n"))
    assert problem.problem == "stands more than once: 0219 2017"
    assert problem.column == "municipality, year"


def test_sums_that_differ_between_files_are_named(folder):
    problem = problem_of(labour(folder, LABOUR.replace("100,110", "100,111")))
    assert (problem.file, problem.column) == ("commuting.parquet", "employed")
    assert "is not jobs of labour_market: 2017 0301 (110, but 111)" in problem.problem


def test_known_deviation_is_not_compared(folder):
    frame = pl.DataFrame(COMMUTING).with_columns(year=pl.lit(2019))
    frame.write_parquet(folder / "commuting.parquet")
    labour(folder, LABOUR.replace("2017", "2019").replace("100,110", "100,999"))
    assert len(read_folder(folder)) == 2


def test_year_that_only_one_file_has_is_not_compared(folder):
    arrivals = read_folder(labour(folder, LABOUR + "0301,2018,500,100,999\n"))
    assert arrivals[1].period == "2017-2018"


def test_file_alone_is_not_compared(folder):
    (folder / "commuting.parquet").unlink()
    assert [arrival.table.id for arrival in read_folder(folder)] == ["labour_market"]


def test_every_problem_is_told_and_nothing_is_stored(folder, tmp_path):
    labour(folder, LABOUR.replace("110", "many"))
    (folder / "commuting.parquet").write_bytes(b"PAR1 cut off")
    store = Store(tmp_path / "store")
    with pytest.raises(InvalidFolder, match=r"labour_market\.csv") as raised:
        load_folder(folder, store)
    assert [p.file for p in raised.value.problems] == ["commuting.parquet", "labour_market.csv"]
    assert not store.root.exists()


def test_file_in_latin_1_says_how_to_mend_it(folder, tmp_path):
    path = tmp_path / "economic_regions_2024.csv"
    text = "municipality,name,region,region_name\n1103,Stavanger,11003,Nord-Jæren\n"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InvalidFile, match="save it as UTF-8"):
        read_tidy(path, catalogue()["economic_regions"])


def test_word_for_missing_becomes_unknown(tmp_path):
    path = tmp_path / "economic_regions_2024.csv"
    path.write_text("municipality,name,region,region_name\n9999,Uoppgitt,NA,NA\n")
    frame = read_tidy(path, catalogue()["economic_regions"])
    assert frame.rows() == [("9999", "Uoppgitt", None, None)]


@pytest.mark.parametrize("value", ["inf", "nan"])
def test_number_that_is_not_finite_is_refused(tmp_path, value):
    path = tmp_path / "toi_baregioner_2020.csv"
    head = "code,kommune,ba_nr,ba_name,travel_min,out_pct,in_pct,basis\n"
    path.write_text(f"{head}0301,0301 Oslo,5,Oslo,{value},1,1,Senter\n")
    with pytest.raises(InvalidFile, match="column travel_min: must be finite"):
        read_tidy(path, catalogue()["toi_regions"])


def test_value_outside_its_list_is_refused(tmp_path):
    path = tmp_path / "population_sex.parquet"
    row = {"year": [2024], "municipality": ["0301"], "sex": ["2"], "age": [3], "persons": [5]}
    pl.DataFrame(row).write_parquet(path)
    with pytest.raises(InvalidFile, match="column sex: must be one of female, male; found 2"):
        read_tidy(path, catalogue()["population_sex"])


def test_period_of_a_table_without_years_is_unknown():
    assert period_of(pl.DataFrame({"region": ["0301"]})) == "unknown"


@pytest.mark.realdata
def test_national_tables_load_and_sum_to_the_published_totals(shared_statistics):
    """Totals as Statistics Norway publishes them: tables 07459 (2015) and 03321 (2017)."""
    frames = {arrival.table.id: arrival.frame for arrival in read_folder(shared_statistics)}
    assert len(frames) == 8
    population = frames["population"].filter(pl.col("year") == 2015)
    assert population["persons"].sum() == 5_165_802
    assert population.filter(pl.col("municipality") == "0301")["persons"].sum() == 647_676
    commuting = frames["commuting"].filter(pl.col("year") == 2017)
    assert (commuting.height, commuting["employed"].sum()) == (29_632, 2_609_737)
    assert commuting["home"].n_unique() == 426
    assert frames["economic_regions"]["region"].null_count() == 1
