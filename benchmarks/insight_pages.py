"""Pages of analyses on the running site: a chapter when kept and when not, and the threshold.

    python benchmarks/insight_pages.py --store STORE

Serves a fresh installation with the shipped analyses and the given store of statistics on a port of
its own, and asks one page at a time, as a reader does.
"""

import argparse
import json
import shutil
import statistics
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path
from sys import path as import_path

import_path.insert(0, str(Path(__file__).resolve().parent / "site"))

import servers

PORT = 8343
SITE = f"http://127.0.0.1:{PORT}"
CHAPTER = "/byregionprogrammet/region/hamarregionen/analyse/pendling/"
# One that nobody opens until it has been drawn beforehand, and pages for the time of the drawing.
UNOPENED = "/nb/byregionprogrammet/region/nedre-romerike/analyse/pendling/"
READ = ("/", "/byregionprogrammet/region/", "/byregionprogrammet/region/salten/")
LANGUAGES = 3
FUNCTIONAL = "/byregionprogrammet/analyse/pendlingsregion/"
GOALS = {
    "chapter, kept": 150,
    "threshold, remembered": 200,
    "threshold, another year": 200,
}


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


def shipped():
    """Number of figures that the shipped analyses have, in every language."""
    import byregion.insight

    count = 0
    for path in (Path(byregion.insight.__file__).parent / "data").glob("*.zip"):
        plain = json.loads(zipfile.ZipFile(path).read("analysis.json"))
        count += sum(len(chapter["figures"]) for chapter in plain["chapters"])
    return LANGUAGES * count


def while_drawing(folder):
    """Read pages until every figure is drawn; times of those, and the whole time."""
    start, times, wanted = time.perf_counter(), [], shipped()
    while len(list((folder / "figures").glob("*.json"))) < wanted:
        times.append(seconds(f"{READ[len(times) % len(READ)]}?bench={len(times)}"))
        time.sleep(0.2)
        if time.perf_counter() - start > 900:
            break
    return times, time.perf_counter() - start


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
        times, whole = while_drawing(folder)
        show("page, while drawing", times)
        print(f"all figures drawn after {whole:.0f} s")
        show("chapter, drawn, unopened", [seconds(UNOPENED)])
        # Each process keeps its own pages, and warms up by itself.
        for _ in range(20):
            seconds(CHAPTER)
        show("chapter, kept", [seconds(CHAPTER) for _ in range(chosen.repeat)])
        warm = [seconds(f"{FUNCTIONAL}?grense={percent}") for percent in range(60, 91)]
        show("threshold, remembered", warm)
        others = [
            seconds(f"{FUNCTIONAL}?ar={year}&grense={percent}")
            for year in had[:-1]
            for percent in range(60, 91, 3)
        ]
        show("threshold, another year", others)
    with servers.ours(folder, port=PORT, kept=False, threads=4):
        for _ in range(4):
            seconds(CHAPTER)
        show("chapter, made anew", [seconds(CHAPTER) for _ in range(chosen.repeat // 4)])


if __name__ == "__main__":
    main()
