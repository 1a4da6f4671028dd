"""Population: size, change against core, hinterland and country; with components and ages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.region_analysis import ages, components
from byregion.analysis.region_analysis.case import table
from byregion.analysis.region_analysis.result import Chapter, Figure, Finding, joined

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.case import Case
    from byregion.analysis.region_analysis.result import Table


def chapter(case: Case) -> Chapter:
    """Say how many live here, and how that has changed and may change."""
    lines = _lines(case)
    own = Chapter(
        "population",
        (*_change(case), *_later(case)),
        (_lines_table(case, lines),),
        (Figure("population.lines", "indexed_lines", "population.lines"),),
        _caveats(case),
    )
    parts = (own, components.chapter(case, since=ends(case)[0]), ages.chapter(case))
    return joined("population", parts)


def _caveats(case: Case) -> tuple[Finding, ...]:
    found = []
    if case.inputs.left_out:
        years = tuple(str(year) for year in case.inputs.left_out)
        found.append(Finding("caveat.population_years", {"years": years}))
    if divided := sorted(set(case.inputs.divided) & set(case.members)):
        found.append(Finding("caveat.divided", {"names": case.names(divided)}))
    return tuple(found)


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
