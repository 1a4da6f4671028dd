"""Lines over years, from 100 in the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from byregion.charts.theme import GREY, INK, QUIET, SERIES, WIDTH, inline, said
from byregion.charts.words import amount
from byregion.wording import column, label

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.result import Table
    from byregion.charts.theme import Drawn

DASHES = [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 4], [1, 3]]
# What the region is seen against is drawn thinner.
CONTEXT = {"county", "country"}
KEY = alt.Legend(symbolType="stroke", symbolSize=500)


def indexed_lines(table: Table, language: str) -> Drawn:
    """Draw columns year, series and index: one line a series, told apart by dash as well."""
    frame = table.frame
    keys = frame["series"].unique(maintain_order=True).to_list()
    names = [label(key, language) for key in keys]
    rows = [
        {
            "key": row["series"],
            "year": row["year"],
            "series": (name := label(row["series"], language)),
            "index": row["index"],
            "said": f"{name}, {row['year']}: {amount(row['index'], 'index', language)}",
        }
        for key in keys
        for row in frame.filter(frame["series"] == key).to_dicts()
    ]
    colour = alt.Scale(domain=names, range=SERIES[: len(names)])
    layers = [
        alt.Chart(inline([{"level": 100}])).mark_rule(color=GREY, **QUIET).encode(y="level:Q")
    ]
    for chosen, width in ((False, 3.0), (True, 1.8)):
        part = [row for row in rows if (row["key"] in CONTEXT) is chosen]
        layers.append(
            alt.Chart(inline(part))
            .mark_line(strokeWidth=width, strokeCap="butt", **QUIET)
            .encode(
                x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy")),
                y=alt.Y("index:Q", title=column("index", language), scale=alt.Scale(zero=False)),
                color=alt.Color("series:N", scale=colour, legend=KEY),
                strokeDash=alt.StrokeDash(
                    "series:N", scale=alt.Scale(domain=names, range=DASHES[: len(names)])
                ),
            )
        )
    # There to be pointed at: a page shows the one that is.
    known = alt.Chart(inline([row for row in rows if row["index"] is not None]))
    dots = known.mark_circle(size=60, color=INK, opacity=0)
    layers.append(dots.encode(x="year:O", y="index:Q", **said()))
    drawn: Drawn = alt.layer(*layers).properties(width=WIDTH, height=280)
    return drawn
