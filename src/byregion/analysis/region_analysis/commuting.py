"""Commuting in, out and inside; who depends on whom; how it has developed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.region_analysis.case import measures_of, table
from byregion.analysis.region_analysis.result import Chapter, Figure, Finding

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.case import Case
    from byregion.analysis.region_analysis.result import Table, Unit

LARGEST = 20
MEMBER_COLUMNS: dict[str, Unit] = {
    "unit": "code",
    "name": "text",
    "employed_residents": "persons",
    "jobs": "persons",
    "internal": "persons",
    "out_commuters": "persons",
    "in_commuters": "persons",
    "balance": "persons",
    "supply_self_containment": "share",
    "demand_self_containment": "share",
    "main_destination": "text",
    "main_share": "share",
}


def chapter(case: Case) -> Chapter:
    """Give the region's commuting and its members'."""
    pairs = _pairs(case)
    years = _years(case)
    findings = [*_whole(case), *_balances(case), *_ties(case, pairs), *_development(years)]
    tables = [_members(case), _flows(case, pairs), _matrix(case, pairs)]
    figures = []
    if not pairs.is_empty():
        figures.append(Figure("commuting.flow_map", "flow_map", "commuting.flows"))
    if len(case.members) > 1:
        figures.append(Figure("commuting.matrix", "commuting_matrix", "commuting.matrix"))
    if years.height > 1:
        tables.append(_development_table(case, years))
    left = tuple(
        str(year) for year in sorted(case.inputs.flows) if year not in years["year"].to_list()
    )
    caveats = (Finding("caveat.commuting_years", {"years": left}),) if left else ()
    return Chapter("commuting", tuple(findings), tuple(tables), tuple(figures), caveats)


def dependence(case: Case) -> Finding | None:
    """Find the member, no core, that the largest share of leaves for one other municipality."""
    rows = _measures(case).filter(pl.col("main_share").is_not_null())
    if rows.is_empty():
        return None
    row = rows.sort(["main_share", "unit"], descending=[True, False]).row(0, named=True)
    return Finding(
        "commuting.dependence",
        {
            "name": case.one(row["unit"]),
            "destination": case.one(row["main_destination"]),
            "share": row["main_share"],
        },
        "commuting.members",
    )


def _measures(case: Case) -> pl.DataFrame:
    units = case.inputs.picture.commuting.units
    return units.filter(
        pl.col("unit").is_in(list(case.members)), pl.col("main_destination").is_not_null()
    )


def _whole(case: Case) -> list[Finding]:
    whole = case.whole
    return [
        Finding(
            "commuting.flows",
            {
                "year": case.year,
                "out": whole["out_commuters"],
                "into": whole["in_commuters"],
                "internal": whole["internal"],
            },
            "commuting.members",
        ),
        Finding(
            "commuting.containment",
            {
                "supply": whole["supply_self_containment"],
                "demand": whole["demand_self_containment"],
                "share": whole["supply_self_containment"],
            },
            "commuting.members",
        ),
        Finding(
            "commuting.balance",
            {"name": case.called, "balance": whole["balance"]},
            "commuting.members",
        ),
    ]


def _balances(case: Case) -> list[Finding]:
    if len(case.members) == 1:
        return [Finding("commuting.alone", {}, "commuting.members")]
    units = case.inputs.picture.commuting.units
    rows = units.filter(pl.col("unit").is_in(list(case.members))).sort("balance", "unit")
    ends = [rows.row(-1, named=True), rows.row(0, named=True)]
    return [
        Finding(
            "commuting.balance",
            {"name": case.one(row["unit"]), "balance": row["balance"]},
            "commuting.members",
        )
        for row in ends
    ]


def _ties(case: Case, pairs: pl.DataFrame) -> list[Finding]:
    inside = pairs.filter(pl.col("home").is_in(case.members) & pl.col("work").is_in(case.members))
    found = []
    if inside.is_empty() and len(case.members) > 1:
        found.append(Finding("commuting.no_ties", {}, "commuting.matrix"))
    elif not inside.is_empty():
        home, work, employed = inside.row(0)
        values = {"home": case.one(home), "work": case.one(work), "employed": employed}
        found.append(Finding("commuting.largest", values, "commuting.flows"))
    most = dependence(case)
    return [*found, most] if most else found


def _years(case: Case) -> pl.DataFrame:
    rows = []
    for year in sorted({*case.inputs.flows, case.year}):
        measured = measures_of(case.inputs, year, case.members)
        if measured is not None:
            rows.append({"year": year, **measured})
    return pl.DataFrame(rows, infer_schema_length=None)


def _development(years: pl.DataFrame) -> list[Finding]:
    if years.height < 2:
        return []
    first, last = years.row(0, named=True), years.row(-1, named=True)
    before, after = first["supply_self_containment"], last["supply_self_containment"]
    change = after - before if None not in (before, after) else None
    return [
        Finding(
            "commuting.development",
            {
                "before": before,
                "after": after,
                "first": first["year"],
                "last": last["year"],
                "change": change,
            },
            "commuting.development",
        )
    ]


def _pairs(case: Case) -> pl.DataFrame:
    """All flows with an end in the region, the largest first; nobody stays where they live."""
    mine = list(case.members)
    return (
        case.inputs.picture.flows.to_frame()
        .filter(pl.col("home").is_in(mine) | pl.col("work").is_in(mine))
        .filter(pl.col("home") != pl.col("work"), pl.col("employed") > 0)
        .sort(["employed", "home", "work"], descending=[True, False, False])
    )


def _members(case: Case) -> Table:
    units = case.inputs.picture.commuting.units
    rows = units.filter(pl.col("unit").is_in(list(case.members))).sort("unit")
    to = [case.one(code) if code else None for code in rows["main_destination"]]
    frame = rows.with_columns(
        name=pl.Series(case.names(rows["unit"]), dtype=pl.String),
        main_destination=pl.Series(to, dtype=pl.String),
    )
    return table(
        "commuting.members",
        frame,
        MEMBER_COLUMNS,
        sources=case.sources("commuting"),
        period=case.quarter,
    )


def _flows(case: Case, pairs: pl.DataFrame) -> Table:
    top = pairs.head(LARGEST)
    frame = top.with_columns(
        home_name=pl.Series(case.names(top["home"]), dtype=pl.String),
        work_name=pl.Series(case.names(top["work"]), dtype=pl.String),
    )
    return table(
        "commuting.flows",
        frame,
        {
            "home": "code",
            "home_name": "text",
            "work": "code",
            "work_name": "text",
            "employed": "persons",
        },
        sources=case.sources("commuting"),
        period=case.quarter,
    )


def _matrix(case: Case, pairs: pl.DataFrame) -> Table:
    flows, members = case.inputs.picture.flows, case.members
    known = {(home, work): n for home, work, n in pairs.iter_rows()}
    stay = dict(zip(flows.units, flows.internal.tolist(), strict=True))
    rows = [
        (case.one(a), case.one(b), stay[a] if a == b else known.get((a, b), 0.0))
        for a in members
        for b in members
    ]
    frame = pl.DataFrame(rows, schema=["home_name", "work_name", "employed"], orient="row")
    return table(
        "commuting.matrix",
        frame,
        {"home_name": "text", "work_name": "text", "employed": "persons"},
        sources=case.sources("commuting"),
        period=case.quarter,
    )


def _development_table(case: Case, years: pl.DataFrame) -> Table:
    names = ("internal", "out_commuters", "in_commuters")
    units: dict[str, Unit] = {"year": "year", **dict.fromkeys(names, "persons")}
    units |= {"supply_self_containment": "share", "demand_self_containment": "share"}
    return table(
        "commuting.development",
        years,
        units,
        sources=case.sources("commuting"),
        period=f"{years['year'][0]}K4-{years['year'][-1]}K4",
    )
