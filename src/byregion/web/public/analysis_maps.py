"""Maps of what analyses find, drawn by the server as the other maps are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from byregion.analysis.geography.vintage import Vintage, municipality
from byregion.geography.area import area
from byregion.geography.boundaries import YEAR, load
from byregion.programme.queries.regions import Outline
from byregion.web.public import maps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from byregion.analysis.regions.result import Regions

MOST_LISTED = 12
BOUNDARIES = date(YEAR, 1, 1)


@dataclass(frozen=True, slots=True)
class Pickable:
    """A shape on the map, and the municipalities of a year that choosing it chooses."""

    key: str
    codes: tuple[str, ...]
    name: str
    path: str


@lru_cache(maxsize=4)
def pickable(year: int) -> tuple[Pickable, ...]:
    """Give each municipality of the boundaries with those of the year that cover it.

    After a merger several of the year's stand in one shape; a divided one stands in several.
    """
    at = Vintage.of(year)
    covered: dict[str, list[str]] = defaultdict(list)
    for place in at.municipalities():
        for code in area([place.code], at=at.on).codes:
            covered[code].append(place.code)
    keys = sorted(covered)
    drawn = maps.national([Outline(key, load().name(key), (key,)) for key in keys], BOUNDARIES)
    paths = {shape.key: shape.path for shape in drawn.shapes}
    return tuple(
        Pickable(key, tuple(covered[key]), _picked_name(key, covered[key]), paths[key])
        for key in keys
    )


def picker_map() -> maps.Map:
    """Give the frame of the map to pick from."""
    return maps.national([], BOUNDARIES)


def _picked_name(key: str, codes: list[str]) -> str:
    names = [municipality(code).name for code in codes]
    own = load().name(key)
    return own if len(names) == 1 else f"{own}: {', '.join(names)}"


def functional_map(found: Regions, year: int) -> dict[str, Any]:
    """Give a division as a map and as rows, the largest first."""
    members: dict[str, list[str]] = defaultdict(list)
    for unit, region in found.as_dict().items():
        members[region].append(unit)
    on = Vintage.of(year).on
    outlines = [
        Outline(code, municipality(code, at=year).name, tuple(sorted(codes)))
        for code, codes in sorted(members.items())
    ]
    rows = found.regions.sort(["employed_residents", "region"], descending=[True, False])
    names = {one.slug: one.name for one in outlines}
    return {
        "map": _joined(tuple(outlines), on),
        "count": len(outlines),
        "alone": sum(len(one.codes) == 1 for one in outlines),
        "placed": sum(len(one.codes) for one in outlines),
        "rows": [
            {
                "code": row["region"],
                "name": names[row["region"]],
                "units": row["units"],
                "residents": round(row["employed_residents"]),
                "share": 100 * row["supply_self_containment"],
            }
            for row in rows.head(MOST_LISTED).iter_rows(named=True)
        ],
        "sources": found.provenance.sources,
    }


def _joined(outlines: tuple[Outline, ...], on: date) -> maps.Map:
    """Draw regions of whole municipalities, each of which is drawn once for all divisions."""
    units = sorted(code for one in outlines for code in one.codes)
    drawn = maps.national([Outline(code, code, (code,)) for code in units], on)
    paths = {shape.key: shape.path for shape in drawn.shapes}
    fills = maps._fills(outlines, on)
    shapes = tuple(
        maps.Shape(
            key=one.slug,
            name=one.name,
            path="".join(dict.fromkeys(paths[code] for code in one.codes)),
            colour=fills[one.slug],
            is_exact=True,
        )
        for one in outlines
    )
    return replace(drawn, shapes=shapes)


def verdict_map(
    outlines: Sequence[Outline], vintage: date, verdict_of: Mapping[str, str]
) -> maps.Map:
    """Fill each region by its verdict."""
    drawn = maps.national(outlines, vintage)
    shapes = tuple(
        replace(shape, colour=verdict_of.get(shape.key, "unknown")) for shape in drawn.shapes
    )
    return replace(drawn, shapes=shapes)
