"""Choose how a figure is drawn, and give its Vega-Lite specification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from byregion.charts import bars, lines, maps, points
from byregion.charts.theme import CONFIG

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from byregion.analysis.region_analysis.result import Figure, Table
    from byregion.charts.theme import Drawn


class NothingToDraw(ValueError):
    """The table has no row that can be drawn."""


def specification(
    figure: Figure, table: Table, language: str, *, vintage: str, members: Sequence[str] = ()
) -> dict[str, Any]:
    """Give the Vega-Lite specification of a figure, its data inside.

    Parameters
    ----------
    figure, table
        What to draw, and the rows; see the kinds of figure for their columns.
    language
        nn, nb or en.
    vintage
        The division of the municipality numbers, as in the analysis.
    members
        The region's municipalities: what a map of flows is framed around.

    Raises
    ------
    NothingToDraw
        The table is empty.
    """
    if table.frame.is_empty():
        raise NothingToDraw(f"{table.key} has no rows")
    chart = _chart(figure, table, language, vintage, members)
    plain: dict[str, Any] = chart.to_dict()
    plain["config"] = CONFIG
    return plain


def _chart(
    figure: Figure, table: Table, language: str, vintage: str, members: Sequence[str]
) -> Drawn:
    frame = table.frame
    if figure.kind == "flow_map":
        return maps.flow_map(frame, vintage, members)
    if figure.kind in MAPS:
        return MAPS[figure.kind](frame, language, vintage)
    if figure.kind == "bars":
        unit = next(column.unit for column in table.columns if column.name == "value")
        return bars.bars(frame, language, share=unit == "share")
    return PLAIN[figure.kind](frame, language)


def _hinterland(frame: pl.DataFrame, language: str, vintage: str) -> Drawn:
    near = frame.filter(pl.col("member"))["unit"].to_list()
    return maps.class_map(frame, language, vintage, column="class", near=near)


def _pattern(frame: pl.DataFrame, language: str, vintage: str) -> Drawn:
    near = frame["unit"].to_list()
    return maps.class_map(frame, language, vintage, column="pattern", near=near)


MAPS: dict[str, Callable[[pl.DataFrame, str, str], Drawn]] = {
    "hinterland_map": _hinterland,
    "local_moran_map": _pattern,
}
PLAIN: dict[str, Callable[[pl.DataFrame, str], Drawn]] = {
    "commuting_matrix": points.matrix,
    "scatter": points.scatter,
    "indexed_lines": lines.indexed_lines,
    "age_pyramid": bars.age_pyramid,
    "intervals": bars.intervals,
}
