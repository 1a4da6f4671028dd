"""Files that are whole or not there: write aside, flush to disk, then put in place."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from byregion.statistics.errors import StoreBusy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PART = ".part"


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    try:
        with aside.open("wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes so that a reader sees the old ones or the new ones, never a part."""
    write_whole(path, lambda stream: stream.write(content))


def remove_parts(folder: Path) -> None:
    """Remove what a writer left when it was killed; only under the lock."""
    for part in folder.glob(f".*{PART}"):
        part.unlink(missing_ok=True)


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def write_lock(path: Path) -> Iterator[None]:
    """Hold the only right to write; the system lets go of it if the process dies.

    Raises
    ------
    StoreBusy
        Another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as stream:
        try:
            _lock(stream)
        except OSError as error:
            raise StoreBusy(
                f"another process is writing to {path.parent}; wait until it has finished"
            ) from error
        yield


def _flush_folder(folder: Path) -> None:
    if sys.platform == "win32":  # pragma: no cover - a folder cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lock(stream: BinaryIO) -> None:
    if sys.platform == "win32":  # pragma: no cover - the other half of this function
        import msvcrt  # noqa: PLC0415 - exists only there

        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - does not exist on Windows

        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
