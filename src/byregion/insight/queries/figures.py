"""Figures out of analyses: what is put side by side, and what a municipality is tied to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from byregion import wording
from byregion.insight.models import RegionAnalysisEdition, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.region_analysis.result import Finding, RegionAnalysis, Table, Unit, Value

# What is shown large, and set side by side: the finding, the value in it, its unit, its label.
KEY_FIGURES: tuple[tuple[str, str, Unit, str], ...] = (
    ("glance.size", "persons", "persons", "residents"),
    ("glance.size", "municipalities", "number", "municipalities"),
    ("glance.growth", "growth", "share", "growth"),
    ("glance.jobs", "jobs", "persons", "jobs"),
    ("glance.cores", "share", "share", "share_in_core"),
    ("commuting.containment", "supply", "share", "self_containment"),
)


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure: what it is, as a number and in words."""

    key: str
    value: Value
    text: str
    is_estimate: bool
    finding: Finding


def key_figures(analysis: RegionAnalysis, language: str) -> list[KeyFigure]:
    """Give the figures that the analysis has of those shown large."""
    found = {one.key: one for chapter in analysis.chapters for one in chapter.findings}
    return [
        KeyFigure(
            key=label,
            value=found[key].values[name],
            text=wording.number(found[key].values[name], unit, language),
            is_estimate=found[key].estimate,
            finding=found[key],
        )
        for key, name, unit, label in KEY_FIGURES
        if key in found and found[key].values.get(name) is not None
    ]


@dataclass(frozen=True, slots=True)
class Tie:
    """What one region's analysis knows of a municipality that belongs to it, or is tied to it."""

    edition: RegionAnalysisEdition
    kind: str
    kind_text: str
    is_member: bool


def ties(codes: Sequence[str], language: str) -> list[Tie]:
    """Find the municipality in every published analysis: as core, as hinterland, as member."""
    found = []
    for edition in RegionAnalysisEdition.objects.filter(status=Status.PUBLISHED).order_by("name"):
        table = _hinterland(edition.analysis)
        if table is None:
            continue
        for row in table.frame.iter_rows(named=True):
            kind = str(row.get("class") or "none")
            member = bool(row.get("member"))
            if row.get("unit") in codes and (member or kind != "none"):
                found.append(Tie(edition, kind, _label(kind, language), member))
    return found


def _hinterland(analysis: RegionAnalysis) -> Table | None:
    for chapter in analysis.chapters:
        for figure in chapter.figures:
            if figure.kind == "hinterland_map":
                return chapter.table(figure.table)
    return None


def _label(key: str, language: str) -> str:
    try:
        return wording.label(key, language)
    except wording.UnknownText:
        return key


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the motor metaphor fits a region, as its analysis has it."""

    edition: RegionAnalysisEdition
    verdict: str
    verdict_text: str
    sentence: str


def verdicts(editions: Sequence[RegionAnalysisEdition], language: str) -> list[Verdict]:
    """Give each region's verdict; "unknown" where the analysis has none."""
    words = verdict_words(language)
    found = []
    for edition in editions:
        finding = _motor(edition.analysis)
        value = str(finding.values.get("verdict") or "unknown") if finding else "unknown"
        text = " ".join(_tested(edition.analysis, language))
        found.append(Verdict(edition, value, words.get(value, value), text))
    return found


def _tested(analysis: RegionAnalysis, language: str) -> list[str]:
    """Say what each zone's test shows; where there is none, why."""
    found = [one for chapter in analysis.chapters for one in chapter.findings]
    zones = [one for one in found if one.key == ZONE]
    return [
        wording.sentence(one, language)
        for one in zones or [one for one in found if one.key in MOTOR_KEYS]
    ]


def _motor(analysis: RegionAnalysis) -> Finding | None:
    for chapter in analysis.chapters:
        for finding in chapter.findings:
            if finding.key in MOTOR_KEYS:
                return finding
    return None


MOTOR_KEYS = ("interplay.motor",)
ZONE = "interplay.zone"
VERDICTS = ("supported", "inconclusive", "rejected", "unknown")


def verdict_words(language: str) -> dict[str, str]:
    """Name each verdict."""
    return {key: _label(key, language) for key in VERDICTS}
