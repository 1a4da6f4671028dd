"""Figures out of analyses: what is put side by side, and what a municipality is tied to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from byregion import wording
from byregion.analysis.region_analysis.result import Finding
from byregion.insight.models import RegionAnalysisEdition, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.region_analysis.result import RegionAnalysis, Table, Unit, Value

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
    found = {one.key: one for one in analysis.findings}
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
    """Whether the motor metaphor fits a region, as its analysis has it.

    Attributes
    ----------
    sentence
        What each zone's test shows; where there is none, that there is none and why.
    reason
        Why nothing could be tested, as a key; empty where something was.
    """

    edition: RegionAnalysisEdition
    verdict: str
    verdict_text: str
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Untested:
    """How many regions could not be tested for one reason, and the reason in words."""

    regions: int
    why: str


MOTOR, UNTESTED, ZONE = "interplay.motor", "interplay.untested", "interplay.zone"
VERDICTS = ("supported", "inconclusive", "rejected", "unknown")


def verdicts(editions: Sequence[RegionAnalysisEdition], language: str) -> list[Verdict]:
    """Give each region's verdict; "unknown" where the analysis has none."""
    words = verdict_words(language)
    found = []
    for edition in editions:
        said = edition.analysis.findings
        motor = next((one for one in said if one.key == MOTOR), None)
        value = str(motor.values.get("verdict") or "unknown") if motor else "unknown"
        text = " ".join(wording.sentence(one, language) for one in _tests(said))
        word = words.get(value, value)
        found.append(Verdict(edition, value, word, text, _reason(said, value)))
    return found


def untested(found: Sequence[Verdict], language: str) -> list[Untested]:
    """Count the regions that could not be tested, by reason, the commonest first."""
    counted = Counter(one.reason for one in found if one.reason)
    return [
        Untested(number, wording.sentence(Finding(UNTESTED, {"reason": reason}), language))
        for reason, number in counted.most_common()
    ]


def _tests(said: Sequence[Finding]) -> list[Finding]:
    """Pick what each zone's test shows; where there is none, that there is none and why."""
    zones = [one for one in said if one.key == ZONE]
    return zones or [one for one in said if one.key in (MOTOR, UNTESTED)]


def _reason(said: Sequence[Finding], verdict: str) -> str:
    reasons = [str(one.values.get("reason")) for one in said if one.key == UNTESTED]
    return reasons[0] if reasons else "unknown" if verdict == "unknown" else ""


def verdict_words(language: str) -> dict[str, str]:
    """Name each verdict."""
    return {key: _label(key, language) for key in VERDICTS}
