"""The same bytes whatever the number of threads and the order of the rows.

Thread pools are sized when a process starts, so that each case is a process of its own.
"""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import hashlib
import sys

import numpy as np
import polars as pl

from byregion.analysis.commuting import commuting_measures
from byregion.analysis.flows import Flows
from byregion.analysis.hinterland import hinterland
from byregion.analysis.industry.complexity import economic_complexity
from byregion.analysis.industry.employment import Employment
from byregion.analysis.industry.shift_share import shift_share
from byregion.analysis.interaction.gravity import doubly_constrained_gravity
from byregion.analysis.interplay.spread import spread_backwash
from byregion.analysis.peers import nearest_peers
from byregion.analysis.regions.intramax import intramax
from byregion.analysis.regions.self_containment import regions_by_self_containment
from byregion.analysis.regions.stability import stability_over_samples

order = int(sys.argv[1])
rng = np.random.default_rng(5)
n = 150


def shuffled(frame):
    return frame.sample(fraction=1, shuffle=True, seed=order) if order else frame


def digest(name, *parts):
    text = "".join(p.write_ndjson() if isinstance(p, pl.DataFrame) else repr(p) for p in parts)
    print(name, hashlib.sha256(text.encode()).hexdigest())


codes = [f"{i:03}" for i in range(n)]
people = np.round(np.exp(rng.normal(1, 1.5, (n, n)))) + np.diag(rng.integers(500, 5000, n))
pairs = {"home": np.repeat(codes, n), "work": np.tile(codes, n), "employed": people.ravel()}
flows = Flows.from_frame(shuffled(pl.DataFrame(pairs)))
digest("commuting", commuting_measures(flows).units)
found = regions_by_self_containment(flows)
digest("self-containment", found.membership, found.regions, found.log)
digest("intramax", intramax(flows).merges)
classes = hinterland(flows, {"C": ["000"], "D": ["001", "002"]})
digest("hinterland", classes.classes, classes.weighted)
digest("samples", stability_over_samples(flows, samples=3, seed=1).units)

jobs = rng.integers(1, 900, (n, 12)).astype(float)


def employment(numbers):
    columns = {
        "unit": np.repeat(codes, 12),
        "industry": np.tile([f"i{i:02}" for i in range(12)], n),
        "employed": numbers.ravel(),
    }
    return Employment.from_frame(shuffled(pl.DataFrame(columns)))


start, end = employment(jobs), employment(jobs + rng.integers(0, 90, jobs.shape))
digest("shift-share", shift_share(start, end).by_industry)
digest("complexity", economic_complexity(start, smallest=1).units)
structure = {"unit": codes} | {name: rng.normal(size=n) for name in "abcd"}
digest(
    "peers",
    nearest_peers(
        shuffled(pl.DataFrame(structure)), structure=["a", "b", "c"], outcomes=["d"], k=3
    ).peers,
)
panel = pl.DataFrame({
    "unit": np.repeat(codes, 12),
    "region": np.repeat([f"r{i // 5}" for i in range(n)], 12),
    "year": np.tile(range(12), n),
    "growth": rng.normal(size=n * 12),
    "core_growth_before": rng.normal(size=n * 12),
})
spread = spread_backwash(shuffled(panel))
digest("spread", spread.core, spread.driscoll_kraay)
model = doubly_constrained_gravity(people, rng.uniform(1, 90, (n, n)))
# Linear algebra may add in another order on more threads: to ten figures.
digest("gravity", f"{model.beta.value:.10g}")
"""


def digests(order, threads):
    pools = ("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(order)],
        capture_output=True,
        text=True,
        env=os.environ | dict.fromkeys(pools, str(threads)),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def plain():
    return digests(order=0, threads=1)


@pytest.mark.parametrize(("order", "threads"), [(0, 2), (7, 1), (8, 2)])
def test_neither_threads_nor_row_order_change_a_byte(plain, order, threads):
    assert len(plain) == 10
    assert digests(order, threads) == plain
