import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion.analysis.errors import InvalidInput, UnknownCodes
from byregion.statistics.engine import ENVIRONMENT
from byregion.statistics.errors import UnknownEngine
from byregion.statistics.od import aggregate_od


@pytest.fixture
def write(tmp_path):
    def write_rows(rows, *, name="od.parquet", employed=pl.Int32):
        schema = {"year": pl.Int16, "home": pl.String, "work": pl.String, "employed": employed}
        path = tmp_path / name
        pl.DataFrame(rows, schema=schema, orient="row").write_parquet(path)
        return path

    return write_rows


def test_pairs_are_summed_and_ordered(write):
    path = write(
        [(2018, "b", "a", 1), (2017, "b", "a", 2), (2017, "a", "b", 3), (2017, "b", "a", 5)]
    )
    assert aggregate_od(path).rows() == [
        (2017, "a", "b", 3, 0),
        (2017, "b", "a", 7, 0),
        (2018, "b", "a", 1, 0),
    ]


def test_unknown_counts_are_counted_and_never_zero(write):
    path = write([(2017, "a", "b", None), (2017, "a", "b", 4), (2017, "b", "b", None)])
    assert aggregate_od(path).rows() == [(2017, "a", "b", 4, 1), (2017, "b", "b", None, 1)]


def test_several_files_are_one_table(write):
    paths = [write([(2017, "a", "b", 1)], name=f"{n}.parquet") for n in range(3)]
    assert aggregate_od(paths)["employed"].to_list() == [3]


def test_years_may_be_put_together(write):
    path = write([(2017, "a", "b", 1), (2018, "a", "b", 2)])
    assert aggregate_od(path, by=()).rows() == [("a", "b", 3, 0)]


def test_sums_beyond_the_columns_own_type_are_exact(write):
    path = write([(2017, "a", "b", 2**31 - 1)] * 3)
    assert aggregate_od(path)["employed"].to_list() == [3 * (2**31 - 1)]


CROSSWALK = pl.DataFrame({"unit": ["a1", "a2", "b1"], "municipality": ["A", "A", "B"]})


def test_units_become_municipalities(write):
    path = write([(2017, "a1", "b1", 1), (2017, "a2", "b1", 2), (2017, "a1", "a2", 4)])
    assert aggregate_od(path, crosswalk=CROSSWALK).rows() == [
        (2017, "A", "A", 4, 0),
        (2017, "A", "B", 3, 0),
    ]


def test_columns_may_have_other_names(tmp_path):
    path = tmp_path / "od.parquet"
    pl.DataFrame({"o": ["a1"], "d": ["b1"], "n": [7]}).write_parquet(path)
    frame = aggregate_od(path, origin="o", destination="d", count="n", by=(), crosswalk=CROSSWALK)
    assert frame.to_dicts() == [{"o": "A", "d": "B", "n": 7, "unknown": 0}]


def test_unit_that_the_crosswalk_lacks_is_named_and_not_dropped(write):
    path = write([(2017, "a1", "c9", 1)])
    with pytest.raises(UnknownCodes, match="work of the table: c9"):
        aggregate_od(path, crosswalk=CROSSWALK)


@pytest.mark.parametrize("crosswalk", [None, CROSSWALK])
def test_row_without_a_code_is_refused(write, crosswalk):
    path = write([(2017, None, "b1", 1)])
    with pytest.raises(InvalidInput, match="home has rows without a code"):
        aggregate_od(path, crosswalk=crosswalk)


def test_unit_in_two_places_is_refused(write):
    path = write([(2017, "a1", "b1", 1)])
    twice = pl.concat([CROSSWALK, CROSSWALK.head(1)])
    with pytest.raises(InvalidInput, match="has a1 twice"):
        aggregate_od(path, crosswalk=twice)


def test_crosswalk_without_its_columns_is_refused(write):
    path = write([(2017, "a1", "b1", 1)])
    with pytest.raises(InvalidInput, match="lacks unit or municipality"):
        aggregate_od(path, crosswalk=pl.DataFrame({"x": [1]}))


def test_missing_column_is_named(write):
    path = write([(2017, "a", "b", 1)])
    with pytest.raises(InvalidInput, match="lacks the columns sex; found year, home"):
        aggregate_od(path, by=("year", "sex"))


def test_count_that_is_no_whole_number_is_refused(write):
    path = write([(2017, "a", "b", 1.5)], employed=pl.Float64)
    with pytest.raises(InvalidInput, match="employed is Float64; a sum is exact"):
        aggregate_od(path)


def test_limits_of_memory_and_threads_change_nothing(write):
    path = write([(2017, "a", "b", 1), (2017, "a", "b", 2)])
    limited = aggregate_od(path, memory_limit="200MB", threads=1)
    assert limited.equals(aggregate_od(path))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from([2017, 2018]),
            st.sampled_from(["a1", "a2", "b1"]),
            st.sampled_from(["a1", "a2", "b1"]),
            st.integers(0, 10**6),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_sums_are_those_of_polars_and_the_total_is_kept(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("od") / "od.parquet"
    given_rows = pl.DataFrame(rows, schema=["year", "home", "work", "employed"], orient="row")
    given_rows.write_parquet(path)
    places = dict(CROSSWALK.rows())
    keys = ["year", "home", "work"]
    expected = (
        given_rows.with_columns(pl.col("home", "work").replace(places))
        .group_by(keys)
        .agg(pl.col("employed").sum())
        .sort(keys)
    )
    frame = aggregate_od(path, crosswalk=CROSSWALK)
    assert frame.drop("unknown").equals(expected)
    assert frame["employed"].sum() == given_rows["employed"].sum()


@pytest.mark.realdata
def test_national_commuting_sums_to_the_published_totals(shared_statistics):
    """Employed in all of Norway, table 03321: 2,609,737 in 2017 and 2,667,158 in 2018."""
    frame = aggregate_od(shared_statistics / "commuting.parquet")
    totals = dict(frame.group_by("year").agg(pl.col("employed").sum()).rows())
    assert (totals[2017], totals[2018]) == (2_609_737, 2_667_158)


def many(tmp_path):
    """Two files with pairs of blocks, some counts suppressed, some not there."""
    statuses = ["given", "given", "given", "suppressed", "missing"]
    rows = [
        (2017 + n % 2, ["a1", "a2", "b1"][n % 3], ["b1", "a2"][n % 2],
         n if statuses[n % 5] == "given" else None, statuses[n % 5])
        for n in range(14)
    ]  # fmt: skip
    schema = {"year": pl.Int16, "home": pl.String, "work": pl.String, "employed": pl.Int32}
    table = pl.DataFrame(rows, schema={**schema, "status": pl.String}, orient="row")
    paths = [tmp_path / "one.parquet", tmp_path / "two.parquet"]
    table.head(6).write_parquet(paths[0])
    table.tail(8).with_columns(more=pl.lit(1)).select(table.columns).write_parquet(paths[1])
    return paths


def test_a_sum_with_a_suppressed_part_is_suppressed(tmp_path):
    frame = aggregate_od(many(tmp_path), crosswalk=CROSSWALK, by=(), status="status")
    assert frame.filter(pl.col("status") != "given")["employed"].null_count() == 3
    assert frame.rows() == [
        ("A", "A", None, 3, "suppressed"),
        ("A", "B", None, 1, "missing"),
        ("B", "A", 16, 0, "given"),
        ("B", "B", None, 1, "suppressed"),
    ]


@pytest.mark.parametrize("status", [None, "status"])
def test_spark_gives_what_duckdb_gives(spark, tmp_path, monkeypatch, status):
    paths = many(tmp_path)
    here = aggregate_od(paths, crosswalk=CROSSWALK, status=status)
    monkeypatch.setenv(ENVIRONMENT, spark)
    assert aggregate_od(paths, crosswalk=CROSSWALK, status=status).rows() == here.rows()


@pytest.mark.parametrize("status", [None, "status"])
def test_postgresql_gives_what_duckdb_gives(postgresql, tmp_path, monkeypatch, status):
    paths = many(tmp_path)
    here = aggregate_od(paths, crosswalk=CROSSWALK, status=status)
    monkeypatch.setenv(ENVIRONMENT, postgresql)
    assert aggregate_od(paths, crosswalk=CROSSWALK, status=status).rows() == here.rows()


def test_codes_that_the_crosswalk_lacks_are_named_on_another_engine_too(spark, write):
    path = write([(2017, "a1", "c9", 1)])
    with pytest.raises(UnknownCodes, match="work of the table: c9"):
        aggregate_od(path, crosswalk=CROSSWALK, setting=spark)


def test_the_setting_is_followed(write, monkeypatch):
    monkeypatch.setenv(ENVIRONMENT, "abacus")
    path = write([(2017, "a", "b", 1)])
    with pytest.raises(UnknownEngine, match="'abacus'"):
        aggregate_od(path)
    assert aggregate_od(path, setting="duckdb").height == 1


def test_limits_of_duckdb_are_not_ignored_by_another_engine(write):
    path = write([(2017, "a", "b", 1)])
    with pytest.raises(UnknownEngine, match="memory_limit and threads are for DuckDB"):
        aggregate_od(path, memory_limit="1GB", threads=2, setting="spark")
