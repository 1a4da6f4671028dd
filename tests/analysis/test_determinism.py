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
digest("gravity", model.flows.tolist(), model.beta, model.origin_effects.tolist())
"""

# Tables large enough that the linear algebra of BLAS and LAPACK is divided among threads.
LARGE = """
import hashlib

import numpy as np
import polars as pl

from byregion.analysis.industry.complexity import economic_complexity
from byregion.analysis.industry.employment import Employment
from byregion.analysis.industry.relatedness import relatedness
from byregion.analysis.inequality import inequality
from byregion.analysis.interaction import accessibility, gravity, margins, radiation
from byregion.analysis.interplay.spread import spread_backwash
from byregion.analysis.peers import nearest_peers
from byregion.analysis.spatial import bivariate, geary, moran
from byregion.analysis.spatial.weights import Weights

n, k = 428, 88
rng = np.random.default_rng(5)


def digest(name, *parts):
    text = "".join(p.write_ndjson() if isinstance(p, pl.DataFrame) else repr(p) for p in parts)
    print(name, hashlib.sha256(text.encode()).hexdigest())


people = np.round(np.exp(rng.normal(1, 1.5, (n, n))))
leaving, coming = people.sum(axis=1), people.sum(axis=0)
cost = rng.uniform(1, 90, (n, n))
for fitted in (
    gravity.doubly_constrained_gravity(people, cost),
    gravity.production_constrained_gravity(people, cost, destination_sizes=coming),
    gravity.attraction_constrained_gravity(people, cost, origin_sizes=leaving),
    gravity.unconstrained_gravity(people, cost, origin_sizes=leaving, destination_sizes=coming),
):
    digest(fitted.constraint.value, fitted.beta, fitted.fit, fitted.flows.tolist())
digest("balanced", margins.balanced_flows(leaving, coming, cost, beta=0.05).flows.tolist())
digest("radiation", radiation.radiation_flows(coming, cost, leaving=leaving).flows.tolist())
digest("Hansen", accessibility.hansen_accessibility(coming, cost, beta=0.1).values.tolist())
catchment = accessibility.two_step_floating_catchment(coming, leaving, cost, threshold=30)
digest("catchment", catchment.values.tolist())

codes = [f"{i:03}" for i in range(n)]
jobs = {
    "unit": np.repeat(codes, k),
    "industry": np.tile([f"i{i:02}" for i in range(k)], n),
    "employed": rng.integers(1, 900, n * k),
}
employment = Employment.from_frame(pl.DataFrame(jobs))
complexity = economic_complexity(employment, smallest=1)
digest("complexity", complexity.units, complexity.industries)
digest("relatedness", relatedness(employment, smallest=1).density)

years = 40
panel = {
    "unit": np.repeat(codes, years),
    "region": np.repeat([f"r{i // 5}" for i in range(n)], years),
    "year": np.tile(range(years), n),
    "growth": rng.normal(size=n * years),
    "core_growth_before": rng.normal(size=n * years),
}
spread = spread_backwash(pl.DataFrame(panel))
digest("spread", spread.core, spread.driscoll_kraay)
structure = {"unit": codes} | {name: rng.normal(size=n) for name in "abcdefgh"}
peers = nearest_peers(
    pl.DataFrame(structure), structure=list("abcdefg"), outcomes=["h"], k=3
)
digest("peers", peers.peers)

points = {"unit": codes, "x": rng.uniform(size=n), "y": rng.uniform(size=n)}
weights = Weights.nearest(pl.DataFrame(points), k=15).standardised()
x, y = (pl.DataFrame({"code": codes, "value": rng.normal(size=n)}) for _ in range(2))
digest("Moran", moran.moran(weights, x), moran.local_moran(weights, x).units)
digest("Geary", geary.geary(weights, x))
digest("bivariate", bivariate.bivariate_moran(weights, x, y))
digest("inequality", inequality(x.select("code", pl.col("value").abs())))
"""


def digests(program, *, threads, order=0):
    pools = ("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS")
    done = subprocess.run(
        [sys.executable, "-c", program, str(order)],
        capture_output=True,
        text=True,
        env=os.environ | dict.fromkeys(pools, str(threads)),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def plain():
    return digests(PROGRAM, threads=1)


@pytest.mark.parametrize(("order", "threads"), [(0, 2), (7, 1), (8, 2)])
def test_neither_threads_nor_row_order_change_a_byte(plain, order, threads):
    assert len(plain) == 10
    assert digests(PROGRAM, threads=threads, order=order) == plain


def test_linear_algebra_on_large_tables_gives_the_same_bytes_on_two_threads():
    one = digests(LARGE, threads=1)
    assert len(one) == len(set(one)) == 16
    assert digests(LARGE, threads=2) == one
