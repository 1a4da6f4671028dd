"""Register people, change what they said, and cancel; the waiting list moves up by itself.

Every verb first locks the gathering's row, so that acts on one gathering come one after another:
the count of places is exact, and the order of parties is the order in which they were taken in.

A party gets a place for everybody in it or waits as a whole. When places come free, the list is
gone through from the first party; each that fits in what is left, and in its regions' quotas, gets
its places. So no seat stays empty for a large party, and nobody who fits is passed by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from byregion.audit.domain.trail import record
from byregion.network.domain.answering import check_answers, put_answers
from byregion.network.domain.choosing import check_sessions, put_sessions
from byregion.network.domain.letters import write_to
from byregion.network.domain.locking import locked
from byregion.network.domain.refusal import RegistrationClosed, WrongState
from byregion.network.enums import GatheringStatus, RegistrationStatus
from byregion.network.models import Gathering, Party, Registration, Session
from byregion.network.queries.places import full_sessions, room_of
from byregion.network.validators import Value

ACTIVE = (RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING)


@dataclass(frozen=True, slots=True)
class Person:
    """What is said of one who registers: answers by the question's key, sessions by theirs."""

    name: str
    address: str = ""
    organisation: str = ""
    region: str = ""
    answers: Mapping[int, Value] = field(default_factory=dict)
    sessions: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Sender:
    """Who fills in the form: where letters go, their language, and a user's key where known."""

    address: str
    language: str
    person: str = ""


@transaction.atomic
def register(
    gathering: Gathering,
    people: Sequence[Person],
    *,
    sender: Sender,
    form_key: UUID,
    at: datetime,
) -> Party:
    """Register people together. The same form sent twice is one registration.

    In order: the gathering is locked; answers and sessions are checked; the party gets its number
    and its places, or waits; the trail and a letter tell of it.

    Raises
    ------
    RegistrationClosed, WrongAnswers, SessionUnavailable
    """
    gathering = locked(gathering)
    known = Party.objects.filter(gathering=gathering, form_key=form_key).first()
    if known is not None:
        return known
    _check_party(gathering, people, at)
    party = _new_party(gathering, sender, form_key, at)
    room = room_of(gathering)
    placed = not gathering.needs_approval and room.takes(person.region for person in people)
    status = RegistrationStatus.CONFIRMED if placed else RegistrationStatus.WAITING
    for person in people:
        check_sessions(gathering, person.sessions, counts=placed)
        _add(party, person, status, at)
    _note("registration.made", party, at, sender.person, people=len(people), status=status)
    write_to(party, status, at=at)
    return party


@transaction.atomic
def change(
    registration: Registration, person: Person, *, at: datetime, by: str = ""
) -> Registration:
    """Change what is said of one who has or waits for a place; the region stays.

    Raises RegistrationClosed, WrongState, WrongAnswers or SessionUnavailable.
    """
    gathering = locked(registration.gathering)
    registration.refresh_from_db()
    _check_open_for_changes(gathering, at)
    if not registration.is_active:
        raise WrongState(_("This registration is cancelled. Register anew to come after all."))
    check_answers(gathering, person.answers)
    has_place = registration.status == RegistrationStatus.CONFIRMED
    check_sessions(gathering, person.sessions, counts=has_place, besides=registration)
    registration.name, registration.address = person.name, person.address
    registration.organisation = person.organisation
    registration.save(update_fields=["name", "address", "organisation"])
    party = _follow(registration)
    put_answers(registration, person.answers)
    put_sessions(registration, person.sessions)
    _note("registration.changed", party, at, by, registration=str(registration.key))
    write_to(party, "changed", at=at, people=[registration])
    return registration


@transaction.atomic
def cancel(
    party: Party, *, at: datetime, by: str = "", only: Iterable[Registration] | None = None
) -> list[Registration]:
    """Cancel a party, or `only` some of it; whoever fits moves up. Cancelling twice is once.

    Raises RegistrationClosed when the gathering is over.
    """
    return _end(party, RegistrationStatus.CANCELLED, at=at, by=by, only=only)


@transaction.atomic
def decline(party: Party, *, at: datetime, by: str) -> list[Registration]:
    """Say no to a party, as the operator; the one who registered it is told."""
    return _end(party, RegistrationStatus.DECLINED, at=at, by=by)


@transaction.atomic
def give_place(party: Party, *, at: datetime, by: str) -> list[Registration]:
    """Give a waiting party its places out of turn, as the operator; capacity still holds.

    Raises WrongState if the party doesn't fit.
    """
    gathering = locked(party.gathering)
    _check_open_for_changes(gathering, at)
    waiting = list(party.registrations.filter(status=RegistrationStatus.WAITING))
    if not waiting:
        return []
    if not room_of(gathering).takes(person.region for person in waiting):
        raise WrongState(_("There is no room for this party. Raise the capacity or the quota."))
    _confirm(gathering, party, waiting, at)
    _note("registration.given_place", party, at, by, people=len(waiting))
    return waiting


def move_up(gathering: Gathering, *, at: datetime) -> list[Party]:
    """Give places to waiting parties in their order; the caller holds the gathering's lock."""
    if gathering.needs_approval or gathering.status != GatheringStatus.PUBLISHED:
        return []
    waiting = Registration.objects.filter(
        gathering=gathering, status=RegistrationStatus.WAITING
    ).select_related("party__gathering")
    parties: dict[Party, list[Registration]] = {}
    for registration in waiting.order_by("party__number", "pk"):
        parties.setdefault(registration.party, []).append(registration)
    room, moved = room_of(gathering), []
    for party, people in parties.items():
        if room.takes(person.region for person in people):
            room.give(person.region for person in people)
            _confirm(gathering, party, people, at)
            _note("registration.moved_up", party, at, "waiting-list", people=len(people))
            moved.append(party)
    return moved


def _follow(registration: Registration) -> Party:
    """Let the party's letters go to the first person's address, also when it is changed."""
    party = registration.party
    is_first = not party.registrations.filter(pk__lt=registration.pk).exists()
    if is_first and registration.address and registration.address != party.address:
        party.address = registration.address
        party.save(update_fields=["address"])
    return party


def _check_party(gathering: Gathering, people: Sequence[Person], at: datetime) -> None:
    if not gathering.registration_is_open(at):
        raise RegistrationClosed(_("Registration is not open."))
    if not 1 <= len(people) <= gathering.largest_party:
        raise WrongState(
            _("At most %(number)d can be registered together.")
            % {"number": gathering.largest_party}
        )
    for person in people:
        check_answers(gathering, person.answers)


def _check_open_for_changes(gathering: Gathering, at: datetime) -> None:
    is_over = localtime(at).date() > gathering.end_date
    if is_over or gathering.status != GatheringStatus.PUBLISHED:
        raise RegistrationClosed(_("The gathering is over or cancelled: nothing can be changed."))


def _new_party(gathering: Gathering, sender: Sender, form_key: UUID, at: datetime) -> Party:
    number = gathering.parties.aggregate(highest=Max("number"))["highest"] or 0
    return Party.objects.create(
        gathering=gathering,
        number=number + 1,
        form_key=form_key,
        address=sender.address.lower(),
        language=sender.language,
        person=sender.person,
        registered_at=at,
    )


def _add(party: Party, person: Person, status: RegistrationStatus, at: datetime) -> None:
    registration = Registration.objects.create(
        gathering=party.gathering,
        party=party,
        status=status,
        name=person.name,
        address=person.address,
        organisation=person.organisation,
        region=person.region,
        confirmed_at=at if status == RegistrationStatus.CONFIRMED else None,
    )
    put_answers(registration, person.answers)
    put_sessions(registration, person.sessions)


def _end(
    party: Party,
    status: RegistrationStatus,
    *,
    at: datetime,
    by: str,
    only: Iterable[Registration] | None = None,
) -> list[Registration]:
    """End what is active of a party, tell of it, and let whoever fits move up."""
    gathering = locked(party.gathering)
    _check_open_for_changes(gathering, at)
    active = party.registrations.filter(status__in=ACTIVE)
    if only is not None:
        active = active.filter(pk__in=[registration.pk for registration in only])
    ended = list(active)
    active.update(status=status, ended_at=at)
    if ended:
        _note(f"registration.{status}", party, at, by, people=len(ended))
        write_to(party, status, at=at, people=ended)
        move_up(gathering, at=at)
    return ended


def _confirm(
    gathering: Gathering, party: Party, people: Sequence[Registration], at: datetime
) -> None:
    dropped: list[Session] = []
    for registration in people:
        # A wish holds no place: what has become full meanwhile is let go, and the letter says so.
        full = full_sessions(gathering)
        lost = list(registration.sessions.filter(pk__in=full))
        dropped += lost
        registration.sessions.remove(*lost)
        registration.status, registration.confirmed_at = RegistrationStatus.CONFIRMED, at
        registration.save(update_fields=["status", "confirmed_at"])
    write_to(party, "moved_up", at=at, people=people, dropped=dropped)


def _note(act: str, party: Party, at: datetime, by: str, **details: str | int) -> None:
    record(act, subject_kind="party", subject_key=str(party.key), at=at, by=by, details=details)
