"""Read JSON-stat 2.0 datasets: https://json-stat.org/full/.

Every figure has a status beside it, so that a missing one is never taken for zero.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from byregion.statistics.sources.errors import InvalidResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

VALUE = "value"
STATUS = "status"


class Status(StrEnum):
    """Why a figure is there or not; a symbol that we do not know stands as it came."""

    GIVEN = "given"
    NOT_APPLICABLE = "not applicable"
    MISSING = "missing"
    SUPPRESSED = "suppressed"
    UNEXPLAINED = "unexplained"


# Whole numbers up to here are exact as float64.
LARGEST = 2.0**53
SYMBOLS = {
    ".": Status.NOT_APPLICABLE,
    "..": Status.MISSING,
    ":": Status.SUPPRESSED,
}


def read_dataset(content: object) -> pl.DataFrame:
    """Give one row a cell: a text column for each dimension, `value` and `status`.

    `value` is unknown (null) wherever the status is one of `SYMBOLS`, even if the publisher put a
    number there. Rows come in the dataset's order, the last dimension changing fastest.

    Raises
    ------
    InvalidResponse
        It is not a JSON-stat dataset, its sizes do not agree, or a value is not a number.
    """
    dataset = _dataset(content)
    names = [str(name) for name in dataset["id"]]
    codes = {name: dimension_codes(dataset, name) for name in names}
    sizes = [len(codes[name]) for name in names]
    if sizes != dataset["size"]:
        raise InvalidResponse(f"the dimensions have {sizes} codes, but size says {dataset['size']}")
    count = math.prod(sizes)
    symbols = _statuses(dataset.get("status"), count)
    values = _values(dataset["value"], count)
    columns = {name: _repeat(codes[name], sizes, position) for position, name in enumerate(names)}
    return pl.DataFrame(columns).with_columns(_explained(values, symbols))


def dimension_codes(dataset: Mapping[str, Any], name: str) -> list[str]:
    """Give a dimension's codes in the dataset's order.

    Raises
    ------
    InvalidResponse
        The dimension is not described, or its index is not a numbering.
    """
    try:
        category = dataset["dimension"][name]["category"]
        index = category.get("index", list(category.get("label", {})))
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidResponse(f"the dimension {name!r} is not described") from error
    if isinstance(index, list):
        return [str(code) for code in index]
    if not isinstance(index, dict) or sorted(map(str, index.values())) != sorted(
        map(str, range(len(index)))
    ):
        raise InvalidResponse(f"the index of {name!r} does not number its codes from 0")
    return sorted(index, key=lambda code: int(index[code]))


def _dataset(content: object) -> dict[str, Any]:
    if not isinstance(content, dict) or content.get("class") != "dataset":
        raise InvalidResponse("the answer is not a JSON-stat dataset")
    missing = [key for key in ("id", "size", "dimension", "value") if key not in content]
    if missing:
        raise InvalidResponse(f"the dataset lacks {', '.join(missing)}")
    names = content["id"]
    if not isinstance(names, list) or len(set(map(str, names))) < len(names):
        raise InvalidResponse("the dataset's id is not a list of different dimensions")
    return content


def _repeat(codes: list[str], sizes: list[int], position: int) -> pl.Series:
    inner, outer = math.prod(sizes[position + 1 :]), math.prod(sizes[:position])
    rows = np.tile(np.repeat(np.arange(len(codes), dtype=np.int32), inner), outer)
    return pl.Series(codes, dtype=pl.String).gather(pl.Series(rows))


def _values(given: object, count: int) -> list[float | None]:
    cells = _cells(given, count, what="values")
    for cell in cells:
        # bool is a number to Python, and would silently become 0 or 1.
        if isinstance(cell, bool) or not isinstance(cell, int | float | None):
            raise InvalidResponse(f"the value {cell!r} is not a number")
        if cell is not None and not abs(cell) < LARGEST:
            raise InvalidResponse(f"the value {cell!r} is not finite, or too large to be exact")
    return cells


def _statuses(given: object, count: int) -> list[str | None]:
    if given is None:
        return [None] * count
    if isinstance(given, str):
        return [given] * count
    return [None if cell is None else str(cell) for cell in _cells(given, count, what="statuses")]


def _cells(given: object, count: int, *, what: str) -> list[Any]:
    if isinstance(given, dict):
        return _sparse(given, count, what=what)
    if not isinstance(given, list) or len(given) != count:
        found = len(given) if isinstance(given, list) else type(given).__name__
        raise InvalidResponse(f"there should be {count} {what}, but found {found}")
    return given


def _sparse(given: dict[str, Any], count: int, *, what: str) -> list[Any]:
    cells: list[Any] = [None] * count
    for place, cell in given.items():
        if not place.isdecimal() or int(place) >= count:
            raise InvalidResponse(f"there are {count} {what}, but one has the place {place!r}")
        cells[int(place)] = cell
    return cells


def _explained(values: list[float | None], symbols: list[str | None]) -> list[pl.Series]:
    given = pl.Series(VALUE, values, dtype=pl.Float64, strict=False)
    symbol = pl.Series(STATUS, symbols, dtype=pl.String).replace({"": None})
    unexplained = pl.Series(STATUS, [Status.UNEXPLAINED.value])
    present = pl.Series(STATUS, [Status.GIVEN.value])
    plain = present.zip_with(given.is_not_null(), unexplained)
    known = symbol.replace({sign: state.value for sign, state in SYMBOLS.items()})
    status = known.fill_null(plain)
    hidden = symbol.is_in(list(SYMBOLS)).fill_null(value=False)
    return [given.set(hidden, None), status]
