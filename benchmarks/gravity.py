"""Doubly constrained gravity model: ours beside Poisson regression in pyfixest.

    python benchmarks/gravity.py [--places 428] [--runs 5] [--ours-only]

pyfixest is the peer: `fepois("flow ~ cost | origin + destination")` fits the same model. It is in
the dependency group `bench`; or make an environment with byregion and `pip install pyfixest`. Flows
are drawn with a seed, places spread at random: nothing has to be fetched. Where a thread pool is
shared with other work, set OPENBLAS_NUM_THREADS=1: idle threads then wait for nobody.
"""

from __future__ import annotations

import argparse
import statistics
import time

import numpy as np

from byregion.analysis.interaction.gravity import doubly_constrained_gravity

PEER_TOLERANCE = 1e-12


def flows_and_cost(places):
    """Commuting between places on a square of 400 km, sizes lognormal, half-distance 12 km."""
    rng = np.random.default_rng(1)
    at = rng.uniform(0, 400, (places, 2))
    size = np.exp(rng.normal(8, 1.3, places))
    cost = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) + 5
    mean = np.outer(size, size) * np.exp(-0.06 * cost)
    return rng.poisson(mean * 2.6e6 / mean.sum()).astype(float), cost


def timed(call, runs):
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        answer = call()
        seconds.append(time.perf_counter() - begun)
    return answer, statistics.median(seconds)


def peer(flows, cost):
    import pandas as pd
    import pyfixest

    origin, destination = np.indices(flows.shape)
    frame = pd.DataFrame(
        {
            "flow": flows.ravel(),
            "cost": cost.ravel(),
            "origin": origin.ravel(),
            "destination": destination.ravel(),
        }
    )
    return lambda: (
        -pyfixest.fepois(
            "flow ~ cost | origin + destination", frame, iwls_tol=PEER_TOLERANCE
        ).coef()["cost"]
    )


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--places", type=int, default=428)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--ours-only", action="store_true")
    chosen = options.parse_args()
    flows, cost = flows_and_cost(chosen.places)
    model, ours = timed(lambda: doubly_constrained_gravity(flows, cost), chosen.runs)
    share = (model.flows * cost).sum() / (flows * cost).sum() - 1
    pairs = int((flows > 0).sum())
    print(f"{chosen.places} places, {pairs} pairs with flow, {flows.sum():.0f} people")
    print(f"byregion  beta {model.beta.value:.12f}  {ours:.3f} s, median of {chosen.runs}")
    print(f"          totals met to {model.margin_error:.1e}, cost to {abs(share):.1e}")
    if chosen.ours_only:
        return
    beta, theirs = timed(peer(flows, cost), chosen.runs)
    print(f"pyfixest  beta {beta:.12f}  {theirs:.3f} s, median of {chosen.runs}")
    print(f"betas differ by {abs(beta - model.beta.value):.1e}; {theirs / ours:.0f} times as fast")


if __name__ == "__main__":
    main()
