"""Choose how a figure is drawn, and give its Vega-Lite specification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from byregion.charts import bars, flows, lines, maps, points
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
    if figure.kind == "flow_map":
        return flows.flow_map(table, language, vintage, members)
    if figure.kind in MAPS:
        return MAPS[figure.kind](table, language, vintage)
    return PLAIN[figure.kind](table, language)


def _hinterland(table: Table, language: str, vintage: str) -> Drawn:
    near = table.frame.filter(pl.col("member"))["unit"].to_list()
    return maps.class_map(table, language, vintage, column="class", near=near)


def _pattern(table: Table, language: str, vintage: str) -> Drawn:
    near = table.frame["unit"].to_list()
    return maps.class_map(table, language, vintage, column="pattern", near=near)


MAPS: dict[str, Callable[[Table, str, str], Drawn]] = {
    "hinterland_map": _hinterland,
    "local_moran_map": _pattern,
}
PLAIN: dict[str, Callable[[Table, str], Drawn]] = {
    "bars": bars.bars,
    "commuting_matrix": points.matrix,
    "scatter": points.scatter,
    "indexed_lines": lines.indexed_lines,
    "age_pyramid": bars.age_pyramid,
    "intervals": bars.intervals,
}
