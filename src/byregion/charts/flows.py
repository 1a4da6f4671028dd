"""A map of flows between municipalities, framed around the region."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import altair as alt

from byregion.charts.ground import HEIGHT, Frame, box_of, codes_of, spot
from byregion.charts.maps import across, borders, down, framed, land, name_of, names_on
from byregion.charts.places import placed
from byregion.charts.theme import CORE, INK, QUIET, WIDTH, inline, said
from byregion.charts.words import amount, at, text
from byregion.wording import column, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from byregion.analysis.region_analysis.result import Table
    from byregion.charts.theme import Drawn

THIN, THICK = 1.2, 9.0
# How much wider the frame may be than the region to take in where people commute.
WIDEST = 1.7
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Flow:
    """People between two municipalities of 2020."""

    home: str
    work: str
    employed: int


def flow_map(table: Table, language: str, vintage: str, members: Sequence[str] = ()) -> Drawn:
    """Draw columns home, work and employed as arrows, thicker where more people commute.

    The frame is around the members and what lies near them. A flow to a place farther away is not
    drawn but written under the map, where it leads nobody to think of the frame's edge as its end.
    """
    flows, names = _joined(table, vintage)
    inside = [code for member in members for code in codes_of(member, vintage)]
    ends = list(dict.fromkeys(code for flow in flows for code in (flow.home, flow.work)))
    frame = _frame(inside or ends, ends)
    here = {code for code in ends if frame.holds(spot(code))}
    near = [flow for flow in flows if {flow.home, flow.work} <= here]
    far = [flow for flow in flows if not {flow.home, flow.work} <= here]
    shown = [code for code in ends if any(code in (flow.home, flow.work) for flow in near)]
    spots = [(names[code], *frame.place(spot(code))) for code in shown]
    dots = (
        alt.Chart(inline([{"x": x, "y": y} for _, x, y in spots]))
        .mark_circle(size=45, color=INK, opacity=1, **QUIET)
        .encode(x=across(), y=down())
    )
    notes = _notes(table, far, names, language)
    notes += borders(_units(table, members, shown, vintage), vintage, language)
    layers: list[Drawn] = [land(frame, inside=inside)]
    if near:
        layers += [_arrows(near, frame, table, names, language), dots]
    written = names_on(placed(spots, width=WIDTH, height=HEIGHT))
    return framed([*layers, written], notes)


def _joined(table: Table, vintage: str) -> tuple[list[Flow], dict[str, str]]:
    """Give the flows between areas as they are drawn, the largest first, and the areas' names."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    names: dict[str, list[str]] = defaultdict(list)
    for row in table.frame.to_dicts():
        ends = tuple(codes_of(row[end], vintage)[0] for end in ("home", "work"))
        if ends[0] == ends[1] or not row["employed"]:
            continue
        sums[ends] += row["employed"]  # type: ignore[index]  # two of them
        for code, end in zip(ends, ("home", "work"), strict=True):
            names[code].append(row[f"{end}_name"])
    flows = [Flow(*ends, employed) for ends, employed in sums.items()]
    flows.sort(key=lambda flow: -flow.employed)
    return flows, {code: name_of(several, code) for code, several in names.items()}


def _frame(inside: Sequence[str], ends: Sequence[str]) -> Frame:
    """Frame the region, and of the places around it those that fit without making it small."""
    box = box_of(inside)
    widest = Frame.around(box).pixel * WIDEST
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for code in sorted(ends, key=lambda code: math.dist(spot(code), middle)):
        x, y = spot(code)
        wider = min(box[0], x), min(box[1], y), max(box[2], x), max(box[3], y)
        if Frame.around(wider).pixel <= widest:
            box = wider
    return Frame.around(box)


def _units(table: Table, members: Sequence[str], shown: Sequence[str], vintage: str) -> list[str]:
    ends = {code for end in ("home", "work") for code in table.frame[end].to_list()}
    return [
        code for code in dict.fromkeys([*members, *sorted(ends)])
        if code in members or codes_of(code, vintage)[0] in shown
    ]  # fmt: skip


def _arrows(
    flows: Sequence[Flow], frame: Frame, table: Table, names: Mapping[str, str], language: str
) -> Drawn:
    most = max(flow.employed for flow in flows)
    rows = []
    for flow in flows:
        wide = THIN + (THICK - THIN) * flow.employed / most
        told = amount(flow.employed, "persons", language)
        rows.append(
            {
                **_line(frame.place(spot(flow.home)), frame.place(spot(flow.work)), wide),
                "employed": flow.employed,
                "size": (5 + 1.6 * wide) ** 2,
                "said": f"{names[flow.home]} → {names[flow.work]}: {told} ({at(table, language)})",
            }
        )
    base = alt.Chart(inline(rows))
    width = alt.StrokeWidth(
        "employed:Q",
        title=column("employed", language),
        scale=alt.Scale(domain=[0, most], range=[THIN, THICK]),
        legend=alt.Legend(values=_steps(most), symbolType="stroke", symbolStrokeColor=CORE),
    )
    lines = base.mark_rule(color=CORE, opacity=0.85).encode(
        x=across(), y=down(), x2="x2:Q", y2="y2:Q", strokeWidth=width, **said()
    )
    heads = base.mark_point(
        shape="triangle", filled=True, color=CORE, opacity=1, **QUIET
    ).encode(
        x=across("x2"), y=down("y2"),
        angle=alt.Angle("angle:Q", scale=None),
        size=alt.Size("size:Q", scale=None, legend=None),
    )  # fmt: skip
    drawn: Drawn = alt.layer(lines, heads)
    return drawn


def _steps(most: int) -> list[int]:
    """Choose two round numbers for the legend."""
    size = 10 ** int(math.log10(most))
    large = max(size, most // size * size)
    return sorted({max(1, large // 4), large})


def _line(home: tuple[float, float], work: tuple[float, float], wide: float) -> dict[str, Any]:
    """Draw from one place to another, to the right of the way, so that both ways are seen."""
    long = math.dist(home, work) or 1.0
    along = (work[0] - home[0]) / long, (work[1] - home[1]) / long
    beside = -along[1], along[0]
    shift = wide / 2 + 1.2
    gap, tip = min(6.0, long / 6), min(11.0 + wide * 0.6, long / 3)
    start = [home[i] + along[i] * gap + beside[i] * shift for i in (0, 1)]
    end = [work[i] - along[i] * tip + beside[i] * shift for i in (0, 1)]
    angle = math.degrees(math.atan2(along[0], -along[1])) % 360
    return {
        "x": round(start[0], 1), "y": round(start[1], 1),
        "x2": round(end[0], 1), "y2": round(end[1], 1), "angle": round(angle, 1),
    }  # fmt: skip


def _notes(table: Table, far: Sequence[Flow], names: Mapping[str, str], language: str) -> list[str]:
    if not far:
        return []
    parts = [
        f"{names[flow.home]} → {names[flow.work]} {number(flow.employed, 'persons', language)}"
        for flow in far[:MOST_NAMED]
    ]
    more = f" (+{len(far) - MOST_NAMED})" if len(far) > MOST_NAMED else ""
    return [text("far", language, parts="; ".join(parts) + more)]
