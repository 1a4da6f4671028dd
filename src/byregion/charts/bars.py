"""Bars: by label, by age and sex, and points with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from byregion.charts.theme import CORE, INNER, MUTED, OUTER, WIDTH, inline
from byregion.wording import column, label

if TYPE_CHECKING:
    import polars as pl

    from byregion.charts.theme import Drawn


def bars(frame: pl.DataFrame, language: str, *, share: bool) -> Drawn:
    """Draw columns label and value, in the order of the rows."""
    rows = [
        {"label": label(row["label"], language), "value": row["value"]} for row in frame.to_dicts()
    ]
    form = ".1%" if share else ",.0f"
    chart: alt.Chart = (
        alt.Chart(inline(rows))
        .mark_bar(height={"band": 0.7})
        .encode(
            y=alt.Y("label:N", title=None, sort=None, axis=alt.Axis(labelLimit=260)),
            x=alt.X("value:Q", title=None, axis=alt.Axis(format=".0%" if share else ",.0f")),
            color=alt.condition("datum.value < 0", alt.value(CORE), alt.value(INNER)),
            tooltip=["label:N", alt.Tooltip("value:Q", format=form)],
        )
        .properties(width=WIDTH - 160, height={"step": 30})
    )
    return chart


def age_pyramid(frame: pl.DataFrame, language: str) -> Drawn:
    """Draw columns moment, year, sex, age_from and persons: now as bars, projected as a line.

    Where sexes are not told apart (sex is "all"), ages are one bar each.
    """
    rows = [
        {
            **row,
            "when": f"{row['year']} ({label(row['moment'], language)})",
            "kind": label(row["sex"], language),
            "side": -row["persons"] if row["sex"] == "male" else row["persons"],
        }
        for row in frame.to_dicts()
        if row["persons"] is not None
    ]
    whens = list(dict.fromkeys(row["when"] for row in rows))
    now = [row for row in rows if row["moment"] == "now"]
    later = [row for row in rows if row["moment"] != "now"]
    axis = alt.Axis(format=",.0f", labelExpr="format(abs(datum.value), ',.0f')")
    age = alt.Y("age_from:O", title=column("age_from", language), sort="descending")
    tip = ["when:N", "kind:N", "age_from:O", alt.Tooltip("persons:Q", format=",.0f")]
    colour = alt.Color(
        "when:N", scale=alt.Scale(domain=whens, range=[OUTER, CORE][: max(1, len(whens))])
    )
    encoded = {
        "y": age,
        "x": alt.X("side:Q", title=column("persons", language), axis=axis),
        "color": colour,
        "tooltip": tip,
    }
    layers = [alt.Chart(inline(now)).mark_bar(height={"band": 0.85}).encode(**encoded)]
    if later:
        layers.append(
            alt.Chart(inline(later)).mark_tick(thickness=3, height={"band": 0.85}).encode(**encoded)
        )
    return alt.layer(*layers).properties(width=WIDTH - 80, height={"step": 17})


def intervals(frame: pl.DataFrame, language: str) -> Drawn:
    """Draw columns label, estimate, low and high: a point with its interval, and nothing at 0."""
    rows = [
        {**row, "label": label(str(row["label"]), language)}
        for row in frame.to_dicts()
        if row["estimate"] is not None
    ]
    y = alt.Y("label:N", title=None, sort=None, axis=alt.Axis(labelLimit=260))
    tip = [
        "label:N",
        *(alt.Tooltip(f"{name}:Q", format=".2f") for name in ("estimate", "low", "high")),
    ]
    base = alt.Chart(inline(rows))
    zero = alt.Chart(inline([{"zero": 0}])).mark_rule(color=MUTED).encode(x="zero:Q")
    span = base.mark_rule(strokeWidth=2, color=INNER).encode(y=y, x="low:Q", x2="high:Q")
    point = base.mark_point(filled=True, size=90, color=INNER).encode(
        y=y, x=alt.X("estimate:Q", title=column("estimate", language)), tooltip=tip
    )
    return alt.layer(zero, span, point).properties(width=WIDTH - 160, height={"step": 30})
