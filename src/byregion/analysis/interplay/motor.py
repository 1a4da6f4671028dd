"""The motor metaphor, tested in all city regions in one call."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.interplay.comovement import Comovement, comovement
from byregion.analysis.interplay.discovery import benjamini_hochberg
from byregion.analysis.interplay.granger import (
    Granger,
    PanelGranger,
    dumitrescu_hurlin,
    granger,
)
from byregion.analysis.interplay.lead_lag import LeadLag, lead_lag
from byregion.analysis.provenance import Provenance, TableSource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from byregion.analysis.interplay.growth import Floats, RegionGrowth

LEAST_SENSIBLE_YEARS = 8


class Verdict(Enum):
    """What can be said of one core and one hinterland; `RULES` says when."""

    EACH_FOLLOWS_THE_OTHER = "each follows the other"
    HINTERLAND_FOLLOWS_CORE = "the hinterland follows the core"
    HINTERLAND_LOSES_TO_CORE = "the hinterland loses when the core grows"
    CORE_FOLLOWS_HINTERLAND = "the core follows the hinterland"
    CORE_LOSES_TO_HINTERLAND = "the core loses when the hinterland grows"
    TOGETHER = "they grow in the same years"
    APART = "one grows in the years when the other does not"
    NO_INTERPLAY = "no interplay of a size that matters"
    CANNOT_BE_TOLD = "cannot be told from these data"


RULES: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.EACH_FOLLOWS_THE_OTHER: (
            "The past of each helps to foretell the other: both Granger tests stand after "
            "adjustment for all tests made."
        ),
        Verdict.HINTERLAND_FOLLOWS_CORE: (
            "Only the core's past helps to foretell the hinterland, and its effect in all is "
            "positive: what the motor metaphor claims."
        ),
        Verdict.HINTERLAND_LOSES_TO_CORE: (
            "Only the core's past helps to foretell the hinterland, and its effect in all is "
            "negative."
        ),
        Verdict.CORE_FOLLOWS_HINTERLAND: (
            "Only the hinterland's past helps to foretell the core, and its effect in all is "
            "positive."
        ),
        Verdict.CORE_LOSES_TO_HINTERLAND: (
            "Only the hinterland's past helps to foretell the core, and its effect in all is "
            "negative."
        ),
        Verdict.TOGETHER: (
            "Neither is first, and growth in the same years is positively correlated: the test "
            "stands after adjustment, and the interval lies above 0."
        ),
        Verdict.APART: (
            "Neither is first, and growth in the same years is negatively correlated: the test "
            "stands after adjustment, and the interval lies below 0."
        ),
        Verdict.NO_INTERPLAY: (
            "No test stands, and the interval of the correlation lies within the size set as "
            "negligible."
        ),
        Verdict.CANNOT_BE_TOLD: (
            "There are too few years, growth does not vary, or no test stands while the interval "
            "still holds correlations that would matter."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One core and one class of its hinterland.

    Results are None where the series were too short, or did not vary; `obstacle` then says why.
    Adjusted p-values are over all tests of all regions in the call.
    """

    region: str
    zone: str
    verdict: Verdict
    years: int
    together: Comovement | None = None
    order: LeadLag | None = None
    core_first: Granger | None = None
    hinterland_first: Granger | None = None
    adjusted_together: float | None = None
    adjusted_core_first: float | None = None
    adjusted_hinterland_first: float | None = None
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class MotorTest:
    """Findings in the order given, how many there are of each, and the two tests of the panel.

    `core_first` tests that in no region the core's past foretells the hinterland, and
    `hinterland_first` the reverse. They are over the pairs that could be tested one by one and that
    cover as many years as the longest; None where that is fewer than two, or the years too few.
    """

    findings: tuple[Finding, ...]
    counts: Mapping[Verdict, int]
    core_first: PanelGranger | None
    hinterland_first: PanelGranger | None
    provenance: Provenance


def motor_metaphor(
    regions: Sequence[RegionGrowth],
    *,
    lags: int = 1,
    level: float = 0.05,
    negligible: float = 0.3,
    least_years: int = 12,
    seed: int = 0,
    draws: int = 1999,
    sources: tuple[TableSource, ...] = (),
) -> MotorTest:
    """Test, for every core and hinterland, who goes first and whether they go together.

    Parameters
    ----------
    regions
        Pairs of growth series, as `growth_series` makes them.
    lags
        Years of the past that may foretell.
    level
        Share of false findings to bear among all findings (Benjamini and Hochberg); intervals hold
        1 - `level` each.
    negligible
        Correlation in size below which interplay is held not to matter. A choice, not a figure of
        anybody's.
    least_years
        Years of growth below which no verdict is given.
    seed, draws
        Of the bootstrap; the same for each region, so that a result does not depend on the others.

    Raises
    ------
    InvalidInput
        No regions, a region and zone given twice, or a parameter out of range.
    """
    _check_call(regions, negligible, least_years)
    found = [
        _tested(each, lags=lags, level=level, least_years=least_years, seed=seed, draws=draws)
        for each in regions
    ]
    findings = _adjusted(found, level, negligible)
    parameters = {
        "lags": lags,
        "level": level,
        "negligible": negligible,
        "least_years": least_years,
        "seed": seed,
        "draws": draws,
    }
    counts = Counter(finding.verdict for finding in findings)
    tested = [
        (each.core, each.hinterland)
        for each, finding in zip(regions, findings, strict=True)
        if finding.together is not None
    ]
    return MotorTest(
        findings=findings,
        counts=MappingProxyType({verdict: counts[verdict] for verdict in Verdict}),
        core_first=_panel(tested, lags),
        hinterland_first=_panel([(hinterland, core) for core, hinterland in tested], lags),
        provenance=Provenance(
            "test of the motor metaphor",
            sources,
            parameters,
            "Granger 1969; Dumitrescu and Hurlin 2012; Benjamini and Hochberg 1995",
            estimate=True,
        ),
    )


def _check_call(regions: Sequence[RegionGrowth], negligible: float, least_years: int) -> None:
    if not regions:
        raise InvalidInput("no regions; give one or more")
    names = Counter((each.region, each.zone) for each in regions)
    twice = sorted(f"{region} {zone}" for (region, zone), count in names.items() if count > 1)
    if twice:
        raise InvalidInput(f"regions and zones given more than once: {', '.join(twice)}")
    for each in regions:
        if not len(each.years) == each.core.size == each.hinterland.size:
            raise InvalidInput(f"region {each.region}, {each.zone}: growth and years do not match")
    if not 0 < negligible < 1:
        raise InvalidInput(f"negligible is {negligible}; give a correlation between 0 and 1")
    if least_years < LEAST_SENSIBLE_YEARS:
        raise InvalidInput(f"least_years is {least_years}; give {LEAST_SENSIBLE_YEARS} or more")


def _tested(
    each: RegionGrowth, *, lags: int, level: float, least_years: int, seed: int, draws: int
) -> Finding:
    years = len(each.years)
    cannot = Finding(each.region, each.zone, Verdict.CANNOT_BE_TOLD, years)
    if years < least_years:
        return replace(cannot, obstacle=f"{years} years of growth, fewer than {least_years}")
    try:
        return replace(
            cannot,
            together=comovement(
                each.core, each.hinterland, level=1 - level, seed=seed, draws=draws
            ),
            order=lead_lag(each.core, each.hinterland),
            core_first=granger(each.core, each.hinterland, lags=lags),
            hinterland_first=granger(each.hinterland, each.core, lags=lags),
        )
    except NotEnoughData as obstacle:
        return replace(cannot, obstacle=str(obstacle))


def _adjusted(found: Sequence[Finding], level: float, negligible: float) -> tuple[Finding, ...]:
    """Adjust all p-values as one family, then judge each finding."""
    p_values = [
        test.p_value
        for finding in found
        for test in (finding.together, finding.core_first, finding.hinterland_first)
        if test is not None
    ]
    if not p_values:
        return tuple(found)
    adjusted = iter(benjamini_hochberg(p_values, level=level).adjusted)
    judged: list[Finding] = []
    for finding in found:
        if finding.together is None:
            judged.append(finding)
            continue
        complete = replace(
            finding,
            adjusted_together=next(adjusted),
            adjusted_core_first=next(adjusted),
            adjusted_hinterland_first=next(adjusted),
        )
        judged.append(replace(complete, verdict=judge(complete, level, negligible)))
    return tuple(judged)


def judge(finding: Finding, level: float, negligible: float) -> Verdict:
    """Apply `RULES`, in their order, to a finding with its adjusted p-values."""
    core_first = _stands(finding.adjusted_core_first, level)
    hinterland_first = _stands(finding.adjusted_hinterland_first, level)
    if core_first and hinterland_first:
        return Verdict.EACH_FOLLOWS_THE_OTHER
    if core_first and finding.core_first is not None:
        grows = finding.core_first.effect > 0
        return Verdict.HINTERLAND_FOLLOWS_CORE if grows else Verdict.HINTERLAND_LOSES_TO_CORE
    if hinterland_first and finding.hinterland_first is not None:
        grows = finding.hinterland_first.effect > 0
        return Verdict.CORE_FOLLOWS_HINTERLAND if grows else Verdict.CORE_LOSES_TO_HINTERLAND
    return _judge_same_years(finding, level, negligible)


def _judge_same_years(finding: Finding, level: float, negligible: float) -> Verdict:
    together = finding.together
    if together is None:
        return Verdict.CANNOT_BE_TOLD
    if _stands(finding.adjusted_together, level):
        if together.low > 0:
            return Verdict.TOGETHER
        if together.high < 0:
            return Verdict.APART
    elif -negligible < together.low and together.high < negligible:
        return Verdict.NO_INTERPLAY
    return Verdict.CANNOT_BE_TOLD


def _stands(adjusted: float | None, level: float) -> bool:
    return adjusted is not None and adjusted <= level


def _panel(pairs: list[tuple[Floats, Floats]], lags: int) -> PanelGranger | None:
    """Test over the pairs that cover as many years as the longest."""
    longest = max((cause.size for cause, _ in pairs), default=0)
    members = [pair for pair in pairs if pair[0].size == longest]
    try:
        return dumitrescu_hurlin(members, lags=lags)
    except NotEnoughData:
        return None
