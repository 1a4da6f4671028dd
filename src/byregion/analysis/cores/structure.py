"""Whether a partnership has one core or several, with the evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import polars as pl

from byregion.analysis.commuting import among, require_units
from byregion.analysis.cores.finding import CoreRules, find_cores
from byregion.analysis.cores.polycentricity import (
    functional_polycentricity,
    morphological_polycentricity,
)
from byregion.analysis.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.flows import Flows
    from byregion.analysis.provenance import Provenance

EVIDENCE = (
    "unit",
    "jobs",
    "share_of_jobs",
    "coverage",
    "origins",
    "in_share",
    "subordinate_to",
    "dominant_flow_core",
    "job_surplus_core",
    "joined",
)


@dataclass(frozen=True, slots=True, eq=False)
class CoreStructure:
    """Whether a partnership has one core or several, and the evidence.

    `kind` is "single-core" or "multi-core"; `cores` the units that are cores, most jobs first;
    `evidence` one row per core: unit, jobs, share_of_jobs (of the partnership's) and the columns of
    `Cores.units`; `functional` and `morphological` the two measures of
    polycentricity, None where they are not defined.
    """

    kind: Literal["single-core", "multi-core"]
    cores: tuple[str, ...]
    evidence: pl.DataFrame
    functional: float | None
    morphological: float | None
    provenance: Provenance


def core_structure(
    flows: Flows,
    members: Sequence[str],
    rules: CoreRules | None = None,
    *,
    least_jobs: float = 0.2,
) -> CoreStructure:
    """Class a partnership as single- or multi-core.

    It is multi-core if two or more of its units are cores by `find_cores` on the flows of the
    whole country and each has at least the share `least_jobs` of the jobs of the largest one.
    The largest core always counts; a partnership in which no unit is a core by the rules has its
    unit with most jobs as core.

    Parameters
    ----------
    flows
        Commuters between all units, also outside the partnership.
    members
        The partnership's units.
    rules
        Default `CoreRules()`.
    least_jobs
        Share between 0 and 1; the default is ours.

    Raises
    ------
    UnknownCodes, InvalidInput
        Members that the flows do not know, or given twice; `least_jobs` out of range.
    """
    if not 0 <= least_jobs <= 1:
        raise InvalidInput(f"least_jobs must lie between 0 and 1; got {least_jobs}")
    require_units(flows, tuple(members), what="the partnership")
    found = find_cores(flows, rules)
    jobs = pl.DataFrame({"unit": flows.units, "jobs": flows.jobs})
    inside = found.units.join(jobs, on="unit").filter(pl.col("unit").is_in(list(members)))
    ranked = inside.sort(["core", "jobs", "unit"], descending=[True, True, False])
    others = ranked[1:].filter("core", pl.col("jobs") >= least_jobs * ranked["jobs"][0])
    cores = pl.concat([ranked.head(1), others])
    everywhere = inside["jobs"].sum()
    share = pl.col("jobs") / everywhere if everywhere > 0 else pl.lit(None, dtype=pl.Float64)
    return CoreStructure(
        kind="multi-core" if cores.height > 1 else "single-core",
        cores=tuple(cores["unit"]),
        evidence=cores.with_columns(share_of_jobs=share).select(EVIDENCE),
        functional=functional_polycentricity(among(flows, members)),
        morphological=morphological_polycentricity(inside["jobs"]),
        provenance=replace(
            found.provenance,
            method="core structure",
            parameters={**found.provenance.parameters, "least_jobs": least_jobs},
        ),
    )
