"""Who letters of the network are for."""

from __future__ import annotations

from byregion.mail.domain.outbox import Receiver
from byregion.people.models import User


def to_person(person: User) -> Receiver:
    """Give the person as a letter's receiver, in their own language."""
    return Receiver(person.email, person.language, person=str(person.key))
