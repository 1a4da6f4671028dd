"""Do core and hinterland grow in the same years? Correlation with an interval."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
import scipy

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.interplay.growth import Floats, paired

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

LEAST_YEARS = 6
MOST_UNDEFINED = 0.05


class IntervalMethod(Enum):
    """How the uncertainty of a correlation over time is found."""

    HAC = "heteroskedasticity and autocorrelation consistent"
    BLOCK_BOOTSTRAP = "circular block bootstrap"


@dataclass(frozen=True, slots=True)
class Comovement:
    """Correlation of growth in the same years, its interval, and the p-value of none (HAC)."""

    correlation: float
    low: float
    high: float
    p_value: float
    years: int
    level: float
    method: IntervalMethod


def comovement(
    core: ArrayLike,
    hinterland: ArrayLike,
    *,
    method: IntervalMethod = IntervalMethod.BLOCK_BOOTSTRAP,
    level: float = 0.95,
    seed: int = 0,
    draws: int = 1999,
) -> Comovement:
    """Correlate growth in the same years.

    HAC: the correlation is the slope between the standardised series; its error is that of Newey
    and West (1987) with Bartlett weights to lag floor(4 (n/100)^(2/9)), its distribution t with
    n - 2. The interval is cut at -1 and 1. Bootstrap: percentiles over `draws` resamples of
    circular blocks of about the cube root of n years (Politis and Romano 1992).

    Raises
    ------
    InvalidInput
        See `paired`; or a level outside (0, 1), or too few draws.
    NotEnoughData
        Fewer than six years, no variation, or resamples without variation.
    """
    one, other = paired(core, hinterland, least=LEAST_YEARS)
    if not 0 < level < 1:
        raise InvalidInput(f"level is {level}; give the share of intervals to be right, as 0.95")
    if draws < 99:
        raise InvalidInput(f"{draws} draws are too few for an interval; give 999 or more")
    correlation = float(np.clip(np.corrcoef(one, other)[0, 1], -1, 1))
    error = _newey_west(one, other, correlation)
    freedom = one.size - 2
    if method is IntervalMethod.HAC:
        reach = float(scipy.stats.t.ppf((1 + level) / 2, freedom)) * error
        low, high = max(correlation - reach, -1.0), min(correlation + reach, 1.0)
    else:
        low, high = _bootstrapped(one, other, level, seed, draws)
    return Comovement(
        correlation, low, high, _p_value(correlation, error, freedom), one.size, level, method
    )


def _p_value(correlation: float, error: float, freedom: int) -> float:
    if error == 0:
        return 0.0 if correlation else 1.0
    return float(2 * scipy.stats.t.sf(abs(correlation) / error, freedom))


def _newey_west(one: Floats, other: Floats, correlation: float) -> float:
    n = one.size
    x = (one - one.mean()) / one.std()
    y = (other - other.mean()) / other.std()
    moments = x * (y - correlation * x)
    lags = int(4 * (n / 100) ** (2 / 9))
    spread = float(moments @ moments)
    for lag in range(1, lags + 1):
        spread += 2 * (1 - lag / (lags + 1)) * float(moments[lag:] @ moments[:-lag])
    return float(np.sqrt(max(spread, 0.0)) / n)


def _bootstrapped(
    one: Floats, other: Floats, level: float, seed: int, draws: int
) -> tuple[float, float]:
    n = one.size
    block = int(np.ceil(n ** (1 / 3)))
    starts = np.random.default_rng(seed).integers(n, size=(draws, -(-n // block)))
    years = (starts[:, :, None] + np.arange(block)).reshape(draws, -1)[:, :n] % n
    x, y = one[years], other[years]
    x, y = x - x.mean(axis=1, keepdims=True), y - y.mean(axis=1, keepdims=True)
    size = np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))
    defined = size > 1e-12 * n * one.std() * other.std()
    if 1 - defined.mean() > MOST_UNDEFINED:
        raise NotEnoughData("growth varies in so few years that resamples of it often do not vary")
    values = np.clip((x * y).sum(axis=1)[defined] / size[defined], -1, 1)
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
