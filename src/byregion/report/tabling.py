"""Tables as text: cells in a language, turned so that a page can carry them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from byregion import wording
from byregion.analysis.region_analysis.result import Column
from byregion.report.sourcing import short_source
from byregion.report.texts import said

if TYPE_CHECKING:
    from collections.abc import Callable

    from byregion.analysis.region_analysis.result import Figure, Table

MOST_ROWS = 24
WIDE = 8
# A matrix of more municipalities than this is no table on a page.
MOST_ACROSS = 9
SHOWN_FLOWS = 15
# More characters across than this do not fit on a line of the page.
LINE = 104


@dataclass(frozen=True, slots=True)
class Tabled:
    """A table as text: `numeric` says which columns are set to the right."""

    label: str
    title: str
    head: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str
    source: str


def tabled(
    table: Table, language: str, label: str, heading: Callable[[str, str], str] = wording.column
) -> Tabled:
    """Set a table's first rows as text, without the columns that only a machine needs.

    `heading` words a column's name in a language.
    """
    shown = table.frame.head(MOST_ROWS)
    kept = [column for column in table.columns if not _is_hidden(column, table)]
    head = tuple(heading(column.name, language) for column in kept)
    rows = tuple(
        tuple(cell(row[column.name], column, language) for column in kept)
        for row in shown.to_dicts()
    )
    numeric = tuple(column.unit not in {"text", "code", "flag"} for column in kept)
    if len(head) > WIDE and len(rows) <= MOST_ACROSS:
        # Wider than the page, and short: stood on end, one column a row.
        head, *rest = zip(head, *rows, strict=True)
        rows, numeric = tuple(rest), (False, *(True for _ in rows))
    return Tabled(
        label=label,
        title=wording.title(table.key, language),
        head=head,
        numeric=numeric,
        rows=rows,
        note=_left(table.frame.height - shown.height, language),
        source=short_source(table, language),
    )


def behind_figure(figure: Figure, table: Table, language: str, label: str) -> Tabled:
    """Set the rows that a figure is drawn from, in the form that is easiest to read.

    Series stand beside each other with a row a year, ages have a row an age, flows between
    municipalities become a matrix where there are few; of the rest, the rows that the figure names.
    """
    wide = TURNED.get(figure.kind, _as_it_is)(table)
    made = tabled(wide, language, label, partial(_heading, frozenset(table.frame.columns)))
    left = table.frame.height - wide.frame.height if figure.kind in CUT else 0
    return replace(
        made,
        title=wording.title(figure.key, language),
        note=_left(left, language) if left else made.note,
    )


def is_wide(table: Tabled) -> bool:
    """Whether a line of the page is too short for the table as it is."""
    natural = [max(map(len, cells)) for cells in _columns(table)]
    return sum(natural) + 3 * len(natural) > LINE


def weights(table: Tabled) -> list[int]:
    """Share the line between the columns.

    A column is as wide as its longest word at least; long texts are broken, those of the first
    column, which names the row, later than others.
    """
    return [
        3 + max(4, _longest_word(cells), min(max(map(len, cells)), 24 if at == 0 else 15))
        for at, cells in enumerate(_columns(table))
    ]


def _columns(table: Tabled) -> list[tuple[str, ...]]:
    return list(zip(table.head, *table.rows, strict=True))


def _longest_word(cells: tuple[str, ...]) -> int:
    # The first cell is the head, in bold, which is wider.
    sizes = [[len(word) for word in re.split(r"[ -]", text)] for text in cells]
    return max(round(1.2 * max(sizes[0])), *(max(each) for each in sizes))


def cell(value: Any, column: Column, language: str) -> str:
    """Write one value of a table: a dash for unknown, a label for a key that has one."""
    if value is None:
        return "–"
    if column.unit == "flag":
        return "✓" if value else ""
    if column.unit != "text":
        return wording.number(value, column.unit, language)
    try:
        return wording.label(str(value), language)
    except wording.UnknownText:
        return str(value)  # a proper noun


def _left(count: int, language: str) -> str:
    if count < 1:
        return ""
    return said("row_left" if count == 1 else "rows_left", language, count=str(count))


def _is_hidden(column: Column, table: Table) -> bool:
    # A number of a municipality is for the annex where its name stands beside it.
    names = {each.name for each in table.columns}
    return column.unit == "code" and bool({"name", f"{column.name}_name"} & names)


def _as_it_is(table: Table) -> Table:
    return table


def _lines(table: Table) -> Table:
    """Turn rows of year and series into a row a year, every other year where they are many."""
    frame = table.frame.filter(pl.col("index").is_not_null())
    wide = _pivoted(frame, on=["series"], index="year", values="index").sort("year")
    if wide.height > MOST_ROWS:
        wide = wide.filter((pl.col("year").max() - pl.col("year")) % 2 == 0)
    return _retabled(table, wide, {"year": "year"}, "index")


def _pyramid(table: Table) -> Table:
    parts: list[str] = [name for name in ("moment", "year", "sex") if name in table.frame.columns]
    varying = [name for name in parts if name != "moment" and table.frame[name].n_unique() > 1]
    wide = _pivoted(table.frame, on=varying or parts[:1], index="age_from", values="persons")
    return _retabled(table, wide.sort("age_from"), {"age_from": "number"}, "persons")


def _matrix(table: Table) -> Table:
    if table.frame["work_name"].n_unique() > MOST_ACROSS:
        return _flows(table)
    wide = _pivoted(table.frame, on=["work_name"], index="home_name", values="employed")
    return _retabled(table, wide, {"home_name": "text"}, "persons")


def _flows(table: Table) -> Table:
    between = table.frame.filter(pl.col("home_name") != pl.col("work_name"))
    shown = between.sort("employed", descending=True, nulls_last=True, maintain_order=True)
    return replace(table, frame=shown.head(SHOWN_FLOWS))


def _classes(table: Table) -> Table:
    name = "class" if "class" in table.frame.columns else "pattern"
    dull = {"none", "not_significant"}
    return replace(table, frame=table.frame.filter(~pl.col(name).is_in(list(dull))))


def _scatter(table: Table) -> Table:
    named = table.frame.filter(pl.col("role") != "other")
    return replace(table, frame=named)


def _pivoted(frame: pl.DataFrame, *, on: list[str], index: str, values: str) -> pl.DataFrame:
    joined = frame.with_columns(pl.concat_str(pl.col(on).cast(pl.String), separator="|").alias("_"))
    return joined.pivot("_", index=index, values=values, aggregate_function="first")


def _retabled(table: Table, wide: pl.DataFrame, first: dict[str, str], unit: str) -> Table:
    columns = tuple(Column(name, first.get(name, unit)) for name in wide.columns)  # type: ignore[arg-type]
    return replace(table, frame=wide, columns=columns)


def _heading(own: frozenset[str], name: str, language: str) -> str:
    # What is no column of the table's own has come of turning: values of its rows.
    if name in own:
        return wording.column(name, language)
    return ", ".join(cell(part, Column("", "text"), language) for part in name.split("|"))


TURNED = {
    "indexed_lines": _lines,
    "age_pyramid": _pyramid,
    "commuting_matrix": _matrix,
    "flow_map": _flows,
    "hinterland_map": _classes,
    "local_moran_map": _classes,
    "scatter": _scatter,
}
CUT = {"flow_map", "hinterland_map", "local_moran_map", "scatter"}
