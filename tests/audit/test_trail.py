"""The trail: append-only, chained, and honest about it."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from byregion.audit import protection
from byregion.audit.domain.trail import ORIGIN, record, verify
from byregion.audit.models import Event, Head

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def note(act="thing.done", key=1, **details):
    return record(act, subject_kind="thing", subject_key=key, at=NOON, by="k", details=details)


def test_each_event_carries_the_hash_of_the_one_before():
    first, second = note(), note(key=2)
    assert first.previous == ORIGIN
    assert second.previous == first.digest
    assert verify().length == 2
    assert verify().holds


def test_an_empty_trail_holds():
    assert verify().holds
    assert verify().length == 0


def test_an_event_stands_only_if_the_act_does():
    with transaction.atomic():
        note()
        transaction.set_rollback(True)
    assert Event.objects.count() == 0
    assert verify().holds


@pytest.mark.parametrize("change", [{"act": "other.done"}, {"details": {"a": 2}}, {"actor": "x"}])
def test_a_changed_event_is_found(change):
    note(), note(key=2, a=1), note(key=3)
    protection.unprotect(connection)
    Event.objects.filter(subject_key="2").update(**change)
    verdict = verify()
    assert not verdict.holds
    assert verdict.broken_at == Event.objects.get(subject_key="2").pk
    assert verdict.reason == "this event was changed"


def test_a_missing_event_is_found_in_the_middle_and_at_the_end():
    note(), note(key=2), note(key=3)
    protection.unprotect(connection)
    Event.objects.filter(subject_key="3").delete()
    assert verify().reason == "events are missing at the end"
    note(key=4)
    Event.objects.filter(subject_key="2").delete()
    assert not verify().holds


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses(act):
    note()
    protection.protect(connection)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.update(act="x") if act == "update" else Event.objects.all().delete()
    assert verify().holds


def test_the_command_says_what_it_found():
    note()
    out = StringIO()
    call_command("audit", "verify", stdout=out)
    assert "The trail holds: 1 events" in out.getvalue()
    Head.objects.update(length=5)
    with pytest.raises(CommandError, match="missing at the end"):
        call_command("audit", "verify", stdout=out)
