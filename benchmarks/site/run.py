"""The public site under load, beside a plain Wagtail list, in one run on one machine.

    python benchmarks/site/run.py --peer-python PATH   (a Python with requirements/bench.lock)
    python benchmarks/site/run.py --pretalx-url http://127.0.0.1:8345/…/schedule/

Prints requests a second, latencies, CPU per request, and each of them as a ratio to the peer.
"""

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent))

import load
import servers

PAGES = {
    "front": "/",
    "regions": "/byregionprogrammet/region/",
    "region": "/byregionprogrammet/region/fjellregionen/",
}
RUNS = 3
# Requests that each come after a change, and those before them that are not counted.
FIRST, WARM_UP = 60, 10


def measure(root, url, seconds):
    """Median of some runs, the first one thrown away as warm-up."""
    load.run(url, seconds=2)
    rows = []
    for _ in range(RUNS):
        before = servers.cpu_seconds(root) if root else 0.0
        measured = load.run(url, seconds=seconds)
        used = (servers.cpu_seconds(root) - before) if root else float("nan")
        rows.append(
            (
                measured.rate,
                1000 * measured.percentile(0.5),
                1000 * measured.percentile(0.95),
                1000 * used / measured.requests,
            )
        )
    return tuple(statistics.median(column) for column in zip(*rows, strict=True))


def measure_first(root, url, database):
    """CPU of the first page after a change: a write before each request, one at a time."""
    asked = []
    with closing(sqlite3.connect(database, timeout=30)) as changed:
        for number in range(-WARM_UP, FIRST):
            if number == 0:
                before = servers.cpu_seconds(root)
            changed.execute(CHANGE)
            changed.commit()
            start = time.perf_counter()
            with urllib.request.urlopen(url) as page:
                page.read()
            asked.append(time.perf_counter() - start)
    used = 1000 * (servers.cpu_seconds(root) - before) / FIRST
    return 1000 * statistics.median(asked[WARM_UP:]), used


CHANGE = "UPDATE common_revision SET value = value + 1"


def show_queries(folder, peer_python):
    """How many queries each page asks: kept, made anew, first after a change."""
    print(f"\n{'queries':28}{'made anew':>12}{'kept':>11}{'after a change':>16}")
    if peer_python:
        print(f"{'Wagtail list of 37':28}{servers.peer_queries(peer_python, folder)[0]:12}")
    paths = list(PAGES.values())
    anew = servers.our_queries(folder, paths, kept=False)
    kept = servers.our_queries(folder, paths, kept=True)
    first = servers.our_queries(folder, paths, kept=True, change=CHANGE)
    for name, *counted in zip(PAGES, anew, kept, first, strict=True):
        print(f"{name:28}{counted[0]:12}{counted[1]:11}{counted[2]:16}")


def show(name, row, peer=None):
    text = f"{name:28}{row[0]:9.0f} /s{row[1]:9.1f} ms{row[2]:9.1f} ms{row[3]:9.2f} ms CPU"
    if peer:
        text += f"   rate x{row[0] / peer[0]:.1f}, CPU x{row[3] / peer[3]:.2f} of the Wagtail list"
    print(text, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer-python", help="Python that has Wagtail and Granian")
    parser.add_argument("--pretalx-url", help="a page of a pretalx on 127.0.0.1")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--threads", type=int, default=4)
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="byregion-bench-"))
    print(f"{'':28}{'requests':>12}{'p50':>11}{'p95':>11}{'CPU/request':>13}")
    peer = None
    if chosen.peer_python:
        with servers.wagtail_peer(chosen.peer_python, folder, port=8341) as root:
            peer = measure(root, "http://127.0.0.1:8341/", chosen.seconds)
        show("Wagtail list of 37", peer)
    if chosen.pretalx_url:
        root = servers.listening_on(urlsplit(chosen.pretalx_url).port)
        show("pretalx schedule", measure(root, chosen.pretalx_url, chosen.seconds), peer)
    for kept in (False, True):
        with servers.ours(folder, port=8342, kept=kept, threads=chosen.threads) as root:
            for name, path in PAGES.items():
                row = measure(root, f"http://127.0.0.1:8342{path}", chosen.seconds)
                show(f"{name}, {'kept' if kept else 'made anew'}", row, peer)
            if kept:
                continue
            for name, path in PAGES.items():
                url = f"http://127.0.0.1:8342{path}"
                took, used = measure_first(root, url, folder / "byregion.sqlite3")
                print(f"{name + ', first after a change':28}{took:23.1f} ms{used:21.2f} ms CPU")
    show_queries(folder, chosen.peer_python)


if __name__ == "__main__":
    main()
