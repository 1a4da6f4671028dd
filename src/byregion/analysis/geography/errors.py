"""What can go wrong with codes and divisions, as types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from byregion.analysis.errors import AnalysisError, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable


class UnknownVintage(AnalysisError):
    """A date, or text for one, for which the register has no division."""


class MixedVintages(AnalysisError):
    """Codes that exist, but not in the division that their year belongs to."""

    def __init__(self, codes: Iterable[str], *, year: str) -> None:
        self.codes: tuple[str, ...] = tuple(sorted(set(codes)))
        self.year = year
        super().__init__(
            f"codes of another division in {year}: {shorten(self.codes)}; give each year the "
            "codes that were valid then, or say which division the whole table uses (vintage=)",
            details={"codes": self.codes, "year": year},
        )


class SplitNeedsWeights(AnalysisError):
    """Municipalities that must be divided, without stated weights for it."""

    def __init__(self, splits: Iterable[tuple[str, str, tuple[str, ...]]]) -> None:
        self.splits: tuple[tuple[str, str, tuple[str, ...]], ...] = tuple(sorted(set(splits)))
        self.codes: tuple[str, ...] = tuple(sorted({code for _, code, _ in self.splits}))
        self.years: tuple[str, ...] = tuple(sorted({year for year, _, _ in self.splits}))
        shown = [f"{code} in {year} into {', '.join(to)}" for year, code, to in self.splits]
        super().__init__(
            f"no exact way without weights: {shorten(shown, most=5)}; give weights for every "
            "such pair, for instance population_weights()",
            details={"codes": self.codes, "years": self.years},
        )


class RatesNeedWeights(AnalysisError):
    """A rate cannot be summed: it needs the denominators to be averaged with."""

    def __init__(self, values: Iterable[str]) -> None:
        self.values: tuple[str, ...] = tuple(values)
        super().__init__(
            f"rates ({', '.join(self.values)}) cannot be added; name the column with their "
            "denominators (denominator=), or harmonise numerator and denominator first"
        )
