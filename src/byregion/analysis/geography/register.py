"""The register as it ships: reviewed CSV files, read once."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

FIRST_DAY = date(2005, 1, 1)
END = date(2027, 1, 1)
"""The register covers [FIRST_DAY, END): reviewed against the codes in use on 1 January 2026."""

Row = Mapping[str, str]


@cache
def read(name: str) -> tuple[Row, ...]:
    """Give the rows of one data file, e.g. "municipalities"."""
    source = files("byregion.analysis.geography") / "data" / f"{name}.csv"
    lines = source.read_text(encoding="utf-8").splitlines()
    return tuple(MappingProxyType(row) for row in csv.DictReader(lines))


def day(text: str) -> date | None:
    """Read a date; an empty field is open (before the register begins, or still valid)."""
    return date.fromisoformat(text) if text else None
