"""The country, read from the store once, and city regions analysed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.geography.errors import MixedVintages, SplitNeedsWeights
from byregion.analysis.geography.harmonise import harmonise
from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.geography.weights import shipped_weights
from byregion.analysis.portrait import national_picture
from byregion.analysis.region_analysis.compose import analyse_region
from byregion.analysis.region_analysis.inputs import LABOUR, BySex, Loaded, NationInputs
from byregion.statistics.analysis_tables import OF_ONE_YEAR, OPTIONAL, OWN_YEARS
from byregion.statistics.errors import UnknownTable
from byregion.statistics.harmonised import ages_at, commuting_flows, population_series
from byregion.statistics.queries import Answer, population, whole_table, years

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from byregion.analysis.flows import Flows
    from byregion.analysis.projection.population import Floats
    from byregion.analysis.provenance import TableSource
    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.statistics.store import Store

STEP, AGES = 5, 106


def read_analysis_inputs(
    store: Store, *, year: int | None = None, permutations: int = 999
) -> NationInputs:
    """Read all that analyses of one year share; the latest year of commuting unless one is named.

    Raises
    ------
    UnknownTable
        The store lacks population, or commuting of that year.
    """
    had = years(store, "commuting")
    chosen = had[-1] if year is None else year
    flows = commuting_flows(store, year=chosen)
    series = population_series(store, to=chosen)
    picture = national_picture(
        flows, series.frame, permutations=permutations, sources=series.sources
    )
    # Of years after the division's own, a municipality's part of a merger would be an estimate.
    ages, codes = _ages(store, series.years[-1], series.years, chosen)
    others = [_other_year(store, each, chosen) for each in had if each != chosen]
    tables = {name: _optional(store, name) for name in OPTIONAL}
    labour, labour_at = _labour(tables["labour_market"], chosen)
    at = Vintage.of(chosen)
    central, work, by_sex = (
        tables[name] for name in ("centrality", "labour_market", "population_sex")
    )
    answers = [answer for answer in tables.values() if answer is not None]
    return NationInputs(
        picture=picture,
        year=chosen,
        names={place.code: place.name for place in at.municipalities()},
        counties={place.code: place.name for place in at.counties()},
        ages=ages,
        age_codes=codes,
        age_sources=series.sources,
        flows={each: found for each, found, _ in others},
        flows_at={each: division for each, _, division in others},
        labour=labour,
        labour_at=labour_at,
        labour_sources=work.sources if work else (),
        later_people=_later(store, series.left_out),
        centrality=central.frame if central else None,
        centrality_sources=central.sources if central else (),
        sexes=_sexes(by_sex, max(ages), chosen, codes),
        sex_sources=by_sex.sources if by_sex else (),
        tables={
            name: Loaded(answer.frame, answer.sources)
            for name in (*OWN_YEARS, *OF_ONE_YEAR)
            if (answer := tables[name]) is not None
        },
        lacking=tuple(name for name, answer in tables.items() if answer is None),
        left_out=series.left_out,
        divided=tuple(sorted({code for codes in series.divided.values() for code in codes})),
        read=_checksums(
            [*flows.sources, *series.sources, *(s for a in answers for s in a.sources)]
        ),
    )


def analyse(
    inputs: NationInputs,
    members: Sequence[str],
    cores: Sequence[str] | None = None,
    *,
    name: str = "",
    slug: str = "",
) -> RegionAnalysis:
    """Analyse one city region in the country that was read."""
    return analyse_region(inputs, members, cores=cores, name=name, slug=slug)


def _checksums(sources: Sequence[TableSource]) -> tuple[str, ...]:
    return tuple(sorted({source.checksum for source in sources if source.checksum}))


def _optional(store: Store, name: str) -> Answer | None:
    try:
        return whole_table(store, name)
    except UnknownTable:
        return None


def _ages(
    store: Store, last: int, had: Sequence[int], to: int
) -> tuple[Mapping[int, Floats], tuple[str, ...]]:
    wanted = [last - STEP * lag for lag in range(4) if last - STEP * lag in had]
    found = {each: ages_at(store, year=each, to=to) for each in wanted}
    codes = found[last].codes
    return {each: part.people for each, part in found.items() if part.codes == codes}, codes


def _sexes(
    answer: Answer | None, last: int, to: int, codes: tuple[str, ...]
) -> Mapping[int, BySex]:
    """Read the counts by sex of the last year of ages, and of up to five years before."""
    if answer is None:
        return {}
    found = {}
    for year in sorted(answer.frame["year"].unique().to_list()):
        if not last - STEP <= year <= last:
            continue
        part = answer.frame.filter(pl.col("year") == year)
        if part["persons"].null_count():
            continue
        try:
            same = harmonise(
                part.select("municipality", "sex", "age", "persons"),
                to=to,
                values=["persons"],
                year=None,
                vintage=year,
                weights=shipped_weights(),
            ).frame
        except SplitNeedsWeights:
            continue
        if tuple(same["municipality"].unique().sort()) == codes:
            found[year] = BySex(_by_age(same, "female", codes), _by_age(same, "male", codes))
    return found if last in found else {}


def _by_age(frame: pl.DataFrame, sex: str, codes: tuple[str, ...]) -> Floats:
    people = np.zeros((len(codes), AGES))
    row = {code: position for position, code in enumerate(codes)}
    mine = frame.filter(pl.col("sex") == sex)
    rows = [row[code] for code in mine["municipality"]]
    people[rows, mine["age"].to_numpy()] = mine["persons"].to_numpy()
    return people


def _other_year(store: Store, year: int, to: int) -> tuple[int, Flows, int]:
    # Forward in time mergers add up; backwards they would have to be divided.
    if year < to:
        return year, commuting_flows(store, year=year, to=to), to
    return year, commuting_flows(store, year=year), year


def _labour(answer: Answer | None, to: int) -> tuple[pl.DataFrame, Mapping[int, int]]:
    if answer is None:
        return pl.DataFrame(schema=LABOUR), {}
    frame = answer.frame.select(pl.col(name).cast(kind) for name, kind in LABOUR.items())
    parts, at = [], dict[int, int]()
    for (year,), part in sorted(frame.group_by("year"), key=lambda each: int(str(each[0][0]))):
        each = int(str(year))
        brought, at[each] = _forward(part, each, to)
        parts.append(brought.select(list(LABOUR)))
    return pl.concat(parts).sort("year", "municipality"), at


def _forward(part: pl.DataFrame, year: int, to: int) -> tuple[pl.DataFrame, int]:
    """Bring a year to the division; one that cannot be brought stays in its own."""
    if year >= to:
        return part, year
    names = [name for name in LABOUR if name not in ("year", "municipality")]
    try:
        return harmonise(part, to=to, values=names, weights=shipped_weights()).frame, to
    except (SplitNeedsWeights, MixedVintages):
        # The table has a number or two of a neighbouring year's division.
        return part, year


def _later(store: Store, left_out: Sequence[int]) -> pl.DataFrame | None:
    if not left_out:
        return None
    frame = population(store).frame
    return frame.filter(pl.col("year").is_in(list(left_out)))
