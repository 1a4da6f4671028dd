"""Forget what has been kept long enough, by the times that `purposes` tells people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from byregion.audit.domain.trail import record
from byregion.mail.domain.outbox import forget_before
from byregion.people import purposes
from byregion.people.domain.own_data import erase
from byregion.people.models import Invitation, RoleAssignment, User

# Takes the moment, forgets what is too old by then, and gives the number of what it forgot.
Job = Callable[[datetime], int]
ACTOR = "retention"
_jobs: dict[str, Job] = {}


def register(name: str, job: Job) -> None:
    """Let a room forget in the same round, under a name for the tally; once more replaces."""
    _jobs[name] = job


def forget_old(*, at: datetime) -> dict[str, int]:
    """Forget all that is too old at the moment; gives how much, by name.

    A round that forgets nothing leaves no mark in the trail.
    """
    own: dict[str, Job] = {"letters": _letters, "invitations": _invitations, "accounts": _accounts}
    tally = {name: job(at) for name, job in (own | _jobs).items()}
    if any(tally.values()):
        record(
            "retention.done",
            subject_kind="retention",
            subject_key=at.date().isoformat(),
            at=at,
            by=ACTOR,
            details=tally,
        )
    return tally


def unused_accounts(at: datetime) -> list[User]:
    """Give the people without a role now or since, who have not signed in for so long."""
    limit = at - purposes.UNUSED
    recent = RoleAssignment.objects.filter(Q(ended_at=None) | Q(ended_at__gt=limit))
    people = User.objects.filter(erased_at=None, joined_at__lt=limit)
    people = people.filter(Q(last_login=None) | Q(last_login__lt=limit))
    return list(people.exclude(pk__in=recent.values("person")))


def _letters(at: datetime) -> int:
    return forget_before(at - purposes.LETTERS)


def _invitations(at: datetime) -> int:
    unanswered = Invitation.objects.filter(accepted_at=None)
    return unanswered.filter(expires_at__lt=at - purposes.UNANSWERED).delete()[0]


def _accounts(at: datetime) -> int:
    found = unused_accounts(at)
    for person in found:
        erase(person, by=None, at=at)
    return len(found)
