"""The data annex: the whole result, every table as CSV and Parquet, and the inputs behind them.

An annex with inputs can be computed again by anyone, see `byregion.report.again`. The same analysis
and the same inputs give the same bytes.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.region_analysis.result import RegionAnalysis, result_bytes
from byregion.report.archive import AnnexError, unzipped, zipped
from byregion.report.described import csv_of, described, package, readme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from byregion.report.inputs import Inputs

RESULT = "analysis.json"
INPUTS = "inputs/"
# Nobody's analysis is larger.
LARGEST_RESULT = 60_000_000
# What a JSON text of another shape than ours comes to, one that is nested too deep included.
MISSHAPEN = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    pl.exceptions.PolarsError,
)


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex that was read.

    Attributes
    ----------
    analysis
        The result that it holds.
    stored
        The same as bytes, as they stand in it.
    inputs
        Files of the store of statistics that the result was computed from, by their path in the
        store; empty where the annex has none.
    """

    analysis: RegionAnalysis
    stored: bytes
    inputs: Mapping[str, bytes] = field(default_factory=dict)


def annex(analysis: RegionAnalysis, inputs: Inputs | None = None) -> bytes:
    """Pack an analysis so that anyone can check it and, with the inputs, compute it again."""
    tables = [table for chapter in analysis.chapters for table in chapter.tables]
    files: dict[str, bytes] = {RESULT: result_bytes(analysis)}
    for table in tables:
        files[f"tables/{table.key}.csv"] = csv_of(table.frame)
        parquet = io.BytesIO()
        table.frame.write_parquet(parquet, metadata={"byregion": json.dumps(described(table))})
        files[f"tables/{table.key}.parquet"] = parquet.getvalue()
    if inputs is not None:
        files |= {f"{INPUTS}{name}": content for name, content in inputs.files.items()}
    editions = inputs.editions if inputs is not None else ()
    files["datapackage.json"] = package(analysis, tables, editions, files)
    files["README.md"] = readme(analysis, editions)
    return zipped(files)


def read_annex(content: bytes) -> RegionAnalysis:
    """Read an analysis out of its annex.

    Raises
    ------
    AnnexError
        It is no annex, is damaged, or is of a format that this version does not know.
    """
    return open_annex(content).analysis


def open_annex(content: bytes) -> Annex:
    """Read an annex, which may come from anyone.

    Raises
    ------
    AnnexError
        It is no annex, is damaged, or is of a format that this version does not know.
    """
    files = unzipped(content)
    stored = files.get(RESULT)
    if stored is None:
        raise AnnexError(f"this is no annex of an analysis: it has no {RESULT}")
    if len(stored) > LARGEST_RESULT:
        raise AnnexError("the annex is larger than any analysis")
    try:
        analysis = RegionAnalysis.from_dict(json.loads(stored))
    except MISSHAPEN as error:
        raise AnnexError(f"this is no annex of an analysis: {error}") from error
    inputs = {
        name.removeprefix(INPUTS): part for name, part in files.items() if name.startswith(INPUTS)
    }
    return Annex(analysis, stored, inputs)
