"""The shapes of answers about places, which are not part of any programme."""

from __future__ import annotations

from datetime import date
from typing import Literal

from byregion.api.schemas import Member, Named, Shape


class PlaceName(Shape):
    """One official name; `since` is the day from which the source lists it, null if not known."""

    language: Literal["no", "se", "sma", "smj", "fkv"]
    text: str
    since: date | None
    source: str


class Place(Shape):
    """A number in use in [valid_from, valid_to).

    `valid_from` null: before the register begins in 2005. `valid_to` null: still.
    """

    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    address: str


class Equivalent(Shape):
    """The numbers that hold any of a place's territory in the division of a date."""

    at: date
    municipalities: list[Named]


class Change(Shape):
    """A link between a number before a date and one from that date on.

    `whole`: all of the old municipality went to the new number.
    """

    date: date
    old: Named
    new: Named
    kind: Literal["renumbered", "merged", "split", "part_moved", "renamed", "county_changed"]
    whole: bool
    note: str | None
    source: str


class TookPart(Shape):
    """A region that the place was in, by the number it had in the programme's division."""

    programme: str
    region: Named
    phase: int
    municipality: Member


class Municipality(Shape):
    """A municipality under one number: names, validity, where it came from and went."""

    code: str
    name: str
    names: list[PlaceName]
    county: Named
    valid_from: date | None
    valid_to: date | None
    predecessors: Equivalent
    successors: Equivalent
    changes: list[Change]
    regions: list[TookPart]
    source: str


class County(Shape):
    """A county under one number, with the municipalities and regions in it."""

    code: str
    name: str
    names: list[PlaceName]
    valid_from: date | None
    valid_to: date | None
    municipalities: list[Place]
    regions: list[TookPart]
    source: str
