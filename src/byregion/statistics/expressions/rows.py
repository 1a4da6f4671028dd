"""Choose rows, and sum them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import ibis
    import ibis.expr.types as ir

UNKNOWN = "unknown"


def rows_where(
    table: ibis.Table, wanted: Mapping[str, Collection[str] | Collection[int]]
) -> ibis.Table:
    """Keep rows whose value in each column named is one of those given."""
    return table.filter([table[name].isin(sorted(values)) for name, values in wanted.items()])


def ordered(table: ibis.Table, keys: Sequence[str]) -> ibis.Table:
    """Sort by all keys, null last: left to themselves, engines differ in where null stands."""
    return table.order_by([table[key].asc(nulls_first=False) for key in keys])


def summed(
    table: ibis.Table,
    *,
    by: Sequence[str],
    count: str,
    status: str | None = None,
    also: Mapping[str, ir.IntegerScalar] | None = None,
) -> ibis.Table:
    """Sum a whole number over all rows with the same keys.

    Parameters
    ----------
    status
        Column that says why a figure is there or not, if the table has one; see `states`.
    also
        Other sums to take in the same pass.

    Returns
    -------
    Columns by, count (int64), unknown (rows without a figure), those of `also`, and status if one
    is named; sorted by the keys. Without a status the count is null where no row had one; with a
    status it is null wherever the status is not given.
    """
    from byregion.statistics.expressions import states  # noqa: PLC0415 - imports Ibis

    measures = {
        count: table[count].sum().cast("int64"),
        UNKNOWN: table[count].isnull().sum().cast("int64"),
        **(also or {}),
    }
    if status is not None:
        measures[status] = states.place_of(table[count], table[status]).max()
    sums = table.group_by(list(by)).aggregate(**measures)
    if status is not None:
        sums = sums.mutate(
            **{
                count: states.figure_where_given(sums[count], sums[status]),
                status: states.word_of(sums[status]),
            }
        )
    return ordered(sums, by)


def summed_by_class(
    table: ibis.Table,
    classes: ibis.Table,
    *,
    unit: str,
    by: Sequence[str],
    count: str,
    status: str | None = None,
) -> ibis.Table:
    """Sum to classes of units, such as core, inner and outer hinterland.

    Parameters
    ----------
    classes
        Columns unit and class. A unit in several classes counts in each; one in none is put in a
        class that is null, so that totals stay.
    by
        Keys to keep beside the class, such as the year.
    status
        As for `summed`.
    """
    renamed = classes.select(class_unit=classes["unit"], class_name=classes["class"])
    joined = table.left_join(renamed, table[unit] == renamed["class_unit"])
    placed = joined.rename({"class": "class_name"})
    return summed(placed, by=["class", *by], count=count, status=status)
