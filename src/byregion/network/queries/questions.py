"""Named reads of questions: those that the network sees, and those that are advice to everyone."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from byregion.network.models import NetworkQuestion
from byregion.people.enums import Role
from byregion.people.models import User
from byregion.people.permissions import TABLE, Permission, Place, held_roles, may


def in_sight(person: User) -> QuerySet[NetworkQuestion]:
    """Give the questions that the person may read, the latest first, with number of answers.

    Those of the programmes they belong to; a hidden one is shown to who asked and who moderates.
    """
    programmes = {
        held.programme
        for held in held_roles(person)
        if Permission.ANSWER_NETWORK in TABLE[Role(held.role)]
    }
    found = NetworkQuestion.objects.all()
    if "" not in programmes:
        found = found.filter(programme__in=programmes)
    if not may(person, Permission.MANAGE_QUESTIONS):
        found = found.filter(Q(hidden_at=None) | Q(asked_by=person) | _moderated(person))
    number = Count("answers", filter=Q(answers__deleted_at=None), distinct=True)
    found = found.prefetch_related("themes").annotate(answer_count=number)
    # Counting drops the order that the rows have by themselves.
    return found.order_by("-latest_at", "-pk")


def _moderated(person: User) -> Q:
    places = {held.programme for held in held_roles(person)}
    return Q(
        programme__in=[
            slug for slug in places if may(person, Permission.MANAGE_QUESTIONS, Place(slug))
        ]
    )


def advice(programme: str, *, theme: str = "", region: str = "") -> QuerySet[NetworkQuestion]:
    """Give the answered questions that everyone may read, the latest first.

    `region` is one that asked or answered.
    """
    found = NetworkQuestion.objects.advice().filter(programme=programme)
    if theme:
        found = found.filter(themes__theme=theme)
    if region:
        found = found.filter(Q(region=region) | Q(accepted__region=region))
    return found.select_related("accepted").prefetch_related("themes")
