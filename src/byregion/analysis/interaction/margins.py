"""Tables with given margins: which pairs may hold a flow, and the most even such table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy
from scipy import sparse
from scipy.sparse import csgraph

from byregion.analysis.errors import DidNotConverge, InfeasibleMargins
from byregion.analysis.interaction.deterrence import (
    Deterrence,
    Floats,
    Truths,
    cost_matrix,
    deterred_log,
    vector,
)
from byregion.analysis.interaction.poisson import FlowTable, fit_poisson
from byregion.analysis.provenance import Provenance, TableSource

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


AGREEMENT = 1e-9
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class BalancedFlows:
    """Flows with the margins asked for; `margin_error` is the largest relative miss of any."""

    flows: Floats
    margin_error: float
    provenance: Provenance


@dataclass(frozen=True, slots=True, eq=False)
class Support:
    """Pairs that can hold a flow, and one column of each set of places that they link."""

    possible: Truths
    pinned: NDArray[np.intp]


def balanced_flows(
    origins: ArrayLike,
    destinations: ArrayLike,
    cost: ArrayLike,
    *,
    beta: float,
    deterrence: Deterrence = Deterrence.EXPONENTIAL,
    sources: tuple[TableSource, ...] = (),
) -> BalancedFlows:
    """Flows T_ij = A_i O_i B_j D_j g(c_ij) for known totals and a known beta.

    Sources: Furness (1965); Wilson (1971).

    Parameters
    ----------
    origins, destinations
        O_i and D_j, not negative, with equal sums.
    cost
        c_ij; infinite where no flow is possible.

    Raises
    ------
    InvalidInput
        See `vector`, `cost_matrix` and `deterred`.
    InfeasibleMargins
        The sums differ, or no table with zeros where the cost is infinite has these totals.
    DidNotConverge
        A table exists, but the balancing factors are out of the range of numbers.
    """
    leaving = vector(origins, name="origins")
    coming = vector(destinations, name="destinations")
    table = cost_matrix(cost, shape=(leaving.size, coming.size))
    log_weight = deterred_log(table, beta=beta, deterrence=deterrence)
    if abs(leaving.sum() - coming.sum()) > AGREEMENT * max(leaving.sum(), coming.sum()):
        raise InfeasibleMargins(
            f"origins sum to {leaving.sum()}, destinations to {coming.sum()}; they must be equal"
        )
    flows = np.zeros_like(table)
    rows, columns = np.flatnonzero(leaving), np.flatnonzero(coming)
    if rows.size:
        some = np.ix_(rows, columns)
        flows[some] = _balanced(leaving[rows], coming[columns], log_weight[some])
    parameters = {"beta": beta, "deterrence": deterrence.value}
    return BalancedFlows(
        flows=flows,
        margin_error=margin_error(flows, leaving, coming),
        provenance=Provenance(
            "doubly constrained flows", sources, parameters, "Wilson 1971", estimate=True
        ),
    )


def margin_error(flows: Floats, origins: Floats, destinations: Floats) -> float:
    """Give the largest relative difference between the margins of `flows` and those wanted."""
    errors = [0.0]
    for sums, wanted in ((flows.sum(axis=1), origins), (flows.sum(axis=0), destinations)):
        some = wanted > 0
        errors.extend((np.abs(sums[some] - wanted[some]) / wanted[some]).tolist())
    return max(errors)


def support_of(flows: Floats, included: Truths) -> Support:
    """Find the pairs that some table with the margins of `flows` fills.

    A pair without flow can be filled only if flow can be taken away around it and put back: if its
    row and column lie in the same strongly connected part of the graph that has an edge from row to
    column for each included pair and one back for each pair with flow.
    """
    count = flows.shape[0]
    forward, back = sparse.coo_array(included), sparse.coo_array(flows > 0)
    edges = (
        np.concatenate([forward.row, back.col + count]),
        np.concatenate([forward.col + count, back.row]),
    )
    size = count + flows.shape[1]
    graph = sparse.csr_array((np.ones(edges[0].size, np.int8), edges), shape=(size, size))
    _, label = csgraph.connected_components(graph, connection="strong")
    possible = included & (label[:count, None] == label[None, count:])
    _, first = np.unique(label[count:], return_index=True)
    return Support(possible, first)


def _balanced(leaving: Floats, coming: Floats, log_weight: Floats) -> Floats:
    included = np.isfinite(log_weight)
    if included.all():
        return _fitted(leaving, coming, log_weight, np.array([0], dtype=np.intp))
    if not (included.any(axis=1).all() and included.any(axis=0).all()):
        raise InfeasibleMargins("a place with a total has no pair with a way; see infinite costs")
    feasible = _any_table(leaving, coming, included)
    support = support_of(feasible, included)
    allowed = np.where(support.possible, log_weight, -np.inf)
    return _fitted(leaving, coming, allowed, support.pinned)


def _fitted(
    leaving: Floats, coming: Floats, log_weight: Floats, pinned: NDArray[np.intp]
) -> Floats:
    table = FlowTable(leaving, coming, log_weight, (), np.empty(0), pinned)
    return fit_poisson(table).means


def _any_table(leaving: Floats, coming: Floats, included: Truths) -> Floats:
    """Find some table with the margins, zero where not included; the linear programme decides."""
    rows, columns = np.nonzero(included)
    pairs = np.arange(rows.size)
    ones = np.ones(2 * pairs.size)
    balance = sparse.csr_array(
        (ones, (np.concatenate([rows, columns + leaving.size]), np.concatenate([pairs, pairs]))),
        shape=(leaving.size + coming.size, pairs.size),
    )
    # Solvers work to about 1e-7: with the smallest total as unit, that is well below every total.
    wanted = np.concatenate([leaving, coming * (leaving.sum() / coming.sum())])
    wanted /= wanted.min()
    answer = scipy.optimize.linprog(  # type: ignore[call-overload]  # the stubs know no sparse A_eq
        np.zeros(pairs.size), A_eq=balance, b_eq=wanted, method="highs"
    )
    if answer.status == 2:
        raise InfeasibleMargins(
            "no flows on the pairs that have a way between them add up to these totals; open more "
            "pairs (a finite cost) or change the totals"
        )
    if answer.status != 0:
        raise DidNotConverge(f"could not decide whether the totals are possible: {answer.message}")
    table = np.zeros(included.shape)
    table[rows, columns] = np.where(answer.x > ROUNDING, answer.x, 0.0)
    return table
