"""Which units are cores: by dominant flow, by job surplus, and joined by mutual commuting."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.commuting import commuting_measures
from byregion.analysis.errors import InvalidInput
from byregion.analysis.provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from byregion.analysis.flows import Flows


@dataclass(frozen=True, slots=True)
class CoreRules:
    """What makes a core, and what joins two.

    An out-flow makes a unit subordinate only if it is at least `dominant_share` of the employed
    residents: the published rule is 0, by which a far-off capital is the superior of every city.
    A job-surplus core has at least `coverage` jobs per employed resident, and either
    `origins` other units that send it the share `origin_share` of their employed residents, or at
    least the share `in_share` of its jobs held by in-commuters. (Registers have somebody from
    nearly everywhere in every city, so that without a share all would be origins.)

    Two cores are joined when either sends `joined_share` of its employed residents to the other:
    the 15 % rule of Dijkstra, Poelman & Veneri (2019). The rest are ours.
    """

    dominant_share: float = 0.05
    coverage: float = 1.0
    origins: int = 5
    origin_share: float = 0.05
    in_share: float = 0.25
    joined_share: float = 0.15

    def __post_init__(self) -> None:
        positive = all(0 < share <= 1 for share in (self.in_share, self.joined_share))
        least = min(self.dominant_share, self.origin_share)
        if self.coverage <= 0 or self.origins < 1 or not positive or least < 0:
            raise InvalidInput(
                "a core rule needs coverage > 0, origins >= 1, in_share and joined_share above "
                "0 and at most 1, and the other shares not negative; "
                f"got {asdict(self)}"
            )


@dataclass(frozen=True, slots=True, eq=False)
class Cores:
    """Which units are cores, by two rules, with the figures that decided.

    Attributes
    ----------
    units
        One row per unit: unit, subordinate_to (the dominant destination, if it has more jobs;
        null for an independent unit), dominant_flow_core, coverage, origins, in_share,
        job_surplus_core, core (either rule), joined (name of the joined core it belongs to: its
        member with most jobs; null for units that are no core).
    links
        One row per ordered pair of cores with flows: home, work, commuters, share of the
        employed residents of home, joined.
    provenance
        Rules and source.
    """

    units: pl.DataFrame
    links: pl.DataFrame
    provenance: Provenance

    def joined(self) -> dict[str, tuple[str, ...]]:
        """Units of each joined core, by its name."""
        grouped = self.units.filter("core").group_by("joined").agg(pl.col("unit").sort())
        return {name: tuple(units) for name, units in grouped.sort("joined").rows()}


def find_cores(flows: Flows, rules: CoreRules | None = None) -> Cores:
    """Find cores by dominant flow and by job surplus, and join those that exchange enough.

    A unit is subordinate if its largest out-flow, large enough to count, goes to a unit with more
    jobs than itself, and independent otherwise. A dominant-flow core is an independent unit that
    some other unit is subordinate to, so that a place nobody depends on is no core.

    Parameters
    ----------
    flows
        Commuters between all units, those outside the region too where in-commuting matters.
    rules
        Default `CoreRules()`.

    References
    ----------
    Nystuen, J. D. & Dacey, M. F. (1961). A graph theory interpretation of nodal regions.
    Dijkstra, L., Poelman, H. & Veneri, P. (2019). The EU-OECD definition of a functional urban
    area.
    """
    rules = rules or CoreRules()
    above = _superior(flows, rules.dominant_share)
    origins, in_share = _catchment(flows, rules.origin_share)
    units = (
        commuting_measures(flows)
        .units.select("unit", "coverage")
        .with_columns(
            subordinate_to=pl.Series(above, dtype=pl.String),
            origins=pl.Series(origins, dtype=pl.Int64),
            in_share=pl.Series(in_share).fill_nan(None),
        )
        .with_columns(
            dominant_flow_core=pl.col("subordinate_to").is_null()
            & pl.col("unit").is_in([unit for unit in above if unit is not None]),
            job_surplus_core=(
                (pl.col("coverage") >= rules.coverage)
                & ((pl.col("origins") >= rules.origins) | (pl.col("in_share") >= rules.in_share))
            ).fill_null(value=False),
        )
        .with_columns(core=pl.col("dominant_flow_core") | pl.col("job_surplus_core"))
    )
    cores = units.filter("core")["unit"].to_list()
    links = core_links(flows, cores, rules.joined_share)
    joined = join_cores(flows, cores, links)
    return Cores(
        units=units.with_columns(
            joined=pl.Series([joined.get(unit) for unit in flows.units], dtype=pl.String)
        ),
        links=links,
        provenance=Provenance(
            method="cores",
            sources=flows.sources,
            parameters=asdict(rules),
            reference="Nystuen & Dacey (1961); Dijkstra, Poelman & Veneri (2019)",
        ),
    )


def core_links(flows: Flows, cores: Sequence[str], joined_share: float) -> pl.DataFrame:
    """Flows between cores as shares of the employed residents of the sender.

    Returns
    -------
    Columns home, work, commuters, share, joined; sorted by home and work.
    """
    at = [flows.index[unit] for unit in cores]
    between = flows.matrix[at][:, at].tocoo()
    codes, lives = pl.Series(cores, dtype=pl.String), flows.employed_residents[at]
    return (
        pl.DataFrame(
            {
                "home": codes.gather(between.row),
                "work": codes.gather(between.col),
                "commuters": between.data,
                "share": between.data / lives[between.row],
            }
        )
        .filter(pl.col("home") != pl.col("work"))
        .with_columns(joined=pl.col("share") >= joined_share)
        .sort("home", "work")
    )


def join_cores(flows: Flows, cores: Sequence[str], links: pl.DataFrame) -> dict[str, str]:
    """Give each core the name of its joined core: the member with most jobs, then lowest code."""
    rank = sorted(cores, key=lambda unit: (-flows.jobs[flows.index[unit]], unit))
    group = {unit: {unit} for unit in cores}
    for home, work in links.filter("joined").select("home", "work").rows():
        together = group[home] | group[work]
        for unit in together:
            group[unit] = together
    return {unit: next(u for u in rank if u in group[unit]) for unit in cores}


def _superior(flows: Flows, dominant_share: float) -> list[str | None]:
    jobs = dict(zip(flows.units, flows.jobs, strict=True))
    rows = commuting_measures(flows).units.select(
        "unit", "main_destination", pl.col("main_share").fill_null(0.0)
    )
    return [
        to if to is not None and share >= dominant_share and jobs[to] > jobs[unit] else None
        for unit, to, share in rows.rows()
    ]


def _catchment(flows: Flows, origin_share: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    coo = flows.matrix.tocoo()
    share = coo.data / flows.employed_residents[coo.row]
    counted = (coo.row != coo.col) & (share >= origin_share)
    origins = np.bincount(coo.col[counted], minlength=len(flows.units))
    with np.errstate(divide="ignore", invalid="ignore"):
        return origins, np.where(flows.jobs > 0, 1 - flows.internal / flows.jobs, np.nan)
