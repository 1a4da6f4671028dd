"""Tables of one or more divisions brought to a single one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import polars as pl

from byregion.analysis.errors import InvalidInput, shorten
from byregion.analysis.geography.apportion import (
    EXACT,
    LARGEST,
    ROW,
    SHARE,
    TARGET,
    divide,
    mean,
    total,
)
from byregion.analysis.geography.change import CodeChange, Pieces, changes, territories
from byregion.analysis.geography.crosswalk import Crosswalk, crosswalk, targets
from byregion.analysis.geography.errors import RatesNeedWeights, SplitNeedsWeights
from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.provenance import Provenance, TableSource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from byregion.analysis.geography.weights import SplitWeights

Kind = Literal["additive", "rate"]
LINKS = {
    "period": pl.String,
    "code": pl.String,
    "target": pl.String,
    "share": pl.Float64,
    "exact": pl.Boolean,
}
MISSING = {"period": pl.String, "target": pl.String, "missing": pl.String}


@dataclass(frozen=True, slots=True)
class Harmonised:
    """A table in the codes of one division, and how it got there.

    `frame`: as given, with codes of `to`, sorted by its keys. `links`: for each period the codes
    that occurred, their targets, shares and whether the link is exact. `incomplete`: targets of
    which some part was absent from the table in that period, so that its figure covers less than
    its name says. `not_applied`: border adjustments in between that touch the table's territory;
    nothing is divided for them.
    """

    frame: pl.DataFrame
    to: Vintage
    links: pl.DataFrame
    incomplete: pl.DataFrame
    not_applied: tuple[CodeChange, ...]
    provenance: Provenance

    @property
    def exact(self) -> bool:
        """Whether nothing was divided by weights."""
        return bool(self.links["exact"].all())


def harmonise(
    frame: pl.DataFrame,
    *,
    to: Vintage | date | int | str,
    values: Sequence[str],
    code: str = "municipality",
    year: str | None = "year",
    kind: Kind = "additive",
    weights: SplitWeights | None = None,
    denominator: str | None = None,
    vintage: Vintage | date | int | str | None = None,
    sources: tuple[TableSource, ...] = (),
) -> Harmonised:
    """Bring a table to the division `to`, forwards or backwards in time.

    Parameters
    ----------
    frame
        One row for each code, year and any further keys (age, sex): every column that is not in
        `values` is a key. An absent row is unknown, not zero; see `Harmonised.incomplete`.
    to
        The division wanted: a Vintage, a date, or a year (its 1 January).
    values
        Numeric columns. Integers stay whole and keep their sum to the unit (largest remainder,
        ties by code); floats are divided exactly. An unknown part makes the sum unknown.
    code, year
        Columns. Each year's codes are those of the division of its 1 January; without a year
        column (None), `vintage` says which division the codes belong to.
    kind
        "additive" values are summed; a "rate" becomes the mean weighted by `denominator`, and
        counts as the same in all parts of a municipality that is divided.
    weights
        For municipalities that must be divided: `shipped_weights()`, `population_weights(...)` or
        `SplitWeights.from_frame(...)`.
    denominator
        For rates: the column with what the rate is per; it is harmonised too, as additive.
    vintage
        The division of all codes, where that is not given by the year.

    Raises
    ------
    SplitNeedsWeights
        A code must be divided and `weights` do not say how; names codes and years.
    RatesNeedWeights
        `kind` is "rate" and there is no denominator.
    UnknownCodes, MixedVintages, UnknownVintage
        Codes that do not exist, or not in the division of their year.
    InvalidInput
        Columns are missing or not numbers, keys are unknown or stand twice.
    """
    if kind not in ("additive", "rate"):
        raise InvalidInput(f"kind is {kind!r}; give 'additive' or 'rate'")
    if kind == "rate" and denominator is None:
        raise RatesNeedWeights(values)
    added = [*values] if kind == "additive" else [str(denominator)]
    table = _checked(frame, code=code, year=year, values=[*values], added=added)
    walks = _crosswalks(
        table, Vintage.of(to), code=code, year=year, vintage=vintage, weights=weights
    )
    links = _links_frame(walks)
    keys = [column for column in frame.columns if column not in {*values, *added}]
    order = _order(keys, year, code)
    spread = _spread(table, links, code=code, year=year)
    group = [column for column in (year, code) if column]
    rows = divide(spread, added, group=group, order=order)
    rates = [mean(column, added[0]).alias(column) for column in values if kind == "rate"]
    sums = [total(column).alias(column) for column in added]
    summed = rows.with_columns(pl.col(TARGET).alias(code)).group_by(keys).agg(*sums, *rates)
    return Harmonised(
        frame=summed.select(frame.columns).sort(order),
        to=Vintage.of(to),
        links=links,
        incomplete=_incomplete(walks),
        not_applied=_adjustments(walks),
        provenance=_provenance(walks, kind=kind, weights=weights, sources=sources),
    )


def _checked(
    frame: pl.DataFrame, *, code: str, year: str | None, values: list[str], added: list[str]
) -> pl.DataFrame:
    named = [code, *([year] if year else []), *values, *added]
    lacking = sorted({column for column in named if column not in frame.columns})
    if lacking or not values:
        raise InvalidInput(f"missing columns: {', '.join(lacking) or 'no values named'}")
    texts = [column for column in {*values, *added} if not frame.schema[column].is_numeric()]
    if texts:
        raise InvalidInput(f"not numbers: {', '.join(sorted(texts))}")
    keys = [column for column in frame.columns if column not in {*values, *added}]
    if frame.select(keys).null_count().sum_horizontal().sum() > 0:
        raise InvalidInput(f"unknown keys (null) in {', '.join(keys)}; leave such rows out")
    twice = frame.filter(frame.select(keys).is_duplicated())
    if not twice.is_empty():
        codes = sorted({str(unit) for unit in twice[code]})
        raise InvalidInput(f"rows that stand more than once: {shorten(codes)}; sum them first")
    table = frame.with_columns(
        pl.col(code).cast(pl.String),
        *(_wide(frame, column) for column in {*values, *added}),
    )
    _check_range(table, added)
    if values != added and (table[added[0]] < 0).any():
        raise InvalidInput(f"negative denominators in {added[0]}")
    return table


def _wide(frame: pl.DataFrame, column: str) -> pl.Expr:
    whole = frame.schema[column].is_integer()
    return pl.col(column).cast(pl.Int64 if whole else pl.Float64)


def _check_range(table: pl.DataFrame, columns: list[str]) -> None:
    for column in columns:
        strange = pl.col(column).abs() > LARGEST
        if table.schema[column].is_float():
            strange = ~pl.col(column).is_finite()
        if table.select(strange.any()).item():
            raise InvalidInput(f"{column} has numbers that are not finite or are beyond 2**52")


def _crosswalks(
    table: pl.DataFrame,
    to: Vintage,
    *,
    code: str,
    year: str | None,
    vintage: Vintage | date | int | str | None,
    weights: SplitWeights | None,
) -> dict[str, Crosswalk]:
    """Make the crosswalk of each period, and report all splits without weights together."""
    if year is None and vintage is None:
        raise InvalidInput("without a year column, say which division the codes have (vintage=)")
    periods = table.select(_period(year).alias("period"), pl.col(code)).unique()
    walks: dict[str, Crosswalk] = {}
    missing: list[tuple[str, str, tuple[str, ...]]] = []
    for (period,), rows in sorted(periods.group_by("period"), key=lambda group: str(group[0][0])):
        source = Vintage.of(str(period) if vintage is None else vintage)
        try:
            walks[str(period)] = crosswalk(source, to, codes=rows[code], weights=weights)
        except SplitNeedsWeights as refused:
            missing.extend((str(period), unit, ways) for _, unit, ways in refused.splits)
    if missing:
        raise SplitNeedsWeights(missing)
    return walks


def _period(year: str | None) -> pl.Expr:
    return pl.lit("all") if year is None else pl.col(year).cast(pl.String)


def _links_frame(walks: Mapping[str, Crosswalk]) -> pl.DataFrame:
    rows = [
        (period, link.code, link.target, link.share, link.exact)
        for period, walk in walks.items()
        for link in walk.links
    ]
    return pl.DataFrame(rows, schema=LINKS, orient="row")


def _spread(
    table: pl.DataFrame, links: pl.DataFrame, *, code: str, year: str | None
) -> pl.DataFrame:
    """Give a line for each row and target."""
    named = links.rename({"target": TARGET, "share": SHARE, "exact": EXACT})
    return (
        table.with_row_index(ROW)
        .with_columns(_period(year).alias("__period"))
        .join(named, left_on=["__period", code], right_on=["period", "code"], how="inner")
        .drop("__period")
    )


def _order(keys: list[str], year: str | None, code: str) -> list[str]:
    first = [column for column in (year, code) if column]
    return [*first, *(column for column in keys if column not in first)]


def _incomplete(walks: Mapping[str, Crosswalk]) -> pl.DataFrame:
    rows: list[tuple[str, str, str]] = []
    for period, walk in walks.items():
        present = {link.code for link in walk.links}
        produced = {link.target for link in walk.links}
        for unit, ways in targets(walk.source, walk.to).items():
            if unit not in present:
                rows.extend((period, way, unit) for way in ways if way in produced)
    return pl.DataFrame(sorted(rows), schema=MISSING, orient="row")


def _adjustments(walks: Mapping[str, Crosswalk]) -> tuple[CodeChange, ...]:
    """Give the border adjustments on the way that touch the territory of the table."""
    found: set[CodeChange] = set()
    for walk in walks.values():
        held = territories(walk.source.on)
        covered = frozenset[str]().union(*(held[link.code] for link in walk.links))
        first, final = sorted((walk.source, walk.to))
        moved = [change for change in changes(first, final) if change.kind == "part_moved"]
        found |= {change for change in moved if _sides(change) & covered}
    return tuple(sorted(found, key=lambda change: (change.date, change.old, change.new)))


def _sides(change: CodeChange) -> Pieces:
    before = territories(change.date - timedelta(days=1))
    return before[change.old] | territories(change.date)[change.new]


def _provenance(
    walks: Mapping[str, Crosswalk],
    *,
    kind: Kind,
    weights: SplitWeights | None,
    sources: tuple[TableSource, ...],
) -> Provenance:
    split = {period: walk.split for period, walk in walks.items() if walk.split}
    used = weights if split else None
    return Provenance(
        method=f"harmonise ({kind})",
        sources=sources,
        parameters={
            "to": next(iter(walks.values())).to.label if walks else None,
            "from": {period: walk.source.label for period, walk in walks.items()},
            "split": split,
            "weights": used.name if used else None,
            "weights_method": used.method if used else None,
            "weights_source": used.source if used else None,
        },
        estimate=bool(split),
    )
