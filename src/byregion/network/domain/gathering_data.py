"""What gatherings keep about a person: given to them whole, and forgotten when they ask."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Min, Q, QuerySet

from byregion.audit.domain.trail import record
from byregion.network.domain.forgetting import FORGOTTEN
from byregion.network.domain.locking import locked
from byregion.network.domain.registration import ACTIVE, move_up
from byregion.network.enums import RegistrationStatus
from byregion.network.models import Party, Registration, Speaker
from byregion.people.models import User


def export(person: User) -> object:
    """Give the person's registrations, with what was answered and chosen."""
    found = _of(person).select_related("gathering", "party")
    return [
        {
            "gathering": str(one.gathering),
            "title": one.gathering.title.text,
            "name": one.name,
            "address": one.address or one.party.address,
            "organisation": one.organisation,
            "region": one.region,
            "status": one.status,
            "registered_at": one.party.registered_at,
            "checked_in_at": one.checked_in_at,
            "sessions": [session.title.text for session in one.sessions.all()],
            "answers": {
                answer.question.label.text: answer.value
                for answer in one.answers.select_related("question")
            },
        }
        for one in found.order_by("pk")
    ]


@transaction.atomic
def erase(person: User, *, at: datetime) -> int:
    """Forget the person in every gathering; a place they had goes to the first who waits.

    That somebody from the region came stays, as a number. Gives how many registrations it was.
    """
    forgotten = list(_of(person).select_related("gathering", "party"))
    for one in forgotten:
        _forget(one, at)
    Party.objects.filter(person=str(person.key)).update(person="")
    Speaker.objects.filter(address__iexact=person.email).update(address="")
    return len(forgotten)


def _forget(one: Registration, at: datetime) -> None:
    gathering = locked(one.gathering)
    one.answers.all().delete()
    one.sessions.clear()
    one.name, one.address, one.organisation = FORGOTTEN, "", ""
    if one.status in ACTIVE and one.checked_in_at is None:
        one.status, one.ended_at = RegistrationStatus.CANCELLED, at
    one.save()
    others = one.party.registrations.exclude(pk=one.pk).exclude(address="")
    # Those who were registered together with them still get their letters, at their own address.
    heir = others.first()
    Party.objects.filter(pk=one.party_id).update(address=heir.address if heir else "")
    record(
        "registration.forgotten",
        subject_kind="party",
        subject_key=str(one.party.key),
        at=at,
        by="",
        details={"registration": str(one.key)},
    )
    move_up(gathering, at=at)


def _of(person: User) -> QuerySet[Registration]:
    # Their own address, or the first of a party that they registered when signed in.
    firsts = Party.objects.filter(person=str(person.key)).values("pk")
    first_of_each = (
        Registration.objects.filter(party__in=firsts)
        .order_by()
        .values("party")
        .annotate(first=Min("pk"))
        .values("first")
    )
    return Registration.objects.filter(Q(address__iexact=person.email) | Q(pk__in=first_of_each))
