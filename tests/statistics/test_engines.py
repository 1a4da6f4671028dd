"""The same expressions on DuckDB, Spark and PostgreSQL give the same, row for row.

Made-up rows from a seed, with counts that are not given among them; the oracle is written in
Polars, without Ibis.
"""

import random
import re

import ibis
import polars as pl
import pytest

from byregion.statistics import engine as engine_module
from byregion.statistics.engine import ENVIRONMENT, engine, run
from byregion.statistics.errors import UnknownEngine
from byregion.statistics.expressions.balance import commuting_balance
from byregion.statistics.expressions.change import shift_share_inputs
from byregion.statistics.expressions.pairs import pairs
from byregion.statistics.expressions.places import PARTS, harmonised
from byregion.statistics.expressions.rows import rows_where, summed, summed_by_class

PLACES = [f"{number:04d}" for number in range(101, 121)]


def made_up():
    draw = random.Random(11)  # noqa: S311 - rows for a test
    od = [
        (draw.choice([2017, 2018]), draw.choice(PLACES), draw.choice(PLACES),
         None if draw.random() < 0.05 else draw.randint(0, 500))
        for _ in range(3000)
    ]  # fmt: skip
    # A place whose every count is unknown: its sums are unknown too, and not zero.
    od += [(2017, "0199", PLACES[0], None), (2017, "0199", "0199", None)]
    jobs = [
        (draw.choice([2017, 2018, 2019]), draw.choice(PLACES), draw.choice("ABC"),
         None if draw.random() < 0.1 else draw.randint(0, 90))
        for _ in range(2000)
    ]  # fmt: skip
    ways = [(place, f"9{place[1:]}", PARTS) for place in PLACES[2:]]
    ways += [(PLACES[0], "9102", 137_946_281), (PLACES[0], "9103", PARTS - 137_946_281)]
    return {
        "od": _frame(od, {"year": pl.Int32, "home": pl.String, "work": pl.String}),
        "jobs": _frame(jobs, {"year": pl.Int32, "municipality": pl.String, "industry": pl.String}),
        "classes": pl.DataFrame(
            [(place, "core" if i < 3 else "inner") for i, place in enumerate(PLACES[:15])],
            schema=["unit", "class"],
            orient="row",
        ),
        "ways": pl.DataFrame(
            ways,
            schema={"from_code": pl.String, "to_code": pl.String, "parts": pl.Int64},
            orient="row",
        ),
        "crosswalk": pl.DataFrame(
            [(place, place[:3]) for place in [*PLACES, "0199"]],
            schema=["unit", "municipality"],
            orient="row",
        ),
    }


def _frame(rows, keys):
    return pl.DataFrame(rows, schema={**keys, "employed": pl.Int64}, orient="row")


EXPRESSIONS = {
    "rows_where": lambda t: summed(
        rows_where(t["od"], {"year": [2018], "home": PLACES[:4]}), by=["home"], count="employed"
    ),
    "summed": lambda t: summed(t["od"], by=["year", "home"], count="employed"),
    "summed_by_class": lambda t: summed_by_class(
        t["od"], t["classes"], unit="work", by=["year"], count="employed"
    ),
    "pairs": lambda t: pairs(t["od"], t["crosswalk"], by=["year"]),
    "balance": lambda t: commuting_balance(t["od"]),
    "harmonised": lambda t: harmonised(
        t["od"], t["ways"], code="home", by=["year"], count="employed"
    ),
    "shift_share_inputs": lambda t: shift_share_inputs(t["jobs"], first=2017, last=2019),
}


TABLES = {
    "rows_where": {"od"},
    "summed": {"od"},
    "summed_by_class": {"od", "classes"},
    "pairs": {"od", "crosswalk"},
    "balance": {"od"},
    "harmonised": {"od", "ways"},
    "shift_share_inputs": {"jobs"},
}


def _count(by, frame, count="employed", named=None):
    total = pl.when(pl.col(count).count() > 0).then(pl.col(count).sum())
    return (
        frame.group_by(by)
        .agg(
            total.alias(named or count), pl.col(count).null_count().cast(pl.Int64).alias("unknown")
        )
        .sort(by, nulls_last=True)
    )


def _known(n, where):
    mine = n.filter(where)
    return pl.when((mine.len() == 0) | (mine.count() > 0)).then(mine.sum())


def _plain_balance(od):
    same = pl.col("home") == pl.col("work")
    homes, works = (
        od.select("year", unit=end, n="employed", kind=pl.lit(end), same=same)
        for end in ("home", "work")
    )
    both = pl.concat([homes, works])
    n, home, same = pl.col("n"), pl.col("kind") == "home", pl.col("same")
    table = both.group_by("year", "unit").agg(
        employed_residents=_known(n, home),
        jobs=_known(n, ~home),
        internal=_known(n, home & same),
        unknown=n.filter(home | ~same).null_count().cast(pl.Int64),
    )
    return table.select(
        "year", "unit", "employed_residents", "jobs", "internal",
        out_commuters=pl.col("employed_residents") - pl.col("internal"),
        in_commuters=pl.col("jobs") - pl.col("internal"),
        balance=pl.col("jobs") - pl.col("employed_residents"),
        unknown="unknown",
    ).sort("year", "unit")  # fmt: skip


def _plain_harmonised(od, ways):
    moved = od.join(ways, left_on="home", right_on="from_code", how="left")
    parts = pl.col("parts").fill_null(PARTS)
    return (
        moved.with_columns(part=pl.col("employed") * parts, home="to_code", cut=parts != PARTS)
        .group_by("year", "home")
        .agg(
            parts_of_count=pl.when(pl.col("part").count() > 0).then(pl.col("part").sum()),
            unknown=pl.col("employed").null_count().cast(pl.Int64),
            estimated=pl.col("cut").sum().cast(pl.Int64),
        )
        .sort("year", "home", nulls_last=True)
    )


def _plain_change(jobs):
    sides = [
        _count(
            ["municipality", "industry"], jobs.filter(pl.col("year") == when), named=name
        ).rename({"unknown": f"unknown_{name}", "municipality": "unit"})
        for when, name in ((2017, "start"), (2019, "end"))
    ]
    both = sides[0].join(sides[1], on=["unit", "industry"], how="full", coalesce=True)
    columns = ["unit", "industry", "start", "end", "unknown_start", "unknown_end"]
    return both.select(columns).with_columns(pl.col("^unknown.*$").fill_null(0)).sort(columns[:2])


def oracle(name, t):
    od, places = t["od"], dict(t["crosswalk"].iter_rows())
    plain = {
        "rows_where": lambda: _count(
            ["home"], od.filter((pl.col("year") == 2018) & pl.col("home").is_in(PLACES[:4]))
        ),
        "summed": lambda: _count(["year", "home"], od),
        "summed_by_class": lambda: _count(
            ["class", "year"], od.join(t["classes"], left_on="work", right_on="unit", how="left")
        ),
        "pairs": lambda: _count(
            ["year", "home", "work"],
            od.with_columns(pl.col("home", "work").replace_strict(places)),
        ),
        "balance": lambda: _plain_balance(od),
        "harmonised": lambda: _plain_harmonised(od, t["ways"]),
        "shift_share_inputs": lambda: _plain_change(t["jobs"]),
    }
    return plain[name]()


@pytest.fixture(scope="module")
def tables():
    return made_up()


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_duckdb_gives_what_the_plain_twin_gives(tables, name):
    answer = run(EXPRESSIONS[name], tables, setting="duckdb")
    expected = oracle(name, tables)
    assert answer.columns == expected.columns
    assert answer.height > 1
    assert answer.rows() == expected.rows()


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_another_engine_gives_what_duckdb_gives(elsewhere, tables, name):
    here = run(EXPRESSIONS[name], tables, setting="duckdb")
    there = run(EXPRESSIONS[name], tables, setting=elsewhere)
    assert there.columns == here.columns
    assert there.rows() == here.rows()


@pytest.mark.parametrize("dialect", ["trino", "bigquery"])
@pytest.mark.parametrize("name", EXPRESSIONS)
def test_every_expression_compiles_elsewhere(tables, name, dialect):
    unbound = {
        key: ibis.table(ibis.Schema.from_polars(frame.schema), name=key)
        for key, frame in tables.items()
    }
    sql = str(ibis.to_sql(EXPRESSIONS[name](unbound), dialect=dialect))
    named = set(re.findall(r"""(?:FROM|JOIN)\s+["`](\w+)["`]""", sql))
    assert named & set(tables) == TABLES[name]
    assert "GROUP BY" in sql
    assert "ORDER BY" in sql


def test_parquet_files_are_read_where_the_engine_is(tables, tmp_path):
    path = tmp_path / "od.parquet"
    tables["od"].write_parquet(path)
    answer = run(EXPRESSIONS["summed"], {"od": path})
    assert answer.rows() == oracle("summed", tables).rows()


def test_the_environment_chooses_and_a_wrong_choice_is_told(monkeypatch):
    monkeypatch.setenv(ENVIRONMENT, "abacus")
    refused = pytest.raises(UnknownEngine, match="'abacus'; it must be duckdb, spark or postgresql")
    with refused, engine():
        pass


def test_spark_without_pyspark_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    with pytest.raises(UnknownEngine, match="install pyspark 4.0 and Java"):
        engine_module._spark()
