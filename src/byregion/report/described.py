"""What the files of an annex are: a data package in JSON for machines, a README for people."""

from __future__ import annotations

import hashlib
import io
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import polars as pl

from byregion import wording
from byregion.report.sourcing import UNNUMBERED
from byregion.report.texts import said
from byregion.statistics.catalogue import catalogue
from byregion.wording.dates import day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from byregion.analysis.provenance import TableSource
    from byregion.analysis.region_analysis.result import Column, RegionAnalysis, Table
    from byregion.statistics.manifest import Edition

TYPES = {pl.String: "string", pl.Int64: "integer", pl.Float64: "number", pl.Boolean: "boolean"}
STATE = "Why the figure is there or not."
CC_BY = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


def csv_of(frame: pl.DataFrame) -> bytes:
    """Write a frame as CSV, UTF-8; what is unknown is empty."""
    return frame.write_csv().encode()


def described(table: Table) -> dict[str, Any]:
    """Describe a table of the analysis: what its columns are, its period, method and sources."""
    return {
        "name": table.key,
        "titles": _in_each(wording.title, table.key),
        "period": table.period,
        "method": table.method,
        "methods": _in_each(wording.method, table.method),
        "estimate": table.estimate,
        "schema": {"fields": [_field(column, table.frame) for column in table.columns]},
        "sources": [_source(source) for source in table.sources],
    }


def package(
    analysis: RegionAnalysis,
    tables: Sequence[Table],
    editions: Sequence[Edition],
    content: Mapping[str, bytes],
) -> bytes:
    """Describe the whole annex as a data package (Frictionless, version 1)."""
    plain = {
        "profile": "data-package",
        "name": analysis.subject.slug or "-".join(analysis.subject.members),
        "title": analysis.subject.name,
        "version": analysis.version,
        "languages": list(wording.LANGUAGES),
        "licenses": [CC_BY],
        "created_by": f"byregion {analysis.version}",
        "year": analysis.year,
        "division": analysis.vintage,
        "members": dict(zip(analysis.subject.members, analysis.subject.member_names, strict=True)),
        "cores": list(analysis.subject.cores),
        "parameters": dict(sorted(analysis.parameters.items())),
        "sources": [_source(source) for source in analysis.sources],
        "resources": [
            *(
                _file(described(table), f"tables/{table.key}.{kind}", content)
                for table in tables
                for kind in ("csv", "parquet")
            ),
            *(_file(_input(one, content), f"inputs/{one.file}", content) for one in editions),
        ],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1, default=list).encode() + b"\n"


def readme(analysis: RegionAnalysis, editions: Sequence[Edition]) -> bytes:
    """Tell people what the annex is, in all three languages."""
    return "\n".join(_readme(analysis, editions, each) for each in wording.LANGUAGES).encode()


def _readme(analysis: RegionAnalysis, editions: Sequence[Edition], language: str) -> str:
    text = (files("byregion.report") / "readme" / f"{language}.md").read_text(encoding="utf-8")
    which = "with_inputs" if editions else "without_inputs"
    return text.format(
        name=analysis.subject.name,
        members=wording.listed(analysis.subject.member_names, language),
        year=analysis.year,
        vintage=analysis.vintage,
        version=analysis.version,
        inputs=said(which, language),
        again=said(f"again_{which}", language),
        cite=said(
            "cite_text",
            language,
            name=analysis.subject.name,
            year=str(analysis.year),
            version=analysis.version,
            dated="",
        ),
        sources="\n".join(_line(source, language) for source in analysis.sources),
    )


def _line(source: TableSource, language: str) -> str:
    number = "" if source.table in UNNUMBERED else f" {source.table}"
    retrieved = (
        said("retrieved", language, day=day(source.retrieved, language))
        if source.retrieved
        else said("retrieved_unknown", language)
    )
    return (
        f"- {wording.publisher(source, language)}{number}: "
        f"{wording.source_title(source, language)}. "
        f"{said('source_period', language, period=wording.period(source.period, language))} "
        f"{retrieved} {said('source_licence', language, licence=source.licence)}"
    )


def _field(column: Column, frame: pl.DataFrame) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": TYPES[type(frame.schema[column.name])],
        "titles": _in_each(wording.column, column.name),
        "unit": column.unit,
    }


def _input(edition: Edition, content: Mapping[str, bytes]) -> dict[str, Any]:
    known = {column.name: column for column in catalogue()[edition.table].columns}
    file = io.BytesIO(content[f"inputs/{edition.file}"])
    return {
        "name": f"input.{edition.table}",
        "title": edition.title,
        "period": edition.period,
        "division": edition.vintage,
        "licence": edition.licence,
        "retrieved": edition.retrieved.isoformat() if edition.retrieved else None,
        "rows": edition.rows,
        "schema": {
            "fields": [
                {
                    "name": name,
                    "type": TYPES[type(kind)],
                    # A table that was pulled has a column more a measure.
                    "title": known[name].meaning if name in known else STATE,
                    "unit": known[name].unit if name in known else None,
                }
                for name, kind in pl.read_parquet_schema(file).items()
            ]
        },
        "sources": [_source(edition.provenance)],
    }


def _file(plain: dict[str, Any], path: str, content: Mapping[str, bytes]) -> dict[str, Any]:
    kind = path.rpartition(".")[2]
    return {
        **plain,
        "name": f"{plain['name']}.{kind}",
        "path": path,
        "format": kind,
        "encoding": "utf-8",
        "bytes": len(content[path]),
        "hash": f"sha256:{hashlib.sha256(content[path]).hexdigest()}",
    }


def _source(source: TableSource) -> dict[str, Any]:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "table": source.table,
        "period": source.period,
        "licence": source.licence,
        "retrieved": source.retrieved.isoformat() if source.retrieved else None,
        "checksum": source.checksum,
    }


def _in_each(words: Callable[[str, str], str], key: str) -> dict[str, str]:
    try:
        return {language: words(key, language) for language in wording.LANGUAGES}
    except wording.UnknownText:
        # A table of an older or newer version than the words: its own name says what it is.
        return {}
