"""Themes that the figures speak for, each with what speaks for and against, as questions.

A theme is asked about only where at least one finding speaks for it. The rules are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from byregion.analysis.region_analysis.result import Chapter, Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from byregion.analysis.region_analysis.case import Case
    from byregion.analysis.region_analysis.result import Value

# Theme: findings with the value that speaks for it where it is beyond the limit, above or below.
# The same value on the other side of the limit speaks against. A finding and its value speak the
# same way wherever they stand, since a text of `byregion.wording` says what they speak of.
RULES: Mapping[str, Sequence[tuple[str, str, float, int]]] = {
    "choice.labour_market": (
        ("commuting.dependence", "share", 0.15, 1),
        ("commuting.containment", "supply", 0.75, -1),
        ("employment.coverage", "coverage", 0.95, -1),
    ),
    "choice.attraction": (
        ("comparison.growth", "gap", 0.0, -1),
        ("population.projection", "change", 0.0, -1),
        ("population.change", "change", 0.0, -1),
        ("population.migration", "migration", 0.0, -1),
    ),
    "choice.ageing": (
        ("vulnerability.ages", "gap", 0.0, 1),
        ("population.projection", "change", 0.0, -1),
        ("population.natural", "natural", 0.0, -1),
    ),
    "choice.jobs": (
        ("employment.change", "change", 0.0, -1),
        ("employment.coverage", "coverage", 0.9, -1),
        ("industry.own", "regional", 0.0, -1),
    ),
    "choice.competence": (("education.higher", "gap", 0.0, -1),),
    "choice.balance": (
        ("population.core_and_rest", "gap", 0.05, 1),
        ("vulnerability.shrinking", "names", 0.5, 1),
    ),
    "choice.wider_region": (
        ("structure.tied_outside", "names", 0.5, 1),
        ("structure.context", "regions", 1.5, 1),
        ("structure.untied_members", "names", 0.5, -1),
    ),
}

# A difference that is nothing as it is shown (0.0 per cent, 0 persons) speaks neither way.
NOTHING = 0.0005


@dataclass(frozen=True, slots=True)
class Evidence:
    """A finding that speaks for a theme, or against it, and the value that does."""

    theme: str
    finding: str
    speaks_for: bool
    value: float


def chapter(case: Case, before: Sequence[Chapter]) -> Chapter:
    """Ask about each theme that a finding of the other chapters speaks for."""
    weighed = weigh(before)
    asked = [_ask(theme, weighed, case) for theme in RULES]
    return Chapter("choices", tuple(each for each in asked if each is not None))


def weigh(chapters: Sequence[Chapter]) -> tuple[Evidence, ...]:
    """Say of every theme which findings speak for it and which against.

    A finding that is absent, or whose value is unknown, speaks neither way.
    """
    found: dict[str, Mapping[str, Value]] = {}
    for each in chapters:
        for finding in each.findings:
            # The first of a key is of the region as a whole.
            found.setdefault(finding.key, finding.values)
    return tuple(
        Evidence(theme, key, sign * (size - limit) > 0, size)
        for theme, rules in RULES.items()
        for key, name, limit, sign in rules
        if (size := _size(found.get(key, {}).get(name))) is not None
        and abs(size - limit) >= NOTHING
    )


def _ask(theme: str, weighed: Sequence[Evidence], case: Case) -> Finding | None:
    mine = [each for each in weighed if each.theme == theme]
    if not any(each.speaks_for for each in mine):
        return None
    values: dict[str, Value] = {
        "name": case.called,
        "evidence_for": tuple(each.finding for each in mine if each.speaks_for),
        "evidence_against": tuple(each.finding for each in mine if not each.speaks_for),
    }
    return Finding(theme, values)


def _size(value: Value) -> float | None:
    if isinstance(value, tuple):
        return float(len(value))
    return float(value) if isinstance(value, int | float) else None
