"""The analysis of one city region, and of all that we know the municipalities of; and the reports.

    python benchmarks/analysis.py --store FOLDER [--year 2017] [--reports]

The store is one that `byregion statistics load` or `pull` has filled. Memberships are those of
`benchmarks/portrait.py`. With `--reports`, every region's PDF, DOCX, HTML (nynorsk) and data annex
with source tables are made too, by two processes.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from portrait import memberships, peak

CORES = 2
DAY = date(2026, 11, 25)


def analyses(folder, year):
    from byregion.analysis.region_analysis.result import result_bytes
    from byregion.statistics.region_analysis import analyse, read_analysis_inputs
    from byregion.statistics.store import Store

    begun = time.perf_counter()
    inputs = read_analysis_inputs(Store(folder), year=year)
    read = time.perf_counter() - begun
    seconds, results = [], {}
    for slug, codes in memberships().items():
        started = time.perf_counter()
        results[slug] = result_bytes(analyse(inputs, codes, name=slug, slug=slug))
        seconds.append(time.perf_counter() - started)
    sizes = [len(one) for one in results.values()]
    print(f"{'the country, once':<36} {read:8.2f} s")
    print(f"{'one city region, from the store':<36} {read + seconds[0]:8.2f} s  (goal 5 s)")
    print(f"{'one more, median':<36} {statistics.median(seconds):8.2f} s")
    print(f"{f'all {len(seconds)} city regions':<36} {read + sum(seconds):8.2f} s")
    print(f"{'a result as JSON, median':<36} {statistics.median(sizes) / 1024:8.0f} kB")
    print(f"{'peak memory':<36} {peak():8.0f} MB  (goal 2048 MB)")
    return read + seconds[0], read + sum(seconds), results


def reported(result, folder):
    """Make every report of a result, as a fresh process would; give seconds and bytes by kind."""
    from byregion import report
    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.report.inputs import inputs_of
    from byregion.statistics.store import Store

    made = RegionAnalysis.from_dict(json.loads(result))
    makers = {
        kind: lambda make=make: make(made, "nn", made_on=DAY)
        for kind, make in report.MAKERS.items()
    }
    makers["data"] = lambda: report.annex(made, inputs_of(Store(folder)))
    found = {}
    for kind, make in makers.items():
        started, used = time.perf_counter(), time.process_time()
        size = len(make())
        found[kind] = (time.perf_counter() - started, time.process_time() - used, size)
    return found


def reports(folder, one, every, results):
    # Fresh processes, as the platform's workers are; nothing is inherited.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as pool:
        alone = pool.submit(reported, next(iter(results.values())), folder).result()
    begun = time.perf_counter()
    with ProcessPoolExecutor(CORES, mp_context=fresh) as pool:
        found = list(pool.map(reported, results.values(), [folder] * len(results)))
    whole = time.perf_counter() - begun
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    first = one + alone["pdf"][0]
    print(f"{'one city region, store to PDF':<36} {first:8.2f} s  (goal 12 s)")
    for kind in alone:
        seconds = statistics.median(each[kind][0] for each in found)
        used = statistics.median(each[kind][1] for each in found)
        size = statistics.median(each[kind][2] for each in found) / 1024
        print(f"{f'{kind}, median':<36} {seconds:8.2f} s  ({used:.2f} s of a core, {size:.0f} kB)")
    total = every + whole
    print(f"{f'all {len(found)} with four reports each':<36} {total:8.2f} s  (goal 480 s)")
    together = peak() + CORES * children
    print(f"{'peak memory, all processes at most':<36} {together:8.0f} MB  (goal 2048 MB)")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--store", type=Path, required=True)
    options.add_argument("--year", type=int, default=2017)
    options.add_argument("--reports", action="store_true", help="Make every report as well.")
    options.add_argument("--most", type=int, help="Of as many regions; otherwise of all.")
    chosen = options.parse_args()
    one, every, results = analyses(chosen.store, chosen.year)
    results = dict(list(results.items())[: chosen.most])
    if chosen.reports:
        reports(chosen.store, one, every, results)


if __name__ == "__main__":
    main()
