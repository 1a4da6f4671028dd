"""Wilson's family of spatial interaction models, fitted by maximum likelihood (Poisson).

    T_ij = K O_i^alpha D_j^gamma g(c_ij)        unconstrained
    T_ij = A_i D_j^gamma g(c_ij)                origins' totals held (production)
    T_ij = O_i^alpha B_j g(c_ij)                destinations' totals held (attraction)
    T_ij = A_i B_j g(c_ij)                      both held (doubly)

with g(c) = exp(-beta c) or c^-beta. At the estimate the totals held are met, and the modelled flows
cost (or log-cost) as much in all as the observed ones. Flows may be any numbers that are not
negative. Sources: Wilson (1971); Flowerdew and Aitkin (1982); Santos Silva and Tenreyro (2006).

The four functions take and raise alike:

flows, cost
    Tables of origins by destinations. An infinite cost means that there is no way.
origin_sizes, destination_sizes
    Positive numbers, in the models that have them.
included
    True for the pairs to model, of the shape of the flows; all with a finite cost unless told.
    `~numpy.eye(n, dtype=bool)` leaves internal flows out.
InvalidInput
    Shapes that differ; a number missing or negative; a size of zero; a flow where there is no way;
    a cost of zero with the power function.
NotEnoughData
    No flows, or costs and sizes that cannot be told apart from each other or from the totals held.
DidNotConverge
    There is no finite estimate, as where everybody goes to the nearest place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from byregion.analysis.errors import DidNotConverge
from byregion.analysis.interaction.deterrence import Deterrence, Floats, Truths
from byregion.analysis.interaction.estimation import (
    Estimate,
    Observed,
    Solution,
    deviance,
    observe,
    solve,
    with_sizes,
)
from byregion.analysis.interaction.fit import FlowFit, flow_fit
from byregion.analysis.interaction.margins import margin_error
from byregion.analysis.provenance import Provenance, TableSource

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

MARGINS_MET = 1e-9


class Constraint(Enum):
    """Which totals the modelled flows meet."""

    NONE = "unconstrained"
    PRODUCTION = "production-constrained"
    ATTRACTION = "attraction-constrained"
    DOUBLY = "doubly constrained"


@dataclass(frozen=True, slots=True, eq=False)
class GravityModel:
    """A fitted model.

    `beta` is positive where flows fall with cost: per unit of cost (exponential) or without unit
    (power). `constant` is log K. `origin_effects` and `destination_effects` are log A_i and log
    B_j, minus infinity where a place has no flow; in the doubly constrained model one destination
    of each set of linked places has 0. What a model does not have is None. `flows` is zero where
    `included` is false; `fit` compares the included pairs. `deviance_explained` is 1 less the
    deviance divided by that of equal flows on all included pairs. `margin_error` is the largest
    relative miss of a total held, 0 where none is.
    """

    constraint: Constraint
    deterrence: Deterrence
    beta: Estimate
    origin_exponent: Estimate | None
    destination_exponent: Estimate | None
    constant: float | None
    origin_effects: Floats | None
    destination_effects: Floats | None
    flows: Floats
    included: Truths
    deviance: float
    deviance_explained: float
    margin_error: float
    fit: FlowFit
    steps: int
    provenance: Provenance


def unconstrained_gravity(
    flows: ArrayLike,
    cost: ArrayLike,
    *,
    origin_sizes: ArrayLike,
    destination_sizes: ArrayLike,
    deterrence: Deterrence = Deterrence.EXPONENTIAL,
    included: ArrayLike | None = None,
    sources: tuple[TableSource, ...] = (),
) -> GravityModel:
    """Fit flows on the sizes of both ends and the cost between; only their sum is met.

    Parameters and errors: see the module.
    """
    seen = observe(flows, cost, included=included, deterrence=deterrence)
    seen = with_sizes(seen, destination_sizes, name="destination_sizes", axis=1)
    seen = with_sizes(seen, origin_sizes, name="origin_sizes", axis=0)
    line = solve(seen.in_line(), both=False)
    table = np.zeros_like(seen.flows)
    table[seen.included] = line.flows[0]
    return _model(
        seen,
        line,
        constraint=Constraint.NONE,
        deterrence=deterrence,
        flows=table,
        sources=sources,
        origin_exponent=line.estimates[0],
        destination_exponent=line.estimates[1],
        constant=float(line.row_effects[0]),
    )


def production_constrained_gravity(
    flows: ArrayLike,
    cost: ArrayLike,
    *,
    destination_sizes: ArrayLike,
    deterrence: Deterrence = Deterrence.EXPONENTIAL,
    included: ArrayLike | None = None,
    sources: tuple[TableSource, ...] = (),
) -> GravityModel:
    """Fit where those who leave each origin go, by the size of destinations and the cost.

    Parameters and errors: see the module.
    """
    seen = observe(flows, cost, included=included, deterrence=deterrence)
    seen = with_sizes(seen, destination_sizes, name="destination_sizes", axis=1)
    found = solve(seen, both=False)
    return _model(
        seen,
        found,
        constraint=Constraint.PRODUCTION,
        deterrence=deterrence,
        flows=found.flows,
        sources=sources,
        destination_exponent=found.estimates[0],
        origin_effects=found.row_effects,
    )


def attraction_constrained_gravity(
    flows: ArrayLike,
    cost: ArrayLike,
    *,
    origin_sizes: ArrayLike,
    deterrence: Deterrence = Deterrence.EXPONENTIAL,
    included: ArrayLike | None = None,
    sources: tuple[TableSource, ...] = (),
) -> GravityModel:
    """Fit where those who come to each destination are from, by the size of origins and the cost.

    Parameters and errors: see the module.
    """
    seen = observe(flows, cost, included=included, deterrence=deterrence)
    seen = with_sizes(seen, origin_sizes, name="origin_sizes", axis=0)
    found = solve(seen.turned(), both=False)
    return _model(
        seen,
        found,
        constraint=Constraint.ATTRACTION,
        deterrence=deterrence,
        flows=np.ascontiguousarray(found.flows.T),
        sources=sources,
        origin_exponent=found.estimates[0],
        destination_effects=found.row_effects,
    )


def doubly_constrained_gravity(
    flows: ArrayLike,
    cost: ArrayLike,
    *,
    deterrence: Deterrence = Deterrence.EXPONENTIAL,
    included: ArrayLike | None = None,
    sources: tuple[TableSource, ...] = (),
) -> GravityModel:
    """Fit how cost decides who goes where, all totals held.

    Beta is the one at which modelled flows cost (or log-cost) as much in all as observed ones.
    Parameters and errors: see the module.
    """
    seen = observe(flows, cost, included=included, deterrence=deterrence)
    found = solve(seen, both=True)
    return _model(
        seen,
        found,
        constraint=Constraint.DOUBLY,
        deterrence=deterrence,
        flows=found.flows,
        sources=sources,
        origin_effects=found.row_effects,
        destination_effects=found.column_effects,
    )


def _model(
    seen: Observed,
    found: Solution,
    *,
    constraint: Constraint,
    deterrence: Deterrence,
    flows: Floats,
    sources: tuple[TableSource, ...],
    origin_exponent: Estimate | None = None,
    destination_exponent: Estimate | None = None,
    constant: float | None = None,
    origin_effects: Floats | None = None,
    destination_effects: Floats | None = None,
) -> GravityModel:
    slope = found.estimates[-1]
    observed, modelled = seen.flows[seen.included], flows[seen.included]
    spread = deviance(observed, modelled)
    even = deviance(observed, np.full_like(observed, observed.mean()))
    return GravityModel(
        constraint=constraint,
        deterrence=deterrence,
        beta=Estimate(-slope.value, slope.standard_error, slope.robust_standard_error),
        origin_exponent=origin_exponent,
        destination_exponent=destination_exponent,
        constant=constant,
        origin_effects=origin_effects,
        destination_effects=destination_effects,
        flows=flows,
        included=seen.included,
        deviance=spread,
        deviance_explained=1 - spread / even if even > 0 else 1.0,
        margin_error=_met(seen.flows, flows, constraint),
        fit=flow_fit(observed, modelled),
        steps=found.steps,
        provenance=Provenance(
            f"{constraint.value} gravity model",
            sources,
            {"deterrence": deterrence.value},
            "Wilson 1971; Santos Silva and Tenreyro 2006",
            estimate=True,
        ),
    )


def _met(observed: Floats, modelled: Floats, constraint: Constraint) -> float:
    """See that the totals held are met as promised."""
    rows = observed.sum(axis=1) * (constraint in {Constraint.PRODUCTION, Constraint.DOUBLY})
    columns = observed.sum(axis=0) * (constraint in {Constraint.ATTRACTION, Constraint.DOUBLY})
    error = margin_error(modelled, rows, columns)
    if error > MARGINS_MET:
        raise DidNotConverge(f"totals are missed by up to {error:.1e} of themselves")
    return error
