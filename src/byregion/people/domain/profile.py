"""What people change about themselves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from byregion.audit.domain.trail import record
from byregion.people.models import User


@transaction.atomic
def change_profile(person: User, *, name: str, language: str, by: User, at: datetime) -> User:
    """Change the name and the language of letters; the trail says that, not to what."""
    if (person.name, person.language) == (name, language):
        return person
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
    record(
        "person.changed",
        subject_kind="person",
        subject_key=str(person.key),
        at=at,
        by=str(by.key),
    )
    return person
