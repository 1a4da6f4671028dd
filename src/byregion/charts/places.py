"""Where names stand in a drawing, so that none covers another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Of a letter at 11 pixels, in pixels: wide enough for the typefaces that the drawings use.
LETTER, TALL = 6.3, 12.0
# Where a name may stand by its point, best first: how much of its width lies left of the point,
# and how far its middle is moved from it.
PLACES = [
    (0.0, 9, 0), (1.0, -9, 0), (0.5, 0, -12), (0.5, 0, 12),
    (0.0, 8, -11), (0.0, 8, 11), (1.0, -8, -11), (1.0, -8, 11),
    (0.0, 12, -22), (0.0, 12, 22), (1.0, -12, -22), (1.0, -12, 22), (0.5, 0, -26), (0.5, 0, 26),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A name placed: where it begins and its middle height, in pixels from the left and top."""

    text: str
    left: float
    middle: float


Box = tuple[float, float, float, float]


def placed(
    points: Sequence[tuple[str, float, float]],
    *,
    width: float,
    height: float,
    over: bool = False,
) -> list[Name]:
    """Place names by their points, the first ones best; one without room is left out.

    Parameters
    ----------
    points
        Name and place, in pixels from the left and top.
    width, height
        Of the drawing: no name goes beyond it.
    over
        Whether the name may stand on its point, as on an area.
    """
    # A point is not covered by another's name; on an area there is no point to cover.
    taken = [] if over else [(x - 5, y - 5, x + 5, y + 5) for _, x, y in points]
    places = [(0.5, 0, 0), *PLACES] if over else PLACES
    found = []
    for text, x, y in points:
        wide = len(text) * LETTER
        for part, right, down in places:
            left, middle = x + right - part * wide, y + down
            box = left, middle - TALL / 2, left + wide, middle + TALL / 2
            if _fits(box, width, height) and not any(_meet(box, other) for other in taken):
                taken.append(box)
                found.append(Name(text, left, middle))
                break
    return found


def _fits(box: Box, width: float, height: float) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height


def _meet(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
