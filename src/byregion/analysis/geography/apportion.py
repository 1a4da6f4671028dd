"""Amounts from one set of codes to another: divided where a code is, then added up."""

from __future__ import annotations

import math

import polars as pl

ROW, SHARE, EXACT, TARGET = "__row", "__share", "__exact", "__target"
LARGEST = 2**52  # beyond it, a product with a share no longer shows single units


def divide(
    rows: pl.DataFrame, columns: list[str], *, group: list[str], order: list[str]
) -> pl.DataFrame:
    """Give each part of a divided row its amount; rows with one target keep theirs.

    `rows` holds one line for each original row (`__row`) and target, with `__share`; `order` are
    its keys, beginning with those of the `group`. Decimal numbers are multiplied by the
    share. Whole numbers stay whole: each part gets the integer below its exact amount, and the
    units left over go to the largest remainders, ties by code, so that the parts sum to the
    original. What rounding gave or took is carried to the next row of the group; without that,
    many small rows (single ages, single flows) would all favour the largest target.
    """
    whole = rows.filter(pl.col(EXACT))
    split = rows.filter(~pl.col(EXACT)).sort(*order, TARGET)
    if split.is_empty():
        return rows
    parts = [_divided(split, column, group) for column in columns]
    return pl.concat([whole, split.with_columns(parts)])


def _divided(split: pl.DataFrame, column: str, group: list[str]) -> pl.Series:
    if split.schema[column].is_float():
        return split[column] * split[SHARE]
    blocks = split.group_by(ROW, maintain_order=True).agg(
        pl.struct(group).first().alias("group"), pl.col(column).first(), pl.col(SHARE)
    )
    blocks = blocks.with_columns(pl.col("group").rle_id())
    parts: list[int | None] = []
    current, carried = None, [0.0]
    for _, key, amount, shares in blocks.rows():
        if key != current:
            current, carried = key, [0.0] * len(shares)
        given, carried = _whole_parts(amount, shares, carried)
        parts.extend(given)
    return pl.Series(column, parts, dtype=pl.Int64)


def _whole_parts(
    amount: int | None, shares: list[float], carried: list[float]
) -> tuple[list[int | None], list[float]]:
    """Divide one whole number, and give what each target is still owed (or has had too much)."""
    if amount is None:
        return [None] * len(shares), carried
    exact = [amount * share for share in shares]
    below = [math.floor(part) for part in exact]
    owed = [more + part - low for more, part, low in zip(carried, exact, below, strict=True)]
    # Rounded, so that noise in the last bits does not decide a tie.
    queue = sorted(range(len(shares)), key=lambda at: (-round(owed[at], 9), at))
    lucky = set(queue[: amount - sum(below)])
    given = [low + (at in lucky) for at, low in enumerate(below)]
    return list(given), [debt - (at in lucky) for at, debt in enumerate(owed)]


def total(column: str) -> pl.Expr:
    """Sum in a group; unknown as soon as one part is unknown."""
    return pl.when(pl.col(column).is_null().any()).then(None).otherwise(pl.col(column).sum())


def mean(column: str, denominator: str) -> pl.Expr:
    """Mean in a group, weighted by denominators; a lone row keeps its value to the last bit.

    A part with nothing in the denominator does not count, whatever its rate; a group with nothing
    in it has no rate.
    """
    counted = pl.col(denominator) != 0
    unknown = pl.col(denominator).is_null() | (counted & pl.col(column).is_null())
    over = pl.col(denominator).sum()
    sums = (pl.col(column) * pl.col(denominator)).filter(counted).sum()
    averaged = pl.when(unknown.any() | (over == 0)).then(None).otherwise(sums / over)
    return pl.when(pl.len() == 1).then(pl.col(column).first()).otherwise(averaged)
