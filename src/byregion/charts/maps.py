"""Maps: classes and patterns by municipality.

Borders are 2020's; a note under the drawing says whose only come near because municipalities were
merged since.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import altair as alt

from byregion.charts.ground import (
    HEIGHT,
    Frame,
    approximate,
    box_of,
    codes_of,
    feature,
    seen,
    spot,
)
from byregion.charts.places import placed
from byregion.charts.theme import (
    CLASSES,
    INK,
    OUTLINE,
    PATTERNS,
    QUIET,
    WIDTH,
    inline,
)
from byregion.charts.words import at, text, wrapped
from byregion.geography.boundaries import load
from byregion.wording import label, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from byregion.analysis.region_analysis.result import Table
    from byregion.charts.places import Name
    from byregion.charts.theme import Drawn

LAND, MEMBER = "#f3efe6", "#ddd4c1"
# Longer than this and a name would cover the map.
LONGEST_NAME = 22
FAINT = {"none", "not_significant"}


def class_map(
    table: Table, language: str, vintage: str, *, column: str, near: Sequence[str]
) -> Drawn:
    """Colour municipalities by class or pattern; `near` are those that the map is about.

    Municipalities that were merged before 2020 are one area, with the first class of theirs in
    the order of the legend.
    """
    colours = CLASSES if column == "class" else PATTERNS
    keys = list(colours)
    held: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in table.frame.to_dicts():
        for code in codes_of(row["unit"], vintage):
            held[code].append(row)
    about = [
        code
        for code, rows in held.items()
        if any(row["unit"] in near or row[column] not in FAINT for row in rows)
    ]
    frame = Frame.around(box_of(about))
    drawn = [code for code in seen(frame) if code in held]
    shapes = [
        feature(code, frame, **_told(held[code], column, keys, language, at(table, language)))
        for code in drawn
    ]
    seen_kinds = {shape["properties"]["kind"] for shape in shapes}
    keys = [key for key in keys if label(key, language) in seen_kinds]
    names = [label(key, language) for key in keys]
    areas = (
        alt.Chart(inline(shapes))
        .mark_geoshape(strokeWidth=0.9, clip=True)
        .encode(
            color=alt.Color(
                "properties.kind:N",
                scale=alt.Scale(domain=names, range=[colours[key] for key in keys]),
            ),
            stroke=alt.condition(
                alt.FieldOneOfPredicate(
                    "properties.kind", [label(key, language) for key in keys if key in FAINT]
                ),
                alt.value(OUTLINE),
                alt.value("white"),
            ),
            description="properties.said:N",
            tooltip="properties.said:N",
        )
    )
    spots = [
        (name_of([row["name"] for row in held[code]], code), *frame.place(spot(code)))
        for code in drawn
        if any(row["unit"] in near for row in held[code])
    ]
    notes = borders([row["unit"] for code in drawn for row in held[code]], vintage, language)
    written = names_on(placed(spots, width=WIDTH, height=HEIGHT, over=True))
    return framed([land(frame, without=drawn), areas, written], notes)


def _told(
    rows: Sequence[dict[str, Any]], column: str, keys: Sequence[str], language: str, when: str
) -> dict[str, str]:
    strongest = min((row[column] for row in rows), key=keys.index)
    parts = [f"{row['name']}: {label(row[column], language).lower()}" for row in rows]
    return {"kind": label(strongest, language), "said": f"{'; '.join(parts)} ({when})"}


def name_of(names: Sequence[str], code: str) -> str:
    """Name an area as its parts are named, or as in 2020 where that is too long."""
    joined = " / ".join(dict.fromkeys(names))
    return joined if len(joined) <= LONGEST_NAME else load().name(code)


def borders(units: Iterable[str], vintage: str, language: str) -> list[str]:
    """Say whose borders only come near, if any."""
    names = approximate(dict.fromkeys(units), vintage)
    return [text("borders", language, names=listed(names, language))] if names else []


def land(frame: Frame, *, without: Iterable[str] = (), inside: Iterable[str] = ()) -> alt.Chart:
    """Draw the municipalities of 2020 behind a map, those `inside` darker."""
    left, dark = set(without), set(inside)
    shapes = [
        feature(code, frame, kind="member" if code in dark else "land")
        for code in seen(frame)
        if code not in left
    ]
    chart: alt.Chart = (
        alt.Chart(inline(shapes))
        .mark_geoshape(stroke="white", strokeWidth=0.8, clip=True, **QUIET)
        .encode(
            fill=alt.condition(
                "datum.properties.kind == 'member'", alt.value(MEMBER), alt.value(LAND)
            )
        )
    )
    return chart


def across(name: str = "x") -> alt.X:
    """Give the axis that pixels from the left are on, in the column of that name."""
    scale = alt.Scale(domain=[0, WIDTH], nice=False, zero=False)
    return alt.X(f"{name}:Q", scale=scale, axis=None)


def down(name: str = "y") -> alt.Y:
    """Give the axis that pixels from the top are on, in the column of that name."""
    scale = alt.Scale(domain=[HEIGHT, 0], nice=False, zero=False)
    return alt.Y(f"{name}:Q", scale=scale, axis=None)


def names_on(names: Sequence[Name]) -> Drawn:
    """Write placed names, with a white edge so that they are read on any colour."""
    rows = [{"x": one.left, "y": one.middle, "name": one.text} for one in names]
    base = alt.Chart(inline(rows)).encode(x=across(), y=down(), text="name:N")
    style: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 11, **QUIET}
    drawn: Drawn = alt.layer(
        base.mark_text(color="white", stroke="white", strokeWidth=3, **style),
        base.mark_text(color=INK, **style),
    )
    return drawn


def framed(layers: Sequence[Drawn], notes: Sequence[str]) -> Drawn:
    """Lay the parts of a map on one another, whose shapes are in pixels already."""
    chart: Drawn = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)
    if notes:
        chart = chart.properties(title=alt.TitleParams(wrapped(notes)))
    return chart.project(type="identity", scale=1, translate=[0, 0])
