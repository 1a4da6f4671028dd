"""What is kept about a person: given to them whole, and forgotten when they ask.

Every room that keeps something about people registers two functions, in its AppConfig's ready():
one that gives what it keeps, and one that forgets it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from django.db import transaction

from byregion.audit.domain.trail import record
from byregion.mail.domain.outbox import forget
from byregion.mail.models import Letter
from byregion.people.domain.roles import CannotEndRole, end_role
from byregion.people.domain.ways_in import forget_ways_in, ways_in
from byregion.people.models import Affiliation, Invitation, RoleAssignment, User

Exporter = Callable[[User], object]


class Eraser(Protocol):
    """Forgets what a room keeps about a person; what must stay loses its tie to them."""

    def __call__(self, person: User, *, at: datetime) -> object:
        """Forget, in the caller's transaction."""


class CannotErase(ValueError):
    """The installation would be left without an administrator."""


_rooms: dict[str, tuple[Exporter, Eraser]] = {}


def register(exporter: Exporter, eraser: Eraser, *, room: str = "") -> None:
    """Let a room take part.

    `exporter(person)` gives what the room keeps, as values that JSON knows (dates may be dates).
    `eraser(person, at=…)` forgets it. `room` is the name it stands under in the export; without
    one it is the name of the room that the exporter is written in. Once more replaces.
    """
    name = room or exporter.__module__.removeprefix("byregion.").split(".")[0]
    _rooms[name] = (exporter, eraser)


def rooms() -> tuple[str, ...]:
    """Name the rooms that take part."""
    return tuple(sorted(_rooms))


def export(person: User, *, at: datetime) -> dict[str, object]:
    """Give all that is kept about the person, room by room, and note in the trail that it was."""
    record(
        "person.exported",
        subject_kind="person",
        subject_key=str(person.key),
        at=at,
        by=str(person.key),
    )
    kept = {name: _rooms[name][0](person) for name in rooms()}
    return {"made_at": at, "people": _own(person), **kept, "mail": _letters(person)}


@transaction.atomic
def erase(person: User, *, by: User | None, at: datetime) -> None:
    """Forget the person: roles end, rooms forget, letters go, and the row keeps its key alone.

    Sessions end with the password. Forgotten already is forgotten. Raises CannotErase.
    """
    if person.erased_at is not None:
        return
    for held in RoleAssignment.objects.filter(person=person, ended_at=None):
        try:
            end_role(held, by=by, at=at)
        except CannotEndRole as error:
            raise CannotErase(str(error)) from error
    for name in rooms():
        _rooms[name][1](person, at=at)
    Affiliation.objects.filter(person=person).delete()
    Invitation.objects.filter(email=person.email).delete()
    Invitation.objects.filter(accepted_by=person).delete()
    forget(person=str(person.key), addresses=[person.email])
    forget_ways_in(person)
    _empty(person, at)
    record(
        "person.erased",
        subject_kind="person",
        subject_key=str(person.key),
        at=at,
        by=str(by.key) if by else "",
    )


def _empty(person: User, at: datetime) -> None:
    person.refresh_from_db()
    person.email = f"{person.key}@erased.invalid"
    person.name = ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.erased_at, person.last_login = at, None
    person.save()


def _own(person: User) -> dict[str, object]:
    roles = person.roles.values("role", "programme", "region", "given_at", "ended_at")
    return {
        "key": str(person.key),
        "email": person.email,
        "name": person.name,
        "language": person.language,
        "joined_at": person.joined_at,
        "last_signed_in_at": person.last_login,
        "notice_read_at": person.notice_read_at,
        "roles": list(roles),
        "organisations": list(
            person.affiliations.values("organisation__name", "organisation__number", "title")
        ),
        "ways_in": ways_in(person),
    }


def _letters(person: User) -> list[object]:
    own = Letter.objects.filter(person=str(person.key)) | Letter.objects.filter(
        to_address=person.email
    )
    return list(own.values("kind", "to_address", "subject", "text", "queued_at", "sent_at"))
