"""The data annex: the whole result and each of its tables, as one ZIP that is read again.

The same analysis gives the same bytes: names are sorted and no time of day goes in.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from byregion.analysis.errors import InvalidInput
from byregion.analysis.region_analysis.result import RegionAnalysis, result_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from byregion.analysis.region_analysis.result import Table

RESULT = "analysis.json"
# No analysis is larger; a ZIP that says so is not unpacked.
LARGEST = 60_000_000
EPOCH = (1980, 1, 1, 0, 0, 0)


class BrokenAnnex(InvalidInput):
    """The bytes are no annex of an analysis, or one that cannot be read."""


class HugeAnnex(BrokenAnnex):
    """The annex says that it is larger than any analysis."""


def annex(analysis: RegionAnalysis) -> bytes:
    """Pack the result, its tables as CSV and Parquet, and what describes them."""
    files = {RESULT: result_bytes(analysis), "README.txt": _readme(analysis).encode()}
    resources = []
    for chapter in analysis.chapters:
        for table in chapter.tables:
            described = _description(table)
            resources.append(described)
            files[f"tables/{table.key}.csv"] = table.frame.write_csv().encode()
            files[f"tables/{table.key}.parquet"] = _parquet(table, described)
    files["datapackage.json"] = _json(_package(analysis, resources))
    return zipped(files)


def read_annex(content: bytes) -> RegionAnalysis:
    """Read the analysis out of an annex.

    Raises
    ------
    HugeAnnex
        The result would unpack to more than any analysis takes.
    BrokenAnnex
        It is no ZIP, holds no result, or a result that this version cannot read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo(RESULT).file_size > LARGEST:
                raise HugeAnnex("the annex is larger than any analysis")
            return RegionAnalysis.from_dict(json.loads(archive.read(RESULT)))
    except BrokenAnnex:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,  # encrypted
        EOFError,
        RecursionError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
    ) as error:
        raise BrokenAnnex(
            f"no annex of an analysis ({type(error).__name__}: {error}); give the ZIP that "
            "`byregion analyse --report data` wrote"
        ) from error


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Put files in a ZIP, sorted by name and without the time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[name], compresslevel=9)
    return out.getvalue()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _parquet(table: Table, described: Mapping[str, object]) -> bytes:
    arrow = table.frame.to_arrow()
    arrow = arrow.replace_schema_metadata({"byregion": _json(described).decode()})
    out = io.BytesIO()
    pq.write_table(arrow, out, compression="zstd")
    return out.getvalue()


_KINDS = {"persons": "number", "share": "number", "index": "number", "number": "number"}
_KINDS |= {"year": "year", "flag": "boolean"}


def _description(table: Table) -> dict[str, object]:
    return {
        "name": table.key,
        "path": f"tables/{table.key}.csv",
        "parquet": f"tables/{table.key}.parquet",
        "period": table.period,
        "method": table.method,
        "estimate": table.estimate,
        "rows": table.frame.height,
        "schema": {
            "fields": [
                {"name": each.name, "type": _KINDS.get(each.unit, "string"), "unit": each.unit}
                for each in table.columns
            ]
        },
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


def _package(analysis: RegionAnalysis, resources: list[dict[str, object]]) -> dict[str, object]:
    return {
        "name": analysis.subject.slug or "-".join(analysis.subject.members[:6]),
        "title": analysis.subject.name,
        "year": analysis.year,
        "vintage": analysis.vintage,
        "version": analysis.version,
        "members": list(analysis.subject.members),
        "cores": list(analysis.subject.cores),
        "licences": sorted({source.licence for source in analysis.sources}),
        "resources": resources,
    }


def _readme(analysis: RegionAnalysis) -> str:
    return (
        f"Data annex: {analysis.subject.name}, {analysis.year}\n\n"
        f"{RESULT} is the whole result; `byregion analyse --from-annex FILE` reads it again.\n"
        "tables/ holds every table as CSV (UTF-8, comma, point) and as Parquet.\n"
        "datapackage.json gives each table's source, period, licence, method and units.\n\n"
        f"Made by Byregion {analysis.version}.\n"
    )
