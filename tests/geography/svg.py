"""Reads the paths that are written for maps: places, to check against."""

import re
from itertools import accumulate

STEP = re.compile(r"(-?[\d.]+),(-?[\d.]+)")


def places(path):
    """Give each subpath's places, in tenths of a unit so that they compare exactly."""
    rings = []
    for sub in path.removesuffix("Z").split("Z"):
        steps = [(round(10 * float(x)), round(10 * float(y))) for x, y in STEP.findall(sub)]
        rings.append(list(accumulate(steps, lambda at, step: (at[0] + step[0], at[1] + step[1]))))
    return rings
