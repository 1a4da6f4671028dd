"""How much a cost (time, distance, money) weakens interaction, and the checks that all share."""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from byregion.analysis.errors import InvalidInput

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


class Deterrence(Enum):
    """The shape of the fall: exp(-b c), or c to the power of -b."""

    EXPONENTIAL = "exponential"
    POWER = "power"


def vector(values: ArrayLike, *, name: str, length: int | None = None) -> Floats:
    """Give a one-dimensional array of finite numbers that are not negative.

    Raises
    ------
    InvalidInput
        Another shape or length, a number that is missing, infinite or negative.
    """
    array = np.array(values, dtype=np.float64)
    if array.ndim != 1 or array.size == 0:
        raise InvalidInput(f"{name} must be a list of numbers; its shape is {array.shape}")
    if length is not None and array.size != length:
        raise InvalidInput(f"{name} has {array.size} numbers, expected {length}")
    if not np.isfinite(array).all() or (array < 0).any():
        raise InvalidInput(f"{name} must be finite and not negative, every one of them")
    return array


def cost_matrix(cost: ArrayLike, *, shape: tuple[int, int] | None = None) -> Floats:
    """Give a matrix of costs, infinite where there is no way between two places.

    Raises
    ------
    InvalidInput
        Another shape, a missing or a negative cost.
    """
    array = np.array(cost, dtype=np.float64)
    if array.ndim != 2 or array.size == 0:
        raise InvalidInput(f"cost must be a matrix; its shape is {array.shape}")
    if shape is not None and array.shape != shape:
        raise InvalidInput(f"cost has the shape {array.shape}, expected {shape}")
    if np.isnan(array).any():
        raise InvalidInput("a cost is missing; write infinity where there is no way")
    if (array < 0).any():
        raise InvalidInput("a cost is negative")
    return array


def deterred_log(cost: Floats, *, beta: float, deterrence: Deterrence) -> Floats:
    """Give the logarithm of the weight of each cost, minus infinity at infinite cost.

    Raises
    ------
    InvalidInput
        `beta` is not a positive number, or the power function meets a cost of zero.
    """
    if not (np.isfinite(beta) and beta > 0):
        raise InvalidInput(f"beta is {beta}; it must be a positive number, so that far counts less")
    return -beta * resistance(cost, deterrence)


def deterred(cost: Floats, *, beta: float, deterrence: Deterrence) -> Floats:
    """Weigh each cost: 1 at no cost (exponential) or at cost 1 (power), 0 at infinite cost.

    Raises
    ------
    InvalidInput
        See `deterred_log`.
    """
    return np.exp(deterred_log(cost, beta=beta, deterrence=deterrence))


def resistance(cost: Floats, deterrence: Deterrence) -> Floats:
    """Give what beta multiplies: the cost itself (exponential) or its logarithm (power).

    Raises
    ------
    InvalidInput
        The power function meets a cost of zero.
    """
    if deterrence is Deterrence.EXPONENTIAL:
        return cost
    if (cost == 0).any():
        raise InvalidInput(
            "the power function has no value at cost 0; give internal trips a cost, leave them "
            "out, or use the exponential function"
        )
    return np.log(cost)
