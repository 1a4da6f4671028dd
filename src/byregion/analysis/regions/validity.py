"""When a region counts as self-contained: the trade-off between size and self-containment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from byregion.analysis.errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Requirements:
    """Four parameters of the travel-to-work-area family.

    Sizes are employed residents. A region of the target size or more needs only the minimum
    self-containment; one of the minimum size needs the target; between them the demand falls
    with size. Defaults are those of Istat's example for the province of Brindisi.
    """

    minimum_size: float = 1_000
    minimum_self_containment: float = 0.6667
    target_size: float = 10_000
    target_self_containment: float = 0.75

    def __post_init__(self) -> None:
        if not 0 < self.minimum_size < self.target_size < np.inf:
            raise InvalidInput(
                "sizes must satisfy 0 < minimum_size < target_size; got "
                f"{self.minimum_size} and {self.target_size}"
            )
        if not 0 < self.minimum_self_containment < self.target_self_containment <= 1:
            raise InvalidInput(
                "self-containment must satisfy 0 < minimum < target <= 1; got "
                f"{self.minimum_self_containment} and {self.target_self_containment}"
            )


def validity(
    residents: ArrayLike, jobs: ArrayLike, internal: ArrayLike, requirements: Requirements
) -> NDArray[np.float64]:
    """Score regions: 1 or more is a valid region.

    Parameters
    ----------
    residents, jobs, internal
        Employed residents, jobs, and those who both live and work there, one number per region;
        the first two positive.
    requirements
        Sizes and shares that a region is held against.

    Returns
    -------
    Array of scores; exactly 1 for a region that is wholly self-contained, however small.

    Notes
    -----
    Coombes & Bond (2008), in the form of Franconi, D'Alò & Ichim (2016).
    """
    lives, works, both = (np.asarray(a, dtype=np.float64) for a in (residents, jobs, internal))
    least, target = requirements.minimum_self_containment, requirements.target_self_containment
    contained = np.minimum(both / lives, both / works)
    lacking = (requirements.target_size - lives) / (
        requirements.target_size - requirements.minimum_size
    )
    size_term = 1.0 - (1.0 - least / target) * np.maximum(lacking, 0.0)
    score = np.minimum(contained / target, 1.0) * size_term * target / least
    return np.asarray(np.where(contained == 1.0, 1.0, score), dtype=np.float64)
