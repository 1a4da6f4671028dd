"""The region beside those most like it, and the country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.commuting import commuting_measures, merged
from byregion.analysis.portrait import PARTNERSHIP
from byregion.analysis.region_analysis.case import table
from byregion.analysis.region_analysis.population import ends, growth
from byregion.analysis.region_analysis.result import Chapter, Figure, Finding

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.case import Case

UNITS = {
    "name": "text",
    "role": "text",
    "persons": "persons",
    "growth": "share",
    "coverage": "share",
    "supply_self_containment": "share",
}


def chapter(case: Case) -> Chapter:
    """Compare structure and growth with the functional regions that are nearest in structure."""
    if case.peers is None:
        return Chapter("comparison", lacking=("peers",))
    frame = _everyone(case)
    peers = frame.filter(pl.col("role") == "peer")
    mine = frame.filter(pl.col("role") == "self").row(0, named=True)
    middle = peers["growth"].median()
    median = float(middle) if isinstance(middle, float) else None
    known = mine["growth"] is not None and median is not None
    first, last = ends(case)
    findings = (
        Finding(
            "comparison.peers", {"names": tuple(peers["name"])}, "comparison.peers", estimate=True
        ),
        Finding(
            "comparison.growth",
            {
                "growth": mine["growth"],
                "peers": median,
                "gap": mine["growth"] - median if known else None,
                "first": first,
                "last": last,
            },
            "comparison.peers",
            estimate=True,
        ),
    )
    sources, period = case.inputs.picture.sources, f"{first}-{max(last, case.year)}"
    shown = frame.filter(pl.col("role") != "other")
    return Chapter(
        "comparison",
        findings,
        (
            table(
                "comparison.peers",
                shown,
                UNITS,  # type: ignore[arg-type]  # units by column
                sources=sources,
                period=period,
                method="peers",
                estimate=True,
            ),
            table(
                "comparison.scatter",
                frame.rename({"supply_self_containment": "x", "growth": "y"}),
                {"name": "text", "x": "share", "y": "share", "role": "text"},
                sources=sources,
                period=period,
                method="peers",
                estimate=True,
            ),
        ),
        (Figure("comparison.scatter", "scatter", "comparison.scatter"),),
        (Finding("caveat.peers", {}),),
    )


def _everyone(case: Case) -> pl.DataFrame:
    """All functional regions without a member, and the region itself, first."""
    flows = case.inputs.picture.flows
    membership = dict(case.inputs.picture.regions.membership.select("unit", "region").iter_rows())
    taken = {membership[code] for code in case.members}
    groups = {unit: region for unit, region in membership.items() if region not in taken}
    groups |= dict.fromkeys(case.members, PARTNERSHIP)
    measured = commuting_measures(
        merged(flows, {unit: groups.get(unit, "") for unit in flows.units})
    ).units.filter(pl.col("unit") != "")
    inside: dict[str, list[str]] = {}
    for unit, region in groups.items():
        inside.setdefault(region, []).append(unit)
    counted = {region: case.people_here(codes) for region, codes in inside.items()}
    first, last = ends(case)
    near = [] if case.peers is None else case.peers.peers["peer"].to_list()
    codes = measured["unit"].to_list()
    role = ["self" if c == PARTNERSHIP else "peer" if c in near else "other" for c in codes]
    named = [case.name if c == PARTNERSHIP else case.one(c) for c in codes]
    return measured.with_columns(
        pl.Series("name", named, dtype=pl.String),
        pl.Series("role", role, dtype=pl.String),
        pl.Series("persons", [counted[c].get(last) for c in codes], dtype=pl.Float64),
        pl.Series("growth", [growth(counted[c], first, last) for c in codes], dtype=pl.Float64),
        pl.Series("rank", [near.index(c) + 1 if c in near else 0 for c in codes]),
    ).sort([pl.col("role") == "other", "rank", "unit"])
