"""Functional regions as the page shows them, kept on disk for all processes.

To divide and draw takes three seconds in a process that has not done it before, most of it to bring
in the tools, and some hundredths afterwards; to read what is kept takes some thousandths.
"""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from dataclasses import asdict
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

from byregion import __version__
from byregion.analysis.provenance import TableSource
from byregion.insight.queries import free
from byregion.insight.reports import folder, use, write_whole
from byregion.web.public import maps
from byregion.web.public.analysis_maps import functional_map

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Raised when what is kept changes between releases.
LOOK = 1
# In seconds, between two that are made beforehand.
PAUSE = 0.02


def is_there(at: free.Loaded, year: int, percent: int) -> bool:
    """Whether the answer costs nothing, since it is kept or remembered."""
    return _path(at, year, percent).exists() or free.has_functional_regions(at, year, percent)


def division(at: free.Loaded, year: int, percent: int) -> dict[str, Any]:
    """Give the functional regions of a year and threshold as a map and as rows.

    Raises
    ------
    Busy
        It has to be computed, and too many others are computing.
    """
    path = _path(at, year, percent)
    try:
        made = _read(path.read_bytes())
    except FileNotFoundError:
        made = functional_map(free.functional_regions(at, year, percent), year)
        made["large"] = 100 * free.share_in_large_regions(percent)
        write_whole(path, _written(made))
    else:
        use(path)
    return made


def make_all(*, stop: Callable[[], bool]) -> int:
    """Make what is not kept, the usual threshold of each year first; give how many that was."""
    at = free.loaded()
    if at is None:
        return 0
    latest_first = at.years[::-1]
    thresholds = range(free.LEAST_THRESHOLD, free.MOST_THRESHOLD + 1)
    usual = [(year, free.USUAL_THRESHOLD) for year in latest_first]
    count = 0
    for year, percent in (*usual, *product(latest_first, thresholds)):
        if stop():
            break
        if not _path(at, year, percent).exists():
            division(at, year, percent)
            count += 1
            time.sleep(PAUSE)
    return count


def _path(at: free.Loaded, year: int, percent: int) -> Path:
    depends = "\n".join((__version__, str(LOOK), at.root, at.state, str(year), str(percent)))
    name = hashlib.sha256(depends.encode()).hexdigest()[:40]
    return folder("figures") / f"{name}.division"


def _written(made: dict[str, Any]) -> bytes:
    plain = {
        **made,
        "map": asdict(made["map"]),
        "sources": [asdict(one) for one in made["sources"]],
    }
    return zlib.compress(json.dumps(plain, default=date.isoformat).encode())


def _read(content: bytes) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(zlib.decompress(content))
    shapes = tuple(maps.Shape(**one) for one in made["map"].pop("shapes"))
    made["map"] = maps.Map(**made["map"], shapes=shapes)
    made["sources"] = tuple(_source(one) for one in made["sources"])
    return made


def _source(plain: dict[str, Any]) -> TableSource:
    day = plain["retrieved"]
    return TableSource(**{**plain, "retrieved": date.fromisoformat(day) if day else None})
