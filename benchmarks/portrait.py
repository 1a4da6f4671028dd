"""Everything for one city region, and for all that we know the municipalities of.

    python benchmarks/portrait.py --store FOLDER [--year 2017] [--runs 5]

The store is one that `byregion statistics load` or `pull` has filled with commuting and population.
The municipalities are those of the programme that comes with the package, in the numbers of 2017.
Start-up is the median of `--runs` fresh processes. There is no peer that does all of this; the
goals printed beside the figures are our own.
"""

from __future__ import annotations

import argparse
import csv
import resource
import statistics
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path

STARTS = {
    "import byregion.analysis": [sys.executable, "-c", "import byregion.analysis"],
    "import ...self_containment": [
        sys.executable,
        "-c",
        "import byregion.analysis.regions.self_containment",
    ],
    "byregion --help": [
        sys.executable,
        "-c",
        "import sys; sys.argv = ['byregion', '--help']; from byregion.cli.main import main; main()",
    ],
    "byregion interplay --help": [
        sys.executable,
        "-c",
        "import sys; sys.argv = ['byregion', 'interplay', '--help']; "
        "from byregion.cli.main import main; main()",
    ],
}
MEMBERS = "programme/data/byregionprogrammet/memberships.csv"


def start_up(runs):
    for name, command in STARTS.items():
        seconds, used = [], []
        for _ in range(runs):
            before, begun = processor(), time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            seconds.append(time.perf_counter() - begun)
            used.append(processor() - before)
        print(
            f"{name:<34} {statistics.median(seconds):8.2f} s  (goal 0.5 s), "
            f"{statistics.median(used):.2f} s of processor",
            flush=True,
        )


def processor():
    """Seconds of processor that ended processes took: on a busy machine, truer than the clock."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memberships():
    """Municipalities of each region, from its last phase."""
    text = (resources.files("byregion") / MEMBERS).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    last = {}
    for row in rows:
        last[row["region"]] = max(last.get(row["region"], ""), row["phase"])
    regions = {}
    for row in rows:
        if row["phase"] == last[row["region"]]:
            regions.setdefault(row["region"], []).append(row["municipality_code"])
    return regions


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def portraits(folder, year):
    from byregion.analysis.portrait import city_region_portrait
    from byregion.statistics.picture import read_national_picture
    from byregion.statistics.store import Store

    regions = memberships()
    begun = time.perf_counter()
    nation = read_national_picture(Store(folder), year=year)
    read = time.perf_counter() - begun
    known = set(nation.flows.units)
    lacking = {code for codes in regions.values() for code in codes} - known
    if lacking:
        raise SystemExit(f"the division of {year} lacks {', '.join(sorted(lacking))}; try 2017")
    seconds = []
    for codes in regions.values():
        started = time.perf_counter()
        city_region_portrait(nation, codes)
        seconds.append(time.perf_counter() - started)
    print(f"{'the country, once':<34} {read:8.2f} s")
    print(f"{'one city region, all from the store':<34} {read + seconds[0]:7.2f} s  (goal 10 s)")
    print(f"{'one more':<34} {statistics.median(seconds):8.2f} s")
    whole = read + sum(seconds)
    print(f"{f'all {len(regions)} city regions':<34} {whole:8.2f} s  (goal 180 s)")
    print(f"{'peak memory':<34} {peak():8.0f} MB")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--store", type=Path, required=True)
    options.add_argument("--year", type=int, default=2017)
    options.add_argument("--runs", type=int, default=5)
    chosen = options.parse_args()
    start_up(chosen.runs)
    portraits(chosen.store, chosen.year)


if __name__ == "__main__":
    main()
