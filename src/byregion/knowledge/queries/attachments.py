"""Where files that belong to rooms below can be fetched; see `domain.attachments`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from byregion.knowledge.files.kinds import KINDS
from byregion.knowledge.models import File, FileState, Picture, ScanStatus

SMALL, LARGE = "max-640x480", "max-2400x2400"
SIZES = (SMALL, LARGE)


@dataclass(frozen=True, slots=True)
class Attached:
    """A stored file: its address, type and bytes; of a picture also a small one's address and size.

    One that waits for the virus scanner has no address yet.
    """

    address: str
    content_type: str
    size: int
    is_waiting: bool = False
    small: str = ""
    width: int = 0
    height: int = 0

    @property
    def is_film(self) -> bool:
        """Whether a page can play it."""
        return self.content_type.startswith("video/")


def attached(keys: Iterable[str]) -> dict[str, Attached]:
    """Give what is known of the files by their keys, in a fixed number of queries.

    A file that an editor has taken away is left out.
    """
    wanted = {key for key in keys if key}
    return {**_files(wanted), **_pictures(wanted)}


def row_of(key: str) -> File | Picture | None:
    """Give the row that the key names; None where it was taken away."""
    files, pictures = _numbers({key}, "file"), _numbers({key}, "picture")
    found: File | Picture | None = None
    if files:
        found = File.objects.filter(pk__in=files).first()
    elif pictures:
        found = Picture.objects.filter(pk__in=pictures).first()
    return found


def _files(keys: set[str]) -> dict[str, Attached]:
    numbers = _numbers(keys, "file")
    if not numbers:
        return {}
    waiting = set(
        FileState.objects.filter(file__in=numbers, scan=ScanStatus.WAITING).values_list(
            "file", flat=True
        )
    )
    return {
        f"file:{row.pk}": Attached(
            address="" if row.pk in waiting else row.url,
            content_type=_type(row.file.name),
            size=row.file_size or 0,
            is_waiting=row.pk in waiting,
        )
        for row in File.objects.filter(pk__in=numbers)
    }


def _pictures(keys: set[str]) -> dict[str, Attached]:
    numbers = _numbers(keys, "picture")
    if not numbers:
        return {}
    rows = Picture.objects.filter(pk__in=numbers).prefetch_renditions(*SIZES)
    return {f"picture:{row.pk}": _picture(row) for row in rows}


def _picture(row: Picture) -> Attached:
    small, large = row.get_rendition(SMALL), row.get_rendition(LARGE)
    return Attached(
        address=large.url,
        content_type=_type(large.file.name),
        size=row.file_size or 0,
        small=small.url,
        width=small.width,
        height=small.height,
    )


def _numbers(keys: set[str], kind: str) -> set[int]:
    parted = (key.partition(":") for key in keys)
    return {int(number) for named, _colon, number in parted if named == kind and number.isdecimal()}


def _type(name: str) -> str:
    kind = KINDS.get(PurePosixPath(name).suffix.lower().lstrip("."))
    return kind.content_type if kind else "application/octet-stream"
