"""Small made-up tables, one for each kind of figure."""

import polars as pl

from byregion.analysis.region_analysis.result import Column, Figure, Table

UNITS = {"employed": "persons", "persons": "persons", "index": "index", "x": "share", "y": "share"}


def table(values, *, period="2017", **units):
    frame = pl.DataFrame(values)
    known = UNITS | units
    columns = tuple(Column(name, known.get(name, "text")) for name in frame.columns)
    return Table("made.up", columns, frame, (), period)


def figure(kind):
    return Figure("structure.map", kind, "made.up")


def flows(*rows):
    """Make a table of (home, its name, work, its name, employed)."""
    names = ("home", "home_name", "work", "work_name", "employed")
    return table(dict(zip(names, zip(*rows, strict=True), strict=True)))
