"""Know when anything public has changed: triggers in the database raise one number.

A page kept for later carries the number it was made under. The number is read before the page's
rows are, so a page can be newer than its number, never older: no stale page is ever served.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

from byregion.common.models import Revision

ACTS = ("insert", "update", "delete")
# Built once: this query runs before every page.
_READ = "SELECT value FROM common_revision WHERE id = 1"


_pinned: ContextVar[int | None] = ContextVar("pinned", default=None)


def current() -> int | None:
    """Read the number; None before the database is set up."""
    pinned = _pinned.get()
    if pinned is not None:
        return pinned
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        row = cursor.fetchone()
    return None if row is None else int(row[0])


@contextmanager
def pinned(number: int) -> Iterator[None]:
    """Make a page under one number, read before its rows: within, nobody asks for it again.

    For what only reads. Whoever writes within would be given what was remembered before.
    """
    token = _pinned.set(number)
    try:
        yield
    finally:
        _pinned.reset(token)


def watched_tables() -> Iterator[str]:
    """Name the tables whose rows public pages show, tables of many-to-many links included.

    A model of such an app whose rows stand on no kept page says so: `is_shown_on_pages = False`.
    """
    for label in settings.PUBLIC_APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if getattr(model, "is_shown_on_pages", True):
                yield model._meta.db_table


def watch(using: str = DEFAULT_DB_ALIAS) -> None:
    """Set the triggers on every watched table that exists. Doing it again changes nothing."""
    database = connections[using]
    existing = set(database.introspection.table_names())
    if Revision._meta.db_table not in existing:
        return
    Revision.objects.using(using).get_or_create(pk=1)
    with database.cursor() as cursor:
        for statement in _statements(database.vendor, existing):
            cursor.execute(statement)


def _statements(vendor: str, existing: set[str]) -> Iterator[str]:
    if vendor == "postgresql":
        yield _POSTGRES_FUNCTION
    template = _POSTGRES_TRIGGER if vendor == "postgresql" else _SQLITE_TRIGGER
    for table in watched_tables():
        if table in existing:
            for act in ACTS:
                yield template.format(table=table, act=act)


# The names are our own models' table names, never input.
_SQLITE_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS "{table}_revised_by_{act}" AFTER {act} ON "{table}"
BEGIN UPDATE common_revision SET value = value + 1 WHERE id = 1; END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION byregion_revise() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN UPDATE common_revision SET value = value + 1 WHERE id = 1; RETURN NULL; END $$
"""
_POSTGRES_TRIGGER = """
CREATE OR REPLACE TRIGGER "{table}_revised_by_{act}" AFTER {act} ON "{table}"
FOR EACH STATEMENT EXECUTE FUNCTION byregion_revise()
"""
