"""Propose which regions should learn together: alike in theme and size, and not far apart.

A proposal, never a decision: the operator moves regions by hand before a group is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import asin, cos, log, radians, sin, sqrt

EARTH_KM = 6371.0
# What is not known of a pair counts as neither near nor far.
UNKNOWN = 0.5


@dataclass(frozen=True, slots=True)
class Trait:
    """What is known of a region: themes by slug, inhabitants, and where (lon, lat in degrees)."""

    slug: str
    themes: frozenset[str] = field(default_factory=frozenset)
    people: int | None = None
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each side of likeness counts, against the others; 0 is not at all."""

    theme: float = 1.0
    size: float = 1.0
    distance: float = 1.0


def propose(
    traits: Sequence[Trait], *, count: int, weights: Weights | None = None
) -> list[list[str]]:
    """Part the regions in `count` groups that differ by one region at the most.

    The mean unlikeness inside the groups is made small: a first choice, then regions change places
    as long as that helps. The same input gives the same groups. Raises ValueError where `count`
    is not between 1 and the number of regions.
    """
    slugs = sorted(trait.slug for trait in traits)
    if not 1 <= count <= len(slugs):
        raise ValueError("the number of groups must lie between one and the number of regions")
    apart = unlikeness(traits, weights or Weights())
    groups = _first_choice(slugs, count, apart)
    while _improve(groups, apart):
        pass
    return sorted(sorted(group) for group in groups)


def unlikeness(traits: Sequence[Trait], weights: Weights) -> dict[frozenset[str], float]:
    """Give each pair's unlikeness, from 0 (alike in all that counts) to 1."""
    pairs = list(combinations(traits, 2))
    sides = (
        (weights.theme, {_key(a, b): _themes(a, b) for a, b in pairs}),
        (weights.size, _scaled({_key(a, b): _size(a, b) for a, b in pairs})),
        (weights.distance, _scaled({_key(a, b): _distance(a, b) for a, b in pairs})),
    )
    total = sum(weight for weight, _side in sides)
    if total <= 0:
        return {_key(a, b): 0.0 for a, b in pairs}
    return {
        _key(a, b): sum(weight * side[_key(a, b)] for weight, side in sides) / total
        for a, b in pairs
    }


def _key(a: Trait, b: Trait) -> frozenset[str]:
    return frozenset((a.slug, b.slug))


def _themes(a: Trait, b: Trait) -> float:
    either = a.themes | b.themes
    if not a.themes or not b.themes:
        return UNKNOWN
    return 1 - len(a.themes & b.themes) / len(either)


def _size(a: Trait, b: Trait) -> float | None:
    if not a.people or not b.people:
        return None
    return abs(log(a.people / b.people))


def _distance(a: Trait, b: Trait) -> float | None:
    if a.point is None or b.point is None:
        return None
    (lon_a, lat_a), (lon_b, lat_b) = (tuple(map(radians, p)) for p in (a.point, b.point))
    half = sin((lat_b - lat_a) / 2) ** 2
    half += cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def _scaled(values: Mapping[frozenset[str], float | None]) -> dict[frozenset[str], float]:
    largest = max((value for value in values.values() if value is not None), default=0.0)
    return {
        pair: UNKNOWN if value is None else value / largest if largest else 0.0
        for pair, value in values.items()
    }


def _first_choice(
    slugs: Sequence[str], count: int, apart: Mapping[frozenset[str], float]
) -> list[list[str]]:
    groups = [[seed] for seed in _seeds(slugs, count, apart)]
    small, larger = divmod(len(slugs), count)
    taken = {group[0] for group in groups}
    for slug in slugs:
        if slug in taken:
            continue
        full = sum(1 for group in groups if len(group) > small)
        open_ones = [group for group in groups if len(group) < small + (1 if full < larger else 0)]
        min(open_ones, key=lambda group: (_mean(slug, group, apart), group[0])).append(slug)
    return groups


def _seeds(slugs: Sequence[str], count: int, apart: Mapping[frozenset[str], float]) -> list[str]:
    """Take regions that are far from each other, one for each group."""
    seeds = [max(slugs, key=lambda one: (_sum(one, slugs, apart), one))]
    while len(seeds) < count:
        rest = [slug for slug in slugs if slug not in seeds]
        seeds.append(
            max(rest, key=lambda one: (min(apart[frozenset((one, s))] for s in seeds), one))
        )
    return seeds


def _improve(groups: list[list[str]], apart: Mapping[frozenset[str], float]) -> bool:
    """Let two regions change places where that lowers the unlikeness; False where none does."""
    for a, b in combinations(range(len(groups)), 2):
        for i, one in enumerate(groups[a]):
            for j, two in enumerate(groups[b]):
                if _gain(one, groups[a], two, groups[b], apart) > 1e-9:
                    groups[a][i], groups[b][j] = two, one
                    return True
    return False


def _gain(
    one: str,
    here: Sequence[str],
    two: str,
    there: Sequence[str],
    apart: Mapping[frozenset[str], float],
) -> float:
    now = _sum(one, here, apart) + _sum(two, there, apart)
    between = apart[frozenset((one, two))]
    then = _sum(one, there, apart) + _sum(two, here, apart) - 2 * between
    return now - then


def _sum(one: str, group: Sequence[str], apart: Mapping[frozenset[str], float]) -> float:
    return sum(apart[frozenset((one, other))] for other in group if other != one)


def _mean(one: str, group: Sequence[str], apart: Mapping[frozenset[str], float]) -> float:
    return _sum(one, group, apart) / len(group)
