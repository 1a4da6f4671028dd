"""`byregion analyse --from-annex`: an analysis read from its annex, and computed again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from byregion.cli.answer import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.report.again import Again
    from byregion.report.annex import Annex
    from byregion.report.inputs import Inputs


class ComesOutOtherwise(click.ClickException):
    """An annex's analysis was computed again, and is not the same."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Made:
    """An analysis, and the tables that it was computed from where they are to go with its data."""

    analysis: RegionAnalysis
    inputs: Inputs | None = None


@dataclass(frozen=True, slots=True)
class _Tables:
    """What an analysis is computed from again, where that is, and which are other editions."""

    inputs: Inputs
    place: str
    others: tuple[str, ...] | None = None


def read_annex(path: Path, root: Path | None, *, keep: bool) -> Made:
    """Read an annex and compute its analysis again, from its own tables or those of a store.

    Raises
    ------
    ClickException
        It is no annex, or its analysis comes out otherwise.
    """
    from byregion.report import AnnexError, open_annex  # noqa: PLC0415 - needs the extra `report`

    try:
        found = open_annex(path.read_bytes())
        tables = _tables(found, path, root)
        if tables is None:
            click.echo(
                f"{path} has no source tables: the result is as it is stored, not computed again; "
                "to compute it from a store of statistics, give --store",
                err=True,
            )
            return Made(found.analysis)
        _compute_again(found, tables, path)
    except AnnexError as error:
        raise click.ClickException(f"{path}: {error}") from error
    # Other editions are not what the result names: they do not go along.
    return Made(found.analysis, tables.inputs if keep and tables.others is None else None)


def _tables(found: Annex, path: Path, root: Path | None) -> _Tables | None:
    from byregion.report.inputs import (  # noqa: PLC0415 - slow to import
        TablesNotThere,
        checked,
        inputs_named,
        inputs_of,
    )

    if found.inputs:
        if root is not None:
            raise click.UsageError(f"{path} has its own source tables; leave --store out")
        return _Tables(checked(found.inputs), str(path))
    if root is None:
        return None
    store = open_store(root)
    try:
        return _Tables(inputs_named(store, found.analysis), str(root))
    except TablesNotThere as lacking:
        return _Tables(inputs_of(store), str(root), lacking.titles)


def _compute_again(found: Annex, tables: _Tables, path: Path) -> None:
    """Compute the analysis again, and refuse to go on where it comes out otherwise."""
    from byregion.report.again import computed_again  # noqa: PLC0415 - slow to import

    again = computed_again(replace(found, inputs=tables.inputs.files))
    by = f"Computed again from the source tables in {tables.place}, by {_versions(again)}"
    if again.same:
        click.echo(f"{by}: the same", err=True)
    elif tables.others is not None and again.same_figures:
        click.echo(f"{by}: the same figures, though the tables are other editions", err=True)
    else:
        raise ComesOutOtherwise(_otherwise(again, tables, path))


def _versions(again: Again) -> str:
    if again.version == again.stored_version:
        return f"version {again.version}"
    return f"version {again.version}, where the annex was made by version {again.stored_version}"


def _otherwise(again: Again, tables: _Tables, path: Path) -> str:
    where = f"; chapters that differ: {', '.join(again.differing)}" if again.differing else ""
    if tables.others is not None:
        which = f": {', '.join(tables.others)}" if tables.others else ""
        advice = f"the store has other editions of the tables{which}"
    elif again.version != again.stored_version:
        advice = f"use byregion {again.stored_version} to get the stored result"
    else:
        advice = "the annex was changed after it was made, or by other versions of the libraries"
    return (
        f"{path}: computed again by {_versions(again)}, the result is not the same{where}; {advice}"
    )
