"""Cores with the evidence, hinterland, and the functional region beside the partnership."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.region_analysis.case import table
from byregion.analysis.region_analysis.result import Chapter, Figure, Finding

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.case import Case
    from byregion.analysis.region_analysis.result import Table

SHOWN = {
    "unit": "code",
    "name": "text",
    "class": "text",
    "member": "flag",
    "share": "share",
    "region": "text",
}


def chapter(case: Case) -> Chapter:
    """Say what is core and hinterland, who is tied in and who is not."""
    evidence = [_evidence(case, row) for row in case.found.evidence.iter_rows(named=True)]
    classed = {kind: len(case.of_class(kind, inside=True)) for kind in ("inner", "outer", "none")}
    untied = case.of_class("none", inside=True)
    outside = case.of_class("inner", "outer", inside=False)
    regions = case.inputs.picture.regions.membership
    touched = regions.filter(pl.col("unit").is_in(list(case.members)))["region"].n_unique()
    key = "structure.hinterland"
    findings = [*evidence, *_fallback(case), *_given(case)]
    if len(case.members) > len(case.cores):
        findings += [
            Finding("structure.hinterland", classed, key, estimate=True),
            Finding("structure.untied_members", {"names": case.names(untied)}, key, estimate=True),
        ]
    findings += [
        Finding("structure.tied_outside", {"names": case.names(outside)}, key, estimate=True),
        Finding("structure.context", {"regions": touched}, key, estimate=True),
    ]
    return Chapter(
        "structure",
        tuple(findings),
        (_classes(case), _cores(case)),
        (Figure("structure.map", "hinterland_map", key),),
        (Finding("caveat.limits", {"inner": 0.15, "outer": 0.05}),),
    )


def _evidence(case: Case, row: dict[str, object]) -> Finding:
    jobs, share = row["jobs"], row["share_of_jobs"]
    return Finding(
        "structure.core_evidence",
        {
            "name": case.one(str(row["unit"])),
            "jobs": jobs if isinstance(jobs, float) else None,
            "share_of_jobs": share if isinstance(share, float) else None,
            "is_core": bool(row["dominant_flow_core"]) or bool(row["job_surplus_core"]),
        },
        "structure.cores",
        estimate=True,
    )


def _fallback(case: Case) -> list[Finding]:
    """Say that the core is only the municipality with most jobs, where that is so."""
    rules = ("dominant_flow_core", "job_surplus_core")
    met = case.found.evidence.select(pl.any_horizontal(rules).any()).item()
    if case.cores_given or met:
        return []
    names = case.names(case.cores)
    return [Finding("structure.core_fallback", {"name": names}, "structure.cores", estimate=True)]


def _given(case: Case) -> list[Finding]:
    if not case.cores_given:
        return []
    return [
        Finding(
            "structure.cores_given",
            {
                "given": case.names(case.cores),
                "found": case.names(case.found.cores),
                "agree": set(case.cores) == set(case.found.cores),
            },
            "structure.cores",
        )
    ]


def _classes(case: Case) -> Table:
    mine = list(case.members)
    regions = case.inputs.picture.regions.membership
    touched = regions.filter(pl.col("unit").is_in(mine))["region"].unique().to_list()
    member = pl.col("unit").is_in(mine)
    tied = (pl.col("class") != "none") | member | pl.col("region").is_in(touched)
    frame = case.hinterland.classes.join(regions, on="unit").filter(tied).sort("unit")
    named = frame.with_columns(
        member=member,
        name=pl.Series(case.names(frame["unit"]), dtype=pl.String),
        region=pl.Series(case.names(frame["region"]), dtype=pl.String),
    )
    return table(
        "structure.hinterland",
        named,
        SHOWN,  # type: ignore[arg-type]  # units by column
        sources=case.sources("commuting"),
        period=case.quarter,
        method="hinterland",
        estimate=True,
    )


def _cores(case: Case) -> Table:
    evidence = case.found.evidence
    frame = evidence.with_columns(name=pl.Series(case.names(evidence["unit"]), dtype=pl.String))
    return table(
        "structure.cores",
        frame,
        {
            "unit": "code",
            "name": "text",
            "jobs": "persons",
            "share_of_jobs": "share",
            "coverage": "share",
        },
        sources=case.sources("commuting"),
        period=case.quarter,
        method="cores",
        estimate=True,
    )
