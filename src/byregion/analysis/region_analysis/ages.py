"""Ages: now and projected, by sex where the counts by sex allow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.projection.cohort_change import project_cohort_change
from byregion.analysis.region_analysis.case import table
from byregion.analysis.region_analysis.result import Chapter, Figure, Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from byregion.analysis.projection.population import Floats
    from byregion.analysis.provenance import TableSource
    from byregion.analysis.region_analysis.case import Case
    from byregion.analysis.region_analysis.inputs import BySex
    from byregion.analysis.region_analysis.result import Table

    # Label of the sex ("both" where they are not told apart), and people by one-year age.
    People = Mapping[str, Floats]

STEP, STEPS, PARENTS, PRIOR = 5, 4, (20, 44), 20.0
CHILDREN = 5  # ages that the shares of girls and boys among those not yet born are taken from
SEXES = ("female", "male")


def chapter(case: Case) -> Chapter:
    """Give the part of the chapter on population that is about ages."""
    if not case.inputs.ages:
        return Chapter("population", lacking=("population",))
    findings, made = _ages(case)
    if made is None:
        return Chapter("population")
    sexes = "both" not in made.frame["sex"].to_list()
    caveats = []
    if "projected" in made.frame["moment"].to_list():
        caveats.append(Finding("caveat.projection", {"sexes": sexes}))
    figures = (Figure("population.pyramid", "age_pyramid", "population.pyramid"),)
    return Chapter("population", tuple(findings), (made,), figures, tuple(caveats))


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
    moments: list[tuple[str, int, People]] = [("now", now, {"both": mine})]
    if now - STEP in ages:
        later = _project(ages[now - STEP], ages[now], rows, steps=STEPS)
        moments.append(("projected", now + STEP * STEPS, {"both": later}))
        found += _projection(case, now, total, float(later.sum()), rows)
    return found, _pyramid(case, _by_sex(case, moments))


def _by_sex(case: Case, moments: list[tuple[str, int, People]]) -> list[tuple[str, int, People]]:
    """Tell the sexes apart at all moments, or at none."""
    known, now, rows = case.inputs.sexes, moments[0][1], _rows(case)
    before = [year for year in known if year < now and not STEP * STEPS % (now - year)]
    if now not in known or (len(moments) > 1 and not before):
        return moments
    counted = {sex: getattr(known[now], sex)[rows].sum(axis=0) for sex in SEXES}
    told: list[tuple[str, int, People]] = [("now", now, counted)]
    for moment, year, people in moments[1:]:
        everyone, first = people["both"], min(before)
        shift = now - first
        women = _women(case, (known[first], known[now]), shift, STEP * STEPS // shift)
        shared = {"female": everyone * women, "male": everyone * (1 - women)}
        told.append((moment, year, shared))
    return told


def _women(case: Case, counts: tuple[BySex, BySex], shift: int, steps: int) -> Floats:
    """Give the share of women by age, `steps` steps of `shift` years ahead.

    The cohorts of women and of men are projected apart, by how they changed over the longest time
    that there are counts by sex for; only their shares are used, so that the sum stays that of both
    sexes together. Those not yet born are shared as the country's youngest children.
    """
    earlier, later = counts
    rows = _rows(case)
    female, male = (
        _project(getattr(earlier, sex), getattr(later, sex), rows, steps=steps, shift=shift)
        for sex in SEXES
    )
    young = [float(getattr(later, sex)[:, :CHILDREN].sum()) for sex in SEXES]
    girls = young[0] / sum(young) if sum(young) else 0.5
    both = female + male
    share = np.divide(female, both, out=np.full_like(both, girls), where=both > 0)
    share[: shift * steps] = girls
    return np.asarray(share)


def _project(
    earlier: Floats, later: Floats, rows: list[int], *, steps: int, shift: int = STEP
) -> Floats:
    """Project the region by age, as one place beside the rest of the country.

    As a whole, and not municipality by municipality: small ones would each be drawn to the country,
    and moves inside the region would count. Looking back from 2026 this was nearer the truth.
    """
    found = project_cohort_change(
        _beside(earlier, rows),
        _beside(later, rows),
        shift=shift,
        steps=steps,
        parents=PARENTS,
        prior=PRIOR,
    )
    return np.asarray(found.people[-1][0])


def _beside(people: Floats, rows: list[int]) -> Floats:
    mine = people[rows].sum(axis=0)
    return np.stack([mine, people.sum(axis=0) - mine])


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
            made = float(_project(ages[start - STEP], ages[start], rows, steps=steps).sum())
            values = {"start": start, "now": now, "error": made / total - 1}
            return [Finding("population.backtest", values, "population.pyramid", estimate=True)]
    return []


def _pyramid(case: Case, moments: list[tuple[str, int, People]]) -> Table:
    rows = [
        {
            "moment": moment,
            "year": year,
            "sex": sex,
            "age_from": age,
            "persons": float(people[age : age + 5 if age < 90 else None].sum()),
        }
        for moment, year, by_sex in moments
        for sex, people in by_sex.items()
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
        sources=_sources(case, moments),
        period=f"{moments[0][1]}-{moments[-1][1]}" if len(moments) > 1 else str(moments[0][1]),
        method="cohort_change",
        estimate=len(moments) > 1,
    )


def _sources(case: Case, moments: list[tuple[str, int, People]]) -> tuple[TableSource, ...]:
    told = any("both" not in by_sex for _, _, by_sex in moments)
    return case.inputs.age_sources + (case.inputs.sex_sources if told else ())
