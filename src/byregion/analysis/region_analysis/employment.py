"""Jobs and employment, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from byregion.analysis.region_analysis.case import table
from byregion.analysis.region_analysis.inputs import followed
from byregion.analysis.region_analysis.result import Chapter, Figure, Finding

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.case import Case

COUNTS = ("residents_15_74", "employed_residents", "jobs")


def chapter(case: Case) -> Chapter:
    """Give jobs, coverage and the share employed; industry where it is loaded."""
    industry = tuple(
        name
        for name in ("employment_by_industry", "income", "education")
        if name in case.inputs.lacking
    )
    years = _years(case)
    if years.is_empty():
        return Chapter("employment", lacking=("labour_market", *industry))
    first, last = years.row(0, named=True), years.row(-1, named=True)
    key = "employment.years"
    findings = [
        Finding(
            "employment.coverage",
            {
                "jobs": last["jobs"],
                "coverage": last["coverage"],
                "year": last["year"],
            },
            key,
        ),
        Finding("employment.rate", {"rate": last["rate"], "year": last["year"]}, key),
    ]
    if years.height > 1:
        findings.append(_change(first, last))
    made = table(
        key,
        years,
        {
            "year": "year",
            "residents_15_74": "persons",
            "employed_residents": "persons",
            "jobs": "persons",
            "coverage": "share",
            "rate": "share",
        },
        sources=case.inputs.labour_sources,
        period=f"{first['year']}K4-{last['year']}K4",
    )
    lines = _indexed(years)
    indexed = table(
        "employment.lines",
        lines,
        {"year": "year", "series": "text", "index": "index"},
        sources=case.inputs.labour_sources,
        period=made.period,
    )
    figures = (Figure("employment.lines", "indexed_lines", "employment.lines"),)
    shown = figures if years.height > 1 else ()
    return Chapter("employment", tuple(findings), (made, indexed), shown, lacking=industry)


def _change(first: dict[str, Any], last: dict[str, Any]) -> Finding:
    known = first["jobs"] is not None and last["jobs"] is not None
    return Finding(
        "employment.change",
        {
            "first": first["year"],
            "last": last["year"],
            "change": last["jobs"] - first["jobs"] if known else None,
        },
        "employment.years",
    )


def _years(case: Case) -> pl.DataFrame:
    labour, rows = case.inputs.labour, []
    for year in sorted(case.inputs.labour_at):
        same = followed(case.members, case.year, case.inputs.labour_at[year])
        part = labour.filter(pl.col("year") == year, pl.col("municipality").is_in(list(same or ())))
        if same is None or part.height < len(same):
            continue
        sums = {name: _sum(part[name]) for name in COUNTS}
        rows.append({"year": year, **sums})
    schema = {"year": pl.Int64, **dict.fromkeys(COUNTS, pl.Int64)}
    return pl.DataFrame(rows, schema=schema).with_columns(
        coverage=pl.when(pl.col("employed_residents") > 0).then(
            pl.col("jobs") / pl.col("employed_residents")
        ),
        rate=pl.when(pl.col("residents_15_74") > 0).then(
            pl.col("employed_residents") / pl.col("residents_15_74")
        ),
    )


def _sum(counts: pl.Series) -> int | None:
    # A part that is suppressed makes the sum unknown.
    return None if counts.null_count() else int(counts.sum())


def _indexed(years: pl.DataFrame) -> pl.DataFrame:
    parts = [
        years.select(
            "year",
            pl.lit(name).alias("series"),
            (100 * pl.col(name) / pl.col(name).first()).alias("index"),
        )
        for name in ("jobs", "employed_residents")
    ]
    return pl.concat(parts)
