"""How well modelled flows agree with observed ones: CPC, NRMSE, SRMSE, SSI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from byregion.analysis.errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class FlowFit:
    """Agreement of observed flows f and modelled flows T over the pairs compared.

    `common_part` (CPC) is 2 sum min(T, f) / (sum T + sum f): 1 where all flows agree, 0 where none
    does. `nrmse` is sqrt(sum (T - f)^2 / sum f). `srmse` is the root mean square error divided by
    the mean observed flow. `sorensen` (SSI) is the mean over pairs of 2 min(T, f) / (T + f); a pair
    where both are zero has nothing to compare and is left out of that mean.
    """

    common_part: float
    nrmse: float
    srmse: float
    sorensen: float
    pairs: int


def flow_fit(
    observed: ArrayLike, modelled: ArrayLike, *, included: ArrayLike | None = None
) -> FlowFit:
    """Compare flows pair by pair.

    Sources: Lenormand, Bassolas and Ramasco (2016) for CPC and NRMSE; Knudsen and Fotheringham
    (1986) for SRMSE; Sørensen's index as Masucci and others (2013) use it on flows.

    Parameters
    ----------
    observed, modelled
        Flows of equal shape, finite and not negative.
    included
        Of the same shape, true for the pairs to compare; all of them unless told. A model without
        internal flows is compared off the diagonal.

    Raises
    ------
    InvalidInput
        Unequal shapes, numbers that are not finite or negative, no pair, or nothing observed.
    """
    seen = np.asarray(observed, dtype=np.float64)
    made = np.asarray(modelled, dtype=np.float64)
    if seen.shape != made.shape:
        raise InvalidInput(f"observed flows have shape {seen.shape}, modelled ones {made.shape}")
    if included is not None:
        chosen = np.asarray(included, dtype=np.bool_)
        if chosen.shape != seen.shape:
            raise InvalidInput(f"`included` has shape {chosen.shape}, the flows {seen.shape}")
        seen, made = seen[chosen], made[chosen]
    return _compared(_checked(seen.ravel(), "observed"), _checked(made.ravel(), "modelled"))


def _checked(flows: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    if not np.isfinite(flows).all() or (flows < 0).any():
        raise InvalidInput(f"{name} flows must be finite and not negative")
    return flows


def _compared(seen: NDArray[np.float64], made: NDArray[np.float64]) -> FlowFit:
    total = float(seen.sum())
    if total == 0:
        raise InvalidInput("no flow is observed among the pairs compared; agreement has no meaning")
    squares = float(((made - seen) ** 2).sum())
    shared, both = 2.0 * np.minimum(seen, made), seen + made
    some = both > 0
    return FlowFit(
        common_part=float(shared.sum() / both.sum()),
        nrmse=float(np.sqrt(squares / total)),
        srmse=float(np.sqrt(squares / seen.size) / (total / seen.size)),
        sorensen=float((shared[some] / both[some]).mean()),
        pairs=int(seen.size),
    )
