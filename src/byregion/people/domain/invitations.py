"""Invite somebody to a role, and let them take it up."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet

from byregion.audit.domain.trail import record
from byregion.mail.domain.outbox import Receiver, queue
from byregion.people.domain.affiliations import affiliate
from byregion.people.domain.roles import check_place, give_role
from byregion.people.domain.ways_in import prove_address
from byregion.people.enums import Role
from byregion.people.models import Invitation, Organisation, User
from byregion.people.permissions import EVERYWHERE, Place

VALID = timedelta(days=14)
# Letters to strangers: enough for a whole network in a day, too few for a flood.
A_DAY, MOST_A_DAY = timedelta(days=1), 300
# So long a letter is given to arrive before another is sent.
QUIET = timedelta(minutes=10)
Link = Callable[[str], str]
# Names the place of an invitation in the language of its letter; empty where it is everywhere.
NameOf = Callable[[Invitation], str]
_signer = Signer(salt="byregion.people.invitation")


class CannotAccept(ValueError):
    """The invitation is used, withdrawn or too old."""


class CannotResend(ValueError):
    """The invitation is taken up or withdrawn."""


class TooSoon(CannotResend):
    """A letter was sent just now."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Who is invited to what. `name` and `organisation` may be unknown."""

    email: str
    role: Role
    place: Place = EVERYWHERE
    name: str = ""
    organisation: Organisation | None = None
    language: str = "nn"


def language_of(offer: Offer) -> str:
    """Give the language of the letter: a body's own written form where it has decided on one."""
    return (offer.organisation.language if offer.organisation else "") or offer.language


def invite(
    offer: Offer, *, link: Link, by: User | None, at: datetime, place: NameOf = lambda _made: ""
) -> Invitation:
    """Invite by letter; `link` makes the address in it from a token, `place` names where.

    The same open offer again is the same invitation, and no second letter. Somebody who has an
    account gets the role at once, and a letter that says so. Raises CannotGiveRole.
    """
    with transaction.atomic():
        invitation, token = open_invitation(offer, by=by, at=at)
        if token:
            _send(invitation, link(token), at, place=place(invitation))
        elif invitation.accepted_at == at and invitation.accepted_by:
            _tell(invitation, invitation.accepted_by, at, place=place(invitation))
    return invitation


@transaction.atomic
def open_invitation(offer: Offer, *, by: User | None, at: datetime) -> tuple[Invitation, str]:
    """Make the invitation and its token, and send nothing: for whoever hands it over otherwise.

    The token is empty where it can't be known again (it was open already) or isn't needed (the
    person has an account, and has got the role).
    """
    check_place(offer.role, offer.place)
    email = offer.email.strip().lower()
    person = User.objects.filter(email=email, is_active=True).first()
    known = _open(email, offer).first()
    if known is not None and at < known.expires_at:
        return known, ""
    if known is not None:
        return known, _renew(known, by=by, at=at)
    token = _new_token()
    invitation, is_new = Invitation.objects.get_or_create(
        **_open_to(email, offer),
        defaults={
            "name": offer.name,
            "language": language_of(offer),
            "organisation": offer.organisation,
            "digest": _digest(token),
            "invited_at": at,
            "invited_by": by,
            "expires_at": at + VALID,
        },
    )
    if not is_new:  # somebody made the same offer at this very moment
        return invitation, ""
    _note("invitation.made", invitation, by, at)
    if person is None:
        return invitation, token
    _take_up(invitation, person, at)
    return invitation, ""


@transaction.atomic
def resend(
    invitation: Invitation, *, link: Link, by: User, at: datetime, place: NameOf = lambda _made: ""
) -> Invitation:
    """Send the letter again with a new token; the old one no longer works.

    Raises CannotResend, and TooSoon while the last letter may still be on its way.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.is_settled:
        raise CannotResend(str(locked))
    if at < locked.expires_at - VALID + QUIET:
        raise TooSoon(str(locked))
    token = _renew(locked, by=by, at=at)
    _send(locked, link(token), at, place=place(locked))
    return locked


def left_today(by: User, *, at: datetime) -> int:
    """Say how many more the person may invite, by what they have invited in a day's time."""
    made = Invitation.objects.filter(invited_by=by, invited_at__gt=at - A_DAY).count()
    return max(0, MOST_A_DAY - made)


@transaction.atomic
def withdraw_offer(offer: Offer, *, at: datetime) -> None:
    """Take back the offer where it's open: for whoever makes it anew otherwise than by letter."""
    for known in _open(offer.email.strip().lower(), offer):
        withdraw(known, by=None, at=at)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User | None, at: datetime) -> None:
    """Take the offer back; one that is taken up or withdrawn stays as it is."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.is_settled:
        return
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    _note("invitation.withdrawn", locked, by, at)


def by_token(token: str, *, at: datetime) -> Invitation | None:
    """Find the open invitation that a letter's token belongs to."""
    try:
        _signer.unsign(token)
    except BadSignature:
        return None
    found = Invitation.objects.select_related("organisation").filter(digest=_digest(token)).first()
    return found if found is not None and _is_open(found, at) else None


def open_for(email: str, *, at: datetime) -> list[Invitation]:
    """Give the open invitations to an address, the oldest first."""
    found = Invitation.objects.filter(
        email=email.lower(), accepted_at=None, withdrawn_at=None, expires_at__gt=at
    )
    return list(found.order_by("invited_at", "pk"))


@transaction.atomic
def accept(invitation: Invitation, *, name: str, password: str | None, at: datetime) -> User:
    """Take up this invitation, and with it every open one to the same address.

    Makes the person where there is none, with a proven address, and gives the roles. Without a
    password they sign in through their organisation. Raises CannotAccept.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not _is_open(locked, at):
        raise CannotAccept(str(locked))
    person = User.objects.filter(email=locked.email).first()
    if person is None:
        person = User.objects.create_user(
            locked.email,
            password,
            name=name or locked.name,
            language=locked.language,
            notice_read_at=at,
        )
        record("person.joined", subject_kind="person", subject_key=str(person.key), at=at)
    prove_address(person)
    for one in open_for(locked.email, at=at):
        _take_up(one, person, at)
    return person


def _take_up(invitation: Invitation, person: User, at: datetime) -> None:
    place = Place(invitation.programme, invitation.region)
    give_role(person, Role(invitation.role), place=place, by=invitation.invited_by, at=at)
    if invitation.organisation:
        affiliate(person, invitation.organisation, by=person, at=at)
    invitation.accepted_at, invitation.accepted_by = at, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    _note("invitation.accepted", invitation, person, at)


def _open(email: str, offer: Offer) -> QuerySet[Invitation]:
    return Invitation.objects.select_for_update().filter(**_open_to(email, offer))


def _open_to(email: str, offer: Offer) -> dict[str, Any]:
    return {
        "email": email,
        "role": offer.role,
        "programme": offer.place.programme,
        "region": offer.place.region,
        "accepted_at": None,
        "withdrawn_at": None,
    }


def _renew(invitation: Invitation, *, by: User | None, at: datetime) -> str:
    token = _new_token()
    invitation.digest = _digest(token)
    invitation.round += 1
    invitation.expires_at = at + VALID
    invitation.save(update_fields=["digest", "round", "expires_at"])
    _note("invitation.sent_again", invitation, by, at)
    return token


def _is_open(invitation: Invitation, at: datetime) -> bool:
    return not invitation.is_settled and at < invitation.expires_at


def _new_token() -> str:
    return _signer.sign(secrets.token_urlsafe(32))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _send(invitation: Invitation, address: str, at: datetime, *, place: str) -> None:
    queue(
        "mail/invitation.txt",
        to=Receiver(invitation.email, invitation.language),
        key=f"invitation-{invitation.pk}-{invitation.round}",
        at=at,
        context={
            "invitation": invitation,
            "place": place,
            "inviter": invitation.invited_by.name if invitation.invited_by else "",
            "address": address,
            "days": VALID.days,
        },
        secret=address,
    )


def _tell(invitation: Invitation, person: User, at: datetime, *, place: str) -> None:
    queue(
        "mail/role_given.txt",
        to=Receiver(person.email, person.language, str(person.key)),
        key=f"role-given-{invitation.pk}",
        at=at,
        context={"invitation": invitation, "place": place, "person": person},
    )


def _note(act: str, invitation: Invitation, by: User | None, at: datetime) -> None:
    record(
        act,
        subject_kind="invitation",
        subject_key=invitation.pk,
        at=at,
        by=str(by.key) if by else "",
        details={
            "role": invitation.role,
            "programme": invitation.programme,
            "region": invitation.region,
        },
    )
