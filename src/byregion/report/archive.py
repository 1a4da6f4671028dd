"""ZIP files: written without the time, and read as something that a stranger has made."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)
# The largest annex with inputs that we know of has a tenth of each.
MOST_FILES = 1_000
MOST_BYTES = 200_000_000
CHUNK = 1 << 16
# What reading damaged or foreign bytes comes to: a bad archive, one that is encrypted or packed in
# a way that nobody knows.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, LookupError, ValueError, OSError)


class AnnexError(ValueError):
    """A file is no annex of an analysis, or not one that can be used."""


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


def unzipped(content: bytes) -> dict[str, bytes]:
    """Read every file of a ZIP into memory, by name.

    Sizes are counted while reading: what the ZIP says of itself is not trusted.

    Raises
    ------
    AnnexError
        It is no ZIP, is damaged or encrypted, has too many files or too much in them, the same
        name twice, or a name that leads out of the folder it would be unpacked in.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive)
    except AnnexError:
        raise
    except BROKEN as error:
        raise AnnexError(f"this is no annex of an analysis: {error}") from error


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    names = archive.namelist()
    if len(names) > MOST_FILES:
        raise AnnexError(f"the annex has {len(names)} files; {MOST_FILES} is the most")
    found: dict[str, bytes] = {}
    left = MOST_BYTES
    for info in archive.infolist():
        if info.filename.endswith("/"):
            continue  # a folder, as some programs write when they pack again
        if info.filename in found or not _is_plain(info.filename):
            raise AnnexError(f"the annex has a file with the name {info.filename!r}")
        found[info.filename] = _within(archive, info, left)
        left -= len(found[info.filename])
    return found


def _within(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    parts = []
    with archive.open(info) as stream:
        while part := stream.read(CHUNK):
            left -= len(part)
            if left < 0:
                raise AnnexError(f"the annex holds more than {MOST_BYTES // 1_000_000} MB")
            parts.append(part)
    return b"".join(parts)


def _is_plain(name: str) -> bool:
    """Whether a name stays inside the folder that it is unpacked in, on every system."""
    parts = name.split("/")
    return not ({"", ".", ".."} & set(parts)) and not any(sign in name for sign in "\\:\0")
