"""An analysis as bytes and back: the same analysis gives the same bytes, and so one checksum."""

from __future__ import annotations

import hashlib
import json
import zlib
from functools import lru_cache

from byregion.analysis.region_analysis.result import RegionAnalysis, result_bytes

# A chapter's page needs the whole analysis; those of a programme's regions stay in memory.
MOST_KEPT = 48


def freeze(analysis: RegionAnalysis) -> bytes:
    """Write an analysis as compressed JSON."""
    return zlib.compress(result_bytes(analysis), 9)


def checksum(frozen: bytes) -> str:
    """Name the content, whatever the compressor made of it."""
    return hashlib.sha256(zlib.decompress(frozen)).hexdigest()


def thaw(frozen: bytes) -> RegionAnalysis:
    """Read what `freeze` wrote; the result is shared, and nobody may change it."""
    return _thaw(frozen)


@lru_cache(maxsize=MOST_KEPT)
def _thaw(frozen: bytes) -> RegionAnalysis:
    return RegionAnalysis.from_dict(json.loads(zlib.decompress(frozen)))
