"""Tables in CSV as people have them: comma or semicolon, decimal comma, unknown marked by signs."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import click
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# What Statistics Norway writes where there is no figure: not applicable, not available, withheld.
UNKNOWN = ("", ".", "..", ":")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with how it was written, so that it can be written back the same way."""

    frame: pl.DataFrame
    separator: str
    decimal_comma: bool = False


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file in UTF-8 as text columns; the separator is the commoner one in the head."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.ClickException(
            f"{path} is not in UTF-8 (byte {error.start}); save it as CSV UTF-8"
        ) from None
    head = text.split("\n", 1)[0]
    if not head.strip():
        raise click.ClickException(f"{path} is empty")
    separator = max((",", ";", "\t"), key=head.count)
    try:
        frame = pl.read_csv(BytesIO(text.encode()), separator=separator, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise click.ClickException(f"cannot read {path} as CSV: {error}") from None
    return Sheet(frame, separator)


def with_numbers(sheet: Sheet, columns: Sequence[str], path: Path) -> Sheet:
    """Turn columns of text into numbers: whole ones stay whole, unknown ones become null."""
    lacking = [column for column in columns if column not in sheet.frame.columns]
    if lacking:
        found = ", ".join(sheet.frame.columns)
        raise click.ClickException(f"{path} has no column {', '.join(lacking)}; it has {found}")
    made = [_number(sheet, column, path) for column in columns]
    commas = sheet.separator != "," and any(
        sheet.frame[column].str.contains(",", literal=True).any() for column in columns
    )
    return Sheet(sheet.frame.with_columns(made), sheet.separator, commas)


def with_codes(sheet: Sheet, column: str) -> Sheet:
    """Give municipality numbers back the leading zero that spreadsheets take away."""
    padded = pl.col(column).str.strip_chars().str.zfill(4)
    return Sheet(sheet.frame.with_columns(padded), sheet.separator, sheet.decimal_comma)


def write_sheet(sheet: Sheet) -> str:
    """Write the table as it came: same separator and decimal sign."""
    return sheet.frame.write_csv(separator=sheet.separator, decimal_comma=sheet.decimal_comma)


def _number(sheet: Sheet, column: str, path: Path) -> pl.Series:
    text = sheet.frame[column].fill_null("").str.strip_chars()
    if sheet.separator != ",":
        text = text.str.replace(",", ".", literal=True)
    marked = text.is_in(UNKNOWN)
    known = text.set(marked, None)
    for kind in (pl.Int64, pl.Float64):
        number = known.cast(kind, strict=False)
        wrong = number.is_null() & ~marked
        if not wrong.any():
            return number
    line = int(wrong.arg_max() or 0)
    raise click.ClickException(
        f"{path}, line {line + 2}: {column} is {sheet.frame[column][line]!r}, not a number"
    )
