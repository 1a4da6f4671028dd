"""Check that a frame is what the catalogue says: columns, types, values, keys and sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.errors import shorten
from byregion.statistics.errors import InvalidFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from byregion.statistics.catalogue import Column, SumCheck, Table

DTYPES: Mapping[str, type[pl.DataType]] = {
    "text": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
}


def validated(frame: pl.DataFrame, table: Table, *, file: str) -> pl.DataFrame:
    """Give the frame with the catalogue's names, types and order, sorted by its key.

    Columns may be text (as read from CSV) or typed already (Parquet). Columns that the catalogue
    does not name are an error, since nobody would know what they mean.

    Raises
    ------
    InvalidFile
        Names the file and column, what is wrong, and the first rows where it is.
    """
    _check_columns(frame, table, file)
    if frame.is_empty():
        raise InvalidFile(file, "has no rows")
    renamed = frame.select(_renamed(frame, column) for column in table.columns)
    typed = pl.DataFrame([_typed(renamed[column.name], column, file) for column in table.columns])
    for column in table.columns:
        _check_values(typed[column.name], column, file)
    _check_key(typed, table, file)
    return typed.sort(table.key)


def check_sums(frames: Mapping[str, pl.DataFrame], table: Table, *, file: str) -> None:
    """Check the table's sums against the other tables that are there.

    Years that only one of the two tables has are not compared.

    Raises
    ------
    InvalidFile
        A sum differs; the message names the first keys where it does.
    """
    for check in table.sums:
        if check.equals in frames:
            _check_sum(frames[table.id], frames[check.equals], check, file)


def _check_columns(frame: pl.DataFrame, table: Table, file: str) -> None:
    expected = [column.source or column.name for column in table.columns]
    optional = {column.source or column.name for column in table.columns if column.optional}
    missing = [name for name in expected if name not in {*frame.columns, *optional}]
    unknown = [name for name in frame.columns if name not in expected]
    if missing:
        raise InvalidFile(
            file, f"is not there; found {', '.join(frame.columns)}", column=missing[0]
        )
    if unknown:
        raise InvalidFile(
            file,
            f"is not in the catalogue's {', '.join(expected)}; leave it out",
            column=unknown[0],
        )


def _renamed(frame: pl.DataFrame, column: Column) -> pl.Expr:
    given = column.source or column.name
    found = pl.col(given) if given in frame.columns else pl.lit(None, pl.String)
    return found.alias(column.name)


def _typed(values: pl.Series, column: Column, file: str) -> pl.Series:
    wanted = DTYPES[column.type]
    if values.dtype != pl.String and not _widens(values.dtype, column.type):
        raise InvalidFile(
            file, f"is {values.dtype}, but should be {column.type}", column=_shown(column)
        )
    given = (
        values.replace(dict.fromkeys(("", *column.missing)))
        if values.dtype == pl.String
        else values
    )
    converted = given.cast(wanted, strict=False)
    lost = given.filter(converted.is_null() & given.is_not_null())
    if not lost.is_empty():
        raise InvalidFile(
            file, f"should be {column.type}; found {_some(lost)}", column=_shown(column)
        )
    return converted


def _widens(given: pl.DataType, wanted: str) -> bool:
    return given.is_integer() if wanted == "integer" else given.is_numeric() and wanted == "number"


def _check_values(values: pl.Series, column: Column, file: str) -> None:
    if not column.nullable and values.null_count():
        rows = shorten([str(row + 1) for row in values.is_null().arg_true().to_list()])
        raise InvalidFile(file, f"has no value in row {rows}", column=_shown(column))
    present = values.drop_nulls()
    for wrong, rule in _rules(present, column):
        if not wrong.is_empty():
            raise InvalidFile(file, f"{rule}; found {_some(wrong)}", column=_shown(column))


def _rules(values: pl.Series, column: Column) -> list[tuple[pl.Series, str]]:
    rules: list[tuple[pl.Series, str]] = []
    if column.pattern is not None:
        fits = values.str.contains(f"^(?:{column.pattern})$")
        rules.append((values.filter(~fits), f"must look like {column.pattern}"))
    if column.allowed:
        allowed = values.is_in(list(column.allowed))
        rules.append((values.filter(~allowed), f"must be one of {', '.join(column.allowed)}"))
    if column.type == "number":
        rules.append((values.filter(~values.is_finite()), "must be finite"))
    if column.minimum is not None:
        rules.append((values.filter(values < column.minimum), f"is below {column.minimum:g}"))
    if column.maximum is not None:
        rules.append((values.filter(values > column.maximum), f"is above {column.maximum:g}"))
    return rules


def _check_key(frame: pl.DataFrame, table: Table, file: str) -> None:
    twice = frame.filter(frame.select(table.key).is_duplicated()).select(table.key).unique()
    if not twice.is_empty():
        rows = shorten([" ".join(map(str, row)) for row in twice.sort(table.key).rows()])
        raise InvalidFile(file, f"stands more than once: {rows}", column=", ".join(table.key))


def _check_sum(frame: pl.DataFrame, other: pl.DataFrame, check: SumCheck, file: str) -> None:
    names = list(check.by.values())
    ours = (
        frame.filter(~pl.col("year").is_in(list(check.known_deviations)))
        .group_by(pl.col(mine).alias(theirs) for mine, theirs in check.by.items())
        .agg(pl.col(check.measure).sum().alias("ours"))
    )
    theirs = other.select(*names, pl.col(check.column).alias("theirs"))
    years = set(ours["year"]) & set(theirs["year"])
    # A row that one side lacks counts as nobody: both tables may leave out empty cells.
    both = ours.join(theirs, on=names, how="full", coalesce=True).with_columns(
        pl.col("ours", "theirs").fill_null(0)
    )
    differ = both.filter(pl.col("year").is_in(years) & (pl.col("ours") != pl.col("theirs")))
    if not differ.is_empty():
        cells = [
            f"{' '.join(map(str, row[:-2]))} ({row[-2]}, but {row[-1]})"
            for row in differ.sort(names).select(*names, "ours", "theirs").rows()
        ]
        raise InvalidFile(
            file,
            f"summed by {', '.join(check.by)} it is not {check.column} of {check.equals}: "
            f"{shorten(cells, most=3)}",
            column=check.measure,
        )


def _shown(column: Column) -> str:
    """Name a column as its file does, since that is where somebody has to mend it."""
    return column.source or column.name


def _some(values: pl.Series) -> str:
    return shorten([str(value) for value in values.unique(maintain_order=True)], most=3)
