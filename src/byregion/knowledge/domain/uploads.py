"""Take files in: looked through before they are stored, scanned, and read for search.

`check` is what every room calls with a file that somebody sent. It raises `Refused`, whose message
says in the reader's language what is wrong and how to mend it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import IO

import puremagic
from django.conf import settings
from django.db import transaction
from django.db.models import F

from byregion.knowledge.files import archive, film, pdf, picture, plain, scanner
from byregion.knowledge.files.kinds import KINDS, MEGABYTE, Family, Kind
from byregion.knowledge.files.names import extension_of, safe_name
from byregion.knowledge.files.refusal import Reason, Refused
from byregion.knowledge.models import File, FileState, ScanStatus

# Kinds of content that no ending excuses, as puremagic names them.
_PROGRAMS = {".exe", ".dll", ".elf", ".sh", ".jar", ".msi", ".svg", ".html", ".hta", ".lnk"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its safe name, what it is, and whether it was scanned."""

    name: str
    kind: Kind
    scan: ScanStatus


def check(
    file: IO[bytes], name: str, *, allowed: Collection[str] = KINDS.keys(), may_wait: bool = False
) -> Checked:
    """Look through a file: ending, size, content, what hides in it, and viruses. Raises Refused.

    `allowed` are endings without dots. Where the scanner is silent the file is refused, or, with
    `may_wait`, given the status WAITING: then nobody may be shown it until it is scanned.
    """
    extension = extension_of(name)
    if extension not in allowed or extension not in KINDS:
        raise Refused(Reason.KIND, allowed=", ".join(sorted(allowed)))
    kind = KINDS[extension]
    size = _size(file)
    if size == 0:
        raise Refused(Reason.EMPTY)
    if size > kind.largest:
        raise Refused(Reason.TOO_LARGE, megabytes=kind.largest // MEGABYTE)
    _check_family(file, kind, size)
    status = _scan(file, may_wait=may_wait)
    file.seek(0)
    return Checked(safe_name(name), kind, status)


def _check_family(file: IO[bytes], kind: Kind, size: int) -> None:
    _check_disguise(file, kind)
    checks: dict[Family, Callable[[], None]] = {
        Family.PDF: lambda: pdf.check(file, kind),
        Family.OFFICE: lambda: archive.check(file, kind, size=size),
        Family.OPEN_DOCUMENT: lambda: archive.check(file, kind, size=size),
        Family.TEXT: lambda: plain.check(file, kind),
        Family.PICTURE: lambda: picture.check(file, kind),
        Family.FILM: lambda: film.check(file, kind, size=size),
    }
    checks[kind.family]()


def _check_disguise(file: IO[bytes], kind: Kind) -> None:
    file.seek(0)
    try:
        is_really = puremagic.from_string(file.read(4096))
    except (puremagic.PureError, ValueError):
        return  # plain text has no mark of its own
    if is_really in _PROGRAMS:
        raise Refused(Reason.MISMATCH, extension=kind.extension)


def _scan(file: IO[bytes], *, may_wait: bool) -> ScanStatus:
    if not settings.CLAMD:
        return ScanStatus.NOT_ASKED
    try:
        found = scanner.scan(file, settings.CLAMD)
    except scanner.ScannerSilent:
        if may_wait:
            return ScanStatus.WAITING
        raise Refused(Reason.UNSCANNED) from None
    if found:
        raise Refused(Reason.VIRUS)
    return ScanStatus.CLEAN


def _size(file: IO[bytes]) -> int:
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    return size


def note_state(file: File, checked: Checked | None, *, at: datetime) -> FileState:
    """Keep what is known of a stored file; a PDF's words are read later.

    Without a check, as for a file that came another way, it waits for the scanner where one is set.
    """
    kind = KINDS.get(extension_of(file.file.name))
    unchecked = ScanStatus.WAITING if settings.CLAMD else ScanStatus.NOT_ASKED
    state, _is_new = FileState.objects.update_or_create(
        file=file,
        defaults={
            "scan": checked.scan if checked else unchecked,
            "content_type": kind.content_type if kind else "application/octet-stream",
            "checked_at": at,
            "is_read": kind is None or kind.family is not Family.PDF,
            "attempts": 0,
        },
    )
    return state


def read_words(file: File, *, seconds: float) -> bool:
    """Keep the words of a stored PDF; False where they couldn't be read in that time."""
    try:
        with file.file.open("rb") as content:
            found = pdf.read_text(content, seconds=seconds)
    except (Refused, OSError):
        FileState.objects.filter(file=file).update(attempts=F("attempts") + 1)
        return False
    with transaction.atomic():
        File.objects.filter(pk=file.pk).update(text=found.text, page_count=found.pages)
        FileState.objects.filter(file=file).update(is_read=True)
    file.text, file.page_count = found.text, found.pages
    return True


def may_be_shown(file: File) -> bool:
    """Whether the file may be handed out: not while it waits for the scanner."""
    return not FileState.objects.filter(file=file, scan=ScanStatus.WAITING).exists()
