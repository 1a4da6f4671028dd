"""The analysis of one city region, and of all that we know the municipalities of.

    python benchmarks/analysis.py --store FOLDER [--year 2017]

The store is one that `byregion statistics load` or `pull` has filled. Memberships are those of
`benchmarks/portrait.py`.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from portrait import memberships, peak


def analyses(folder, year):
    from byregion.analysis.region_analysis.result import result_bytes
    from byregion.statistics.region_analysis import analyse, read_analysis_inputs
    from byregion.statistics.store import Store

    begun = time.perf_counter()
    inputs = read_analysis_inputs(Store(folder), year=year)
    read = time.perf_counter() - begun
    seconds, sizes = [], []
    for slug, codes in memberships().items():
        started = time.perf_counter()
        sizes.append(len(result_bytes(analyse(inputs, codes, name=slug, slug=slug))))
        seconds.append(time.perf_counter() - started)
    print(f"{'the country, once':<36} {read:8.2f} s")
    print(f"{'one city region, from the store':<36} {read + seconds[0]:8.2f} s  (goal 5 s)")
    print(f"{'one more, median':<36} {statistics.median(seconds):8.2f} s")
    print(f"{f'all {len(seconds)} city regions':<36} {read + sum(seconds):8.2f} s  (goal 480 s)")
    print(f"{'a result as JSON, median':<36} {statistics.median(sizes) / 1024:8.0f} kB")
    print(f"{'peak memory':<36} {peak():8.0f} MB  (goal 2048 MB)")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--store", type=Path, required=True)
    options.add_argument("--year", type=int, default=2017)
    chosen = options.parse_args()
    analyses(chosen.store, chosen.year)


if __name__ == "__main__":
    main()
