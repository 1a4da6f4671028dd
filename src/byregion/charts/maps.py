"""Maps: classes and patterns by municipality, and flows between them.

Borders are 2020's, drawn in the site's own projection; `approximate` says whose borders only come
near because municipalities were merged since.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import altair as alt

from byregion.analysis.geography.vintage import Vintage
from byregion.charts.theme import CLASSES, CORE, INK, NONE, PATTERNS, WIDTH, inline
from byregion.geography.area import area
from byregion.geography.boundaries import LambertConic, load
from byregion.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from byregion.charts.theme import Drawn

HEIGHT = 420
FINEST = 1.0  # of a pixel: what is finer only weighs
UNIT = LambertConic()


def class_map(
    frame: pl.DataFrame, language: str, vintage: str, *, column: str, near: Sequence[str]
) -> Drawn:
    """Colour municipalities by class or pattern; `near` are those that the map is about."""
    colours = CLASSES if column == "class" else PATTERNS
    keys = [key for key in colours if key in set(frame[column])]
    names = [label(key, language) for key in keys]
    shown = frame.filter(
        frame["unit"].is_in(list(near)) | ~frame[column].is_in(["none", "not_significant"])
    )
    inside = _within(frame["unit"].to_list(), shown["unit"].to_list(), vintage)
    rows = [
        {"name": row["name"], "kind": label(row[column], language), "geometry": row["unit"]}
        for row in frame.to_dicts()
        if row["unit"] in inside
    ]
    shapes = alt.Chart(_shapes(rows, vintage, shown["unit"].to_list())).mark_geoshape(
        stroke="white", strokeWidth=0.7
    )
    coloured = shapes.encode(
        color=alt.Color(
            "properties.kind:N",
            scale=alt.Scale(domain=names, range=[colours[key] for key in keys]),
        ),
        tooltip=[
            alt.Tooltip("properties.name:N", title=" "),
            alt.Tooltip("properties.kind:N", title="  "),
        ],
    )
    return _framed([coloured], shown["unit"].to_list(), vintage)


def flow_map(frame: pl.DataFrame, vintage: str, members: Sequence[str] = ()) -> Drawn:
    """Draw columns home, work and employed as lines, thicker where more people commute.

    The frame is around the members; a line to a place beyond it ends at the frame.
    """
    rows = [row for row in frame.to_dicts() if row["home"] != row["work"] and row["employed"]]
    codes = list(dict.fromkeys(code for row in rows for code in (row["home"], row["work"])))
    spots = {code: _spot(code, vintage) for code in codes}
    names = {row["home"]: row["home_name"] for row in rows}
    names |= {row["work"]: row["work_name"] for row in rows}
    lines = [
        {
            "x": spots[row["home"]][0], "y": spots[row["home"]][1],
            "x2": spots[row["work"]][0], "y2": spots[row["work"]][1],
            "employed": row["employed"], "from": row["home_name"], "to": row["work_name"],
        }
        for row in rows
    ]  # fmt: skip
    around = [code for code in codes if code in set(members)] or codes
    left, top, side = _frame_of(around, vintage)
    points = [
        {"x": x, "y": y, "name": names[code]}
        for code, (x, y) in spots.items()
        if left <= x <= left + side * WIDTH / HEIGHT and top <= y <= top + side
    ]
    x = alt.Scale(domain=[left, left + side * WIDTH / HEIGHT], nice=False, zero=False)
    y = alt.Scale(domain=[top + side, top], nice=False, zero=False)
    across, down = alt.X("x:Q", scale=x, axis=None), alt.Y("y:Q", scale=y, axis=None)
    background = alt.Chart(_land(around, vintage)).mark_geoshape(
        fill=NONE, stroke="white", clip=True
    )
    tied = (
        alt.Chart(inline(lines))
        .mark_rule(opacity=0.75, color=CORE, strokeCap="round", clip=True)
        .encode(
            x=across, y=down, x2="x2:Q", y2="y2:Q",
            strokeWidth=alt.StrokeWidth(
                "employed:Q", scale=alt.Scale(range=[0.8, 9]), legend=None
            ),
            tooltip=["from:N", "to:N", alt.Tooltip("employed:Q", format=",.0f")],
        )
    )  # fmt: skip
    spot = alt.Chart(inline(points)).encode(x=across, y=down)
    dots = spot.mark_circle(size=45, color=INK, opacity=1)
    text = spot.mark_text(dy=-9, fontSize=11, color=INK, stroke="white", strokeWidth=2.5)
    over = spot.mark_text(dy=-9, fontSize=11, color=INK)
    named = [layer.encode(text="name:N") for layer in (text, over)]
    return _framed([background, tied, dots, *named], around, vintage)


def approximate(codes: Sequence[str], vintage: str) -> tuple[str, ...]:
    """Name the municipalities of 2020 whose border also holds territory of others."""
    at = Vintage.of(int(vintage)).on
    return tuple(load().name(code) for code in area(codes, at=at).beyond)


def _framed(layers: list[alt.Chart], codes: Sequence[str], vintage: str) -> Drawn:
    left, top, side = _frame_of(codes, vintage)
    scale = HEIGHT / side
    return (
        alt.layer(*layers)
        .properties(width=WIDTH, height=HEIGHT)
        .project(type="identity", scale=scale, translate=[-left * scale, -top * scale])
    )


def _frame_of(codes: Sequence[str], vintage: str) -> tuple[float, float, float]:
    """Left, top and height of a frame of the figure's shape around municipalities."""
    polygons = _geometry(codes, vintage)["coordinates"]
    points = [point for polygon in polygons for point in polygon[0]]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    side = max(height, width * HEIGHT / WIDTH) * 1.12
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return middle[0] - side * WIDTH / HEIGHT / 2, middle[1] - side / 2, side


def _within(units: Sequence[str], codes: Sequence[str], vintage: str) -> set[str]:
    """Choose the units that a frame around `codes` shows; the rest would only weigh."""
    left, top, side = _frame_of(codes, vintage)
    wide, slack = side * WIDTH / HEIGHT, side * 0.15
    chosen = set(codes)
    for unit in units:
        x, y = _spot(unit, vintage)
        if left - slack <= x <= left + wide + slack and top - slack <= y <= top + side + slack:
            chosen.add(unit)
    return chosen


def _shapes(rows: list[dict[str, Any]], vintage: str, codes: Sequence[str]) -> alt.Data:
    *_, side = _frame_of(codes, vintage)
    grid = side / HEIGHT * FINEST
    return inline(
        [
            {
                "type": "Feature",
                "geometry": _geometry([row["geometry"]], row.get("vintage", vintage), grid=grid),
                "properties": {"name": row["name"], "kind": row["kind"]},
            }
            for row in rows
        ]
    )


def _land(codes: Sequence[str], vintage: str) -> alt.Data:
    """Give the municipalities of 2020 that a frame around `codes` shows, without names."""
    here = _within(load().codes, area(codes, at=Vintage.of(int(vintage)).on).codes, "2020")
    rows = [{"name": "", "kind": "", "geometry": code, "vintage": "2020"} for code in sorted(here)]
    return _shapes(rows, vintage, codes)


@lru_cache(maxsize=2048)
def _spot(code: str, vintage: str) -> tuple[float, float]:
    at = Vintage.of(int(vintage)).on
    return UNIT(*load().centroid(area([code], at=at).codes[0]))


def _geometry(codes: Sequence[str], vintage: str, *, grid: float = 1e-6) -> dict[str, Any]:
    """Give municipalities in the plane, corners on a grid of that width.

    On a grid finer than the eye, shared borders stay shared and the drawing stays light.
    """
    shape = load().geometry(area(codes, at=Vintage.of(int(vintage)).on).codes)
    polygons = [
        [ring for ring in (_snapped(given, grid) for given in polygon) if len(ring) > 3]
        for polygon in shape["coordinates"]
    ]
    return {"type": "MultiPolygon", "coordinates": [each for each in polygons if each]}


def _snapped(ring: list[list[float]], grid: float) -> list[list[float]]:
    found: list[list[float]] = []
    for lon, lat in ring:
        point = [round(round(v / grid) * grid, 6) for v in UNIT(lon, lat)]
        if not found or point != found[-1]:
            found.append(point)
    return found
