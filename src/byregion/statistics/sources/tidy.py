"""Between the publisher's dimensions and the catalogue's columns: what to ask, what it becomes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.errors import shorten
from byregion.statistics.catalogue import Column, Dimension, Table
from byregion.statistics.sources.errors import ChangedTable, InvalidResponse, UnknownPeriod
from byregion.statistics.sources.jsonstat import STATUS, VALUE, Status
from byregion.statistics.sources.selection import Selection, without_repeats
from byregion.statistics.validation import validated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from byregion.statistics.sources.pxweb import CodeList, TableMetadata
    from byregion.statistics.sources.pxweb import Dimension as Offered


def choose(
    table: Table,
    offered: TableMetadata,
    *,
    years: tuple[int, int] | None = None,
    code_lists: Mapping[str, CodeList] | None = None,
) -> Selection:
    """Pick the codes to ask for, from what the catalogue wants and the service offers.

    A dimension that the catalogue does not name is left out where the service then sums over it.
    A dimension with a code list takes all of the list's codes. `years` are first and last.

    Raises
    ------
    ChangedTable
        The service lacks a dimension or code that the catalogue names, or has a new one.
    UnknownPeriod
        The service has nothing for the years.
    """
    wanted = {dimension.code: dimension for dimension in table.dimensions}
    lists = code_lists or {}
    _check_dimensions([*wanted, *lists], offered)
    selection: dict[str, tuple[str, ...]] = {}
    for dimension in offered.dimensions:
        if dimension.code in lists:
            selection[dimension.code] = without_repeats(tuple(lists[dimension.code].groups))
        elif dimension.code == offered.time:
            selection[dimension.code] = _periods(dimension, years, offered)
        elif dimension.code in wanted:
            selection[dimension.code] = _codes(wanted[dimension.code], dimension, offered)
        elif not wanted:
            selection[dimension.code] = dimension.codes
        elif not dimension.eliminable:
            raise ChangedTable(f"table {offered.id} has a new dimension {dimension.code}")
    return selection


def tidy(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Turn the service's cells into the catalogue's table.

    The frame has a column for each dimension, `value` and `status`, one row a cell. A table with
    one measure gets a column `status`; one with several gets a `MEASURE_status` for each. Figures
    that are not given are null. Without dimensions in the catalogue the cells are kept as they
    are, with the dimensions' names in lower case.

    Raises
    ------
    InvalidResponse
        A figure is not a whole number where it should be.
    InvalidFile
        The result is not what the catalogue says.
    """
    if not table.dimensions:
        return frame.rename(str.lower)
    keys = [dimension for dimension in table.dimensions if dimension.column is not None]
    columns = [_column(dimension, table) for dimension in keys]
    content = next(dimension for dimension in table.dimensions if dimension.measures)
    named = frame.select(*columns, content.code, VALUE, STATUS)
    wide = _wide(named, table, content)
    with_status = _with_status(table)
    return validated(_without_absent(wide, table), with_status, file=table.number)


def status_column(table: Table, measure: str) -> str:
    """Name the column that says why a measure is there or not."""
    return STATUS if len(table.measures) == 1 else f"{measure}_{STATUS}"


def _check_dimensions(named: Sequence[str], offered: TableMetadata) -> None:
    there = [dimension.code for dimension in offered.dimensions]
    missing = without_repeats([name for name in named if name not in there])
    if missing:
        raise ChangedTable(
            f"table {offered.id} has no dimension {shorten(missing)}; it has {shorten(there)}"
        )


def _periods(
    dimension: Offered, years: tuple[int, int] | None, offered: TableMetadata
) -> tuple[str, ...]:
    if years is None:
        return dimension.codes
    first, last = years
    found = tuple(code for code in dimension.codes if first <= _year(code) <= last)
    if not found:
        have = f"{dimension.codes[0]} to {dimension.codes[-1]}" if dimension.codes else "nothing"
        raise UnknownPeriod(f"table {offered.id} has nothing for {first}-{last}; it has {have}")
    return found


def _year(code: str) -> int:
    """Give the year that a period starts with (2017, 2017K4), or one that is never asked for."""
    match = re.match(r"\d{4}", code)
    return int(match.group()) if match else -1


def _codes(wanted: Dimension, dimension: Offered, offered: TableMetadata) -> tuple[str, ...]:
    named = without_repeats((*wanted.codes, *wanted.values, *wanted.measures))
    missing = [code for code in named if code not in dimension.codes]
    if missing:
        raise ChangedTable(
            f"dimension {dimension.code} of table {offered.id} has no code {shorten(missing)} any "
            f"more; it has {shorten(dimension.codes)}"
        )
    if named:
        return named
    fitting = tuple(code for code in dimension.codes if re.fullmatch(wanted.pattern or ".*", code))
    if not fitting:
        raise ChangedTable(
            f"dimension {dimension.code} of table {offered.id} has no code like {wanted.pattern}; "
            f"it has {shorten(dimension.codes)}"
        )
    return without_repeats(fitting)


def _column(dimension: Dimension, table: Table) -> pl.Expr:
    column = table.column(str(dimension.column))
    given = pl.col(dimension.code)
    if dimension.values:
        text = given.replace(dict(dimension.values))
    elif column.type == "integer":
        text = given.str.extract(r"(\d+)")
    elif column.pattern is not None:
        # A grouped code carries a letter before the number: K-0301.
        text = given.str.extract(f"({column.pattern})$")
    else:
        text = given
    return text.alias(column.name)


def _wide(named: pl.DataFrame, table: Table, content: Dimension) -> pl.DataFrame:
    keys = list(table.key)
    wide: pl.DataFrame | None = None
    for code, measure in content.measures.items():
        part = named.filter(pl.col(content.code) == code).select(
            *keys, _figures(table, measure), pl.col(STATUS).alias(status_column(table, measure))
        )
        _check_whole(named, code, content, table, measure)
        wide = part if wide is None else wide.join(part, on=keys, how="full", coalesce=True)
    assert wide is not None  # noqa: S101 - the content dimension has measures
    return wide


def _figures(table: Table, measure: str) -> pl.Expr:
    whole = table.column(measure).type == "integer"
    return pl.col(VALUE).cast(pl.Int64 if whole else pl.Float64, strict=False).alias(measure)


def _check_whole(
    named: pl.DataFrame, code: str, content: Dimension, table: Table, measure: str
) -> None:
    if table.column(measure).type != "integer":
        return
    values = named.filter(pl.col(content.code) == code)[VALUE].drop_nulls()
    broken = values.filter(values != values.round())
    if not broken.is_empty():
        raise InvalidResponse(
            f"{measure} of table {table.number} should be whole numbers; found {broken[0]}"
        )


def _without_absent(wide: pl.DataFrame, table: Table) -> pl.DataFrame:
    if not table.absent:
        return wide
    nothing = [
        (pl.col(measure) == 0).fill_null(value=False)
        | (pl.col(status_column(table, measure)) == Status.NOT_APPLICABLE.value)
        for measure in table.measures
    ]
    return wide.filter(~pl.all_horizontal(nothing).all().over(table.absent))


def _with_status(table: Table) -> Table:
    columns = tuple(
        replace(column, nullable=True, source=None) if column.name in table.measures else column
        for column in (replace(column, source=None) for column in table.columns)
    )
    statuses = tuple(
        Column(status_column(table, measure), "text", "Why the figure is there or not.")
        for measure in table.measures
    )
    return replace(table, columns=columns + statuses)
