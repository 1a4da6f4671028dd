"""The region at a glance: four key figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.region_analysis.case import table
from byregion.analysis.region_analysis.result import Chapter, Finding, Table

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.case import Case


def chapter(case: Case) -> Chapter:
    """Give size, cores, growth and jobs."""
    population = case.inputs.picture.population
    years = population["year"].unique().sort().to_list()
    first, last = int(years[0]), int(years[-1])
    people = case.people_here(case.members)
    everyone = dict(population.group_by("year").agg(pl.col("persons").sum()).iter_rows())
    core = case.people_here(case.cores).get(last)
    now, before = people.get(last), people.get(first)
    growth = now / before - 1 if now is not None and before else None
    whole = case.whole
    findings = (
        Finding(
            "glance.size",
            {
                "name": case.called,
                "municipalities": len(case.members),
                "persons": now,
                "year": last,
            },
            "glance.members",
        ),
        Finding(
            "glance.cores",
            {
                "cores": case.names(case.cores),
                "share": core / now if core is not None and now else None,
            },
            "glance.members",
        ),
        Finding(
            "glance.growth",
            {
                "growth": growth,
                "first": first,
                "last": last,
                "country": everyone[last] / everyone[first] - 1,
            },
            "glance.members",
        ),
        Finding(
            "glance.jobs",
            {
                "jobs": whole["jobs"],
                "residents": whole["employed_residents"],
                "balance": whole["balance"],
                "year": case.year,
            },
            "glance.members",
        ),
    )
    return Chapter("glance", findings, (_members(case, first, last),))


def _members(case: Case, first: int, last: int) -> Table:
    rows = case.inputs.picture.commuting.units.filter(pl.col("unit").is_in(list(case.members)))
    ends = {
        year: {code: case.people_here((code,)).get(year) for code in case.members}
        for year in (first, last)
    }
    codes = rows["unit"].to_list()
    frame = pl.DataFrame(
        {
            "unit": codes,
            "name": case.names(codes),
            "persons": [ends[last][code] for code in codes],
            "persons_before": [ends[first][code] for code in codes],
            "jobs": rows["jobs"],
            "employed_residents": rows["employed_residents"],
        },
        schema_overrides={"persons": pl.Float64, "persons_before": pl.Float64},
    ).with_columns(growth=pl.col("persons") / pl.col("persons_before") - 1)
    return table(
        "glance.members",
        frame,
        {
            "unit": "code",
            "name": "text",
            "persons": "persons",
            "growth": "share",
            "jobs": "persons",
            "employed_residents": "persons",
        },
        sources=case.inputs.picture.sources,
        period=f"{first}-{max(last, case.year)}",
    )
