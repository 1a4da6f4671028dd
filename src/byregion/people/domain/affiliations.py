"""Where people work."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from byregion.audit.domain.trail import record
from byregion.people.models import Affiliation, Organisation, User


@transaction.atomic
def affiliate(
    person: User, organisation: Organisation, *, title: str = "", by: User, at: datetime
) -> Affiliation:
    """Let the person work for the organisation; again with another title changes the title."""
    found, is_new = Affiliation.objects.get_or_create(
        person=person, organisation=organisation, defaults={"title": title}
    )
    if title and title != found.title:
        found.title = title
        found.save(update_fields=["title"])
    if is_new:
        _note("affiliation.made", found, by, at)
    return found


@transaction.atomic
def end_affiliation(affiliation: Affiliation, *, by: User, at: datetime) -> None:
    """Let the person no longer work there."""
    _note("affiliation.ended", affiliation, by, at)
    affiliation.delete()


def affiliate_by_number(person: User, number: str, *, at: datetime) -> Affiliation | None:
    """Affiliate with the organisation that has the number; None where we know of none."""
    organisation = Organisation.objects.filter(number=number).first()
    if organisation is None:
        return None
    return affiliate(person, organisation, by=person, at=at)


def _note(act: str, affiliation: Affiliation, by: User, at: datetime) -> None:
    record(
        act,
        subject_kind="person",
        subject_key=str(affiliation.person.key),
        at=at,
        by=str(by.key),
        details={"organisation": affiliation.organisation.slug},
    )
