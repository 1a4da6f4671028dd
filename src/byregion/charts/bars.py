"""Bars: by label, in parts, by age and sex; and points with intervals."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import altair as alt

from byregion.charts.theme import (
    CORE,
    INK,
    INNER,
    MUTED,
    OUTER,
    QUIET,
    SERIES,
    WIDTH,
    inline,
    said,
)
from byregion.charts.words import amount, at, text, unit_of
from byregion.wording import column, label, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.region_analysis.result import Table
    from byregion.charts.theme import Drawn

# More bars than this stand closer.
MANY = 12
NAMES: dict[str, Any] = {
    "title": None,
    "sort": None,
    "axis": alt.Axis(labelLimit=0, ticks=False, domain=False),
}


def bars(table: Table, language: str) -> Drawn:
    """Draw columns label and value in the order of the rows, below nothing to the left.

    With a column `component` the bars are in parts, those above and those below nothing each on
    their side, and the sum is a mark of its own.
    """
    if "component" in table.frame.columns:
        return _in_parts(table, language)
    unit, when = unit_of(table, "value"), at(table, language)
    rows = [
        {
            "label": (name := label(row["label"], language)),
            "value": row["value"],
            "number": number(row["value"], unit, language),
            "said": f"{name}: {amount(row['value'], unit, language)} ({when})",
        }
        for row in table.frame.to_dicts()
        if row["value"] is not None
    ]
    base = alt.Chart(inline(rows)).encode(y=alt.Y("label:N", **NAMES))
    drawn = base.mark_bar(height={"band": 0.7}).encode(
        x=_length(unit, [row["value"] for row in rows]),
        color=alt.condition("datum.value < 0", alt.value(CORE), alt.value(INNER)),
        **said(),
    )
    written = [
        base.transform_filter(f"datum.value {sign} 0")
        .mark_text(align=side, dx=shift, color=INK, fontSize=12, **QUIET)  # type: ignore[arg-type]
        .encode(x="value:Q", text="number:N")
        for sign, side, shift in ((">=", "left", 5), ("<", "right", -5))
    ]
    chart: Drawn = alt.layer(_nothing(), drawn, *written)
    return chart.properties(width=WIDTH - 200, height={"step": _step(table)})


def _in_parts(table: Table, language: str) -> Drawn:
    unit, when = unit_of(table, "value"), at(table, language)
    frame = table.frame.drop_nulls("value")
    keys = frame["component"].unique(maintain_order=True).to_list()
    names = [label(key, language) for key in keys]
    rows = [
        {
            "label": (name := label(row["label"], language)),
            "part": (part := label(row["component"], language)),
            "value": row["value"],
            "said": f"{name}, {part.lower()}: {amount(row['value'], unit, language)} ({when})",
        }
        for row in frame.to_dicts()
    ]
    sums: dict[str, float] = {}
    for row in rows:
        sums[row["label"]] = sums.get(row["label"], 0) + row["value"]
    whole = [
        {"label": name, "value": value, "said": f"{name}: {amount(value, unit, language)} ({when})"}
        for name, value in sums.items()
    ]
    y = alt.Y("label:N", **NAMES)
    parts = (
        alt.Chart(inline(rows))
        .mark_bar(height={"band": 0.7}, stroke="white", strokeWidth=0.8)
        .encode(
            y=y,
            x=_length(unit, []),
            color=alt.Color("part:N", scale=alt.Scale(domain=names, range=SERIES[: len(names)])),
            **said(),
        )
    )
    marks = (
        alt.Chart(inline(whole))
        .mark_point(shape="diamond", size=90, filled=True, color=INK, stroke="white", opacity=1)
        .encode(y=y, x="value:Q", **said())
    )
    chart: Drawn = alt.layer(_nothing(), parts, marks if len(keys) > 1 else _nothing())
    return chart.properties(width=WIDTH - 200, height={"step": _step(table)})


def _length(unit: str, values: Sequence[float]) -> alt.X:
    """Give the axis of bars; those to the left have room for their numbers, written to the left."""
    low, high = min([0.0, *values]), max([0.0, *values])
    scale = alt.Scale(domainMin=low - (high - low) * 0.22) if low < 0 else alt.Undefined
    if unit == "share":
        axis = alt.Axis(format=".0%", tickCount=5, labelOverlap=True)
    else:
        axis = alt.Axis(format=",.0f", tickCount=5, tickMinStep=1, labelOverlap=True)
    return alt.X("value:Q", title=None, scale=scale, axis=axis)


def _step(table: Table) -> int:
    return 30 if table.frame["label"].n_unique() <= MANY else 23


def _nothing() -> alt.Chart:
    rule: alt.Chart = (
        alt.Chart(inline([{"zero": 0}])).mark_rule(color=MUTED, **QUIET).encode(x="zero:Q")
    )
    return rule


def age_pyramid(table: Table, language: str) -> Drawn:
    """Draw columns moment, year, sex, age_from and persons: now as bars, projected as marks.

    Men stand to the left and women to the right; where sexes are not told apart, ages are one bar
    each.
    """
    rows = _ages(table, language)
    whens = list(dict.fromkeys(row["when"] for row in rows))
    order = list(dict.fromkeys(row["ages"] for row in sorted(rows, key=lambda row: -row["age"])))
    axis = alt.Axis(
        tickCount=5, labelExpr="format(abs(datum.value), ',.0f')",
        labelOverlap="greedy", labelSeparation=10,
    )  # fmt: skip
    colour = alt.Scale(domain=whens, range=[OUTER, CORE][: len(whens)])
    encoded: dict[str, Any] = {
        "y": alt.Y("ages:N", title=column("age_from", language), sort=order),
        "x": alt.X("side:Q", title=_across(table, language), axis=axis),
        "color": alt.Color("when:N", scale=colour),
        **said(),
    }
    now = [row for row in rows if row["moment"] == "now"]
    later = [row for row in rows if row["moment"] != "now"]
    layers = [alt.Chart(inline(now)).mark_bar(height={"band": 0.85}, opacity=1).encode(**encoded)]
    if later:
        tick = alt.Chart(inline(later)).mark_tick(thickness=3, height={"band": 0.85}, opacity=1)
        layers.append(tick.encode(**encoded))
    chart: Drawn = alt.layer(*layers, _nothing())
    return chart.properties(width=WIDTH - 80, height={"step": 18})


def _ages(table: Table, language: str) -> list[dict[str, Any]]:
    spans = _spans(table.frame["age_from"].unique().sort().to_list())
    found = []
    for row in table.frame.to_dicts():
        if row["persons"] is None:
            continue
        year, moment = str(row["year"]), label(row["moment"], language).lower()
        ages = text("years", language, n=spans[row["age_from"]])
        who = f"{label(row['sex'], language)}, " if row["sex"] in {"male", "female"} else ""
        found.append(
            {
                "moment": row["moment"],
                "when": year if row["moment"] == "now" else f"{year} ({moment})",
                "age": row["age_from"],
                "ages": spans[row["age_from"]],
                "side": -row["persons"] if row["sex"] == "male" else row["persons"],
                "said": f"{who}{ages}, {year} ({moment}): "
                f"{amount(row['persons'], 'persons', language)}",
            }
        )
    return found


def _spans(starts: Sequence[int]) -> dict[int, str]:
    """Write each group of ages: 0-4, 5-9 and so on, the last without an end."""
    written = {
        start: f"{start}\N{EN DASH}{after - 1}" if after - start > 1 else str(start)
        for start, after in pairwise(starts)
    }
    return written | {starts[-1]: f"{starts[-1]}+"}


def _across(table: Table, language: str) -> str:
    persons = column("persons", language)
    if not {"male", "female"} <= set(table.frame["sex"]):
        return persons
    return f"← {label('male', language)} · {persons} · {label('female', language)} →"


def intervals(table: Table, language: str) -> Drawn:
    """Draw columns label, estimate, low and high: a point with its interval, and nothing at 0."""
    rows = [
        {
            "label": (name := label(str(row["label"]), language)),
            **{key: row[key] for key in ("estimate", "low", "high")},
            "said": f"{name}: {_between(row, language)} ({at(table, language)})",
        }
        for row in table.frame.to_dicts()
        if row["estimate"] is not None
    ]
    base = alt.Chart(inline(rows)).encode(y=alt.Y("label:N", **NAMES))
    span = base.mark_rule(strokeWidth=3, color=OUTER, **QUIET).encode(x="low:Q", x2="high:Q")
    point = base.mark_point(filled=True, size=110, color=INNER, opacity=1).encode(
        x=alt.X("estimate:Q", title=column("estimate", language), axis=alt.Axis(tickCount=7)),
        **said(),
    )
    chart: Drawn = alt.layer(_nothing(), span, point)
    return chart.properties(width=WIDTH - 160, height={"step": 34})


def _between(row: dict[str, Any], language: str) -> str:
    value, low, high = (number(row[key], "number", language) for key in ("estimate", "low", "high"))
    return text("interval", language, value=value, low=low, high=high)
