"""Figures of three analyses beside plain queries on the source files, a query for each figure.

    python -m tests.analysis.region_analysis.by_hand FOLDER

writes both columns to docs/reference/golden-figures.md, from the national tables in FOLDER. The
queries know nothing of the engine: what a municipality is called in other years is written here by
hand.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from tests.analysis.region_analysis import digest

from byregion.statistics.region_analysis import analyse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.region_analysis.result import RegionAnalysis

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "golden-figures.md"
# The same territory before, where it had other numbers: Vindafjord was made in 2006 of old
# Vindafjord and Ølen.
IN_2005 = {"haugesundregionen": {"1160": ["1160", "1154", "1159"]}}
# And since 2020: Etne and Sveio; Søgne and Songdalen in Kristiansand.
SINCE_2020 = {
    "kristiansandsregionen": ["4204", "4215", "4216", "4218", "4223"],
    "aust-lofoten": ["1851", "1865"],
    "haugesundregionen": [
        "1106", "1134", "1135", "1145", "1146", "1149", "1160", "4611", "4612",
    ],
}  # fmt: skip
NAMES = {
    "kristiansandsregionen": "Kristiansand region",
    "aust-lofoten": "Aust-Lofoten",
    "haugesundregionen": "Haugesund region",
}
# Figure: the finding that has it, the value in that, and the query.
FIGURES: dict[str, tuple[str, str, str]] = {
    "Residents, 1 January 2017": (
        "population.change", "after",
        "SELECT sum(persons) FROM population WHERE year = 2017 AND municipality IN $members",
    ),
    "Residents, 1 January 2005": (
        "population.change", "before",
        "SELECT sum(persons) FROM population WHERE year = 2005 AND municipality IN $before",
    ),
    "Growth of the country, 2005-2017": (
        "glance.growth", "country",
        "SELECT sum(persons) FILTER (year = 2017) / sum(persons) FILTER (year = 2005) - 1 "
        "FROM population",
    ),
    "Share of residents aged 67 and older, 2017": (
        "population.ages", "old",
        "SELECT sum(persons) FILTER (age >= 67) / sum(persons) FROM population "
        "WHERE year = 2017 AND municipality IN $members",
    ),
    "Employed residents, 4th quarter 2017": (
        "glance.jobs", "residents",
        "SELECT sum(employed) FROM commuting WHERE year = 2017 AND home IN $members",
    ),
    "Jobs, 4th quarter 2017": (
        "glance.jobs", "jobs",
        "SELECT sum(employed) FROM commuting WHERE year = 2017 AND work IN $members",
    ),
    "Commuters out of the region": (
        "commuting.flows", "out",
        "SELECT sum(employed) FROM commuting "
        "WHERE year = 2017 AND home IN $members AND work NOT IN $members",
    ),
    "Commuters into the region": (
        "commuting.flows", "into",
        "SELECT sum(employed) FROM commuting "
        "WHERE year = 2017 AND work IN $members AND home NOT IN $members",
    ),
    "Live and work in the region": (
        "commuting.flows", "internal",
        "SELECT sum(employed) FROM commuting "
        "WHERE year = 2017 AND home IN $members AND work IN $members",
    ),
    "Share of employed residents who work in the region": (
        "commuting.containment", "supply",
        "SELECT sum(employed) FILTER (work IN $members) / sum(employed) FROM commuting "
        "WHERE year = 2017 AND home IN $members",
    ),
    "Largest flow between two members": (
        "commuting.largest", "employed",
        "SELECT max(employed) FROM commuting "
        "WHERE year = 2017 AND home IN $members AND work IN $members AND home <> work",
    ),
    "Jobs, 4th quarter 2022": (
        "employment.coverage", "jobs",
        "SELECT sum(jobs) FROM labour_market WHERE year = 2022 AND municipality IN $later",
    ),
    "Jobs for each employed resident, 4th quarter 2022": (
        "employment.coverage", "coverage",
        "SELECT sum(jobs) / sum(employed_residents) FROM labour_market "
        "WHERE year = 2022 AND municipality IN $later",
    ),
    "Employed share of residents aged 15-74, 4th quarter 2022": (
        "employment.rate", "rate",
        "SELECT sum(employed_residents) / sum(residents_15_74) FROM labour_market "
        "WHERE year = 2022 AND municipality IN $later",
    ),
}  # fmt: skip


def from_analysis(analysis: RegionAnalysis) -> dict[str, Any]:
    """Give each figure as the analysis has it; the first finding of a key is of the region."""
    values: dict[str, Any] = {}
    for finding in analysis.findings:
        values.setdefault(finding.key, finding.values)
    return {name: values[key][value] for name, (key, value, _) in FIGURES.items()}


def from_sources(folder: Path, region: str) -> dict[str, Any]:
    """Give each figure as its query has it."""
    members = digest.REGIONS[region]
    renamed = IN_2005.get(region, {})
    before = [code for member in members for code in renamed.get(member, [member])]
    lists = {"members": members, "before": before, "later": SINCE_2020[region]}
    with duckdb.connect() as connection:
        for name in ("commuting", "population"):
            connection.read_parquet(str(folder / f"{name}.parquet")).create_view(name)
        file = str(folder / "labour_market.csv")
        connection.read_csv(file, dtype={"municipality": "VARCHAR"}).create_view("labour_market")
        return {
            name: connection.execute(_with(query, lists)).fetchone()[0]
            for name, (_, _, query) in FIGURES.items()
        }


def _with(query: str, lists: dict[str, Sequence[str]]) -> str:
    for name, codes in lists.items():
        query = query.replace(f"${name}", "('" + "', '".join(codes) + "')")
    return query


def page(folder: Path, analyses: dict[str, RegionAnalysis]) -> str:
    """Write both columns for every region."""
    parts = [HEAD]
    for region, name in NAMES.items():
        ours, theirs = from_analysis(analyses[region]), from_sources(folder, region)
        codes = ", ".join(digest.REGIONS[region])
        rows = [f"| {one} | {_shown(ours[one])} | {_shown(theirs[one])} |" for one in FIGURES]
        table = ["| Figure | Analysis | Query |", "|---|---|---|", *rows]
        parts += [f"## {name}\n\nMunicipalities of 2017: {codes}.\n", "\n".join(table) + "\n"]
    queries = [f"- {name}: `{query}`" for name, (_, _, query) in FIGURES.items()]
    return "\n".join([*parts, "## The queries\n", *queries]) + "\n"


HEAD = """# Golden figures: three analyses beside plain queries

A large region with one core across a county border, a small one, and one with several cores across
a county border in which a municipality was merged. Each figure of the analysis of 2017 stands by
what a query of one statement finds in the source table (Statistics Norway 03321, 07459 and
11618/11616, CC BY 4.0). The queries know nothing of the engine. `$members` are the municipalities
below, `$before` and `$later` the same territory under the numbers of 2005 and of 2022, put down by
hand.

`python -m tests.analysis.region_analysis.by_hand FOLDER` writes this page; a test compares it, and
the two columns.
"""


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:.6f}"


def main(folder: Path) -> None:
    """Write the page."""
    with tempfile.TemporaryDirectory() as store:
        nation = digest.inputs(folder, Path(store))
    made = {name: analyse(nation, codes, name=name) for name, codes in digest.REGIONS.items()}
    PAGE.write_text(page(folder, made), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
