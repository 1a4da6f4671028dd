"""Functional regions by self-containment: the travel-to-work-area family, as Istat runs it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import polars as pl
from scipy import sparse

from byregion.analysis.errors import InvalidInput
from byregion.analysis.flows import Flows
from byregion.analysis.provenance import Provenance
from byregion.analysis.regions.placeable import without_unplaceable
from byregion.analysis.regions.result import LISTED, LOG_SCHEMA, Regions, describe
from byregion.analysis.regions.validity import Requirements, validity

if TYPE_CHECKING:
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

Mode = Literal["definition", "labourmarketareas"]
ACTIONS = np.array(["move", "reserve", "reserve", "reserve", "assign"], dtype=object)
REASONS = (
    "",
    "no flow to or from another region",
    "the most cohesive region would become less valid",
    "moved as often as allowed",
)


def regions_by_self_containment(
    flows: Flows,
    requirements: Requirements | None = None,
    *,
    mode: Mode = "definition",
    most_moves: int = 100,
) -> Regions:
    """Divide the units in regions that are self-contained enough for their size.

    Every unit starts as a region. Again and again the region with the lowest validity gives up
    the unit with most ties out of it, to the region with which that unit is most cohesive,
    provided the receiver's validity does not fall; otherwise the unit goes on the reserve list.
    When every region is valid, reserve units join their most cohesive region, unchecked.

    Parameters
    ----------
    flows
        Commuters, the diagonal included. Read to the nearest 1/2**20 of a person.
    requirements
        Sizes and shares asked of a region; default `Requirements()`.
    mode
        "definition" follows the published steps, ties going to the lowest code.
        "labourmarketareas" does as the R package of that name: a region that has given up a unit
        goes on until one unit is left, ties in cohesion go to a region from which nobody commutes
        to the unit, then to the highest code, and the reserve list is emptied from the highest
        code down instead of in the order it was filled.
    most_moves
        How often one unit may move before it is put on the reserve list. The published steps have
        no such limit, nor a proof that they always end.

    Returns
    -------
    Regions, with the validity of each. Units without employed residents, jobs, or any flow to or
    from other units are in `dropped`.

    Raises
    ------
    InvalidInput
        An unknown mode, a limit below 1, or flows of more people than can be summed exactly.
    NotEnoughData
        Fewer than two units are left when those that cannot be placed are dropped.

    References
    ----------
    Coombes, M. & Bond, S. (2008). Travel-to-Work Areas: the 2007 review. ONS.
    Franconi, L., D'Alò, M. & Ichim, D. (2016). Istat implementation of the algorithm to develop
    Labour Market Areas. Istat.
    """
    requirements = requirements or Requirements()
    _check(flows, mode, most_moves)
    kept, dropped = without_unplaceable(flows)
    labels, steps, figures = _compiled()(
        *_arrays(kept),
        np.array(
            [
                requirements.minimum_size,
                requirements.minimum_self_containment,
                requirements.target_size,
                requirements.target_self_containment,
            ],
            dtype=np.float64,
        ),
        most_moves,
        mode == "labourmarketareas",
    )
    membership, regions = describe(kept, labels.astype(np.int64))
    scores = validity(
        regions["employed_residents"], regions["jobs"], regions["internal"], requirements
    )
    return Regions(
        membership=membership,
        regions=regions.with_columns(validity=pl.Series(scores)),
        reserve=_reserve(kept, steps, membership),
        dropped=dropped,
        log=_log(kept, steps, figures),
        provenance=Provenance(
            method="self-containment",
            sources=flows.sources,
            parameters={
                "minimum_size": requirements.minimum_size,
                "minimum_self_containment": requirements.minimum_self_containment,
                "target_size": requirements.target_size,
                "target_self_containment": requirements.target_self_containment,
                "mode": mode,
                "most_moves": most_moves,
            },
            reference="Coombes & Bond (2008); Franconi, D'Alò & Ichim (2016)",
        ),
    )


def _check(flows: Flows, mode: str, most_moves: int) -> None:
    if mode not in ("definition", "labourmarketareas"):
        raise InvalidInput(f"mode {mode!r} is neither 'definition' nor 'labourmarketareas'")
    if most_moves < 1:
        raise InvalidInput(f"most_moves must be 1 or more; got {most_moves}")


def _compiled() -> Any:
    # Inline, since numba alone takes longer to import than the whole rest of the engine.
    from byregion.analysis.regions import kernels  # noqa: PLC0415  -- fast start-up

    if not kernels.regionalise.signatures:
        log.info(
            "preparing the compiled loop of the self-containment method; this takes some seconds "
            "the first time on a machine, and next to nothing afterwards"
        )
    return kernels.regionalise


def _arrays(flows: Flows) -> tuple[Any, ...]:
    matrix = flows.matrix
    rows = np.repeat(np.arange(len(flows.units)), np.diff(matrix.indptr))
    off = rows != matrix.indices
    between = sparse.csr_array(
        (matrix.data[off], (rows[off], matrix.indices[off])), shape=matrix.shape
    )
    return (
        _csr(between),
        _csr(sparse.csr_array(between.T)),
        flows.employed_residents,
        flows.jobs,
        flows.internal,
    )


def _csr(matrix: sparse.csr_array) -> tuple[Any, Any, Any]:
    matrix.sort_indices()
    return matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data


def _codes(flows: Flows, positions: NDArray[np.int32]) -> pl.Series:
    known = pl.Series(np.where(positions >= 0, positions, 0)).set(pl.Series(positions < 0), None)
    return pl.Series(flows.units, dtype=pl.String).gather(known)


def _log(flows: Flows, steps: NDArray[np.int32], figures: NDArray[np.float64]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "step": np.arange(1, len(steps) + 1),
            "action": ACTIONS[steps[:, 3]],
            "unit": _codes(flows, steps[:, 0]),
            "source": _codes(flows, steps[:, 1]),
            "target": _codes(flows, steps[:, 2]),
            "score": figures[:, 0],
            "validity": pl.Series(figures[:, 1]).fill_nan(None),
        },
        schema=LOG_SCHEMA,
    )


def _reserve(flows: Flows, steps: NDArray[np.int32], membership: pl.DataFrame) -> pl.DataFrame:
    waiting = steps[steps[:, 2] == -1]
    listed = pl.DataFrame(
        {
            "unit": _codes(flows, waiting[:, 0]),
            "reason": [REASONS[what] for what in waiting[:, 3]],
        },
        schema=LISTED,
    )
    return listed.join(membership, on="unit", how="left").sort("unit")
