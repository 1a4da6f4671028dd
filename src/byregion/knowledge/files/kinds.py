"""The kinds of file that may be uploaded: their endings, types and sizes. SVG is not among them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MEGABYTE = 1024 * 1024


class Family(StrEnum):
    """Formats that are looked into in the same way."""

    PDF = "pdf"
    OFFICE = "office"
    OPEN_DOCUMENT = "open_document"
    TEXT = "text"
    PICTURE = "picture"
    FILM = "film"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file; `largest` is in bytes."""

    extension: str
    family: Family
    content_type: str
    largest: int


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_ALL = (
    Kind("pdf", Family.PDF, "application/pdf", 100 * MEGABYTE),
    Kind("docx", Family.OFFICE, f"{_OFFICE}wordprocessingml.document", 100 * MEGABYTE),
    Kind("pptx", Family.OFFICE, f"{_OFFICE}presentationml.presentation", 100 * MEGABYTE),
    Kind("xlsx", Family.OFFICE, f"{_OFFICE}spreadsheetml.sheet", 100 * MEGABYTE),
    Kind("odt", Family.OPEN_DOCUMENT, f"{_OPEN}text", 100 * MEGABYTE),
    Kind("odp", Family.OPEN_DOCUMENT, f"{_OPEN}presentation", 100 * MEGABYTE),
    Kind("ods", Family.OPEN_DOCUMENT, f"{_OPEN}spreadsheet", 100 * MEGABYTE),
    Kind("csv", Family.TEXT, "text/csv", 20 * MEGABYTE),
    Kind("txt", Family.TEXT, "text/plain", 20 * MEGABYTE),
    Kind("vtt", Family.TEXT, "text/vtt", 5 * MEGABYTE),
    Kind("avif", Family.PICTURE, "image/avif", 20 * MEGABYTE),
    Kind("gif", Family.PICTURE, "image/gif", 20 * MEGABYTE),
    Kind("jpg", Family.PICTURE, "image/jpeg", 20 * MEGABYTE),
    Kind("jpeg", Family.PICTURE, "image/jpeg", 20 * MEGABYTE),
    Kind("png", Family.PICTURE, "image/png", 20 * MEGABYTE),
    Kind("webp", Family.PICTURE, "image/webp", 20 * MEGABYTE),
    Kind("mp4", Family.FILM, "video/mp4", 100 * MEGABYTE),
    Kind("webm", Family.FILM, "video/webm", 100 * MEGABYTE),
)
KINDS = {kind.extension: kind for kind in _ALL}
PICTURES = frozenset(kind.extension for kind in _ALL if kind.family is Family.PICTURE)
DOCUMENTS = frozenset(KINDS) - PICTURES
# Shown in the browser; everything else is handed over as a file to save.
INLINE = frozenset({"video/mp4", "video/webm", "text/vtt"})
