"""What an analysis of a city region needs of the country, read once for all regions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.geography.crosswalk import targets
from byregion.analysis.geography.vintage import Vintage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from byregion.analysis.flows import Flows
    from byregion.analysis.portrait import NationalPicture
    from byregion.analysis.projection.population import Floats
    from byregion.analysis.provenance import TableSource

LABOUR = {
    "year": pl.Int64,
    "municipality": pl.String,
    "residents_15_74": pl.Int64,
    "employed_residents": pl.Int64,
    "jobs": pl.Int64,
}


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A table as the store has it, each year in its own division, and where it comes from."""

    frame: pl.DataFrame
    sources: tuple[TableSource, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class BySex:
    """Women and men by municipality (rows as in `age_codes`) and one-year age, in one year."""

    female: Floats
    male: Floats


@dataclass(frozen=True, slots=True, eq=False)
class NationInputs:
    """The country, in one division where that can be had.

    Attributes
    ----------
    picture
        Commuting, population and what follows from them, in the division of `year`.
    year
        Of the commuting; its 1 January is the division.
    names, counties
        Names of municipalities and of counties, by number.
    ages
        People by municipality (rows, in the order of `age_codes`) and one-year age, by year.
    flows
        Commuting of other years; `flows_at` has the division of each.
    labour
        Columns of `LABOUR`; `labour_at` has the division of each year.
    later_people
        Columns year, municipality, persons of years whose division cannot be brought back.
    centrality
        Columns municipality, centrality_index, centrality_class, in the division `centrality_at`.
    sexes
        By year, where the table by sex has years that `ages` can be told apart with.
    tables
        By name, those of employment_by_industry, population_change, unemployment, income and
        education that the store has.
    lacking
        Tables that the store does not have.
    left_out
        Years of population that are not in the division of the analysis.
    divided
        Municipalities that were divided on the way, whose parts are estimates.
    read
        Checksums of all tables that were read, those that no figure comes from included.
    """

    picture: NationalPicture
    year: int
    names: Mapping[str, str]
    counties: Mapping[str, str]
    ages: Mapping[int, Floats] = field(default_factory=dict)
    age_codes: tuple[str, ...] = ()
    age_sources: tuple[TableSource, ...] = ()
    flows: Mapping[int, Flows] = field(default_factory=dict)
    flows_at: Mapping[int, int] = field(default_factory=dict)
    labour: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=LABOUR))
    labour_at: Mapping[int, int] = field(default_factory=dict)
    labour_sources: tuple[TableSource, ...] = ()
    later_people: pl.DataFrame | None = None
    centrality: pl.DataFrame | None = None
    centrality_at: int = 2024
    centrality_sources: tuple[TableSource, ...] = ()
    sexes: Mapping[int, BySex] = field(default_factory=dict)
    sex_sources: tuple[TableSource, ...] = ()
    tables: Mapping[str, Loaded] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()
    left_out: tuple[int, ...] = ()
    divided: tuple[str, ...] = ()
    read: tuple[str, ...] = ()


def followed(members: Sequence[str], at: int, to: int) -> tuple[str, ...] | None:
    """Give the municipalities of another year's division that are exactly these together.

    None where they are not: a member was merged with, or gave territory to, one outside. So the
    sum over a region can be followed through mergers inside it, where its parts cannot.
    """
    if at == to:
        return tuple(sorted(members))
    there, back = (targets(Vintage.of(a), Vintage.of(b)) for a, b in ((at, to), (to, at)))
    image = {new for code in members for new in there.get(code, ())}
    origin = {old for code in image for old in back.get(code, ())}
    return tuple(sorted(image)) if image and origin == set(members) else None
