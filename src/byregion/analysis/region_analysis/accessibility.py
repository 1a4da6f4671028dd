"""Centrality, where the index is loaded; travel times are not in the store yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.geography.crosswalk import targets
from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.region_analysis.case import table
from byregion.analysis.region_analysis.result import Chapter, Finding

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.case import Case


def chapter(case: Case) -> Chapter:
    """Give each member the index of the municipality that it is, or has become part of."""
    frame = _rows(case)
    if frame.is_empty():
        return Chapter("accessibility", lacking=("centrality", "travel_times"))
    ranked = frame.drop_nulls("centrality_index").sort(
        ["centrality_index", "unit"], descending=[True, False]
    )
    if ranked.is_empty():
        return Chapter("accessibility", lacking=("centrality", "travel_times"))
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
        lacking=("travel_times",),
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
