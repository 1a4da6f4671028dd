"""Annexes: the whole result and its tables as one ZIP, and the analysis read out of one again.

The same analysis gives the same bytes: no time of day goes into the archive.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

from byregion.analysis.region_analysis.result import RegionAnalysis, result_bytes
from byregion.insight.errors import InsightError

if TYPE_CHECKING:
    from collections.abc import Mapping

RESULT = "analysis.json"
# Nobody's analysis is larger; a ZIP that says so is not unpacked.
LARGEST = 60_000_000
EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(analysis: RegionAnalysis) -> bytes:
    """Write the result alone: enough to show it and to make every report of it."""
    return zipped({RESULT: result_bytes(analysis)})


def unpack(content: bytes) -> RegionAnalysis:
    """Read an analysis out of an annex.

    Raises
    ------
    InsightError
        It is no annex, or of a format that this version does not know.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo(RESULT).file_size > LARGEST:
                raise InsightError("the annex is larger than any analysis")
            return RegionAnalysis.from_dict(json.loads(archive.read(RESULT)))
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        raise InsightError(f"no annex of an analysis: {error}") from error


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Put files in a ZIP without the time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, compresslevel=9)
    return out.getvalue()
