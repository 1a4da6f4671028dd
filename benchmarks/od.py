"""How much Ibis costs beside hand-written SQL, on an origin-destination table of 100 million rows.

    python benchmarks/od.py --rows 100000000 --repeat 3

The rows are made here, from a seed, by DuckDB: ten years, 14,000 units in 357 municipalities, most
pairs near each other in the numbering. Each run is a process of its own, so that its peak of memory
is its own too. The result of both ways must be equal, row for row.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from byregion.statistics.expressions.pairs import pairs
from byregion.statistics.od import aggregate_od

UNITS = 14_000
MUNICIPALITIES = 357
FEW = "few.parquet"

MAKE = """
COPY (
    WITH drawn AS (
        SELECT
            2010 + hash(i, 1 + {seed}) % 10 AS year,
            hash(i, 2 + {seed}) % {units} AS origin,
            hash(i, 3 + {seed}) % 400 AS step,
            1 + hash(i, 4 + {seed}) % 5 AS employed
        FROM range({rows}) AS numbers(i)
    ), placed AS (
        SELECT year, origin, (origin + step) % {units} AS destination, employed FROM drawn
    )
    SELECT
        year::SMALLINT AS year,
        printf('%08d', origin) AS home_unit,
        printf('%08d', destination) AS work_unit,
        printf('%04d', origin * {municipalities} // {units}) AS home,
        printf('%04d', destination * {municipalities} // {units}) AS work,
        employed::INTEGER AS employed
    FROM placed
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""

DIRECT = """
SELECT year, home, work, sum(employed)::BIGINT AS employed,
       sum(CASE WHEN employed IS NULL THEN 1 ELSE 0 END)::BIGINT AS unknown
FROM od GROUP BY year, home, work ORDER BY year, home, work
"""

PLACED = """
SELECT year, h.municipality AS home_unit, w.municipality AS work_unit,
       sum(employed)::BIGINT AS employed,
       sum(CASE WHEN employed IS NULL THEN 1 ELSE 0 END)::BIGINT AS unknown
FROM od
LEFT JOIN crosswalk h ON h.unit = home_unit
LEFT JOIN crosswalk w ON w.unit = work_unit
GROUP BY ALL ORDER BY ALL
"""


def crosswalk():
    numbers = range(UNITS)
    return pl.DataFrame(
        {
            "unit": [f"{number:08}" for number in numbers],
            "municipality": [f"{number * MUNICIPALITIES // UNITS:04}" for number in numbers],
        }
    )


def make(path, rows, seed):
    sql = MAKE.format(seed=seed, rows=rows, units=UNITS, municipalities=MUNICIPALITIES, path=path)
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = false")
        connection.execute(sql)


def by_sql(path, *, placed, memory_limit):
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = ?", [memory_limit])
        connection.read_parquet(str(path)).create_view("od")
        if placed:
            connection.register("crosswalk", crosswalk().to_arrow())
        return connection.sql(PLACED if placed else DIRECT).pl()


def by_ibis(path, *, placed, memory_limit):
    columns = {"origin": "home_unit", "destination": "work_unit"} if placed else {}
    units = crosswalk() if placed else None
    return aggregate_od(path, crosswalk=units, memory_limit=memory_limit, **columns)


def compile_seconds():
    """Time to write the SQL, once Ibis is imported."""
    import ibis

    schema = {"year": "int16", "home": "string", "work": "string", "employed": "int32"}
    places = {"unit": "string", "municipality": "string"}
    ibis.to_sql(ibis.table({"a": "int64"}, name="warm"), dialect="duckdb")
    start = time.perf_counter()
    od, crosswalk = ibis.table(schema, name="od"), ibis.table(places, name="crosswalk")
    expression = pairs(od, crosswalk, by=("year",))
    ibis.to_sql(expression, dialect="duckdb")
    return time.perf_counter() - start


WAYS = {"sql": by_sql, "ibis": by_ibis}


def run_once(way, path, *, placed, memory_limit):
    # What is imported at the first use is counted apart, for both: a service pays for it once.
    start = time.perf_counter()
    WAYS[way](path.with_name(FEW), placed=placed, memory_limit=memory_limit)
    first_use = time.perf_counter() - start
    # Processor time of all threads says more than the clock on a machine that others use too.
    start, cpu = time.perf_counter(), time.process_time()
    frame = WAYS[way](path, placed=placed, memory_limit=memory_limit)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    keys = ["home_unit", "work_unit"] if placed else ["home", "work"]
    return {
        "seconds": seconds,
        "first_use": first_use,
        "cpu": cpu,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "rows": frame.height,
        "total": frame["employed"].sum(),
        "digest": str(frame.select("year", *keys, "employed", "unknown").hash_rows(seed=0).sum()),
    }


def in_process(way, path, options, *, placed):
    command = [sys.executable, __file__, "--one", way, "--path", str(path)]
    command += ["--memory-limit", options.memory_limit, *(["--placed"] if placed else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def compare(path, options, *, placed):
    runs = {way: [] for way in WAYS}
    for _ in range(options.repeat):
        # In turns, so that a busy machine is busy for both.
        for way, done in runs.items():
            done.append(in_process(way, path, options, placed=placed))
    digests = {done["digest"] for way in runs.values() for done in way}
    if len(digests) != 1:
        raise SystemExit(f"the two ways differ: {runs}")
    return {
        way: {
            "best": min(one["seconds"] for one in done),
            "first_use": min(one["first_use"] for one in done),
            "median": statistics.median(one["seconds"] for one in done),
            "cpu": min(one["cpu"] for one in done),
            "megabytes": max(one["megabytes"] for one in done),
            "rows": done[0]["rows"],
            "total": done[0]["total"],
        }
        for way, done in runs.items()
    }


def show(title, result):
    print(
        f"\n{title}: {result['sql']['rows']:,} pairs and years, {result['sql']['total']:,} people"
    )
    for way, figures in result.items():
        print(
            f"  {way:5} best {figures['best']:6.2f} s  median {figures['median']:6.2f} s  "
            f"processors {figures['cpu']:6.2f} s  peak {figures['megabytes']:6.0f} MB  "
            f"first use, of a thousand rows {figures['first_use']:5.2f} s"
        )
    clock = result["ibis"]["best"] / result["sql"]["best"] - 1
    cpu = result["ibis"]["cpu"] / result["sql"]["cpu"] - 1
    print(f"  Ibis beside SQL: {clock:+.1%} by the clock, {cpu:+.1%} in processor time, at best")


def parse():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000_000)
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--memory-limit", default="4GB")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    parser.add_argument("--one", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--placed", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    options = parse()
    if options.one:
        limit = options.memory_limit
        print(
            json.dumps(
                run_once(options.one, options.path, placed=options.placed, memory_limit=limit)
            )
        )
        return
    with TemporaryDirectory(prefix="byregion-benchmark-") as folder:
        path = Path(folder) / "od.parquet"
        start = time.perf_counter()
        make(path, options.rows, options.seed)
        make(path.with_name(FEW), 1000, options.seed)
        print(
            f"made {options.rows:,} rows in {time.perf_counter() - start:.1f} s, "
            f"{path.stat().st_size / 2**20:,.0f} MB of Parquet; DuckDB {duckdb.__version__}"
        )
        results = {
            "municipalities": compare(path, options, placed=False),
            "units placed by a crosswalk": compare(path, options, placed=True),
        }
    for title, result in results.items():
        show(title, result)
    seconds = compile_seconds()
    print(f"\nwriting the SQL takes Ibis {seconds * 1000:.0f} ms, whatever the number of rows")
    if options.json:
        options.json.write_text(json.dumps({**results, "compile_seconds": seconds}, indent=1))


if __name__ == "__main__":
    main()
