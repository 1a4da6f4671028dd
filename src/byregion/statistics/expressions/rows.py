"""Choose rows, and sum them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import ibis

UNKNOWN = "unknown"


def rows_where(
    table: ibis.Table, wanted: Mapping[str, Collection[str] | Collection[int]]
) -> ibis.Table:
    """Keep rows whose value in each column named is one of those given."""
    return table.filter([table[name].isin(sorted(values)) for name, values in wanted.items()])


def ordered(table: ibis.Table, keys: Sequence[str]) -> ibis.Table:
    """Sort by all keys, null last: left to themselves, engines differ in where null stands."""
    return table.order_by([table[key].asc(nulls_first=False) for key in keys])


def summed(table: ibis.Table, *, by: Sequence[str], count: str) -> ibis.Table:
    """Sum a whole number over all rows with the same keys.

    Returns
    -------
    Columns by, count (int64; null where no row had one) and unknown; sorted by the keys.
    """
    measures = {
        count: table[count].sum().cast("int64"),
        UNKNOWN: table[count].isnull().sum().cast("int64"),
    }
    return ordered(table.group_by(list(by)).aggregate(**measures), by)


def summed_by_class(
    table: ibis.Table, classes: ibis.Table, *, unit: str, by: Sequence[str], count: str
) -> ibis.Table:
    """Sum to classes of units, such as core, inner and outer hinterland.

    Parameters
    ----------
    classes
        Columns unit and class. A unit in several classes counts in each; one in none is put in a
        class that is null, so that totals stay.
    by
        Keys to keep beside the class, such as the year.
    """
    renamed = classes.select(class_unit=classes["unit"], class_name=classes["class"])
    joined = table.left_join(renamed, table[unit] == renamed["class_unit"])
    placed = joined.rename({"class": "class_name"})
    return summed(placed, by=["class", *by], count=count)
