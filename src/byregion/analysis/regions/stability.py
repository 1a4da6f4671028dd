"""How far a division holds: over years, over parameters, and over chance in the flows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy import sparse

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.flows import Flows
from byregion.analysis.provenance import Provenance
from byregion.analysis.regions.agreement import agreement
from byregion.analysis.regions.self_containment import regions_by_self_containment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from byregion.analysis.regions.result import Regions
    from byregion.analysis.regions.self_containment import Mode
    from byregion.analysis.regions.validity import Requirements

COMPARED = {
    "run": pl.String,
    "regions": pl.Int64,
    "compared": pl.Int64,
    "adjusted_rand": pl.Float64,
    "differently": pl.Int64,
}


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """A division held against other runs of it.

    Attributes
    ----------
    runs
        One row per other run: run, regions (in it), compared (units that both place),
        adjusted_rand and differently (units placed differently) against the base.
    units
        One row per unit of the base: unit, region, runs (in which it is placed), changed: the
        share of these in which it is placed differently (see `agreement`), and overlap: the mean
        over these of the units that share its region in both, as a part of those that share it in
        either. 1 is a unit that always has the same company; null, one placed in no run.
    provenance
        What varied.
    """

    runs: pl.DataFrame
    units: pl.DataFrame
    provenance: Provenance


def stability(
    base: Mapping[str, str], runs: Mapping[str, Mapping[str, str]], *, what: str = "runs"
) -> Stability:
    """Compare a division with others of the same units, say of other years.

    Parameters
    ----------
    base
        Region of each unit.
    runs
        The same for each other run, by its name. Units that only one of two divisions places are
        left out of their comparison.
    what
        What varies between the runs, for the provenance.

    Raises
    ------
    NotEnoughData
        There is no other run, or one has no unit in common with the base.
    """
    if not runs:
        raise NotEnoughData("give at least one run to compare with")
    rows = []
    overlaps: dict[str, list[float]] = {unit: [] for unit in sorted(base)}
    changes = dict.fromkeys(overlaps, 0)
    for name, other in runs.items():
        compared = agreement(base, other)
        rows.append(
            (
                name,
                len(set(other.values())),
                compared.units,
                compared.adjusted_rand,
                compared.differently.height,
            )
        )
        for unit in compared.differently["unit"]:
            changes[unit] += 1
        for unit, overlap in _overlaps(base, other).items():
            overlaps[unit].append(overlap)
    return Stability(
        runs=pl.DataFrame(rows, schema=COMPARED, orient="row"),
        units=pl.DataFrame(
            [
                (
                    unit,
                    base[unit],
                    len(seen),
                    changes[unit] / len(seen) if seen else None,
                    float(np.mean(seen)) if seen else None,
                )
                for unit, seen in overlaps.items()
            ],
            schema={
                "unit": pl.String,
                "region": pl.String,
                "runs": pl.Int64,
                "changed": pl.Float64,
                "overlap": pl.Float64,
            },
            orient="row",
        ),
        provenance=Provenance(method=f"stability over {what}", parameters={"runs": len(runs)}),
    )


def stability_over_requirements(
    flows: Flows, base: Requirements, others: Sequence[Requirements]
) -> Stability:
    """Compare the division by self-containment with those of other parameters on the same flows.

    Runs are named by the four numbers: smallest and target size, least and target share.
    """
    runs = {_name(each): regions_by_self_containment(flows, each).as_dict() for each in others}
    return stability(regions_by_self_containment(flows, base).as_dict(), runs, what="requirements")


def stability_over_settings(
    flows: Mapping[str, Flows],
    grid: Sequence[Requirements],
    *,
    base: tuple[str, Requirements],
    mode: Mode = "definition",
) -> Stability:
    """Divide by self-containment for every year and every set of parameters, and compare with one.

    `units.changed` of the result is the share of all settings, the base left out, in which a unit
    is placed differently from the base.

    Parameters
    ----------
    flows
        Flows of each year, by its name. Harmonise them to one division first: a unit that a
        setting does not place is left out of the comparison with it.
    grid
        Sets of parameters, each run on each year.
    base
        Year and parameters to compare with. They need not be in the grid.
    mode
        See `regions_by_self_containment`.

    Raises
    ------
    InvalidInput
        The base's year is not among the flows.
    NotEnoughData
        There is no other setting than the base, or a year has no unit in common with the base.
    """
    year, requirements = base
    if year not in flows:
        raise InvalidInput(f"the base is of {year}, but there are flows of {sorted(flows)} only")
    runs = {
        f"{name} {_name(each)}": regions_by_self_containment(of_year, each, mode=mode).as_dict()
        for name, of_year in flows.items()
        for each in dict.fromkeys(grid)
        if (name, each) != base
    }
    chosen = regions_by_self_containment(flows[year], requirements, mode=mode).as_dict()
    found = stability(chosen, runs, what="years and requirements")
    sources = dict.fromkeys(source for of_year in flows.values() for source in of_year.sources)
    parameters = {
        "base": f"{year} {_name(requirements)}",
        "years": tuple(flows),
        "requirements": tuple(_name(each) for each in dict.fromkeys(grid)),
        "mode": mode,
    }
    return Stability(
        runs=found.runs,
        units=found.units,
        provenance=Provenance(found.provenance.method, tuple(sources), parameters),
    )


def _name(requirements: Requirements) -> str:
    return "/".join(f"{value:g}" for value in asdict(requirements).values())


def stability_over_samples(
    flows: Flows,
    method: Callable[[Flows], Regions] = regions_by_self_containment,
    *,
    samples: int = 100,
    seed: int,
) -> Stability:
    """Compare a division with those of flows drawn anew: an estimate of what chance can do.

    Each sample is a multinomial draw of as many people as the flows have, with the flows' shares
    as probabilities, which takes each commuter's place as drawn independently. It says nothing of
    errors in the register.

    Parameters
    ----------
    flows
        Commuters in whole people.
    method
        The method, with its parameters bound.
    samples
        Number of draws, at least 1.
    seed
        Seed of the draws; the same seed gives the same result.

    Raises
    ------
    InvalidInput
        Fewer than one sample.
    NotEnoughData
        The flows have nobody in them.
    """
    if samples < 1:
        raise InvalidInput(f"samples must be 1 or more; got {samples}")
    source = np.random.default_rng(seed)
    runs = {f"{i}": method(resample(flows, source)).as_dict() for i in range(1, samples + 1)}
    found = stability(method(flows).as_dict(), runs, what="samples")
    return Stability(
        runs=found.runs,
        units=found.units,
        provenance=Provenance(
            method="stability over samples",
            sources=flows.sources,
            parameters={"samples": samples, "seed": seed},
            reference="multinomial bootstrap",
            estimate=True,
        ),
    )


def resample(flows: Flows, source: np.random.Generator) -> Flows:
    """Draw as many people as the flows have, each to a pair with the flows' probabilities.

    Raises
    ------
    NotEnoughData
        The flows have nobody in them.
    """
    people = float(flows.matrix.sum())
    if people < 1:
        raise NotEnoughData("the flows have nobody in them to draw from")
    shares = flows.matrix.data / people
    drawn = source.multinomial(round(people), shares / shares.sum()).astype(np.float64)
    matrix = sparse.csr_array(flows.matrix, copy=True)
    matrix.data = drawn
    matrix.eliminate_zeros()
    return Flows(units=flows.units, matrix=matrix, sources=flows.sources)


def _overlaps(first: Mapping[str, str], second: Mapping[str, str]) -> dict[str, float]:
    """For each unit of both: shared company as a part of all company, itself included."""
    both = sorted(first.keys() & second.keys())
    company: list[dict[str, set[str]]] = [{}, {}]
    for division, members in zip((first, second), company, strict=True):
        for unit in both:
            members.setdefault(division[unit], set()).add(unit)
    overlaps = {}
    for unit in both:
        one, other = company[0][first[unit]], company[1][second[unit]]
        shared = len(one & other)
        overlaps[unit] = shared / (len(one) + len(other) - shared)
    return overlaps
