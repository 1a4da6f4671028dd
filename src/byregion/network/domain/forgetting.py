"""Forget who was registered, long after a gathering; that somebody came stays, as a number."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from byregion.network.models import Answer, Party, Registration, Speaker
from byregion.people.purposes import REGISTRATIONS

# What stands in the place of a name.
FORGOTTEN = "–"


@transaction.atomic
def forget_registrations(at: datetime) -> int:
    """Take names, addresses and answers from gatherings that ended so long ago; gives how many."""
    limit = localtime(at - REGISTRATIONS).date()
    old = Registration.objects.filter(gathering__end_date__lt=limit).exclude(name=FORGOTTEN)
    keys = list(old.values_list("pk", flat=True))
    parties = Party.objects.filter(registrations__in=keys).values_list("pk", flat=True)
    Answer.objects.filter(registration__in=keys).delete()
    Speaker.objects.filter(session__gathering__end_date__lt=limit).update(address="")
    Party.objects.filter(pk__in=list(parties)).update(address="", person="")
    return Registration.objects.filter(pk__in=keys).update(
        name=FORGOTTEN, address="", organisation=""
    )
