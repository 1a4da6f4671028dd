"""Points in a plane, and a matrix of flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from byregion.charts.theme import INK, INNER, ROLES, WIDTH, inline
from byregion.wording import column, label

if TYPE_CHECKING:
    import polars as pl

    from byregion.charts.theme import Drawn


def scatter(frame: pl.DataFrame, language: str) -> Drawn:
    """Draw columns name, two numbers and role (self, peer, other); self and peers are named."""
    numbers = [name for name, kind in frame.schema.items() if kind.is_numeric()][:2]
    across, up = numbers
    rows = [
        {**row, "kind": label(row["role"], language)}
        for row in frame.drop_nulls(numbers).to_dicts()
    ]
    roles = [role for role in ROLES if role in set(frame["role"])]
    scale = alt.Scale(
        domain=[label(role, language) for role in roles], range=[ROLES[role] for role in roles]
    )
    base = alt.Chart(inline(rows)).encode(
        x=alt.X(f"{across}:Q", title=column(across, language), scale=alt.Scale(zero=False)),
        y=alt.Y(f"{up}:Q", title=column(up, language), scale=alt.Scale(zero=False)),
    )
    dots = base.mark_point(filled=True, size=80).encode(
        color=alt.Color("kind:N", scale=scale),
        shape=alt.Shape("kind:N"),
        tooltip=["name:N", f"{across}:Q", f"{up}:Q"],
    )
    named = (
        base.transform_filter("datum.role != 'other'")
        .mark_text(align="left", dx=8, color=INK, fontSize=11)
        .encode(text="name:N")
    )
    return alt.layer(dots, named).properties(width=WIDTH, height=320)


def matrix(frame: pl.DataFrame, language: str) -> Drawn:
    """Draw columns home_name, work_name and employed, darker where more people commute."""
    rows = frame.to_dicts()
    most = max(
        (row["employed"] or 0 for row in rows if row["home_name"] != row["work_name"]), default=1
    )
    base = alt.Chart(inline(rows)).encode(
        x=alt.X(
            "work_name:N", title=column("work_name", language), sort=None,
            axis=alt.Axis(orient="top", labelAngle=-40),
        ),
        y=alt.Y("home_name:N", title=column("home_name", language), sort=None),
    )  # fmt: skip
    cells = base.mark_rect().encode(
        color=alt.Color(
            "employed:Q",
            scale=alt.Scale(range=["#f4efe4", INNER], domain=[0, most], clamp=True),
            legend=None,
        ),
        tooltip=["home_name:N", "work_name:N", alt.Tooltip("employed:Q", format=",.0f")],
    )
    text = base.mark_text(fontSize=11).encode(
        text=alt.Text("employed:Q", format=",.0f"),
        color=alt.condition(f"datum.employed > {most * 0.5}", alt.value("white"), alt.value(INK)),
    )
    return alt.layer(cells, text).properties(width={"step": 58}, height={"step": 30})
