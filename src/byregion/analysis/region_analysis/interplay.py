"""Does the hinterland grow with the core, and who goes first? Without any claim of cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.interplay.motor import Verdict
from byregion.analysis.region_analysis.case import table
from byregion.analysis.region_analysis.population import ends
from byregion.analysis.region_analysis.result import Chapter, Figure, Finding

if TYPE_CHECKING:
    from byregion.analysis.interplay.motor import Finding as Tested
    from byregion.analysis.region_analysis.case import Case
    from byregion.analysis.region_analysis.result import Table

TABLE = "interplay.motor"
FOR = (Verdict.HINTERLAND_FOLLOWS_CORE,)
UNSURE = (Verdict.CANNOT_BE_TOLD, Verdict.EACH_FOLLOWS_THE_OTHER, Verdict.TOGETHER)


def chapter(case: Case) -> Chapter:
    """Word the verdicts of the motor metaphor with their uncertainty, and the map of growth."""
    pattern = _pattern(case)
    tested = case.motor.findings if case.motor else ()
    findings = [_overall(case), *_untested(case), *(_zone(each) for each in tested)]
    findings += [_order(each) for each in tested if each.order is not None]
    tables, figures = [pattern], [Figure("interplay.map", "local_moran_map", "interplay.pattern")]
    if tested:
        tables.insert(0, _tests(case))
        if any(each.together for each in tested):
            figures.insert(0, Figure("interplay.intervals", "intervals", TABLE))
    caveats = (Finding("caveat.no_cause", {}),)
    return Chapter("interplay", tuple(findings), tuple(tables), tuple(figures), caveats)


def _overall(case: Case) -> Finding:
    """Sum up: supported only if the hinterland follows, in some class, and contradicted in none."""
    tested = case.motor.findings if case.motor else ()
    found = {each.verdict for each in tested}
    known = found - set(UNSURE)
    if not found:
        verdict = "unknown"
    elif known and known <= set(FOR):
        verdict = "supported"
    elif known and not found & {*FOR, *UNSURE}:
        verdict = "rejected"
    else:
        verdict = "inconclusive"
    return Finding(
        "interplay.motor",
        {"verdict": verdict, "zones": len(tested)},
        TABLE if tested else "interplay.pattern",
        estimate=True,
    )


def _untested(case: Case) -> list[Finding]:
    """Say why nothing could be tested."""
    if case.motor is not None:
        return []
    tied = set(case.classes.values()) & {"inner", "outer"}
    reason = "few_years" if tied else "no_hinterland"
    return [Finding("interplay.untested", {"reason": reason}, "interplay.pattern", estimate=True)]


def _zone(each: Tested) -> Finding:
    both = each.together
    return Finding(
        "interplay.zone",
        {
            "zone": each.zone,
            "verdict": each.verdict.name.lower(),
            "years": each.years,
            "correlation": both.correlation if both else None,
            "low": both.low if both else None,
            "high": both.high if both else None,
        },
        TABLE,
        estimate=True,
    )


def _order(each: Tested) -> Finding:
    order = each.order
    lag = order.strongest if order else None
    return Finding(
        "interplay.order",
        {
            "zone": each.zone,
            "lag": lag,
            "correlation": order.correlations[order.lags.index(order.strongest)] if order else None,
        },
        TABLE,
        estimate=True,
    )


def _tests(case: Case) -> Table:
    tested = case.motor.findings if case.motor else ()
    rows = [
        {
            "label": each.zone,
            "estimate": each.together.correlation if each.together else None,
            "low": each.together.low if each.together else None,
            "high": each.together.high if each.together else None,
            "years": each.years,
            "verdict": each.verdict.name.lower(),
            "p_together": each.adjusted_together,
            "p_core_first": each.adjusted_core_first,
            "p_hinterland_first": each.adjusted_hinterland_first,
        }
        for each in tested
    ]
    numbers = ("estimate", "low", "high", "p_together", "p_core_first", "p_hinterland_first")
    frame = pl.DataFrame(rows, schema_overrides=dict.fromkeys(numbers, pl.Float64))
    return table(
        TABLE,
        frame,
        {
            "label": "text",
            "verdict": "text",
            "estimate": "number",
            "low": "number",
            "high": "number",
            "years": "number",
            "p_together": "number",
            "p_core_first": "number",
            "p_hinterland_first": "number",
        },
        sources=case.inputs.picture.sources,
        period=_period(case),
        method="motor",
        estimate=True,
    )


def _pattern(case: Case) -> Table:
    tied = {*case.members, *case.of_class("inner", "outer", inside=False)}
    rows = case.inputs.picture.pattern.units.filter(pl.col("unit").is_in(list(tied))).sort("unit")
    frame = rows.select(
        "unit",
        pl.Series("name", case.names(rows["unit"]), dtype=pl.String),
        pl.col("cluster").fill_null("not_significant").alias("pattern"),
        pl.col("p_adjusted").alias("p_value"),
    )
    return table(
        "interplay.pattern",
        frame,
        {"unit": "code", "name": "text", "pattern": "text", "p_value": "number"},
        sources=case.inputs.picture.sources,
        period=_period(case),
        method="local_moran",
        estimate=True,
    )


def _period(case: Case) -> str:
    first, last = ends(case)
    return f"{first}-{last}"
