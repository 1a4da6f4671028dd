"""Lines on a drawing: made simpler, cut off at its edge, and written as SVG."""

from __future__ import annotations

import math
from itertools import pairwise

Point = tuple[float, float]
Line = list[Point]
# Left, top, right and bottom in drawing units.
Box = tuple[float, float, float, float]


def thin(line: Line, detail: float) -> Line:
    """Douglas and Peucker (1973): keep the ends, and what lies farther off than `detail`."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        inner = range(first + 1, last)
        distances = [_distance(line[i], line[first], line[last]) for i in inner]
        farthest = max(distances, default=0.0)
        if farthest > detail:
            split = inner[distances.index(farthest)]
            keep.add(split)
            spans += [(first, split), (split, last)]
    return [line[i] for i in sorted(keep)]


def _distance(point: Point, a: Point, b: Point) -> float:
    """Distance from a point to the stretch between `a` and `b`, which may coincide."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    px, py = point[0] - a[0], point[1] - a[1]
    squared = dx * dx + dy * dy
    along = min(1.0, max(0.0, (px * dx + py * dy) / squared)) if squared else 0.0
    return math.hypot(px - along * dx, py - along * dy)


def clipped(ring: Line, box: Box) -> Line:
    """Cut a closed ring off at the sides of a box; nothing where all of it lies outside.

    Sutherland and Hodgman (1974). Parts of a ring that leaves and comes back hang together along
    the side, which is of no matter to a fill.
    """
    left, top, right, bottom = box
    for axis, side, sign in ((0, left, 1), (1, top, 1), (0, right, -1), (1, bottom, -1)):
        ring = _beyond(ring, axis, side, sign)
    return ring


def _beyond(ring: Line, axis: int, side: float, sign: int) -> Line:
    """Keep what has more (or, with sign -1, less) than `side` on an axis, as a closed ring."""
    kept: Line = []
    for a, b in pairwise(ring):
        a_in, b_in = (sign * (point[axis] - side) >= 0 for point in (a, b))
        if a_in:
            kept.append(a)
        if a_in != b_in:
            share = (side - a[axis]) / (b[axis] - a[axis])
            kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
    return [*kept, kept[0]] if len(kept) > 2 else []


def subpath(ring: Line) -> str:
    """Write a closed ring as an SVG subpath of steps, to a tenth of a unit; SVG closes it itself.

    A step is half as long as a place. Steps are taken between rounded places, so that no error
    grows along the way and neighbours still meet.
    """
    tenths = [(round(10 * x), round(10 * y)) for x, y in ring[:-1]]
    steps = (f"{(bx - ax) / 10:g},{(by - ay) / 10:g}" for (ax, ay), (bx, by) in pairwise(tenths))
    return f"M{tenths[0][0] / 10:g},{tenths[0][1] / 10:g}l{' '.join(steps)}Z"
