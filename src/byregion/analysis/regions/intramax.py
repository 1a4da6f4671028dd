"""Intramax: the whole tree of merges from every unit alone to all in one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.provenance import Provenance
from byregion.analysis.regions.exchange import Exchange
from byregion.analysis.regions.result import (
    LOG_SCHEMA,
    NOT_RESERVED,
    WITHOUT_REGION,
    Regions,
    describe,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from byregion.analysis.flows import Flows

MERGES = {
    "step": pl.Int64,
    "kept": pl.String,
    "merged": pl.String,
    "score": pl.Float64,
    "regions": pl.Int64,
    "internal_share": pl.Float64,
}


@dataclass(frozen=True, slots=True, eq=False)
class MergeTree:
    """Every merge in order.

    `merges` has one row per merge: step, kept and merged (clusters, named by their unit with the
    lowest code), score, regions left afterwards, and internal_share, the share of all commuters
    who then stay in their region. `start_share` is that share with every unit alone.
    """

    flows: Flows
    merges: pl.DataFrame
    start_share: float
    provenance: Provenance


def intramax(flows: Flows, *, neighbours: Mapping[str, Collection[str]] | None = None) -> MergeTree:
    """Merge, again and again, the pair whose exchange is largest for the size of the two.

    The score of a pair is f_ij / (R_i W_j) + f_ji / (R_j W_i), with flows and totals summed anew
    after each merge.

    Parameters
    ----------
    flows
        Commuters, the diagonal included.
    neighbours
        Where given, only clusters that border on each other are merged.

    Returns
    -------
    The tree. It ends when no pair left exchanges anybody, so that it may end in several clusters.
    Ties go to the lowest codes.

    Raises
    ------
    NotEnoughData
        The flows have nobody in them.
    UnknownCodes
        Neighbours that the flows do not know.

    References
    ----------
    Masser, I. & Brown, P. J. B. (1975). Hierarchical aggregation procedures for interaction data.
    Environment and Planning A 7(5).
    Masser, I. & Scheurwater, J. (1980). Functional regionalisation of spatial interaction data.
    Environment and Planning A 12(12).

    Notes
    -----
    Uses dense matrices: memory grows with the square of the units (5,000 units take 0.6 GB).
    """
    people = float(flows.matrix.sum())
    if people == 0:
        raise NotEnoughData("the flows have nobody in them")
    state = Exchange(flows, neighbours)
    inside = float(flows.internal.sum())
    rows: list[tuple[object, ...]] = []
    left = len(flows.units)
    while (pair := state.best_pair()) is not None:
        kept, gone, score = pair
        inside += state.merge(kept, gone)
        left -= 1
        names = flows.units[kept], flows.units[gone]
        rows.append((len(rows) + 1, *names, score, left, inside / people))
    return MergeTree(
        flows=flows,
        merges=pl.DataFrame(rows, schema=MERGES, orient="row"),
        start_share=float(flows.internal.sum()) / people,
        provenance=Provenance(
            method="intramax",
            sources=flows.sources,
            parameters={"contiguous": neighbours is not None},
            reference="Masser & Brown (1975); Masser & Scheurwater (1980)",
        ),
    )


def cut(tree: MergeTree, regions: int) -> Regions:
    """Stop the tree at a number of regions.

    Raises
    ------
    InvalidInput
        More regions than units, or fewer than the tree ends in.
    """
    fewest, most = len(tree.flows.units) - tree.merges.height, len(tree.flows.units)
    if not fewest <= regions <= most:
        raise InvalidInput(f"the tree has from {fewest} to {most} regions; {regions} asked for")
    done = tree.merges.head(most - regions)
    label = np.arange(most)
    for kept, merged in done.select("kept", "merged").rows():
        label[label == tree.flows.index[merged]] = tree.flows.index[kept]
    membership, counted = describe(tree.flows, label)
    log = done.select(
        "step",
        pl.lit("merge").alias("action"),
        pl.lit(None, dtype=pl.String).alias("unit"),
        pl.col("merged").alias("source"),
        pl.col("kept").alias("target"),
        "score",
        pl.lit(None, dtype=pl.Float64).alias("validity"),
    )
    return Regions(
        membership=membership,
        regions=counted.with_columns(validity=pl.lit(None, dtype=pl.Float64)),
        reserve=NOT_RESERVED,
        dropped=WITHOUT_REGION,
        log=log.select(list(LOG_SCHEMA)),
        provenance=replace(
            tree.provenance, parameters={**tree.provenance.parameters, "regions": regions}
        ),
    )


def regions_before_largest_jump(tree: MergeTree, *, fewest: int = 2, most: int = 200) -> int:
    """Find where one merge takes in most commuters: the number of regions just before it.

    Parameters
    ----------
    tree
        The whole tree.
    fewest, most
        Only cuts with this many regions are considered. Ties go to the larger number.

    Raises
    ------
    InvalidInput
        The tree has no such cut that is followed by a merge.
    """
    before = [tree.start_share, *tree.merges["internal_share"][:-1]]
    jumps = tree.merges.select(
        (pl.col("regions") + 1).alias("regions"),
        # Rounded, since the last bits of a difference must not break a tie.
        (pl.col("internal_share") - pl.Series(before, dtype=pl.Float64)).round(12).alias("jump"),
    ).filter(pl.col("regions").is_between(fewest, most))
    if jumps.is_empty():
        raise InvalidInput(f"the tree has no merge at {fewest} to {most} regions")
    return int(jumps.sort(["jump", "regions"], descending=True)["regions"][0])
