"""Lines over years, from 100 in the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from byregion.charts.theme import SERIES, WIDTH, inline
from byregion.wording import column, label

if TYPE_CHECKING:
    import polars as pl

    from byregion.charts.theme import Drawn


def indexed_lines(frame: pl.DataFrame, language: str) -> Drawn:
    """Draw columns year, series and index: one line a series, told apart by dash as well."""
    keys = frame["series"].unique(maintain_order=True).to_list()
    names = [label(key, language) for key in keys]
    words = dict(zip(keys, names, strict=True))
    rows = [{**row, "series": words[row["series"]]} for row in frame.to_dicts()]
    base = alt.Chart(inline(rows)).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy")),
        y=alt.Y(
            "index:Q", title=column("index", language), scale=alt.Scale(zero=False), axis=alt.Axis()
        ),
        color=alt.Color("series:N", scale=alt.Scale(domain=names, range=SERIES[: len(names)])),
        strokeDash=alt.StrokeDash(
            "series:N",
            scale=alt.Scale(
                domain=names, range=[[1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 4], [1, 3]]
            ),
        ),
        tooltip=["series:N", "year:O", alt.Tooltip("index:Q", format=",.1f")],
    )
    rule = alt.Chart(inline([{"level": 100}])).mark_rule(color="#b8b2a6").encode(y="level:Q")
    return alt.layer(rule, base.mark_line(strokeWidth=2.5)).properties(width=WIDTH, height=280)
