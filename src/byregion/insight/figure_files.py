"""A figure as a file to take away: a drawing, a picture, its table or its specification.

Each carries its title and where its figures come from, so that it can be used and cited alone.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from byregion.insight.drawing import NoFigure, kept, source_lines
from byregion.insight.reports import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from byregion.analysis.region_analysis.result import Figure, RegionAnalysis, Table

CONTENT_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class FigureFile:
    """A file's content, what it is, and the name that it is saved under."""

    content: bytes
    content_type: str
    name: str


def figure_file(analysis: RegionAnalysis, key: str, kind: str, language: str) -> FigureFile:
    """Give a figure as a file; what takes time to draw is kept on disk.

    Parameters
    ----------
    key
        Of the figure, such as "commuting.flow_map".
    kind
        svg, png, csv (its table) or json (its Vega-Lite specification, data inside).

    Raises
    ------
    NoFigure
        The analysis has none of that key; or its table is empty, or holds what there are no words
        for, and only the table is to be had.
    """
    figure, table = _found(analysis, key)
    name = f"{analysis.subject.slug or 'analyse'}-{key}-{language}.{kind}"
    if kind == "csv":
        return FigureFile(_table_bytes(table, language), CONTENT_TYPES[kind], name)
    path = kept(analysis, figure, table, language, f"taken.{kind}")
    if not path.exists():
        from byregion.insight import drawn  # noqa: PLC0415 - slow to import; most files are kept

        write_whole(path, drawn.to_take(analysis, figure, table, language, kind))
    return FigureFile(path.read_bytes(), CONTENT_TYPES[kind], name)


def _found(analysis: RegionAnalysis, key: str) -> tuple[Figure, Table]:
    for chapter in analysis.chapters:
        for figure in chapter.figures:
            if figure.key == key:
                return figure, chapter.table(figure.table)
    raise NoFigure(key)


def _table_bytes(table: Table, language: str) -> bytes:
    """Write the table with its source and the day it was retrieved on every row, as all our CSV."""
    days = {source.retrieved.isoformat() for source in table.sources if source.retrieved}
    origin = (" ".join(source_lines(table, language)), " ".join(sorted(days)))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = [column.name for column in table.columns]
    writer.writerow([*names, "source", "retrieved"])
    for row in table.frame.select(names).iter_rows(named=True):
        writer.writerow([*_cells(row), *origin])
    # The mark tells Excel that the letters æøå are UTF-8.
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cells(row: Mapping[str, object]) -> list[object]:
    return ["" if value is None else value for value in row.values()]
