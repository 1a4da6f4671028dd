"""Style sheets, scripts and pictures, brought to where they are served from."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

IGNORED = ["CVS", ".*", "*~"]


def collect() -> bool:
    """Collect the static files and tell so; nothing is done where all stand as they are found.

    To collect compresses every file anew, which a start should not wait for when none has changed.
    """
    seen = Path(settings.STATIC_ROOT) / ".collected.json"
    found = json.dumps(_found())
    if seen.is_file() and seen.read_text(encoding="utf-8") == found:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    seen.write_text(found, encoding="utf-8")
    return True


def _found() -> list[tuple[str, int, int]]:
    """Give each file's path, size and time of change."""
    files = {
        storage.path(path) for finder in get_finders() for path, storage in finder.list(IGNORED)
    }
    stats = ((path, Path(path).stat()) for path in sorted(files))
    return [(path, stat.st_size, stat.st_mtime_ns) for path, stat in stats]
