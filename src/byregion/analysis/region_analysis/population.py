"""Population: size, change against core, hinterland and country, ages, projection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.projection.cohort_change import project_cohort_change
from byregion.analysis.region_analysis.case import table
from byregion.analysis.region_analysis.result import Chapter, Figure, Finding

if TYPE_CHECKING:
    from byregion.analysis.projection.population import Floats
    from byregion.analysis.region_analysis.case import Case
    from byregion.analysis.region_analysis.result import Table

STEP, STEPS, PARENTS, PRIOR = 5, 4, (20, 44), 20.0


def chapter(case: Case) -> Chapter:
    """Say how many live here, and how that has changed and may change."""
    lines = _lines(case)
    findings = [*_change(case), *_later(case)]
    tables = [_lines_table(case, lines)]
    figures = [Figure("population.lines", "indexed_lines", "population.lines")]
    ages, pyramid = _ages(case)
    if pyramid is not None:
        tables.append(pyramid)
        figures.append(Figure("population.pyramid", "age_pyramid", "population.pyramid"))
    caveats = []
    if case.inputs.left_out:
        years = tuple(str(year) for year in case.inputs.left_out)
        caveats.append(Finding("caveat.population_years", {"years": years}))
    if divided := sorted(set(case.inputs.divided) & set(case.members)):
        caveats.append(Finding("caveat.divided", {"names": case.names(divided)}))
    if ages:
        caveats.append(Finding("caveat.projection", {}))
    lacking = () if case.inputs.ages else ("population",)
    return Chapter(
        "population", (*findings, *ages), tuple(tables), tuple(figures), tuple(caveats), lacking
    )


def old_share(case: Case) -> tuple[float | None, float | None]:
    """Give the share of 67 years or more, in the region and in the country."""
    if not case.inputs.ages:
        return None, None
    everyone = case.inputs.ages[max(case.inputs.ages)]
    mine = everyone[_rows(case)]
    return tuple(  # type: ignore[return-value]  # two parts
        float(part[:, 67:].sum() / part.sum()) if part.sum() > 0 else None
        for part in (mine, everyone)
    )


def growth(counted: dict[int, float], first: int, last: int) -> float | None:
    """Give the growth between two years; None where either is unknown or the first is nobody."""
    before, after = counted.get(first), counted.get(last)
    return after / before - 1 if before and after is not None else None


def ends(case: Case) -> tuple[int, int]:
    """Give the first and the last year of the division's own population."""
    years = case.inputs.picture.population["year"]
    return int(years.min()), int(years.max())  # type: ignore[arg-type]  # whole numbers


def _change(case: Case) -> list[Finding]:
    first, last = ends(case)
    mine = case.people(case.members)
    hinterland = tuple(code for code in case.members if code not in case.cores)
    before, after = mine.get(first), mine.get(last)
    found = [
        Finding(
            "population.change",
            {
                "first": first,
                "last": last,
                "before": before,
                "after": after,
                "change": after - before if None not in (before, after) else None,  # type: ignore[operator]
            },
            "population.lines",
        )
    ]
    if hinterland:
        values = {
            "core": growth(case.people(case.cores), first, last),
            "rest": growth(case.people(hinterland), first, last),
        }
        known = None not in values.values()
        gap = values["core"] - values["rest"] if known else None  # type: ignore[operator]
        found.append(
            Finding("population.core_and_rest", {**values, "gap": gap}, "population.lines")
        )
    return found


def _later(case: Case) -> list[Finding]:
    _, last = ends(case)
    mine = case.people(case.members)
    until = max(mine, default=last)
    if until <= last:
        return []
    change = growth(mine, last, until)
    return [
        Finding(
            "population.later",
            {"growth": change, "last": last, "until": until, "persons": mine[until]},
            "population.lines",
        )
    ]


def _lines(case: Case) -> pl.DataFrame:
    units = case.inputs.picture.flows.units
    county = {code[:2] for code in case.members}
    series = {
        "region": case.members,
        "core": case.cores,
        "hinterland": tuple(code for code in case.members if code not in case.cores),
        "county": tuple(code for code in units if code[:2] in county),
        "country": units,
    }
    rows = []
    for key, codes in series.items():
        counted = case.people(codes) if codes else {}
        start = counted[min(counted)] if counted else 0
        if start > 0:
            rows += [
                {"year": year, "series": key, "persons": n, "index": 100 * n / start}
                for year, n in sorted(counted.items())
            ]
    schema = {"year": pl.Int64, "series": pl.String, "persons": pl.Float64, "index": pl.Float64}
    return pl.DataFrame(rows, schema=schema)


def _lines_table(case: Case, lines: pl.DataFrame) -> Table:
    return table(
        "population.lines",
        lines,
        {"year": "year", "series": "text", "persons": "persons", "index": "index"},
        sources=case.sources("population"),
        period=f"{ends(case)[0]}-{max(lines['year'].to_list())}",
    )


def _rows(case: Case) -> list[int]:
    return [row for row, code in enumerate(case.inputs.age_codes) if code in case.members]


def _ages(case: Case) -> tuple[list[Finding], Table | None]:
    ages, rows = case.inputs.ages, _rows(case)
    if not ages or not rows:
        return [], None
    now = max(ages)
    mine = ages[now][rows].sum(axis=0)
    total = float(mine.sum())
    found = [
        Finding(
            "population.ages",
            {
                "year": now,
                "young": float(mine[:20].sum()) / total if total else None,
                "old": float(mine[67:].sum()) / total if total else None,
                "old_country": old_share(case)[1],
            },
            "population.pyramid",
        )
    ]
    moments: list[tuple[str, int, Floats]] = [("now", now, mine)]
    if now - STEP in ages:
        later = _project(ages[now - STEP], ages[now], STEPS)[rows].sum(axis=0)
        moments.append(("projected", now + STEP * STEPS, later))
        found += _projection(case, now, total, float(later.sum()), rows)
    return found, _pyramid(case, moments)


def _project(earlier: Floats, later: Floats, steps: int) -> Floats:
    found = project_cohort_change(
        earlier, later, shift=STEP, steps=steps, parents=PARENTS, prior=PRIOR
    )
    return np.asarray(found.people[-1])


def _projection(case: Case, now: int, total: float, later: float, rows: list[int]) -> list[Finding]:
    projected = Finding(
        "population.projection",
        {
            "now": now,
            "year": now + STEP * STEPS,
            "persons": later,
            "change": later / total - 1 if total else None,
        },
        "population.pyramid",
        estimate=True,
    )
    return [projected, *_tested(case, now, total, rows)]


def _tested(case: Case, now: int, total: float, rows: list[int]) -> list[Finding]:
    """Project from ten years back, or from five, with what was known then."""
    ages = case.inputs.ages
    for steps in (2, 1):
        start = now - steps * STEP
        if total and {start, start - STEP} <= set(ages):
            made = float(_project(ages[start - STEP], ages[start], steps)[rows].sum())
            values = {"start": start, "now": now, "error": made / total - 1}
            return [Finding("population.backtest", values, "population.pyramid", estimate=True)]
    return []


def _pyramid(case: Case, moments: list[tuple[str, int, Floats]]) -> Table:
    rows = [
        {
            "moment": moment,
            "year": year,
            "sex": "both",
            "age_from": age,
            "persons": float(people[age : age + 5 if age < 90 else None].sum()),
        }
        for moment, year, people in moments
        for age in range(0, 91, 5)
    ]
    return table(
        "population.pyramid",
        pl.DataFrame(rows),
        {
            "moment": "text",
            "year": "year",
            "sex": "text",
            "age_from": "number",
            "persons": "persons",
        },
        sources=case.inputs.age_sources,
        period=f"{moments[0][1]}-{moments[-1][1]}" if len(moments) > 1 else str(moments[0][1]),
        method="cohort_change",
        estimate=len(moments) > 1,
    )
