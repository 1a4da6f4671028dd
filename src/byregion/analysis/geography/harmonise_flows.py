"""Flows between places, brought to one division on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from byregion.analysis.errors import InvalidInput
from byregion.analysis.geography.harmonise import Harmonised, harmonise

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from byregion.analysis.geography.vintage import Vintage
    from byregion.analysis.geography.weights import SplitWeights


@dataclass(frozen=True, slots=True)
class HarmonisedFlows:
    """Flows in the codes of one division; `home` and `work` tell how each side got there.

    `frame` holds the pairs that are not zero. Provenance, links and border adjustments are those
    of the two sides.
    """

    frame: pl.DataFrame
    to: Vintage
    home: Harmonised
    work: Harmonised

    @property
    def exact(self) -> bool:
        """Whether nothing was divided by weights, on either side."""
        return self.home.exact and self.work.exact


def harmonise_flows(
    frame: pl.DataFrame,
    *,
    to: Vintage | date | int | str,
    home: str = "home",
    work: str = "work",
    year: str | None = "year",
    value: str = "employed",
    weights: SplitWeights | None = None,
    vintage: Vintage | date | int | str | None = None,
) -> HarmonisedFlows:
    """Bring flows to the division `to`: first the homes, then the workplaces.

    A pair left out is zero. A flow that is divided on both sides gets the product of the shares:
    an estimate that knows nothing of who commutes where inside a divided municipality. Whole
    numbers stay whole and keep their sum; since flows are many and small, give them as floats
    where the remainders matter more than whole people.

    Raises
    ------
    InvalidInput
        As `harmonise`; or a column besides home, work, year and value.
    SplitNeedsWeights, UnknownCodes, MixedVintages, UnknownVintage
        As `harmonise`.
    """
    extra = set(frame.columns) - {home, work, year, value}
    if extra:
        raise InvalidInput(f"flows have further columns: {', '.join(sorted(extra))}; drop them")
    by_home = harmonise(
        frame, to=to, values=[value], code=home, year=year, weights=weights, vintage=vintage
    )
    by_work = harmonise(
        by_home.frame, to=to, values=[value], code=work, year=year, weights=weights, vintage=vintage
    )
    nonzero = by_work.frame.filter(by_work.frame[value].ne_missing(0))
    return HarmonisedFlows(frame=nonzero, to=by_work.to, home=by_home, work=by_work)
