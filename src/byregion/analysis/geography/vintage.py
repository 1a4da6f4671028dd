"""Municipalities, counties and the division valid on a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from byregion.analysis.errors import UnknownCodes
from byregion.analysis.geography import register
from byregion.analysis.geography.errors import UnknownVintage


@dataclass(frozen=True, slots=True)
class Name:
    """One official name; `language` is no, se, sma, smj or fkv.

    `since` is the day from which the source lists it, None where we do not know.
    """

    language: str
    text: str
    since: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality under one number, valid in [valid_from, valid_to).

    `valid_from` None: already valid when the register begins (1 January 2005).
    `valid_to` None: valid at the register's end. `names` are in official order; a parallel name
    that we could not establish for that number is left out, which does not mean there was none.
    """

    code: str
    name: str
    names: tuple[Name, ...]
    valid_from: date | None
    valid_to: date | None
    source: str

    @property
    def county(self) -> str:
        """The county's number: the first two digits."""
        return self.code[:2]

    def valid_at(self, when: date) -> bool:
        """Whether the number is in use on that day."""
        return _covers(self.valid_from, self.valid_to, when)

    def official_name(self, at: Vintage | None = None) -> str:
        """All official names in official order, as on a date where we know since when."""
        return _joined(self.names, at)


@dataclass(frozen=True, slots=True)
class County:
    """A county under one number, valid in [valid_from, valid_to)."""

    code: str
    name: str
    names: tuple[Name, ...]
    valid_from: date | None
    valid_to: date | None
    source: str

    def valid_at(self, when: date) -> bool:
        """Whether the number is in use on that day."""
        return _covers(self.valid_from, self.valid_to, when)

    def official_name(self, at: Vintage | None = None) -> str:
        """All official names in official order, as on a date where we know since when."""
        return _joined(self.names, at)


@dataclass(frozen=True, order=True)
class Vintage:
    """The division of the country valid on a date."""

    on: date

    def __post_init__(self) -> None:
        if not register.FIRST_DAY <= self.on < register.END:
            raise UnknownVintage(
                f"the register covers {register.FIRST_DAY} up to {register.END}, not {self.on}"
            )

    @classmethod
    def of(cls, when: Vintage | date | int | str) -> Vintage:
        """Make a vintage of a year (its 1 January), a date, or either as text.

        Raises
        ------
        UnknownVintage
            The text is no year or ISO date, or the register does not reach that far.
        """
        if isinstance(when, Vintage):
            return when
        return cls(_as_date(when))

    @classmethod
    def latest(cls) -> Vintage:
        """Give the division on the last day that the register covers."""
        return cls(register.END - timedelta(days=1))

    @property
    def label(self) -> str:
        """The year where the date is 1 January, else the date."""
        first = (self.on.month, self.on.day) == (1, 1)
        return str(self.on.year) if first else self.on.isoformat()

    def municipalities(self) -> tuple[Municipality, ...]:
        """All municipalities on the date, by number."""
        return _municipalities_on(self.on)

    def counties(self) -> tuple[County, ...]:
        """All counties on the date, by number."""
        return tuple(county for county in all_counties() if county.valid_at(self.on))

    def codes(self) -> frozenset[str]:
        """The municipality numbers in use on the date."""
        return frozenset(place.code for place in self.municipalities())


def exists(code: str, at: Vintage | date | int | str) -> bool:
    """Say whether a municipality had the number on a date."""
    return code in Vintage.of(at).codes()


def municipality(code: str, *, at: Vintage | date | int | str | None = None) -> Municipality:
    """Look up a number: in use on a date, or (no date) at any time since 2005.

    Raises
    ------
    UnknownCodes
        No municipality has, or on that date had, the number.
    """
    found = _by_code().get(code)
    vintage = None if at is None else Vintage.of(at)
    if found is None or (vintage is not None and not found.valid_at(vintage.on)):
        where = f"the division of {vintage.label}" if vintage else "any division since 2005"
        raise UnknownCodes([code], where=where)
    return found


def county(code: str, *, at: Vintage | date | int | str | None = None) -> County:
    """Look up a county's number, as `municipality` does.

    Raises
    ------
    UnknownCodes
        No county has, or on that date had, the number.
    """
    vintage = None if at is None else Vintage.of(at)
    for found in all_counties():
        if found.code == code and (vintage is None or found.valid_at(vintage.on)):
            return found
    where = f"the counties of {vintage.label}" if vintage else "any counties since 2005"
    raise UnknownCodes([code], where=where)


def municipalities(at: Vintage | date | int | str) -> tuple[Municipality, ...]:
    """All municipalities valid on a date (a year means its 1 January), by number."""
    return Vintage.of(at).municipalities()


def counties(at: Vintage | date | int | str) -> tuple[County, ...]:
    """All counties valid on a date (a year means its 1 January), by number."""
    return Vintage.of(at).counties()


@cache
def all_municipalities() -> tuple[Municipality, ...]:
    """Every number that a municipality has had since 2005."""
    return tuple(
        Municipality(
            code=row["code"],
            name=row["name"],
            names=_names(row["code"], row["name"], row["source"]),
            valid_from=register.day(row["valid_from"]),
            valid_to=register.day(row["valid_to"]),
            source=row["source"],
        )
        for row in register.read("municipalities")
    )


@cache
def all_counties() -> tuple[County, ...]:
    """Every number that a county has had since 2005."""
    return tuple(
        County(
            code=row["code"],
            name=row["name"],
            names=_names(row["code"], row["name"], row["source"]),
            valid_from=register.day(row["valid_from"]),
            valid_to=register.day(row["valid_to"]),
            source=row["source"],
        )
        for row in register.read("counties")
    )


@cache
def _by_code() -> dict[str, Municipality]:
    return {place.code: place for place in all_municipalities()}


@cache
def _municipalities_on(when: date) -> tuple[Municipality, ...]:
    return tuple(place for place in all_municipalities() if place.valid_at(when))


def _names(code: str, norwegian: str, source: str) -> tuple[Name, ...]:
    parallel = tuple(
        Name(row["language"], row["name"], register.day(row["since"]), row["source"])
        for row in register.read("names")
        if row["code"] == code
    )
    return parallel or (Name("no", norwegian, None, source),)


def _joined(names: tuple[Name, ...], at: Vintage | None) -> str:
    held = [name for name in names if at is None or name.since is None or name.since <= at.on]
    return " - ".join(name.text for name in held)


def _covers(start: date | None, end: date | None, when: date) -> bool:
    return (start is None or start <= when) and (end is None or when < end)


def _as_date(when: date | int | str) -> date:
    if isinstance(when, datetime):
        return when.date()
    if isinstance(when, date):
        return when
    text = str(when).strip()
    try:
        return date(int(text), 1, 1) if text.isdigit() else date.fromisoformat(text)
    except ValueError:
        raise UnknownVintage(f"not a year or a date (2024-01-31): {when!r}") from None
