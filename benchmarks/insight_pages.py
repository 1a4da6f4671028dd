"""Pages of analyses on the running site: a chapter when kept and when not, and the threshold.

    python benchmarks/insight_pages.py --store STORE

Serves a fresh installation with the shipped analyses and the given store of statistics on a port of
its own, and asks one page at a time, as a reader does.
"""

import argparse
import shutil
import statistics
import tempfile
import time
import urllib.request
from pathlib import Path
from sys import path as import_path

import_path.insert(0, str(Path(__file__).resolve().parent / "site"))

import servers

PORT = 8343
SITE = f"http://127.0.0.1:{PORT}"
CHAPTER = "/byregionprogrammet/region/hamarregionen/analyse/pendling/"
FUNCTIONAL = "/byregionprogrammet/analyse/pendlingsregion/"
GOALS = {"chapter, kept": 150, "threshold, remembered": 200, "threshold, computed": 200}


def seconds(path):
    """Time of one whole answer."""
    start = time.perf_counter()
    urllib.request.urlopen(SITE + path, timeout=60).read()
    return time.perf_counter() - start


def show(name, times):
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    goal = f"   goal {GOALS[name]} ms" if name in GOALS else ""
    print(
        f"{name:26}{len(times):5}{1000 * statistics.median(times):9.1f} ms"
        f"{1000 * p95:9.1f} ms{1000 * max(times):9.1f} ms{goal}",
        flush=True,
    )


def years(store):
    from byregion.statistics.queries import years as of
    from byregion.statistics.store import Store

    return of(Store(Path(store)), "commuting")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", required=True, help="folder of a loaded store")
    parser.add_argument("--repeat", type=int, default=200)
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="byregion-bench-"))
    for part in ("current", "manifests", "tables"):
        source = Path(chosen.store) / part
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, folder / part)
    print(f"{'':26}{'n':>5}{'median':>12}{'p95':>12}{'most':>12}")
    had = years(chosen.store)
    with servers.ours(folder, port=PORT, kept=True, threads=4):
        show("chapter, first", [seconds(CHAPTER)])
        show("threshold, first", [seconds(FUNCTIONAL)])
        # Each process keeps its own pages, and warms up by itself.
        for _ in range(20):
            seconds(CHAPTER)
        time.sleep(20)
        show("chapter, kept", [seconds(CHAPTER) for _ in range(chosen.repeat)])
        warm = [seconds(f"{FUNCTIONAL}?grense={percent}") for percent in range(60, 91)]
        show("threshold, remembered", warm)
        seconds(f"{FUNCTIONAL}?ar={had[-2]}&grense=75")
        seconds(f"{FUNCTIONAL}?ar={had[-2]}&grense=75")
        fresh = [
            seconds(f"{FUNCTIONAL}?ar={had[-2]}&grense={percent}") for percent in range(60, 91, 2)
        ]
        show("threshold, computed", fresh)
    with servers.ours(folder, port=PORT, kept=False, threads=4):
        for _ in range(4):
            seconds(CHAPTER)
        show("chapter, made anew", [seconds(CHAPTER) for _ in range(chosen.repeat // 4)])


if __name__ == "__main__":
    main()
