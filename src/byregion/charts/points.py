"""Points in a plane, and a matrix of flows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import altair as alt

from byregion.charts.places import placed
from byregion.charts.theme import INK, INNER, NONE, QUIET, ROLES, WIDTH, inline, said
from byregion.charts.words import amount, at, unit_of
from byregion.wording import column, label, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.region_analysis.result import Table
    from byregion.charts.theme import Drawn

HEIGHT = 360
SHAPES = {"self": "square", "peer": "triangle-up", "other": "circle"}
# Those that the figure is about are large and named; the others only show the whole.
SIZES = {"self": 170, "peer": 90, "other": 22}
PALE, DARK = "#f4efe4", INNER
# From this part of the darkest on, white is read better than black.
TURN = 0.73


@dataclass(frozen=True, slots=True)
class Axis:
    """A column on an axis: from where to where, with room around the outermost points."""

    name: str
    low: float
    high: float

    @classmethod
    def of(cls, name: str, values: Sequence[float]) -> Axis:
        """Leave a twentieth at each end; one value alone has an axis too."""
        room = (max(values) - min(values)) * 0.06 or 1.0
        return cls(name, min(values) - room, max(values) + room)

    def part(self, value: float) -> float:
        """Say how far along the axis a value is, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    def value(self, part: float) -> float:
        """Give the value that far along."""
        return self.low + part * (self.high - self.low)


def scatter(table: Table, language: str) -> Drawn:
    """Draw columns name, two numbers and role (self, peer, other); self and peers are named."""
    numbers = [name for name, kind in table.frame.schema.items() if kind.is_numeric()][:2]
    rows = table.frame.drop_nulls(numbers).to_dicts()
    # The region on top of its peers, and they on top of the others.
    rows.sort(key=lambda row: list(ROLES).index(row["role"]), reverse=True)
    across, up = (Axis.of(name, [row[name] for row in rows] or [0.0]) for name in numbers)
    told = [{**row, **_told(row, table, language, numbers)} for row in rows]
    roles = [role for role in ROLES if role in {row["role"] for row in rows}]
    domain = [label(role, language) for role in roles]
    x, y = (_axis(axis, table, language) for axis in (across, up))
    dots = (
        alt.Chart(inline(told))
        .mark_point(filled=True, opacity=0.9)
        .encode(
            x=alt.X(f"{across.name}:Q", **x),
            y=alt.Y(f"{up.name}:Q", **y),
            color=alt.Color(
                "kind:N", scale=alt.Scale(domain=domain, range=[ROLES[role] for role in roles])
            ),
            shape=alt.Shape(
                "kind:N", scale=alt.Scale(domain=domain, range=[SHAPES[role] for role in roles])
            ),
            size=alt.Size("size:Q", scale=None, legend=None),
            **said(),
        )
    )
    drawn: Drawn = alt.layer(dots, _names(rows, across, up))
    return drawn.properties(width=WIDTH, height=HEIGHT)


def _told(
    row: dict[str, Any], table: Table, language: str, numbers: Sequence[str]
) -> dict[str, Any]:
    parts = [
        f"{column(name, language).lower()} {number(row[name], unit_of(table, name), language)}"
        for name in numbers
    ]
    text = f"{row['name']}: {', '.join(parts)} ({at(table, language)})"
    return {"kind": label(row["role"], language), "size": SIZES[row["role"]], "said": text}


def _axis(axis: Axis, table: Table, language: str) -> dict[str, Any]:
    form = ".0%" if unit_of(table, axis.name) == "share" else ",.2~f"
    return {
        "title": column(axis.name, language),
        "scale": alt.Scale(domain=[axis.low, axis.high], nice=False, zero=False),
        "axis": alt.Axis(format=form, tickCount=7),
    }


def _names(rows: Sequence[dict[str, Any]], across: Axis, up: Axis) -> Drawn:
    """Write the names where they do not cover one another; the region's own comes first."""
    named = [row for row in reversed(rows) if row["role"] != "other"]
    spots = [
        (
            row["name"],
            across.part(row[across.name]) * WIDTH,
            (1 - up.part(row[up.name])) * HEIGHT,
        )
        for row in named
    ]
    texts = [
        {
            across.name: across.value(name.left / WIDTH),
            up.name: up.value(1 - name.middle / HEIGHT),
            "name": name.text,
        }
        for name in placed(spots, width=WIDTH, height=HEIGHT)
    ]
    base = alt.Chart(inline(texts)).encode(x=f"{across.name}:Q", y=f"{up.name}:Q", text="name:N")
    style: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 11, **QUIET}
    drawn: Drawn = alt.layer(
        base.mark_text(color="white", stroke="white", strokeWidth=3, **style),
        base.mark_text(color=INK, **style),
    )
    return drawn


def matrix(table: Table, language: str) -> Drawn:
    """Draw columns home_name, work_name and employed, darker where more people commute.

    Those who work where they live are many more, so they are written and not coloured.
    """
    when = at(table, language)
    rows = [
        {
            **{key: row[key] for key in ("home_name", "work_name", "employed")},
            "said": f"{row['home_name']} → {row['work_name']}: "
            f"{amount(row['employed'], 'persons', language)} ({when})",
        }
        for row in table.frame.to_dicts()
    ]
    apart = "datum.home_name == datum.work_name"
    most = max(
        (row["employed"] or 0 for row in rows if row["home_name"] != row["work_name"]), default=1
    )
    base = alt.Chart(inline(rows)).encode(
        x=alt.X(
            "work_name:N", title=column("work_name", language), sort=None,
            axis=alt.Axis(orient="top", labelAngle=-40, ticks=False, domain=False),
        ),
        y=alt.Y(
            "home_name:N", title=column("home_name", language), sort=None,
            axis=alt.Axis(ticks=False, domain=False),
        ),
    )  # fmt: skip
    shade = alt.Color(
        "employed:Q",
        scale=alt.Scale(range=[PALE, DARK], domain=[0, most or 1], clamp=True, interpolate="rgb"),
        legend=None,
    )
    cells = base.mark_rect(stroke="white", strokeWidth=1.5).encode(
        color=alt.condition(apart, alt.value(NONE), shade), **said()
    )
    dark = f"datum.employed > {most * TURN} && !({apart})"
    text = base.mark_text(fontSize=11, **QUIET).encode(
        text=alt.Text("employed:Q", format=",.0f"),
        color=alt.condition(dark, alt.value("white"), alt.value("black")),
    )
    drawn: Drawn = alt.layer(cells, text)
    return drawn.properties(width={"step": 58}, height={"step": 30})
