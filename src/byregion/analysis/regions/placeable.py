"""Which units a method of regionalisation can place at all, on flows that sum exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy import sparse

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.flows import Flows
from byregion.analysis.regions.result import LISTED

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Flows are read to the nearest 1/2**20 of a person. Sums of such numbers are exact below
# 2**53 / 2**20 people, so that no order of adding and taking away can change a result.
EXACT = 2.0**20
MOST_PEOPLE = 2.0**33


def without_unplaceable(flows: Flows) -> tuple[Flows, pl.DataFrame]:
    """Take away units that no rule can place, until every unit left has ties to another one.

    Returns
    -------
    The flows among the units kept, read to the nearest 1/2**20, and a frame of those dropped with
    the columns unit and reason.

    Raises
    ------
    InvalidInput
        There are more people than can be summed exactly.
    NotEnoughData
        Fewer than two units are left.
    """
    people = float(flows.matrix.sum())
    if people > MOST_PEOPLE:
        raise InvalidInput(f"flows of {people:.4g} people cannot be summed exactly; scale them")
    matrix = sparse.csr_array(flows.matrix, copy=True)
    matrix.data = np.rint(matrix.data * EXACT) / EXACT
    matrix.eliminate_zeros()
    kept = Flows(units=flows.units, matrix=matrix, sources=flows.sources)
    dropped: list[tuple[str, str]] = []
    while (reasons := _unplaceable(kept)).any():
        bad = np.flatnonzero(reasons)
        dropped += [(kept.units[i], str(reasons[i])) for i in bad]
        good = np.flatnonzero(reasons == "")
        if len(good) < 2:
            raise NotEnoughData(
                f"{len(good)} of {len(flows.units)} units have employed residents, jobs and ties "
                "to another unit; a division needs at least two"
            )
        kept = Flows(
            units=tuple(kept.units[i] for i in good),
            matrix=sparse.csr_array(kept.matrix[good][:, good]),
            sources=flows.sources,
        )
    return kept, pl.DataFrame(sorted(dropped), schema=LISTED, orient="row")


def _unplaceable(flows: Flows) -> NDArray[np.object_]:
    lives, works, both = flows.employed_residents, flows.jobs, flows.internal
    alone = (lives == both) & (works == both)
    return np.select(
        [lives == 0, works == 0, alone],
        [
            np.array("no employed residents", dtype=object),
            np.array("no jobs", dtype=object),
            np.array("no flow to or from another unit", dtype=object),
        ],
        default=np.array("", dtype=object),
    )
