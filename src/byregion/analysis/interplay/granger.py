"""Does past growth of one foretell growth of the other? One city region, and a panel of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.interplay.growth import Floats, paired

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Granger:
    """F-test that the past of one series adds nothing to foretelling the other.

    `effect` is the sum of the coefficients on the past of the one: its sign says whether growth is
    followed by more growth or by less.
    """

    f_statistic: float
    p_value: float
    effect: float
    lags: int
    freedom: int


@dataclass(frozen=True, slots=True)
class PanelGranger:
    """Dumitrescu and Hurlin's test that in no unit the one foretells the other.

    `mean_wald` is W-bar, `z_asymptotic` Z-bar (many years), `z` Z-tilde (few years); the p-value is
    two-sided and from `z`. Rejection says that in some units it does, not in which.
    """

    mean_wald: float
    z_asymptotic: float
    z: float
    p_value: float
    units: int
    years: int
    lags: int


def granger(cause: ArrayLike, effect: ArrayLike, *, lags: int = 1) -> Granger:
    """Test whether the past of `cause` helps foretell `effect`, given its own past.

    Both are stationary series (growth rates, not levels) of the same years. Source: Granger (1969).

    Raises
    ------
    InvalidInput, NotEnoughData
        See `paired`; there must be three degrees of freedom left; or the regression has no unique
        answer, or fits wholly.
    """
    if lags < 1:
        raise InvalidInput(f"lags is {lags}; give 1 or more")
    one, other = paired(cause, effect, least=3 * lags + 4)
    now = other[lags:]
    own = [other[lags - k : other.size - k] for k in range(1, lags + 1)]
    past = [one[lags - k : one.size - k] for k in range(1, lags + 1)]
    short, _ = _regressed(now, own)
    full, coefficients = _regressed(now, [*own, *past])
    freedom = now.size - 2 * lags - 1
    if full <= 1e-20 * float(now @ now):
        raise NotEnoughData("the past foretells growth without error; is one the other's copy?")
    f_statistic = max((short - full) / lags, 0.0) / (full / freedom)
    return Granger(
        f_statistic=f_statistic,
        p_value=float(scipy.stats.f.sf(f_statistic, lags, freedom)),
        effect=float(coefficients[-lags:].sum()),
        lags=lags,
        freedom=freedom,
    )


def dumitrescu_hurlin(
    pairs: Sequence[tuple[ArrayLike, ArrayLike]], *, lags: int = 1
) -> PanelGranger:
    """Test over a balanced panel; each member is (cause, effect) of one unit.

    Source: Dumitrescu and Hurlin (2012). T in the small-sample correction is the number of years of
    the series before lags are taken, as R's plm has it.

    Raises
    ------
    InvalidInput
        See `granger`; or series of unequal lengths.
    NotEnoughData
        Fewer than two units, or not more than 5 + 3 `lags` years.
    """
    if len(pairs) < 2:
        raise NotEnoughData(f"{len(pairs)} units are no panel; give two or more")
    years = {int(np.size(series)) for pair in pairs for series in pair}
    if len(years) > 1:
        raise InvalidInput(f"series have unequal numbers of years: {sorted(years)}")
    t, k, n = years.pop(), lags, len(pairs)
    if t <= 5 + 3 * k:
        raise NotEnoughData(f"{t} years; with {k} lags the test needs {6 + 3 * k}")
    tests = [granger(cause, effect, lags=k) for cause, effect in pairs]
    wald = float(np.mean([k * test.f_statistic for test in tests]))
    scale = np.sqrt(n / (2 * k) * (t - 3 * k - 5) / (t - 2 * k - 3))
    z = float(scale * ((t - 3 * k - 3) / (t - 3 * k - 1) * wald - k))
    return PanelGranger(
        mean_wald=wald,
        z_asymptotic=float(np.sqrt(n / (2 * k)) * (wald - k)),
        z=z,
        p_value=float(2 * scipy.stats.norm.sf(abs(z))),
        units=n,
        years=t,
        lags=k,
    )


def _regressed(now: Floats, explaining: list[Floats]) -> tuple[float, Floats]:
    """Sum of squared residuals and coefficients of least squares with a constant."""
    # Scaled columns, so that the rank is judged alike for growth in shares and in per cent.
    centred = np.column_stack([column - column.mean() for column in explaining])
    sizes = np.sqrt((centred**2).sum(axis=0))
    if (sizes == 0).any():
        raise NotEnoughData("a series does not vary once a lag is taken")
    target = now - now.mean()
    answer, _, rank, _ = np.linalg.lstsq(centred / sizes, target, rcond=1e-10)
    if rank < len(explaining):
        raise NotEnoughData("the two series are copies, or repeat themselves; no answer is unique")
    residuals = target - centred / sizes @ answer
    return float(residuals @ residuals), answer / sizes
