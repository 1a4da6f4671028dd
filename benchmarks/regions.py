"""Time the self-containment method, and beside it its peer in R.

    python benchmarks/regions.py --units 2000 --units 100000
    python benchmarks/regions.py --commuting commuting.parquet --year 2017 --r LabourMarketAreas
    python benchmarks/regions.py --pairs tests/analysis/regions/data/brindisi_commuting.csv

With --r, the R package LabourMarketAreas divides the same flows in the same run, and the two
divisions are compared. Say where its unpacked source is, which needs R with data.table only, or
the R library that it is installed in. It is slow: a made-up 2,000 units take it ten minutes or
more.

With --write, each set of flows is kept as CSV with the columns community_live, community_work and
amount and whole numbers as codes, the form that the package reads.

Each set of flows runs in a process of its own, so that the peak of memory is its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
from scipy import sparse, spatial

from byregion.analysis.flows import Flows
from byregion.analysis.regions.agreement import agreement
from byregion.analysis.regions.self_containment import regions_by_self_containment

NEAREST = 89
R_SCRIPT = Path(__file__).with_name("regions_in_r.R")


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


def measure(name: str, source, arguments, folder: Path | None, package: Path | None) -> None:
    flows = source(*arguments)
    # The first call on a small set loads (or, the first time on a machine, compiles) the loop.
    started = time.perf_counter()
    regions_by_self_containment(made_up(50))
    loading = time.perf_counter() - started
    print(f"{name}: {len(flows.units):,} units, {flows.matrix.nnz:,} flows")
    for mode in ("definition", "labourmarketareas"):
        result, seconds = best_of_three(flows, mode)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        report(mode, result.regions.height, seconds, peak)
        print(f"{'':>20} {result.log.height:,} acts; loaded in {loading:.2f} s", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        table = (folder or Path(temporary)) / f"{name}.csv"
        write_for_r(flows, table)
        if package:
            beside_r(
                flows, result.as_dict(), seconds[1], (package, table, Path(temporary) / "found")
            )


def best_of_three(flows: Flows, mode):
    """The result, with the least seconds that passed and the least of processor time."""
    passed, spent = [], []
    for _ in range(3):
        fresh = Flows(units=flows.units, matrix=flows.matrix)
        clock, processor = time.perf_counter(), time.process_time()
        result = regions_by_self_containment(fresh, mode=mode)
        passed.append(time.perf_counter() - clock)
        spent.append(time.process_time() - processor)
    return result, (min(passed), min(spent))


def beside_r(flows: Flows, ours: dict[str, str], spent: float, paths: tuple[Path, ...]) -> None:
    """Run R's package on the table, and say how its time and its division compare.

    Times are compared in processor time, so that other work on the machine tips neither side.
    """
    command = ["Rscript", str(R_SCRIPT), *map(str, paths)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    *took, peak = map(float, done.stdout.split()[-3:])
    found = pl.read_csv(paths[-1]).filter(pl.col("cluster") > 0)
    theirs = {flows.units[unit - 1]: str(area) for unit, area in found.rows()}
    compared = agreement(ours, theirs)
    report("R's package", found["cluster"].n_unique(), took, peak)
    print(
        f"{'':>20} {took[1] / spent:,.0f} times ours; adjusted Rand {compared.adjusted_rand:.4f}, "
        f"{compared.differently.height} units placed differently",
        flush=True,
    )


def report(who: str, regions: int, seconds, peak: float) -> None:
    passed, spent = (f"{each * 1000:,.1f} ms" for each in seconds)
    print(f"{who:>20} {regions:,} regions in {passed} ({spent} of processor), {peak:,.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, action="append", default=[])
    parser.add_argument("--commuting", type=Path, help="Parquet: year, home, work, employed")
    parser.add_argument("--year", type=int, default=2017)
    parser.add_argument("--pairs", type=Path, help="CSV as the R package reads it")
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    parser.add_argument("--r", type=Path, metavar="FOLDER", help="the package, or its R library")
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
        given = (name, source, arguments, chosen.write, chosen.r)
        process = start.Process(target=measure, args=given)
        process.start()
        process.join()
        if process.exitcode:
            raise SystemExit(f"{name} ended with code {process.exitcode}")


if __name__ == "__main__":
    main()
