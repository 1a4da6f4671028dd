"""Split a selection of codes into ones that a service allows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

Selection = Mapping[str, tuple[str, ...]]


def cells(selection: Selection) -> int:
    """How many figures a selection asks for."""
    return math.prod(len(codes) for codes in selection.values())


def without_repeats(codes: Sequence[str]) -> tuple[str, ...]:
    """Give each code once, in order: the same code twice makes the service fail."""
    return tuple(dict.fromkeys(codes))


def split(selection: Selection, *, limit: int, first: str) -> Iterator[Selection]:
    """Give selections of at most `limit` cells that together are the whole one.

    The dimension `first` (the time) is split before the others, so that a part is whole years
    where it can be; then the one with most codes.
    """
    if cells(selection) <= limit:
        yield selection
        return
    name = _divisible(selection, first)
    others = cells(selection) // len(selection[name])
    most = max(1, limit // others)
    codes = selection[name]
    for start in range(0, len(codes), most):
        part = {**selection, name: codes[start : start + most]}
        yield from split(part, limit=limit, first=first)


def _divisible(selection: Selection, first: str) -> str:
    if len(selection.get(first, ())) > 1:
        return first
    return max(selection, key=lambda name: len(selection[name]))
