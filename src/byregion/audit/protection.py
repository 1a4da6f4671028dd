"""Make the database itself refuse to change or delete an event, whoever asks."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "the audit trail is append-only"
_SQLITE = """
CREATE TRIGGER IF NOT EXISTS audit_event_refuses_{act} BEFORE {act} ON audit_event
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$
"""
_POSTGRES = """
CREATE OR REPLACE TRIGGER audit_event_refuses_{act} BEFORE {act} ON audit_event
FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()
"""


def protect(connection: BaseDatabaseWrapper) -> None:
    """Set the triggers; doing it again changes nothing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION.format(refusal=REFUSAL))
        template = _POSTGRES if connection.vendor == "postgresql" else _SQLITE
        for act in ("update", "delete"):
            cursor.execute(template.format(act=act, refusal=REFUSAL))


def unprotect(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for going back before the room existed, and for emptying tests."""
    on_table = " ON audit_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for act in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_event_refuses_{act}{on_table}")
