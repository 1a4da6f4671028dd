"""Themes that the figures speak for, each with what speaks for and against, as questions.

A theme is asked about only where at least one finding speaks for it. The rules are ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from byregion.analysis.region_analysis.result import Chapter, Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from byregion.analysis.region_analysis.case import Case
    from byregion.analysis.region_analysis.result import Value

    Found = Mapping[str, Mapping[str, Value]]

# Theme: findings with the value that speaks for it where it is beyond the limit, above or below.
# The same value on the other side of the limit speaks against.
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
    ),
    "choice.ageing": (
        ("vulnerability.ages", "gap", 0.0, 1),
        ("population.projection", "change", 0.0, -1),
    ),
    "choice.jobs": (
        ("employment.change", "change", 0.0, -1),
        ("employment.coverage", "coverage", 0.9, -1),
    ),
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


def chapter(case: Case, before: Sequence[Chapter]) -> Chapter:
    """Ask about each theme that a finding of the other chapters speaks for."""
    found: dict[str, Mapping[str, Value]] = {}
    for each in before:
        for finding in each.findings:
            # The first of a key is of the region as a whole.
            found.setdefault(finding.key, finding.values)
    asked = [_ask(theme, rules, found, case) for theme, rules in RULES.items()]
    return Chapter("choices", tuple(each for each in asked if each is not None))


def _ask(
    theme: str, rules: Sequence[tuple[str, str, float, int]], found: Found, case: Case
) -> Finding | None:
    sides: dict[bool, list[str]] = {True: [], False: []}
    for key, name, limit, sign in rules:
        size = _size(found.get(key, {}).get(name))
        if size is not None:
            sides[sign * (size - limit) > 0].append(key)
    if not sides[True]:
        return None
    values: dict[str, Value] = {
        "name": case.name,
        "evidence_for": tuple(sides[True]),
        "evidence_against": tuple(sides[False]),
    }
    return Finding(theme, values)


def _size(value: Value) -> float | None:
    if isinstance(value, tuple):
        return float(len(value))
    return float(value) if isinstance(value, int | float) else None
