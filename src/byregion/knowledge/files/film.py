"""Films: MP4 by its boxes, WebM by its header."""

from __future__ import annotations

from typing import IO

from byregion.knowledge.files.kinds import Kind
from byregion.knowledge.files.refusal import Reason, Refused

BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"}
EBML = b"\x1aE\xdf\xa3"
MOST_BOXES = 100_000


def check(file: IO[bytes], kind: Kind, *, size: int) -> None:
    """See that the file is the film that its name says, and that it is whole. Raises Refused."""
    file.seek(0)
    head = file.read(64)
    if kind.extension == "webm":
        if not head.startswith(EBML) or b"webm" not in head:
            raise Refused(Reason.MISMATCH, extension="webm")
        return
    if head[4:8] != b"ftyp" or not BRANDS & {head[8:12], head[16:20], head[20:24]}:
        raise Refused(Reason.MISMATCH, extension="mp4")
    if b"moov" not in _boxes(file, size):
        raise Refused(Reason.BROKEN)


def _boxes(file: IO[bytes], size: int) -> set[bytes]:
    found: set[bytes] = set()
    position = 0
    for _number in range(MOST_BOXES):
        if position == size:
            return found
        file.seek(position)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        elif length == 0:
            length = size - position
        if length < 8 or position + length > size:
            raise Refused(Reason.BROKEN)
        found.add(head[4:8])
        position += length
    raise Refused(Reason.BROKEN)
