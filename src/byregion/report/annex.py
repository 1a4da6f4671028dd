"""The data annex: the whole result, every table as CSV and Parquet, and what each of them is."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from byregion.analysis.region_analysis.result import RegionAnalysis, result_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from byregion.analysis.region_analysis.result import Table

RESULT = "analysis.json"
# Nobody's analysis is larger; a ZIP that says so is not unpacked.
LARGEST = 60_000_000
EPOCH = (1980, 1, 1, 0, 0, 0)
# What reading damaged or foreign bytes comes to: a bad archive, an encrypted one, JSON too deep.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
)


class AnnexError(ValueError):
    """A file is no annex of an analysis."""


def annex(analysis: RegionAnalysis) -> bytes:
    """Pack an analysis so that anyone can check it, and compute it again; the same, to the byte."""
    tables = [table for chapter in analysis.chapters for table in chapter.tables]
    contents: dict[str, bytes] = {RESULT: result_bytes(analysis)}
    for table in tables:
        contents[f"tables/{table.key}.csv"] = table.frame.write_csv().encode()
        parquet = io.BytesIO()
        table.frame.write_parquet(parquet, metadata={"byregion": json.dumps(_described(table))})
        contents[f"tables/{table.key}.parquet"] = parquet.getvalue()
    package = {
        "name": analysis.subject.slug or "-".join(analysis.subject.members),
        "title": analysis.subject.name,
        "version": analysis.version,
        "parameters": dict(analysis.parameters),
        "resources": [_described(table) for table in tables],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1, default=list)
    contents["datapackage.json"] = text.encode()
    return zipped(contents)


def read_annex(content: bytes) -> RegionAnalysis:
    """Read an analysis out of its annex.

    Raises
    ------
    AnnexError
        It is no annex, is damaged, or is of a format that this version does not know.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo(RESULT).file_size > LARGEST:
                raise AnnexError("the annex is larger than any analysis")
            return RegionAnalysis.from_dict(json.loads(archive.read(RESULT)))
    except AnnexError:
        raise
    except BROKEN as error:
        raise AnnexError(f"this is no annex of an analysis: {error}") from error


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Put files in a ZIP, in order of name and without the time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in sorted(files.items()):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, compresslevel=9)
    return out.getvalue()


def _described(table: Table) -> dict[str, Any]:
    return {
        "name": table.key,
        "path": f"tables/{table.key}.csv",
        "period": table.period,
        "method": table.method,
        "estimate": table.estimate,
        "schema": {"fields": [{"name": each.name, "unit": each.unit} for each in table.columns]},
        "sources": [
            {
                "publisher": source.publisher,
                "table": source.table,
                "title": source.title,
                "period": source.period,
                "licence": source.licence,
                "retrieved": source.retrieved.isoformat() if source.retrieved else None,
                "checksum": source.checksum,
            }
            for source in table.sources
        ],
    }
