"""Centrality and travel times where they are loaded, and straight lines to the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.geography.crosswalk import targets
from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.region_analysis.case import table
from byregion.analysis.region_analysis.points import SOURCE, kilometres, points
from byregion.analysis.region_analysis.result import Chapter, Finding, joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from byregion.analysis.region_analysis.case import Case
    from byregion.analysis.region_analysis.points import Point

TRAVEL = "travel_times"


def chapter(case: Case) -> Chapter:
    """Give the index of what each member is or has become, travel times, and straight lines."""
    return joined("accessibility", (_centrality(case), _travel(case), _distances(case)))


def _travel(case: Case) -> Chapter:
    """Give the minutes from each member to the core that is nearest in time."""
    loaded = case.inputs.tables.get(TRAVEL)
    others = [code for code in case.members if code not in case.cores]
    times = _times(case, loaded.frame, others) if loaded is not None else {}
    if loaded is None or not times:
        return Chapter("accessibility", lacking=(TRAVEL,))
    rows = [_soonest(case, times, code) for code in others]
    frame = pl.DataFrame(rows, schema_overrides={"minutes": pl.Float64})
    known = frame.drop_nulls("minutes").sort(["minutes", "unit"], descending=[True, False])
    far = known.row(0, named=True)
    made = table(
        "accessibility.travel",
        frame,
        {"unit": "code", "name": "text", "nearest_core": "text", "minutes": "index"},
        sources=loaded.sources,
        period=str(case.year),
        method="travel_times",
    )
    values = {
        "name": far["name"],
        "core": far["nearest_core"],
        "minutes": far["minutes"],
        "members": known.height,
    }
    return Chapter("accessibility", (Finding(made.key, values, made.key),), (made,))


def _times(
    case: Case, frame: pl.DataFrame, others: Sequence[str]
) -> Mapping[tuple[str, str], float]:
    """Give known minutes by member and core; a table of another division says nothing here."""
    mine = frame.filter(
        pl.col("year") == case.year,
        pl.col("origin").is_in(list(others)),
        pl.col("destination").is_in(list(case.cores)),
        pl.col("minutes").is_not_null(),
    )
    rows = mine.select("origin", "destination", "minutes").iter_rows()
    return {(origin, core): minutes for origin, core, minutes in rows}


def _soonest(
    case: Case, times: Mapping[tuple[str, str], float], code: str
) -> dict[str, str | float | None]:
    row = {"unit": code, "name": case.one(code)}
    ways = [(times[code, core], core) for core in case.cores if (code, core) in times]
    if not ways:
        return {**row, "nearest_core": None, "minutes": None}
    minutes, core = min(ways)
    return {**row, "nearest_core": case.one(core), "minutes": minutes}


def _distances(case: Case) -> Chapter:
    """Measure from each member to the nearest core; nothing where a place is not known."""
    places = points(case.year)
    others = [code for code in case.members if code not in case.cores]
    cores = [code for code in case.cores if code in places]
    if not others or len(cores) < len(case.cores) or not cores:
        return Chapter("accessibility")
    rows = [_nearest(case, places, code, cores) for code in others]
    frame = pl.DataFrame(rows, schema_overrides={"kilometres": pl.Float64})
    known = frame.drop_nulls("kilometres").sort(["kilometres", "unit"], descending=[True, False])
    if known.is_empty():
        return Chapter("accessibility")
    far = known.row(0, named=True)
    made = table(
        "accessibility.distance",
        frame,
        {"unit": "code", "name": "text", "nearest_core": "text", "kilometres": "index"},
        sources=(SOURCE,),
        period=str(case.year),
        method="straight_line",
        estimate=True,
    )
    values = {
        "name": far["name"],
        "core": far["nearest_core"],
        "kilometres": far["kilometres"],
        "members": known.height,
    }
    return Chapter(
        "accessibility",
        (Finding("accessibility.distance", values, made.key, estimate=True),),
        (made,),
        caveats=(Finding("caveat.straight_line", {}),),
    )


def _nearest(
    case: Case, places: Mapping[str, Point], code: str, cores: Sequence[str]
) -> dict[str, str | float | None]:
    here = places.get(code)
    row = {"unit": code, "name": case.one(code)}
    if here is None:
        return {**row, "nearest_core": None, "kilometres": None}
    far, core = min((kilometres(here, places[each]), each) for each in cores)
    return {**row, "nearest_core": case.one(core), "kilometres": round(far, 1)}


def _centrality(case: Case) -> Chapter:
    frame = _rows(case)
    if frame.is_empty():
        return Chapter("accessibility", lacking=("centrality",))
    ranked = frame.drop_nulls("centrality_index").sort(
        ["centrality_index", "unit"], descending=[True, False]
    )
    if ranked.is_empty():
        return Chapter("accessibility", lacking=("centrality",))
    most, least = ranked.row(0, named=True), ranked.row(-1, named=True)
    values = {
        "most": most["name"],
        "most_index": most["centrality_index"],
        "least": least["name"],
        "least_index": least["centrality_index"],
        "members": ranked.height,
    }
    made = table(
        "accessibility.centrality",
        frame,
        {
            "unit": "code",
            "name": "text",
            "now_part_of": "text",
            "centrality_index": "number",
            "centrality_class": "number",
        },
        sources=case.inputs.centrality_sources,
        period="2023",
        method="centrality",
    )
    changed = frame.filter(pl.col("unit") != pl.col("code"))["name"].to_list()
    caveats = (Finding("caveat.centrality", {"names": tuple(changed)}),) if changed else ()
    return Chapter(
        "accessibility",
        (Finding("accessibility.centrality", values, made.key),),
        (made,),
        caveats=caveats,
    )


def _rows(case: Case) -> pl.DataFrame:
    given = case.inputs.centrality
    if given is None:
        return pl.DataFrame()
    at = Vintage.of(case.inputs.centrality_at)
    ways = targets(Vintage.of(case.year), at)
    names = {place.code: place.name for place in at.municipalities()}
    known = {row["municipality"]: row for row in given.iter_rows(named=True)}
    rows = []
    for unit in case.members:
        # A municipality that was divided has no index of its own.
        to = ways.get(unit, ())
        code = to[0] if len(to) == 1 else None
        row = known.get(code or "", {})
        rows.append(
            {
                "unit": unit,
                "name": case.one(unit),
                "code": code,
                "now_part_of": names.get(code or ""),
                "centrality_index": row.get("centrality_index"),
                "centrality_class": row.get("centrality_class"),
            }
        )
    whole = {"centrality_index": pl.Int64, "centrality_class": pl.Int64}
    return pl.DataFrame(rows, schema_overrides=whole)
