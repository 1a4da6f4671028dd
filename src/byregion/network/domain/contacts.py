"""One region's contact with another: asked for, answered, noted, and what may be told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from byregion.audit.domain.trail import record
from byregion.mail.domain.outbox import queue
from byregion.network import rules
from byregion.network.domain.refusal import WrongState
from byregion.network.enums import ContactKind, ContactStatus
from byregion.network.group_addresses import contact_page
from byregion.network.models import Contact, ContactNote
from byregion.network.receivers import to_person
from byregion.people.models import User
from byregion.programme.models import CityRegion

# Which state may follow which, and which end of the contact moves it there.
ASKER, ASKED, EITHER = "asker", "asked", "either"
TRANSITIONS: dict[str, dict[str, str]] = {
    ContactStatus.ASKED: {
        ContactStatus.ACCEPTED: ASKED,
        ContactStatus.DECLINED: ASKED,
        ContactStatus.WITHDRAWN: ASKER,
    },
    ContactStatus.ACCEPTED: {ContactStatus.DONE: EITHER, ContactStatus.WITHDRAWN: ASKER},
    ContactStatus.DECLINED: {},
    ContactStatus.WITHDRAWN: {},
    ContactStatus.DONE: {},
}


@dataclass(frozen=True, slots=True)
class Ends:
    """The two regions of a programme: who asks, and who is asked."""

    programme: str
    asker: str
    asked: str


@transaction.atomic
def ask_contact(ends: Ends, kind: ContactKind, message: str, *, by: User, at: datetime) -> Contact:
    """Ask another region for contact; its people get a letter.

    Raises WrongState where the regions are one, or a request already waits for an answer.
    """
    if ends.asker == ends.asked:
        raise WrongState(_("A region can't ask itself."))
    contact, is_new = Contact.objects.get_or_create(
        programme=ends.programme,
        from_region=ends.asker,
        to_region=ends.asked,
        status=ContactStatus.ASKED,
        defaults={
            "kind": kind,
            "message": message,
            "asked_by": by,
            "asked_at": at,
            "changed_at": at,
        },
    )
    if not is_new:
        raise WrongState(_("You have asked that region already, and it has not answered yet."))
    _note("contact.asked", contact, by, at)
    _write(contact, "asked", ends.asked, at)
    return contact


@transaction.atomic
def move_contact(contact: Contact, status: ContactStatus, *, by: User, at: datetime) -> None:
    """Accept, decline, withdraw or close it; the other region's people get a letter.

    Raises WrongState where that can't follow, or is the other region's to do.
    """
    locked = _locked(contact)
    mover = TRANSITIONS[locked.status].get(status)
    sides = rules.sides(by, locked)
    if mover is None:
        raise WrongState(
            _("A contact that is “%(now)s” can't become “%(status)s”.")
            % {"now": locked.get_status_display(), "status": status.label}
        )
    if not _may_move(locked, mover, sides):
        raise WrongState(_("That is for the other region to do."))
    locked.status, locked.changed_at = status, at
    locked.save(update_fields=["status", "changed_at"])
    contact.refresh_from_db()
    _note(f"contact.{status}", contact, by, at)
    own = contact.from_region if contact.from_region in sides else contact.to_region
    _write(contact, "moved", contact.other(own), at)


@transaction.atomic
def write_note(contact: Contact, text: str, *, form_key: UUID, by: User, at: datetime) -> None:
    """Note something that both regions may read. The same form again is the same note.

    Raises WrongState before the contact is accepted, and for who is in neither region.
    """
    side = _side(contact, by)
    _check_begun(contact)
    _stored, is_new = ContactNote.objects.get_or_create(
        form_key=form_key,
        defaults={
            "contact": contact,
            "region": side,
            "author": by,
            "text": text,
            "written_at": at,
        },
    )
    if is_new:
        _touch(contact, at)
        _note("contact.noted", contact, by, at)


@transaction.atomic
def propose_learning(contact: Contact, text: str, *, language: str, by: User, at: datetime) -> None:
    """Write what was learnt. One's own region has then agreed that it is public; the other hasn't.

    An empty text takes it back. Raises WrongState as `write_note` does.
    """
    side, locked = _side(contact, by), _locked(contact)
    _check_begun(locked)
    locked.learning, locked.learning_language = text, language if text else ""
    locked.from_agreed_at = at if text and side == contact.from_region else None
    locked.to_agreed_at = at if text and side == contact.to_region else None
    locked.changed_at = at
    locked.save()
    contact.refresh_from_db()
    _note("contact.learning_written", contact, by, at)
    if text:
        _write(contact, "learning", contact.other(side), at)


@transaction.atomic
def agree(contact: Contact, text: str, *, by: User, at: datetime) -> None:
    """Agree that what was learnt is public: to the very words that one has read.

    Raises WrongState where they were changed meanwhile, or there are none.
    """
    side = _side(contact, by)
    locked = _locked(contact)
    if not locked.learning or locked.learning != text:
        raise WrongState(_("The text was changed meanwhile. Read it again before you agree."))
    field = "from_agreed_at" if side == locked.from_region else "to_agreed_at"
    setattr(locked, field, at)
    locked.changed_at = at
    locked.save(update_fields=[field, "changed_at"])
    contact.refresh_from_db()
    _note("contact.learning_agreed", contact, by, at)


def _locked(contact: Contact) -> Contact:
    """Lock the contact until the transaction ends, and give it as it now is."""
    return Contact.objects.select_for_update().get(pk=contact.pk)


def _may_move(contact: Contact, mover: str, sides: list[str]) -> bool:
    return {
        ASKER: contact.from_region in sides,
        ASKED: contact.to_region in sides,
        EITHER: bool(sides),
    }[mover]


def _side(contact: Contact, by: User) -> str:
    sides = rules.sides(by, contact)
    if not sides:
        raise WrongState(_("Only people of the two regions can do that."))
    return sides[0]


def _check_begun(contact: Contact) -> None:
    if contact.status not in {ContactStatus.ACCEPTED, ContactStatus.DONE}:
        raise WrongState(_("The contact must be accepted first."))


def _touch(contact: Contact, at: datetime) -> None:
    contact.changed_at = at
    contact.save(update_fields=["changed_at"])


def _write(contact: Contact, kind: str, region: str, at: datetime) -> None:
    """Write to the people of one of the two regions."""
    names = dict(
        CityRegion.objects.filter(
            programme__slug=contact.programme, slug__in=[contact.from_region, contact.to_region]
        ).values_list("slug", "name")
    )
    other = contact.other(region)
    for person in rules.people_of(contact.programme, [region]):
        queue(
            f"mail/contact_{kind}.txt",
            to=to_person(person),
            key=f"contact:{contact.key}:{kind}:{at.isoformat()}:{person.key}",
            at=at,
            context={
                "contact": contact,
                "region": names.get(region, region),
                "other": names.get(other, other),
                "page": contact_page(contact, person.language),
            },
        )


def _note(act: str, contact: Contact, by: User, at: datetime) -> None:
    record(
        act,
        subject_kind="contact",
        subject_key=str(contact.key),
        at=at,
        by=str(by.key),
        details={"from": contact.from_region, "to": contact.to_region},
    )
