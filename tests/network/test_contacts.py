"""Contact between two regions: each step, and whose it is to take."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.factories.groups import PROGRAMME, member, operator
from tests.factories.people import NOON

from byregion.audit.models import Event
from byregion.mail.models import Letter
from byregion.network.domain import contacts
from byregion.network.domain.contacts import Ends
from byregion.network.domain.refusal import WrongState
from byregion.network.enums import ContactKind, ContactStatus
from byregion.network.models import Contact

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def north(db):
    return member("nord", language="nb")


@pytest.fixture
def south(db):
    return member("sor", language="en")


def asked(by, *, to="sor"):
    ends = Ends(PROGRAMME, "nord", to)
    return contacts.ask_contact(ends, ContactKind.VISIT, "Vi vil gjerne sjå.", by=by, at=NOON)


def accepted(north, south):
    contact = asked(north)
    contacts.move_contact(contact, ContactStatus.ACCEPTED, by=south, at=NOON)
    return contact


def test_asking_writes_to_the_people_of_the_other_region_and_is_noted(north, south):
    asked(north)
    letter = Letter.objects.get()
    assert (letter.to_address, letter.kind) == (south.email, "contact_asked")
    assert letter.subject == "nord asks for contact"
    assert "Vi vil gjerne sjå." in letter.text
    assert Event.objects.get(act="contact.asked").details == {"from": "nord", "to": "sor"}


def test_one_asks_once_at_a_time_and_never_oneself(north):
    first = asked(north)
    with pytest.raises(WrongState):
        asked(north)
    with pytest.raises(WrongState):
        asked(north, to="nord")
    contacts.move_contact(first, ContactStatus.WITHDRAWN, by=north, at=NOON)
    assert asked(north) != first


def test_the_one_asked_accepts_and_the_asker_is_told(north, south):
    contact = accepted(north, south)
    assert contact.status == ContactStatus.ACCEPTED
    letter = Letter.objects.get(kind="contact_moved")
    assert letter.to_address == north.email
    assert "Godtatt" in letter.subject


ALL = list(ContactStatus)


@pytest.mark.parametrize("start", ALL)
@pytest.mark.parametrize("end", ALL)
def test_only_the_steps_in_the_table_are_taken_and_by_the_right_end(north, south, start, end):
    people = {"asker": [north], "asked": [south], "either": [north, south]}
    right = people.get(contacts.TRANSITIONS[start].get(end, ""), [])
    for person in (north, south, operator()):
        contact = Contact.objects.create(
            programme=PROGRAMME,
            from_region="nord",
            to_region="sor",
            kind=ContactKind.REVIEW,
            status=start,
            message="Hei",
            asked_at=NOON,
            changed_at=NOON,
        )
        if person in right:
            contacts.move_contact(contact, end, by=person, at=LATER)
            assert contact.status == end
            assert contact.changed_at == LATER
        else:
            with pytest.raises(WrongState):
                contacts.move_contact(contact, end, by=person, at=LATER)
        Contact.objects.all().delete()


def test_notes_begin_when_it_is_accepted_and_a_form_is_one_note(north, south):
    contact = asked(north)
    with pytest.raises(WrongState):
        contacts.write_note(contact, "Hei", form_key=uuid4(), by=north, at=NOON)
    contacts.move_contact(contact, ContactStatus.ACCEPTED, by=south, at=NOON)
    form = uuid4()
    for _ in range(2):
        contacts.write_note(contact, "Vi såg hamna.", form_key=form, by=north, at=LATER)
    note = contact.notes.get()
    assert (note.region, note.text) == ("nord", "Vi såg hamna.")
    with pytest.raises(WrongState):
        contacts.write_note(contact, "Hei", form_key=uuid4(), by=member("vest"), at=NOON)


def test_what_was_learnt_is_public_when_both_have_agreed_to_the_same_words(north, south):
    contact = accepted(north, south)
    contacts.propose_learning(contact, "Begynn i det små.", language="nn", by=north, at=NOON)
    assert not contact.is_public
    assert Letter.objects.filter(kind="contact_learning").get().to_address == south.email
    contacts.agree(contact, "Begynn i det små.", by=south, at=NOON)
    assert contact.is_public
    contacts.propose_learning(contact, "Begynn stort.", language="nn", by=south, at=NOON)
    contact.refresh_from_db()
    assert not contact.is_public
    assert contact.from_agreed_at is None
    with pytest.raises(WrongState):
        contacts.agree(contact, "Begynn i det små.", by=north, at=NOON)
    contacts.propose_learning(contact, "", language="nn", by=south, at=NOON)
    with pytest.raises(WrongState):
        contacts.agree(contact, "", by=north, at=NOON)
    assert not contact.is_public


def test_the_other_region_is_the_one_at_the_other_end():
    contact = Contact(from_region="nord", to_region="sor")
    assert contact.other("nord") == "sor"
    assert contact.other("sor") == "nord"
