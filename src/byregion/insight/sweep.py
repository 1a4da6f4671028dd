"""Take away reports and drawings that nobody has asked for, by age and by their size together.

All of it can be made again, so nothing is lost but the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from byregion.insight.reports import folder

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS = ("reports", "figures")


@dataclass(frozen=True, slots=True)
class Swept:
    """How many files went, and their bytes together."""

    files: int
    size: int


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    used_at: datetime
    size: int


def sweep(*, at: datetime, days: int | None = None, megabytes: int | None = None) -> Swept:
    """Remove what was last used longer ago than `days`, then the oldest above `megabytes`.

    The settings REPORT_DAYS and REPORT_MEGABYTES decide where nothing is given. The limit of size
    is for reports and drawings each.
    """
    limit = timedelta(days=settings.REPORT_DAYS if days is None else days)
    most = 1_000_000 * (settings.REPORT_MEGABYTES if megabytes is None else megabytes)
    gone = [one for name in FOLDERS for one in _superfluous(_files(folder(name)), at - limit, most)]
    for one in gone:
        one.path.unlink(missing_ok=True)
    return Swept(len(gone), sum(one.size for one in gone))


def _files(place: Path) -> list[_File]:
    """List the files, the latest used first."""
    found = []
    for path in place.iterdir():
        try:
            told = path.stat()
        except FileNotFoundError:
            continue
        used_at = datetime.fromtimestamp(told.st_mtime, tz=UTC)
        found.append(_File(path, used_at, told.st_size))
    return sorted(found, key=lambda one: one.used_at, reverse=True)


def _superfluous(files: list[_File], before: datetime, most: int) -> list[_File]:
    gone, total = [], 0
    for one in files:
        total += one.size
        if one.used_at < before or total > most:
            gone.append(one)
    return gone
