"""Municipalities as people write them on the command line, and their names in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import polars as pl

from byregion.analysis.geography.find import find
from byregion.analysis.geography.vintage import Municipality, Vintage, county

if TYPE_CHECKING:
    from collections.abc import Sequence


def place(text: str, at: Vintage) -> Municipality:
    """Resolve a name or number to the one municipality that it means in a division.

    Raises
    ------
    click.ClickException
        Nothing, or more than one, is meant; the message lists what it could be.
    """
    found = find(text, at=at)
    if len(found) == 1:
        return found[0]
    if found:
        raise click.ClickException(
            f"{text!r} may be {_listed(found)}; give the number, or the county in brackets"
        )
    other = find(text)
    hint = f"; at other times there is {_listed(other)}" if other else ""
    raise click.ClickException(
        f"no municipality of {at.label} has the name or number {text!r}{hint}"
    )


def _listed(found: Sequence[Municipality]) -> str:
    return ", ".join(f"{one.code} {one.name} ({county(one.county).name})" for one in found)


def joined_core(text: str, at: Vintage | None) -> tuple[str, tuple[str, ...]]:
    """Read one core: a municipality, or several joined with +; its name and its numbers.

    Without a division the units are a file's own, and are their own names.
    """
    if at is None:
        return text, tuple(part.strip() for part in text.split("+"))
    parts = [place(part.strip(), at) for part in text.split("+")]
    return "+".join(part.name for part in parts), tuple(part.code for part in parts)


def cores_of(texts: Sequence[str], at: Vintage | None) -> dict[str, tuple[str, ...]]:
    """Read several cores; a name that two of them share is told apart by number."""
    read = [joined_core(text, at) for text in texts]
    names = [name for name, _ in read]
    return {
        name if names.count(name) == 1 else f"{name} {'+'.join(codes)}": codes
        for name, codes in read
    }


def names(at: Vintage) -> pl.DataFrame:
    """Give the name of each municipality of a division; columns unit and name."""
    return pl.DataFrame(
        [(one.code, one.name) for one in at.municipalities()],
        schema={"unit": pl.String, "name": pl.String},
        orient="row",
    )


def named(
    frame: pl.DataFrame, at: Vintage, *, unit: str = "unit", name: str = "name"
) -> pl.DataFrame:
    """Put the name of a column's municipality right after it."""
    labels = names(at).rename({"unit": unit, "name": name})
    at_column = frame.columns.index(unit) + 1
    order = [*frame.columns[:at_column], name, *frame.columns[at_column:]]
    return frame.join(labels, on=unit, how="left", maintain_order="left").select(order)
