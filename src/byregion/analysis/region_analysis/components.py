"""What population change consists of: births less deaths, and moves in less moves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.region_analysis.case import table
from byregion.analysis.region_analysis.over_time import region_rows, total
from byregion.analysis.region_analysis.result import Chapter, Figure, Finding

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.case import Case
    from byregion.analysis.region_analysis.result import Unit, Value

NAME = "population_change"
PARTS = ("natural_increase", "net_migration")
COUNTS = (*PARTS, "change")


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
    sums = {name: total(rows[name]) for name in PARTS}
    period = f"{first}-{last}" if first < last else str(first)
    when: dict[str, Value] = {"period": period}
    key = "population.components"
    findings = (
        Finding("population.natural", {**when, "natural": sums["natural_increase"]}, key),
        Finding("population.migration", {**when, "migration": sums["net_migration"]}, key),
    )
    units: dict[str, Unit] = {"year": "year", **dict.fromkeys(COUNTS, "persons")}
    tables = [table(key, rows, units, sources=loaded.sources, period=period)]
    figures: tuple[Figure, ...] = ()
    if None not in sums.values():
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


def _years(case: Case, frame: pl.DataFrame, since: int) -> pl.DataFrame:
    found: list[dict[str, int | None]] = []
    for year in sorted(frame.filter(pl.col("year") >= since)["year"].unique().to_list()):
        rows = region_rows(case, frame, year)
        if rows is None:
            continue
        if found and found[-1]["year"] != year - 1:
            found = []
        found.append({"year": year, **{name: total(rows[name]) for name in COUNTS}})
    return pl.DataFrame(found, schema={"year": pl.Int64, **dict.fromkeys(COUNTS, pl.Int64)})
