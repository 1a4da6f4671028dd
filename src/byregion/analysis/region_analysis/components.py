"""What population change consists of: births and deaths, moves in and moves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.region_analysis.case import table
from byregion.analysis.region_analysis.over_time import region_rows, total
from byregion.analysis.region_analysis.result import Chapter, Figure, Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from byregion.analysis.region_analysis.case import Case
    from byregion.analysis.region_analysis.result import Unit, Value

NAME = "population_change"
PARTS = ("natural_increase", "net_migration")
# Each pair apart, in the order of a table; a store may have been loaded without them.
PAIRS = (("births", "deaths"), ("moves_in", "moves_out"))
COUNTS = (
    "births",
    "deaths",
    "natural_increase",
    "moves_in",
    "moves_out",
    "net_migration",
    "change",
)


def chapter(case: Case, *, since: int) -> Chapter:
    """Give the part of the chapter on population that is about components, from a year on.

    Sums are over the latest years without a gap in which the region can be followed.
    """
    loaded = case.inputs.tables.get(NAME)
    if loaded is None:
        return Chapter("population", lacking=(NAME,))
    rows = _years(case, loaded.frame, since)
    if rows.is_empty():
        return Chapter("population", lacking=("population_change_years",))
    first, last = int(rows["year"][0]), int(rows["year"][-1])
    shown = [name for name in COUNTS if name in (*PARTS, "change") or _is_known(rows[name])]
    sums = {name: total(rows[name]) for name in shown}
    period = f"{first}-{last}" if first < last else str(first)
    key = "population.components"
    findings = _findings(sums, period, key)
    units: dict[str, Unit] = {"year": "year", **dict.fromkeys(shown, "persons")}
    tables = [table(key, rows, units, sources=loaded.sources, period=period)]
    figures: tuple[Figure, ...] = ()
    if None not in [sums[name] for name in PARTS]:
        bars = pl.DataFrame({"label": list(PARTS), "value": [sums[name] for name in PARTS]})
        drawn = "population.component_sums"
        tables.append(
            table(
                drawn, bars, {"label": "text", "value": "persons"},
                sources=loaded.sources, period=period,
            )
        )  # fmt: skip
        figures = (Figure(drawn, "bars", drawn),)
    return Chapter("population", findings, tuple(tables), figures)


def _findings(sums: Mapping[str, int | None], period: str, key: str) -> tuple[Finding, ...]:
    """Say each balance, and what it is made up of where that is loaded."""
    when: dict[str, Value] = {"period": period}
    found = []
    for name, part, pair in zip(("natural", "migration"), PARTS, PAIRS, strict=True):
        found.append(Finding(f"population.{name}", {**when, name: sums[part]}, key))
        if set(pair) <= set(sums):
            parts = {each: sums[each] for each in pair}
            found.append(Finding(f"population.{name}_parts", {**when, **parts}, key))
    return tuple(found)


def _is_known(numbers: pl.Series) -> bool:
    return numbers.null_count() < len(numbers)


def _years(case: Case, frame: pl.DataFrame, since: int) -> pl.DataFrame:
    found: list[dict[str, int | None]] = []
    for year in sorted(frame.filter(pl.col("year") >= since)["year"].unique().to_list()):
        rows = region_rows(case, frame, year)
        if rows is None:
            continue
        if found and found[-1]["year"] != year - 1:
            found = []
        # What a store lacks is unknown in every year.
        known = [name for name in COUNTS if name in rows.columns]
        found.append({"year": year, **{name: total(rows[name]) for name in known}})
    return pl.DataFrame(found, schema={"year": pl.Int64, **dict.fromkeys(COUNTS, pl.Int64)})
