"""Colours are seen on white and told apart, whatever colours the reader sees.

Colour vision is simulated with the matrices of Machado, Oliveira and Fernandes (2009), severity 1,
on linear light; distance is CIE 1976 in L*a*b*, where 2 or 3 is the least that the eye tells.
"""

from itertools import combinations

import numpy as np
import pytest

from byregion.charts import points
from byregion.charts.theme import (
    CLASSES,
    CORE,
    INK,
    INNER,
    MUTED,
    NONE,
    OUTER,
    OUTLINE,
    PATTERNS,
    ROLES,
    SERIES,
)

VISION = {
    "usual": np.eye(3),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
# Of marks that must be seen, and of text (WCAG 2.1, 1.4.11 and 1.4.3).
SEEN, READ = 3.0, 4.5
APART = 20.0
SETS = {
    "series": SERIES,
    "classes": list(CLASSES.values()),
    "patterns": list(PATTERNS.values()),
    "roles": list(ROLES.values()),
    "pyramid": [OUTER, CORE],
    "bars": [CORE, INNER],
    "intervals": [OUTER, INNER],
}


def linear(colour):
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(colour):
    return float(TO_XYZ[1] @ linear(colour))


def contrast(one, two="#ffffff"):
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def lab(light):
    ratio = TO_XYZ @ light / WHITE
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def distance(one, two, vision):
    seen = (np.clip(vision @ linear(colour), 0, 1) for colour in (one, two))
    first, second = (lab(light) for light in seen)
    return float(np.linalg.norm(first - second))


def test_the_measure_itself_knows_known_values():
    assert contrast("#000000") == pytest.approx(21)
    assert contrast("#777777") == pytest.approx(4.48, abs=0.01)
    assert distance("#000000", "#ffffff", VISION["usual"]) == pytest.approx(100, abs=0.1)
    # Red and green of one lightness, the classic that a deuteranope does not tell apart.
    assert distance("#b04040", "#5f7030", VISION["usual"]) > 45
    assert distance("#b04040", "#5f7030", VISION["deuteranopia"]) < 25


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("name", SETS)
def test_colours_of_a_figure_are_told_apart(name, vision):
    pairs = list(combinations(SETS[name], 2))
    assert pairs
    near = {pair: distance(*pair, VISION[vision]) for pair in pairs}
    assert {pair: apart for pair, apart in near.items() if apart < APART} == {}


@pytest.mark.parametrize("colour", sorted({c for each in SETS.values() for c in each} - {NONE}))
def test_marks_are_seen_on_white(colour):
    assert contrast(colour) >= SEEN


def test_the_palest_area_has_an_outline_that_is_seen():
    assert contrast(NONE) < SEEN
    assert contrast(OUTLINE) >= SEEN
    assert contrast(OUTLINE, NONE) >= SEEN


@pytest.mark.parametrize("colour", [INK, MUTED])
def test_text_is_read_on_white(colour):
    assert contrast(colour) >= READ


def test_numbers_in_a_matrix_are_read_on_every_shade():
    ends = [np.array([int(c[at : at + 2], 16) for at in (1, 3, 5)]) for c in (points.PALE, INNER)]
    found = {}
    for part in np.linspace(0, 1, 101):
        mixed = ends[0] + part * (ends[1] - ends[0])
        shade = "#" + "".join(f"{round(value):02x}" for value in mixed)
        found[float(part)] = contrast(shade, "#ffffff" if part > points.TURN else "#000000")
    assert {part: seen for part, seen in found.items() if seen < READ} == {}
