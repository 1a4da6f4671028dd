"""What a review found: who has left, two at once, the receiver's language, few answers."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.factories.groups import make_group, make_question, make_thread, member, operator
from tests.factories.network import NOON, make_gathering, make_session, person, signed_up
from tests.factories.network import make_question as ask_in_form
from tests.factories.people import make_person

from byregion.mail.models import Letter
from byregion.network import rules
from byregion.network.domain import contacts, groups
from byregion.network.domain.calendar_tasks import do_what_is_due
from byregion.network.domain.evaluation import evaluate
from byregion.network.domain.gathering import (
    cancel_gathering,
    create_gathering,
    edit_gathering,
    hold_gathering,
)
from byregion.network.domain.gathering_data import erase
from byregion.network.domain.programme_items import remove_session, save_session
from byregion.network.domain.refusal import InUse, WrongState
from byregion.network.domain.registration import Person, cancel, change
from byregion.network.enums import ContactKind, ContactStatus, FormKind, QuestionKind
from byregion.network.models import Contact, Group, Session, SessionChoice
from byregion.network.queries.evaluation import results
from byregion.network.queries.questions import in_sight
from byregion.people.domain.retention import forget_old
from byregion.people.domain.roles import end_role
from byregion.people.enums import Role
from byregion.people.models import RoleAssignment, User
from byregion.people.permissions import Place
from byregion.programme.models import Programme

pytestmark = pytest.mark.django_db
ENDS = contacts.Ends("prove", "nord", "sor")


def anew(user):
    """The person as the next request reads them."""
    return User.objects.get(pk=user.pk)


def test_who_led_a_group_and_has_lost_the_role_is_out_of_it():
    leader = make_person(Role.OWNER, Place("prove"))
    group = make_group(facilitator=leader)
    assert rules.leads(leader, group)
    assert group in rules.groups_of(leader)
    end_role(RoleAssignment.objects.get(person=leader), by=leader, at=NOON)
    RoleAssignment.objects.create(person=leader, role=Role.OWNER, programme="anna", given_at=NOON)
    gone = anew(leader)
    assert not rules.leads(gone, group)
    assert not rules.takes_part(gone, group)
    assert group not in rules.groups_of(gone)
    assert gone not in rules.people_in(group)


def test_questions_are_for_those_who_may_answer_there():
    question = make_question(member("nord"))
    assessor = make_person(Role.ASSESSOR, Place("prove"))
    RoleAssignment.objects.create(
        person=assessor, role=Role.MEMBER, programme="anna", region="x", given_at=NOON
    )
    assert question not in in_sight(anew(assessor))
    assert question in in_sight(member("sor"))


def test_what_is_learnt_does_not_undo_what_happened_meanwhile():
    nils, siri = member("nord"), member("sor")
    contact = contacts.ask_contact(ENDS, ContactKind.VISIT, "Hei", by=nils, at=NOON)
    contacts.move_contact(contact, ContactStatus.ACCEPTED, by=siri, at=NOON)
    stale = Contact.objects.get()
    contacts.move_contact(contact, ContactStatus.DONE, by=siri, at=NOON)
    contacts.propose_learning(stale, "Vi lærte mykje.", language="nn", by=nils, at=NOON)
    assert Contact.objects.get().status == ContactStatus.DONE
    assert stale.status == ContactStatus.DONE


def test_the_same_form_is_one_group_one_meeting_one_file():
    by, key = operator(), uuid4()
    for _twice in range(2):
        group = groups.make_group(
            {"programme": "prove", "name_nn": "A"}, regions=["nord"], by=by, at=NOON, key=key
        )
    assert Group.objects.count() == 1
    values = {"starts_at": NOON, "place": "Bodø"}
    meetings = [
        groups.save_meeting(group, values, by=by, at=NOON, form_key=key) for _twice in range(2)
    ]
    assert meetings[0] == meetings[1]
    shared = [
        groups.share_address(group, "https://a.no/", title="A", key=key, by=by, at=NOON)
        for _twice in range(2)
    ]
    assert shared[0] == shared[1]
    assert (group.meetings.count(), group.files.count(), group.regions.count()) == (1, 1, 1)


def test_two_that_make_the_same_gathering_at_once_make_one():
    values = {"programme": "prove", "slug": "haust", "start_date": NOON, "end_date": NOON}
    create_gathering(values, at=NOON, by="")
    with pytest.raises(WrongState, match="."):
        create_gathering(values, at=NOON, by="")


def test_the_same_form_is_one_session():
    gathering = make_gathering()
    like = make_session(gathering)
    like.delete()
    key = uuid4()
    for _twice in range(2):
        session = Session(
            gathering=gathering, key=key, title_nn="A", starts_at=like.starts_at,
            ends_at=like.ends_at, room="Salen",
        )  # fmt: skip
        save_session(session, speakers=[], at=NOON, by="")
    assert gathering.sessions.count() == 1


def test_what_became_full_is_named_in_the_receivers_language():
    gathering = make_gathering(capacity=1)
    session = make_session(gathering, is_chosen=True, capacity=1, title="Omvising")
    signed_up(gathering, person("Ein X", sessions=[session.pk]))
    waiting = signed_up(gathering, person("To X", sessions=[session.pk]), language="en")
    edit_gathering(gathering, {"capacity": 2}, at=NOON, by="")
    letter = Letter.objects.get(kind="gathering_moved_up", to_address=waiting.address)
    assert "- Omvising en" in letter.text


def test_letters_follow_a_mended_address_and_nobody_forgotten_is_written_to():
    gathering = make_gathering()
    party = signed_up(gathering, person("Kari X"), Person("Ola X"))
    first, second = party.registrations.order_by("pk")
    change(first, Person("Kari X", address="rett@example.org"), at=NOON)
    party.refresh_from_db()
    assert party.address == "rett@example.org"
    assert Letter.objects.filter(kind="gathering_changed", to_address="rett@example.org").exists()
    change(second, Person("Ola X", address="ola@example.org"), at=NOON)
    party.refresh_from_db()
    assert party.address == "rett@example.org"
    change(second, Person("Ola X"), at=NOON)
    erase(make_person(email="rett@example.org"), at=NOON)
    cancel_gathering(gathering, reason="Storm", at=NOON, by="")
    assert not Letter.objects.filter(kind="gathering_called_off").exists()
    assert not Letter.objects.filter(to_address="").exists()


def test_a_session_that_nobody_comes_to_any_more_can_be_taken_out():
    gathering = make_gathering()
    session = make_session(gathering, is_chosen=True)
    party = signed_up(gathering, person(sessions=[session.pk]))
    with pytest.raises(InUse):
        remove_session(session, at=NOON, by="")
    cancel(party, at=NOON)
    remove_session(session, at=NOON, by="")
    assert not SessionChoice.objects.exists()


def test_a_question_that_few_answered_is_not_shown_to_everyone():
    gathering = make_gathering()
    asked = ask_in_form(gathering, QuestionKind.SCALE, form=FormKind.EVALUATION)
    rare = ask_in_form(gathering, QuestionKind.YES_NO, form=FormKind.EVALUATION)
    evening = NOON.replace(month=9, day=16)
    for number in range(5):
        answers = {asked.pk: 4, **({rare.pk: True} if number == 0 else {})}
        evaluate(gathering, answers, form_key=uuid4(), at=evening)
    public, own = results(gathering, with_texts=False), results(gathering, with_texts=True)
    assert public.may_be_public
    assert [result.question for result in public.results] == [asked]
    assert [result.question for result in own.results] == [asked, rare]


def test_people_are_asked_what_they_thought_once_it_is_over():
    gathering = make_gathering()
    ask_in_form(gathering, QuestionKind.SCALE, form=FormKind.EVALUATION)
    signed_up(gathering)
    session = make_session(gathering, 13, length=90, day=1)
    assert do_what_is_due(session.ends_at - timedelta(minutes=1)).asked == 0
    assert do_what_is_due(session.ends_at).asked == 1
    assert do_what_is_due(session.ends_at).asked == 0


def test_without_sessions_the_last_day_ends_at_three():
    gathering = make_gathering()
    ask_in_form(gathering, QuestionKind.SCALE, form=FormKind.EVALUATION)
    signed_up(gathering)
    # In September Norway is two hours ahead of UTC.
    assert do_what_is_due(NOON.replace(month=9, day=16, hour=12, minute=59)).asked == 0
    assert do_what_is_due(NOON.replace(month=9, day=16, hour=13)).asked == 1


def test_registrations_are_forgotten_two_years_after_and_the_counts_stay():
    gathering = make_gathering()
    asked = ask_in_form(gathering)
    party = signed_up(gathering, person(region="nord", answers={asked.pk: "Tog"}), key="abc")
    last = NOON.replace(month=9, day=16)
    hold_gathering(gathering, at=last, by="")
    assert forget_old(at=last + timedelta(days=729)).get("registrations") == 0
    assert forget_old(at=last + timedelta(days=732))["registrations"] == 1
    assert forget_old(at=last + timedelta(days=732))["registrations"] == 0
    one = party.registrations.get()
    assert (one.name, one.address, one.organisation, one.region) == ("–", "", "", "nord")
    party.refresh_from_db()
    assert (party.address, party.person) == ("", "")
    assert not one.answers.exists()


def test_a_thread_outlives_its_programme_and_its_people():
    nils = member("nord")
    thread = make_thread(make_group(), nils)
    nils.delete()
    thread.refresh_from_db()
    assert thread.posts.get().author is None
    Programme.objects.all().delete()
    assert rules.takes_part(member("sor"), thread.group)
