"""Time the self-containment method, and write the same flows for its peer in R.

    python benchmarks/regions.py --units 2000 --units 100000
    python benchmarks/regions.py --commuting commuting.parquet --year 2017 --write flows
    python benchmarks/regions.py --pairs tests/analysis/regions/data/brindisi_commuting.csv

With --write, each set of flows is also written as CSV with the columns community_live,
community_work and amount and whole numbers as codes, the form that the R package
LabourMarketAreas reads:

    library(LabourMarketAreas)
    flows <- data.table::fread("flows/norway-2017.csv")
    system.time(findClusters(flows, 1000, .6667, 10000, .75))

Each set of flows runs in a process of its own, so that the peak of memory is its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from pathlib import Path

import numpy as np
import polars as pl
from scipy import sparse, spatial

from byregion.analysis.flows import Flows
from byregion.analysis.regions.self_containment import regions_by_self_containment

NEAREST = 89


def made_up(units: int, seed: int = 1) -> Flows:
    """Units spread at random, of very unequal size, that commute to their nearest ones."""
    source = np.random.default_rng(seed)
    at = source.random((units, 2)) * np.sqrt(units)
    size = np.exp(source.normal(7, 1.2, units))
    near = min(NEAREST + 1, units)
    distance, to = spatial.KDTree(at).query(at, k=near)
    pull = size[to] / (1 + distance) ** 2.5
    pull[:, 0] *= 4
    rows = np.repeat(np.arange(units), near)
    people = np.ceil(size[:, None] * pull / pull.sum(axis=1, keepdims=True)).ravel()
    matrix = sparse.csr_array((people, (rows, to.ravel())), shape=(units, units))
    return Flows(units=tuple(f"{i:06}" for i in range(units)), matrix=matrix)


def norway(path: Path, year: int) -> Flows:
    frame = pl.read_parquet(path).filter(pl.col("year") == year)
    return Flows.from_frame(frame.select("home", "work", "employed"))


def as_r_reads(path: Path) -> Flows:
    names = {"community_live": "home", "community_work": "work", "amount": "employed"}
    return Flows.from_frame(pl.read_csv(path).rename(names))


def write_for_r(flows: Flows, path: Path) -> None:
    coo = flows.matrix.tocoo()
    path.parent.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(
        {
            "community_live": coo.row + 1,
            "community_work": coo.col + 1,
            "amount": coo.data.astype(np.int64),
        }
    ).write_csv(path)


def measure(name: str, source, arguments, folder: Path | None) -> None:
    flows = source(*arguments)
    if folder is not None:
        write_for_r(flows, folder / f"{name}.csv")
    # The first call on a small set loads (or, the first time on a machine, compiles) the loop.
    started = time.perf_counter()
    regions_by_self_containment(made_up(50))
    loading = time.perf_counter() - started
    for mode in ("definition", "labourmarketareas"):
        seconds = []
        for _ in range(3):
            fresh = Flows(units=flows.units, matrix=flows.matrix)
            started = time.perf_counter()
            result = regions_by_self_containment(fresh, mode=mode)
            seconds.append(time.perf_counter() - started)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{name:>14} {mode:>18} {len(flows.units):>8,} units {flows.matrix.nnz:>11,} flows "
            f"{result.regions.height:>6,} regions {result.log.height:>8,} acts "
            f"{min(seconds) * 1000:>10,.1f} ms {peak:>7,.0f} MB (loading {loading:.2f} s)",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, action="append", default=[])
    parser.add_argument("--commuting", type=Path, help="Parquet: year, home, work, employed")
    parser.add_argument("--year", type=int, default=2017)
    parser.add_argument("--pairs", type=Path, help="CSV as the R package reads it")
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    chosen = parser.parse_args()
    runs = [(f"made-up-{units}", made_up, (units,)) for units in chosen.units]
    if chosen.commuting:
        runs.insert(0, (f"norway-{chosen.year}", norway, (chosen.commuting, chosen.year)))
    if chosen.pairs:
        runs.insert(0, (chosen.pairs.stem[:14], as_r_reads, (chosen.pairs,)))
    if not runs:
        runs = [("made-up-2000", made_up, (2_000,))]
    start = multiprocessing.get_context("spawn")
    for name, source, arguments in runs:
        process = start.Process(target=measure, args=(name, source, arguments, chosen.write))
        process.start()
        process.join()
        if process.exitcode:
            raise SystemExit(f"{name} ended with code {process.exitcode}")


if __name__ == "__main__":
    main()
