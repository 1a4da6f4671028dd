"""Ask for the newsletter, prove that the address is one's own, and end it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from byregion.audit.domain.trail import record
from byregion.knowledge.models import Subscriber, SubscriptionRequest
from byregion.knowledge.newsletter_addresses import confirm_page
from byregion.mail.domain.outbox import Receiver, queue
from byregion.mail.models import Letter
from byregion.people.models import User

OPEN = timedelta(days=3)
# A form filled in again and again doesn't fill the inbox of whoever has the address.
QUIET = timedelta(hours=1)
LETTER = "newsletter_confirm"


class NothingToConfirm(ValueError):
    """The request is too old, or was confirmed already."""


@transaction.atomic
def ask(address: str, *, language: str, at: datetime) -> None:
    """Write to an address that somebody typed, and ask whether it is theirs.

    Nothing else happens: the address subscribes to nothing until the link is followed. Asked
    again within the hour, no second letter is sent.
    """
    address = address.strip().lower()
    known = SubscriptionRequest.objects.select_for_update().filter(address=address).first()
    if known is not None and at - known.asked_at < QUIET:
        return
    request, _is_new = SubscriptionRequest.objects.update_or_create(
        address=address,
        defaults={
            "key": uuid4(),
            "language": language,
            "asked_at": at,
            "expires_at": at + OPEN,
        },
    )
    page = confirm_page(request)
    queue(
        f"mail/{LETTER}.txt",
        to=Receiver(address, language),
        key=f"newsletter-confirm:{request.key}",
        at=at,
        context={"page": page, "days": OPEN.days},
        secret=page,
    )


@transaction.atomic
def confirm(key: UUID, *, at: datetime) -> Subscriber:
    """Let the address get the newsletter from now on. Raises NothingToConfirm."""
    request = SubscriptionRequest.objects.select_for_update().filter(key=key).first()
    if request is None or request.expires_at <= at:
        raise NothingToConfirm
    subscriber, is_new = Subscriber.objects.update_or_create(
        address=request.address,
        defaults={"language": request.language},
        create_defaults={
            "address": request.address,
            "language": request.language,
            "confirmed_at": at,
        },
    )
    request.delete()
    if is_new:
        _note("subscription.confirmed", subscriber, at)
    return subscriber


@transaction.atomic
def end(key: UUID, *, at: datetime) -> bool:
    """Forget a subscriber. Ended twice is ended; gives whether there was anything to end."""
    subscriber = Subscriber.objects.select_for_update().filter(key=key).first()
    if subscriber is None:
        return False
    _note("subscription.ended", subscriber, at)
    subscriber.delete()
    return True


def forget_unconfirmed(at: datetime) -> int:
    """Forget the addresses that nobody confirmed in time, with the letters to them."""
    old = SubscriptionRequest.objects.filter(expires_at__lte=at)
    addresses = list(old.values_list("address", flat=True))
    Letter.objects.filter(kind=LETTER, to_address__in=addresses).delete()
    return old.delete()[0]


def export(person: User) -> list[object]:
    """Give what the newsletter keeps about a person's address."""
    found = Subscriber.objects.filter(address=person.email)
    return list(found.values("address", "language", "confirmed_at"))


def erase(person: User, *, at: datetime) -> None:
    """Forget the person's address."""
    for subscriber in Subscriber.objects.filter(address=person.email):
        end(subscriber.key, at=at)
    SubscriptionRequest.objects.filter(address=person.email).delete()


def _note(act: str, subscriber: Subscriber, at: datetime) -> None:
    record(act, subject_kind="subscription", subject_key=str(subscriber.key), at=at)
