"""Jobs and employment, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from byregion.analysis.region_analysis import conditions, industry
from byregion.analysis.region_analysis.case import table
from byregion.analysis.region_analysis.inputs import followed
from byregion.analysis.region_analysis.result import Chapter, Figure, Finding, joined

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.case import Case
    from byregion.analysis.region_analysis.result import Table, Unit

COUNTS = ("residents_15_74", "employed_residents", "jobs")


def chapter(case: Case) -> Chapter:
    """Give jobs, coverage and the share employed; industries and people's conditions if loaded."""
    parts = (_labour(case), industry.chapter(case), conditions.chapter(case))
    return joined("employment", parts)


def _labour(case: Case) -> Chapter:
    years = _years(case)
    if years.is_empty():
        return Chapter("employment", lacking=("labour_market",))
    first, last = years.row(0, named=True), years.row(-1, named=True)
    period = f"{first['year']}K4-{last['year']}K4"
    tables = [_table(case, years, period)]
    figures: tuple[Figure, ...] = ()
    if years.height > 1:
        lines = _indexed(years)
        tables.append(
            table(
                "employment.lines",
                lines,
                {"year": "year", "series": "text", "index": "index"},
                sources=case.inputs.labour_sources,
                period=period,
            )
        )
        if not lines.is_empty():
            figures = (Figure("employment.lines", "indexed_lines", "employment.lines"),)
    return Chapter(
        "employment", _findings(first, last), tuple(tables), figures, _caveats(case, years)
    )


def _findings(first: dict[str, Any], last: dict[str, Any]) -> tuple[Finding, ...]:
    key = "employment.years"
    found = (
        Finding(
            "employment.coverage",
            {"jobs": last["jobs"], "coverage": last["coverage"], "year": last["year"]},
            key,
        ),
        Finding("employment.rate", {"rate": last["rate"], "year": last["year"]}, key),
    )
    return (*found, _change(first, last)) if first["year"] < last["year"] else found


def _caveats(case: Case, years: pl.DataFrame) -> tuple[Finding, ...]:
    """Name years that the table has and this region's figures have not, in part or at all."""
    left = sorted(set(case.inputs.labour_at) - set(years["year"]))
    unknown = years.filter(pl.any_horizontal(pl.col(*COUNTS).is_null()))["year"].to_list()
    found = []
    if left:
        found.append(Finding("caveat.labour_years", {"years": tuple(map(str, left))}))
    if unknown:
        found.append(Finding("caveat.labour_unknown", {"years": tuple(map(str, unknown))}))
    return tuple(found)


def _table(case: Case, years: pl.DataFrame, period: str) -> Table:
    units: dict[str, Unit] = {
        "year": "year",
        **dict.fromkeys(COUNTS, "persons"),
        "coverage": "share",
        "rate": "share",
    }
    sources = case.inputs.labour_sources
    return table("employment.years", years, units, sources=sources, period=period)


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
    # Both lines start in the same year, or the drawing would compare what cannot be compared; a
    # line whose first year is unknown is left out.
    parts = [
        years.select(
            "year",
            pl.lit(name).alias("series"),
            (100 * pl.col(name) / pl.col(name).first()).alias("index"),
        )
        for name in ("jobs", "employed_residents")
    ]
    return pl.concat(parts).drop_nulls("index")
