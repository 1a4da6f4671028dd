"""The catalogue: what each table means, read from one TOML file a table in `tables/`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from byregion.statistics.errors import InvalidCatalogue, UnknownTable

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPES = ("text", "integer", "number")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a tidy table; `source` is what the file calls it, `unit` is for measures.

    `nullable` columns may be unknown, and `missing` lists the words that the file has for that. A
    file may lack an `optional` column, which is then unknown in every row.
    `pattern` is a regular expression for the whole text.
    """

    name: str
    type: str
    meaning: str
    key: bool = False
    unit: str | None = None
    source: str | None = None
    nullable: bool = False
    optional: bool = False
    pattern: str | None = None
    allowed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class SumCheck:
    """`measure` of this table, summed over `by`, must equal `column` of table `equals`.

    `by` maps this table's columns to the other's. Years in `known_deviations` are left out, each
    with its reason.
    """

    measure: str
    equals: str
    column: str
    by: Mapping[str, str]
    known_deviations: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Dimension:
    """How a dimension of the publisher's service becomes a column, or several measures.

    `code` is the publisher's name. Which codes are asked for: the ones listed in `codes`, the keys
    of `values` (which says what each becomes) or of `measures` (which says what column each is),
    or all that `pattern` fits; all of them if none of these is given.
    """

    code: str
    column: str | None = None
    codes: tuple[str, ...] = ()
    pattern: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the catalogue knows it. None means that we do not know, never that there is none.

    `numbers` are the publisher's own; `vintage` says which municipal division the codes follow;
    `periods` what we have seen, not what the publisher holds today. `dimensions` say how to ask
    the publisher's service; without them a pull keeps the service's own dimensions and codes.
    `absent` names columns: rows that are the same in them and have nothing but zeros are left out,
    since the service fills in places that did not exist that year.
    """

    id: str
    title: str
    meaning: str
    publisher: str
    unit: str
    reference: str
    vintage: str
    numbers: tuple[str, ...] = ()
    periods: str | None = None
    licence: str | None = None
    file: str | None = None
    period: str | None = None
    columns: tuple[Column, ...] = ()
    sums: tuple[SumCheck, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    absent: tuple[str, ...] = ()
    note: str | None = None

    @property
    def number(self) -> str:
        """The publisher's numbers as one text, or "unknown"."""
        return "/".join(self.numbers) or "unknown"

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the columns that the publisher's service gives as figures."""
        return tuple(name for dim in self.dimensions for name in dim.measures.values())

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the columns that identify a row."""
        return tuple(column.name for column in self.columns if column.key)

    def column(self, name: str) -> Column:
        """Give the column by that name, which the caller knows to exist."""
        return next(column for column in self.columns if column.name == name)


@cache
def catalogue() -> Mapping[str, Table]:
    """Give every table by its id, in the order of the ids.

    Raises
    ------
    InvalidCatalogue
        A definition lacks a field, has one too many, or contradicts itself.
    """
    definitions = sorted(
        (entry for entry in files(__package__).joinpath("tables").iterdir()),
        key=lambda entry: entry.name,
    )
    tables = [
        read_definition(entry.read_text(encoding="utf-8"), name=entry.name)
        for entry in definitions
        if entry.name.endswith(".toml")
    ]
    return {table.id: table for table in tables}


def find_table(name: str) -> Table:
    """Find a table by its id or by the publisher's number.

    Raises
    ------
    UnknownTable
        There is none; the message lists the ids.
    """
    tables = catalogue()
    if name in tables:
        return tables[name]
    found = [table for table in tables.values() if name in table.numbers]
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(table.id for table in found)
        raise UnknownTable(f"table {name} is several in the catalogue: {several}; give one of them")
    raise UnknownTable(f"no table {name!r} in the catalogue; there are {', '.join(tables)}")


def read_definition(text: str, *, name: str) -> Table:
    """Read one definition; `name` is the file's, for the message.

    Raises
    ------
    InvalidCatalogue
        The text is not TOML, lacks a field, has an unknown one, or names a column it lacks.
    """
    try:
        content: dict[str, Any] = tomllib.loads(text)
        table = _table(content)
    except (tomllib.TOMLDecodeError, TypeError, re.error) as error:
        raise InvalidCatalogue(f"{name}: {error}") from error
    problem = _contradiction(table, name)
    if problem:
        raise InvalidCatalogue(f"{name}: {problem}")
    return table


def _table(content: dict[str, Any]) -> Table:
    columns = tuple(_column(column) for column in content.pop("columns", []))
    sums = tuple(_sum_check(check) for check in content.pop("sums", []))
    dimensions = tuple(_dimension(dimension) for dimension in content.pop("dimensions", []))
    numbers, absent = tuple(content.pop("numbers", [])), tuple(content.pop("absent", []))
    return Table(
        **content,
        numbers=numbers,
        columns=columns,
        sums=sums,
        dimensions=dimensions,
        absent=absent,
    )


def _column(content: dict[str, Any]) -> Column:
    allowed, missing = tuple(content.pop("allowed", ())), tuple(content.pop("missing", ()))
    column = Column(**content, allowed=allowed, missing=missing)
    re.compile(column.pattern or "")
    return column


def _sum_check(content: dict[str, Any]) -> SumCheck:
    deviations = {int(year): why for year, why in content.pop("known_deviations", {}).items()}
    return SumCheck(**content, known_deviations=deviations)


def _dimension(content: dict[str, Any]) -> Dimension:
    dimension = Dimension(**{**content, "codes": tuple(content.get("codes", ()))})
    re.compile(dimension.pattern or "")
    return dimension


def _contradiction(table: Table, name: str) -> str | None:
    names = {column.name for column in table.columns}
    wrong_types = [column.name for column in table.columns if column.type not in TYPES]
    used = {check.measure for check in table.sums}.union(*(check.by for check in table.sums))
    used |= {dimension.column for dimension in table.dimensions if dimension.column}
    used |= set(table.absent).union(*(dim.measures.values() for dim in table.dimensions))
    if f"{table.id}.toml" != name:
        return f"the id is {table.id!r}, but the file's name says otherwise"
    if wrong_types:
        return f"the type of {', '.join(wrong_types)} must be one of {', '.join(TYPES)}"
    if used - names:
        return f"names columns that it lacks: {', '.join(sorted(used - names))}"
    return None
