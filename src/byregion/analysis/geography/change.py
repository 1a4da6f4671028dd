"""What happened between divisions, and where a number went or came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from byregion.analysis.geography import register
from byregion.analysis.geography.vintage import Vintage, all_municipalities, municipality

Pieces = frozenset[str]
"""Territory as the smallest pieces that no reform since 2005 has divided."""


@dataclass(frozen=True, slots=True)
class CodeChange:
    """One link between a number before a date and a number from that date on.

    `kind`: renumbered, merged, split, part_moved, renamed or county_changed. `whole`: all of the
    old municipality went to the new number. `part`: the pieces that went, for a split. A
    part_moved (border adjustment) is recorded, but no crosswalk divides anything for it.
    """

    date: date
    old: str
    new: str
    kind: str
    whole: bool
    part: Pieces
    note: str
    source: str


@cache
def all_changes() -> tuple[CodeChange, ...]:
    """Every recorded change, by date and number."""
    return tuple(
        CodeChange(
            date=date.fromisoformat(row["date"]),
            old=row["old"],
            new=row["new"],
            kind=row["kind"],
            whole=row["whole"] == "yes",
            part=frozenset(row["part"].split()),
            note=row["note"],
            source=row["source"],
        )
        for row in register.read("changes")
    )


def changes(
    start: Vintage | date | int | str = register.FIRST_DAY,
    end: Vintage | date | int | str | None = None,
) -> tuple[CodeChange, ...]:
    """Changes that took effect after `start`, up to and including `end`.

    So `changes(2019, 2020)` is what separates the divisions of 2019 and 2020.
    """
    first = Vintage.of(start).on
    final = register.END if end is None else Vintage.of(end).on
    return tuple(change for change in all_changes() if first < change.date <= final)


def successors(code: str, to: Vintage | date | int | str) -> tuple[str, ...]:
    """Numbers in the division `to` that hold any of a municipality's territory, sorted.

    Works backwards too: the successors of 5055 in 2015 are those it was made of. The territory is
    that of the number's first day.

    Raises
    ------
    UnknownCodes
        No municipality since 2005 has had the number.
    """
    start = municipality(code).valid_from or register.FIRST_DAY
    return overlapping(territories(start)[code], Vintage.of(to))


def predecessors(code: str, at: Vintage | date | int | str) -> tuple[str, ...]:
    """Numbers in the division `at` that hold any of a municipality's final territory, sorted."""
    end = municipality(code).valid_to
    days = [day for day in division_days() if end is None or day < end]
    return overlapping(territories(days[-1])[code], Vintage.of(at))


def overlapping(pieces: Pieces, vintage: Vintage) -> tuple[str, ...]:
    """Numbers in a division that hold any of the pieces, sorted."""
    held = territories(vintage.on)
    return tuple(sorted(code for code, own in held.items() if own & pieces))


def territories(when: date) -> dict[str, Pieces]:
    """Each number on a date with its pieces of territory."""
    return _territories_from(max(day for day in division_days() if day <= when))


@cache
def division_days() -> tuple[date, ...]:
    """Days on which a division with new territories begins, the register's first day included."""
    days = {change.date for change in all_changes() if change.kind in MOVES}
    return (register.FIRST_DAY, *sorted(days))


MOVES = frozenset({"renumbered", "merged", "split", "county_changed"})
"""Kinds that move territory from one number to another in a crosswalk."""


@cache
def _territories_from(day: date) -> dict[str, Pieces]:
    if day == register.FIRST_DAY:
        return _first_territories()
    earlier = max(known for known in division_days() if known < day)
    today = [change for change in all_changes() if change.date == day and change.kind in MOVES]
    return _apply(_territories_from(earlier), today)


def _apply(held: dict[str, Pieces], moves: list[CodeChange]) -> dict[str, Pieces]:
    left = {move.old for move in moves}
    after = {code: pieces for code, pieces in held.items() if code not in left}
    for move in moves:
        moved = held[move.old] if move.whole else move.part
        after[move.new] = after.get(move.new, frozenset()) | moved
    return after


def _first_territories() -> dict[str, Pieces]:
    divided: dict[str, set[str]] = {}
    for change in all_changes():
        for piece in change.part:
            divided.setdefault(piece.split("/")[0], set()).add(piece)
    return {
        place.code: frozenset(divided.get(place.code, {place.code}))
        for place in all_municipalities()
        if place.valid_at(register.FIRST_DAY)
    }
