"""Files that are ZIP archives inside: OOXML and OpenDocument. Nothing is ever unpacked to disk."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from byregion.knowledge.files.kinds import MEGABYTE, Family, Kind
from byregion.knowledge.files.refusal import Reason, Refused

MOST_PARTS = 10_000
MOST_UNPACKED = 500 * MEGABYTE
# Text packs to a fiftieth at most; what packs to less is made to do harm, once it is big at all.
LARGEST_RATIO = 120
UNSUSPECTED = 20 * MEGABYTE
BLOCK = 64 * 1024
DEEPEST = 1
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
OTHER_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ")
PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
MAIN = {
    "docx": b"wordprocessingml.document.main+xml",
    "pptx": b"presentationml.presentation.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
}
MACROS = re.compile(r"vbaproject|vbadata|activex|macrosheets|^basic/|^scripts/", re.IGNORECASE)
REMOTE = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode=\"External\")"
    rb"(?=[^>]*Type=\"[^\"]*/(?:attachedTemplate|oleObject|frame|subDocument)\")",
)


@dataclass(slots=True)
class _Budget:
    # What may still be unpacked, over an archive and those inside it.
    left: int
    packed: int

    def spend(self, size: int) -> None:
        self.left -= size
        spent = MOST_UNPACKED - self.left
        if self.left < 0 or (spent > UNSUSPECTED and spent > LARGEST_RATIO * self.packed):
            raise Refused(Reason.BOMB)


def check(file: IO[bytes], kind: Kind, *, size: int) -> None:
    """Look through an office document. Raises Refused.

    Every part is read to its end, so that its checksum is held and its true size is counted,
    whatever its header says.
    """
    head = _head(file)
    if head.startswith(OLE):
        # A locked OOXML file is wrapped in the old format, and so is a document of the old kind.
        raise Refused(
            Reason.ENCRYPTED if b"E\0n\0c\0r\0y\0p\0t" in _all(file) else Reason.MISMATCH,
            extension=kind.extension,
        )
    if not head.startswith(ZIP):
        raise Refused(Reason.MISMATCH, extension=kind.extension)
    _check_archive(file, kind, _Budget(MOST_UNPACKED, max(size, 1)), depth=0)


def _check_archive(file: IO[bytes], kind: Kind, budget: _Budget, *, depth: int) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _check_listing(parts)
            _check_type(archive, kind)
            for part in parts:
                _check_part(archive, part, budget, depth)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Refused(Reason.BROKEN) from error


def _check_listing(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise Refused(Reason.BOMB)
    end = -1
    for part in sorted(parts, key=lambda each: each.header_offset):
        if part.flag_bits & 0x1:
            raise Refused(Reason.ENCRYPTED)
        # Parts that share their bytes are how a small archive claims to hold endless ones.
        if part.header_offset < end:
            raise Refused(Reason.BOMB)
        end = part.header_offset + part.compress_size
        if part.filename.startswith("/") or ".." in part.filename.split("/"):
            raise Refused(Reason.BROKEN)
        if MACROS.search(part.filename):
            raise Refused(Reason.MACROS)


def _check_type(archive: zipfile.ZipFile, kind: Kind) -> None:
    if kind.family is Family.OPEN_DOCUMENT:
        _check_open_document(archive, kind)
        return
    types = _small(archive, "[Content_Types].xml", kind)
    if b"macroEnabled" in types:
        raise Refused(Reason.MACROS)
    if MAIN[kind.extension] not in types:
        raise Refused(Reason.MISMATCH, extension=kind.extension)


def _check_open_document(archive: zipfile.ZipFile, kind: Kind) -> None:
    if _small(archive, "mimetype", kind).strip() != kind.content_type.encode():
        raise Refused(Reason.MISMATCH, extension=kind.extension)
    if b"encryption-data" in _small(archive, "META-INF/manifest.xml", kind):
        raise Refused(Reason.ENCRYPTED)


def _small(archive: zipfile.ZipFile, name: str, kind: Kind) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(MEGABYTE)
    except KeyError:
        raise Refused(Reason.MISMATCH, extension=kind.extension) from None


def _check_part(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, budget: _Budget, depth: int
) -> None:
    name = part.filename.lower()
    with archive.open(part) as file:
        head = block = file.read(BLOCK)
        _check_head(name, head)
        while block:
            budget.spend(len(block))
            if name.endswith((".xml", ".rels")) and b"<!ENTITY" in block:
                raise Refused(Reason.BOMB)
            if name.endswith(".rels") and REMOTE.search(block):
                raise Refused(Reason.REMOTE)
            block = file.read(BLOCK)
    if head.startswith(ZIP):
        _check_inner(archive, part, budget, depth)


def _check_head(name: str, head: bytes) -> None:
    if head.startswith((OLE, *OTHER_ARCHIVES)):
        raise Refused(Reason.EMBEDDED)
    if head.startswith(PROGRAMS) and not name.endswith((".xml", ".rels", ".txt")):
        raise Refused(Reason.ACTIVE)


def _check_inner(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, budget: _Budget, depth: int
) -> None:
    # A diagram carries its numbers as a workbook; that, one level down, is all that may lie inside.
    kind = Kind("xlsx", Family.OFFICE, "", 0)
    if depth >= DEEPEST or "/embeddings/" not in part.filename:
        raise Refused(Reason.EMBEDDED)
    with archive.open(part) as inner:
        try:
            _check_archive(inner, kind, budget, depth=depth + 1)
        except Refused as refusal:
            if refusal.reason is Reason.MISMATCH:
                raise Refused(Reason.EMBEDDED) from refusal
            raise


def _head(file: IO[bytes]) -> bytes:
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    return head


def _all(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(4 * MEGABYTE)
