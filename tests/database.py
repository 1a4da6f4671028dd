"""The tests' SQLite database, migrated once and copied after that.

The editor brings two hundred migrations, which take twenty seconds. They are run when a migration,
an app or a dependency has changed; every later run, and every other process, starts from a copy.
"""

import fcntl
import hashlib
import sqlite3
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]


def migrate_from_copy(folder):
    """Give a `call_command` that puts the kept copy in place before it migrates."""

    def call(name, *args, **options):
        if name != "migrate" or connection.vendor != "sqlite":
            return call_command(name, *args, **options)
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / f"{_state()}.sqlite3"
        with _alone(folder / "lock"):
            if kept.exists():
                _copy_into(kept, connection)
            result = call_command(name, *args, **options)
            if not kept.exists():
                _keep(connection, kept)
        return result

    return call


def _state():
    digest = hashlib.sha256("\n".join(settings.INSTALLED_APPS).encode())
    digest.update((ROOT / "requirements" / "dev.lock").read_bytes())
    for path in sorted((ROOT / "src").glob("**/migrations/*.py")):
        digest.update(path.as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


def _copy_into(kept, target):
    target.ensure_connection()
    with sqlite3.connect(kept) as source:
        source.backup(target.connection)
    source.close()


def _keep(source, kept):
    for old in kept.parent.glob("*.sqlite3"):
        old.unlink()
    unfinished = kept.with_suffix(".part")
    with sqlite3.connect(unfinished) as target:
        source.connection.backup(target)
    target.close()
    unfinished.rename(kept)


@contextmanager
def _alone(path):
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
