"""Everything for one city region: commuting, context, cores, hinterland, interplay, peers, pattern.

What concerns the whole country is worked out once, in `national_picture`; a portrait of a city
region, in `city_region_portrait`, then takes what it needs of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.commuting import CommutingMeasures, commuting_measures, merged, require_units
from byregion.analysis.cores.structure import CoreStructure, core_structure
from byregion.analysis.hinterland import Hinterland, hinterland, hinterland_sensitivity
from byregion.analysis.interplay.growth import growth_series
from byregion.analysis.interplay.motor import MotorTest, motor_metaphor
from byregion.analysis.peers import Peers, nearest_peers
from byregion.analysis.portrait_pattern import exchange_weights, growth_between
from byregion.analysis.provenance import Provenance
from byregion.analysis.regions.self_containment import regions_by_self_containment
from byregion.analysis.spatial.moran import local_moran

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.flows import Flows
    from byregion.analysis.provenance import TableSource
    from byregion.analysis.regions.result import Regions
    from byregion.analysis.spatial.moran import LocalStatistic
    from byregion.analysis.spatial.weights import Weights

STRUCTURE = ("log_population", "coverage", "supply_self_containment", "demand_self_containment")
OUTCOME = "population_growth"
PARTNERSHIP = "the city region"
PEERS = 5


@dataclass(frozen=True, slots=True, eq=False)
class NationalPicture:
    """What all portraits of one year share.

    Attributes
    ----------
    flows
        Commuting between all municipalities of one division.
    population
        Columns year, municipality, persons, in the same division; no year has a gap.
    commuting
        Measures of every municipality.
    regions
        Functional regions by self-containment.
    growth
        Columns code and value: logarithm of the population in the last year over the first.
    pattern
        Local Moran of that growth, over all municipalities; neighbours are those that most
        commuters are exchanged with, or as given.
    sources
        The tables behind all of it.
    """

    flows: Flows
    population: pl.DataFrame
    commuting: CommutingMeasures
    regions: Regions
    growth: pl.DataFrame
    pattern: LocalStatistic
    sources: tuple[TableSource, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """One city region in its country.

    Attributes
    ----------
    members
        Municipalities of the city region, sorted.
    commuting
        Measures of each member: the columns of `CommutingMeasures.units`.
    whole
        The same measures for the city region as one unit; one row.
    context
        Functional regions that members lie in: unit, region, member (false for the units of these
        regions that do not take part).
    cores
        One core or several, with the evidence.
    hinterland
        Classes of all municipalities around these cores, whether they take part or not.
    sensitivity
        How many change class when a limit moves.
    interplay
        Population growth of the cores against the inner and the outer hinterland, each less that
        of the rest of the country. None where there is no hinterland; `obstacle` then says so.
        p-values are adjusted for the tests of this city region only.
    peers
        Functional regions, without members, that are most like the city region in structure.
    pattern
        The members' rows of the local Moran: high growth among high, and so on.
    provenance
        Sources and parameters.
    """

    members: tuple[str, ...]
    commuting: pl.DataFrame
    whole: pl.DataFrame
    context: pl.DataFrame
    cores: CoreStructure
    hinterland: Hinterland
    sensitivity: pl.DataFrame
    interplay: MotorTest | None
    obstacle: str
    peers: Peers
    pattern: pl.DataFrame
    provenance: Provenance


def national_picture(
    flows: Flows,
    population: pl.DataFrame,
    *,
    weights: Weights | None = None,
    permutations: int = 999,
    seed: int = 0,
    sources: tuple[TableSource, ...] = (),
) -> NationalPicture:
    """Work out what portraits of all city regions share.

    Parameters
    ----------
    flows
        Commuting between all municipalities.
    population
        Columns year, municipality, persons, for every unit of the flows and every year, in the
        same division.
    weights
        Who is whose neighbour for the local Moran; without it, `exchange_weights(flows)`.
    permutations, seed
        Of the local Moran.
    sources
        Tables behind the population; those of the flows are known.

    Raises
    ------
    InvalidInput
        A column is missing, a unit of the flows lacks people in the first or last year, or there
        is one year only.
    """
    growth = growth_between(population, flows.units)
    everything = (*flows.sources, *sources)
    return NationalPicture(
        flows=flows,
        population=population.filter(pl.col("municipality").is_in(list(flows.units))),
        commuting=commuting_measures(flows),
        regions=regions_by_self_containment(flows),
        growth=growth,
        pattern=local_moran(
            weights or exchange_weights(flows),
            growth,
            permutations=permutations,
            seed=seed,
            sources=everything,
        ),
        sources=everything,
    )


def city_region_portrait(
    nation: NationalPicture,
    members: Sequence[str],
    *,
    cores: Sequence[str] | None = None,
    peers: int = PEERS,
    seed: int = 0,
) -> Portrait:
    """Bring together everything that the engine can tell of one city region.

    Parameters
    ----------
    nation
        The country, by `national_picture`.
    members
        Municipalities of the city region, in the division of the flows.
    cores
        Its cores, if they are decided; otherwise those that `core_structure` finds.
    peers
        How many functional regions to compare with.
    seed
        Of the bootstrap of co-movement.

    Raises
    ------
    UnknownCodes, InvalidInput
        Members or cores that the flows do not know or that are given twice.
    NotEnoughData
        There are fewer functional regions without members than peers asked for.
    """
    flows = nation.flows
    require_units(flows, tuple(members), what="the members")
    found = core_structure(flows, members)
    chosen = tuple(cores) if cores is not None else found.cores
    classed = hinterland(flows, {PARTNERSHIP: chosen})
    test, obstacle = _interplay(nation, classed, seed)
    return Portrait(
        members=tuple(sorted(members)),
        commuting=nation.commuting.units.filter(pl.col("unit").is_in(list(members))),
        whole=_whole(flows, members),
        context=_context(nation, members),
        cores=found,
        hinterland=classed,
        sensitivity=hinterland_sensitivity(flows, {PARTNERSHIP: chosen}),
        interplay=test,
        obstacle=obstacle,
        peers=peers_of(nation, members, peers),
        pattern=nation.pattern.units.filter(pl.col("unit").is_in(list(members))),
        provenance=Provenance(
            method="portrait of a city region",
            sources=nation.sources,
            parameters={"cores": chosen, "peers": peers, "seed": seed},
            estimate=True,
        ),
    )


def _whole(flows: Flows, members: Sequence[str]) -> pl.DataFrame:
    inside = dict.fromkeys(members, PARTNERSHIP)
    region = {unit: inside.get(unit, unit) for unit in flows.units}
    return commuting_measures(merged(flows, region)).units.filter(pl.col("unit") == PARTNERSHIP)


def _context(nation: NationalPicture, members: Sequence[str]) -> pl.DataFrame:
    everyone = nation.regions.membership
    mine = pl.col("unit").is_in(list(members))
    touched = everyone.filter(mine)["region"].unique()
    return everyone.filter(pl.col("region").is_in(touched.to_list())).with_columns(member=mine)


def _interplay(
    nation: NationalPicture, classed: Hinterland, seed: int
) -> tuple[MotorTest | None, str]:
    zones = classed.classes.filter(pl.col("class") != "none").select(
        pl.col("unit").alias("municipality"), pl.col("class").alias("zone")
    )
    if zones["zone"].n_unique() < 2:
        return None, "no municipality sends enough people to the cores to be their hinterland"
    levels = zones.join(nation.population, on="municipality").with_columns(
        region=pl.lit(PARTNERSHIP), value=pl.col("persons")
    )
    inside = dict(levels.group_by("year").agg(pl.col("persons").sum()).iter_rows())
    total = nation.population.group_by("year").agg(pl.col("persons").sum())
    rest = {year: float(persons - inside[year]) for year, persons in total.rows()}
    series = growth_series(levels, reference=rest)
    return motor_metaphor(series, seed=seed, sources=nation.sources), ""


def peers_of(nation: NationalPicture, members: Sequence[str], count: int = PEERS) -> Peers:
    """Compare the city region, as one unit, with the functional regions that have no member.

    Raises
    ------
    UnknownCodes, InvalidInput
        Members that the flows do not know, or that are given twice.
    NotEnoughData
        There are fewer such functional regions than peers asked for.
    """
    require_units(nation.flows, tuple(members), what="the members")
    everyone = nation.regions.membership
    taken = everyone.filter(pl.col("unit").is_in(list(members)))["region"].unique().to_list()
    others = everyone.filter(~pl.col("region").is_in(taken))
    groups = dict(others.iter_rows()) | dict.fromkeys(members, PARTNERSHIP)
    # What is in neither, the rest of the members' functional regions, is no unit to compare with.
    region = {unit: groups.get(unit, "") for unit in nation.flows.units}
    measures = commuting_measures(merged(nation.flows, region)).units
    last = nation.population.filter(pl.col("year") == pl.col("year").max())
    people = (
        last.select(
            pl.col("municipality").replace_strict(region, return_dtype=pl.String).alias("unit"),
            "persons",
        )
        .group_by("unit")
        .agg(pl.col("persons").sum().log().alias("log_population"))
    )
    frame = measures.join(people, on="unit").filter(pl.col("unit") != "")
    return nearest_peers(
        frame.drop_nulls(list(STRUCTURE)),
        structure=STRUCTURE,
        outcomes=(OUTCOME,),
        k=count,
        units=[PARTNERSHIP],
        sources=nation.sources,
    )
