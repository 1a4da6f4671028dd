"""Origin-destination rows of individuals or small units, summed to pairs of municipalities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from byregion.statistics.expressions.rows import summed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis


def pairs(
    table: ibis.Table,
    crosswalk: ibis.Table | None = None,
    *,
    origin: str = "home",
    destination: str = "work",
    count: str = "employed",
    by: Sequence[str] = (),
    status: str | None = None,
) -> ibis.Table:
    """Sum the counts of each pair.

    Parameters
    ----------
    crosswalk
        Columns unit and municipality, if the codes are of smaller units; one that it lacks gives
        a null code.
    status
        As for `summed`.

    Returns
    -------
    Columns by, origin, destination, count and unknown, and status if one is named; sorted by all
    keys.
    """
    if crosswalk is not None:
        table = _placed(table, crosswalk, (origin, destination))
    return summed(table, by=[*by, origin, destination], count=count, status=status)


def _placed(table: ibis.Table, crosswalk: ibis.Table, columns: Sequence[str]) -> ibis.Table:
    for column in columns:
        units = crosswalk.select(
            **{f"{column}_unit": crosswalk["unit"], f"{column}_place": crosswalk["municipality"]}
        )
        joined = table.left_join(units, table[column] == units[f"{column}_unit"])
        table = joined.drop(column, f"{column}_unit").rename({column: f"{column}_place"})
    return table
