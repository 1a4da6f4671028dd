"""Stated weights for municipalities that must be divided."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.errors import InvalidInput, shorten
from byregion.analysis.geography import register
from byregion.analysis.geography.change import all_changes, division_days, territories
from byregion.analysis.geography.crosswalk import check_codes
from byregion.analysis.geography.vintage import Vintage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

COLUMNS = ("code", "target", "weight")


@dataclass(frozen=True, slots=True)
class SplitWeights:
    """How a code is divided among targets: named, with method and source, always an estimate.

    `pairs[code, target]` is an amount; the shares of a code are its amounts over their sum, taken
    over all the targets that it is divided among.
    """

    name: str
    method: str
    source: str
    pairs: Mapping[tuple[str, str], float]

    @classmethod
    def from_frame(
        cls, frame: pl.DataFrame, *, name: str, method: str, source: str
    ) -> SplitWeights:
        """Build from a frame with the columns code, target (text) and weight (number).

        Raises
        ------
        InvalidInput
            A column is missing, a pair stands twice, or a weight is not a number of 0 or more.
        """
        lacking = [column for column in COLUMNS if column not in frame.columns]
        if lacking:
            raise InvalidInput(f"weights lack the columns {', '.join(lacking)}")
        pairs: dict[tuple[str, str], float] = {}
        for code, target, weight in frame.select(COLUMNS).rows():
            if not _is_amount(weight):
                raise InvalidInput(f"weight of {code} to {target} is {weight!r}; give 0 or more")
            if (str(code), str(target)) in pairs:
                raise InvalidInput(f"two weights for {code} to {target}; keep one")
            pairs[str(code), str(target)] = float(weight)
        return cls(name, method, source, MappingProxyType(pairs))

    def shares(self, code: str, targets: tuple[str, ...]) -> tuple[float, ...] | None:
        """Shares of a code in the order of the targets; None where the weights do not say."""
        amounts = [self.pairs.get((code, target)) for target in targets]
        known = [amount for amount in amounts if amount is not None]
        total = math.fsum(known)
        if len(known) < len(targets) or total <= 0:
            return None
        return tuple(amount / total for amount in known)

    def to_frame(self) -> pl.DataFrame:
        """Give the weights as a frame, sorted by code and target."""
        rows = [(code, target, weight) for (code, target), weight in sorted(self.pairs.items())]
        schema = {"code": pl.String, "target": pl.String, "weight": pl.Float64}
        return pl.DataFrame(rows, schema=schema, orient="row")


def shipped_weights(name: str = "population") -> SplitWeights:
    """Give a set of weights that comes with the register.

    "population": how Ålesund (2024), Snillfjord and Tysfjord (2020) were divided, from the people
    counted on each side. Enough for going forward to today's division, not for going back.

    Raises
    ------
    InvalidInput
        No set has that name.
    """
    rows = [row for row in register.read("weights") if row["weights"] == name]
    if not rows:
        known = sorted({row["weights"] for row in register.read("weights")})
        raise InvalidInput(f"no weights named {name!r}; known: {', '.join(known)}")
    pairs = {(row["code"], row["target"]): float(row["weight"]) for row in rows}
    methods = "; ".join(dict.fromkeys(row["method"] for row in rows))
    sources = "; ".join(dict.fromkeys(row["source"] for row in rows))
    return SplitWeights(name, methods, sources, MappingProxyType(pairs))


def population_weights(
    frame: pl.DataFrame,
    *,
    to: Vintage | date | int | str,
    code: str = "municipality",
    year: str = "year",
    persons: str = "persons",
    source: str = "the population frame given by the caller",
) -> SplitWeights:
    """Estimate weights for every division of a code that harmonising to `to` can need.

    Each piece of territory counts with the people it had in the last year before it became part
    of something larger, so mergers can be undone. Parts of Snillfjord and Tysfjord get the
    municipality's people by the shipped shares. A piece that the frame never shows alone has no
    weight, and what needs it stays refused.

    Raises
    ------
    InvalidInput
        A column is missing, or a number of persons is unknown or negative.
    UnknownCodes, MixedVintages, UnknownVintage
        The codes do not belong to the division of their year.
    """
    counts = _counts(frame, code=code, year=year, persons=persons)
    amounts = _people_by_piece(counts)
    end = Vintage.of(to)
    holder = {piece: unit for unit, pieces in territories(end.on).items() for piece in pieces}
    pairs: dict[tuple[str, str], float] = {}
    for day in division_days():
        for unit, pieces in territories(day).items():
            receivers = {holder[piece] for piece in pieces}
            if len(receivers) == 1 or not pieces <= amounts.keys():
                continue
            for target in receivers:
                mine = [amounts[piece] for piece in pieces if holder[piece] == target]
                pairs[unit, target] = math.fsum(mine)
    return SplitWeights(
        name=f"population before mergers, to {end.label}",
        method=(
            "estimate: persons in each part in the last year before it was merged; parts of "
            "divided municipalities by the shipped shares"
        ),
        source=source,
        pairs=MappingProxyType(pairs),
    )


def _is_amount(weight: object) -> bool:
    if isinstance(weight, bool) or not isinstance(weight, int | float):
        return False
    return math.isfinite(weight) and weight >= 0


def _counts(
    frame: pl.DataFrame, *, code: str, year: str, persons: str
) -> dict[Vintage, dict[str, float]]:
    lacking = [column for column in (code, year, persons) if column not in frame.columns]
    if lacking:
        raise InvalidInput(f"the population frame lacks the columns {', '.join(lacking)}")
    wrong = frame.filter(pl.col(persons).is_null() | (pl.col(persons) < 0))
    if not wrong.is_empty():
        codes = sorted({str(unit) for unit in wrong[code]})
        raise InvalidInput(f"unknown or negative numbers of persons in {shorten(codes)}")
    sums = frame.group_by(year, code).agg(pl.col(persons).cast(pl.Float64).sum()).sort(year, code)
    counts: dict[Vintage, dict[str, float]] = defaultdict(dict)
    for when, unit, people in sums.rows():
        counts[Vintage.of(when)][unit] = people
    for vintage, units in counts.items():
        check_codes(units, vintage, label=vintage.label)
    return dict(sorted(counts.items()))


def _people_by_piece(counts: Mapping[Vintage, Mapping[str, float]]) -> dict[str, float]:
    """People of each original municipality when it was last alone, shared out on its pieces."""
    alone: dict[str, float] = {}
    merged: set[str] = set()
    for vintage, units in counts.items():
        for unit, pieces in territories(vintage.on).items():
            origins = {piece.split("/")[0] for piece in pieces}
            if len(origins) > 1:
                merged |= origins & alone.keys()
            elif unit in units and not origins & merged:
                alone[origins.pop()] = units[unit]
    parts = _shipped_shares()
    whole = {origin: people for origin, people in alone.items() if origin not in parts}
    divided = {
        piece: alone[origin] * share
        for origin, shares in parts.items()
        if origin in alone
        for piece, share in shares.items()
    }
    return whole | divided


def _shipped_shares() -> dict[str, dict[str, float]]:
    """Origin -> piece -> share, for municipalities of 2005 that were themselves divided."""
    weights = shipped_weights()
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for change in all_changes():
        for piece in change.part:
            if "/" not in piece:
                continue
            ways = tuple(to.new for to in all_changes() if to.old == change.old and to.part)
            shares = weights.shares(change.old, ways) or ()
            found[piece.split("/")[0]][piece] = shares[ways.index(change.new)]
    return dict(found)
