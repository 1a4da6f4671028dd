"""Lists of the network's pages: as many questions to the database for thirty rows as for three."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.groups import make_group, make_question, make_thread, member, reply
from tests.factories.network import FIRST_DAY, NOON, make_gathering, make_session, person, signed_up
from tests.factories.network import make_question as ask_in_form
from tests.factories.people import make_person
from tests.web.gatherings.browser import nynorsk
from tests.web.test_public_pages import make_programme

from byregion.network.domain.questions import Answered, accept, answer
from byregion.network.enums import ContactKind, QuestionKind
from byregion.network.models import Contact, Gathering, GroupFile, GroupMeeting, Speaker
from byregion.people.enums import Role
from byregion.people.permissions import Place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock_stands_at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def programme():
    return make_programme(regions=3)


@pytest.fixture
def operator():
    client = Client()
    client.force_login(make_person(Role.OPERATOR, Place("prove")))
    return client


def gatherings(number):
    for each in range(number):
        make_gathering(slug=f"nr-{each}", start_date=FIRST_DAY - timedelta(days=each))


def people(number):
    gathering = make_gathering(capacity=number)
    sessions = [make_session(gathering, hour, is_chosen=True, capacity=99) for hour in (9, 11)]
    Speaker.objects.create(session=sessions[0], name="Siri", region="region-0")
    asked = ask_in_form(gathering, QuestionKind.SEVERAL)
    chosen = [session.pk for session in sessions]
    for each in range(2 * number):
        one = person(
            f"Nr{each} X", region=f"region-{each % 3}", answers={asked.pk: [1]}, sessions=chosen
        )
        signed_up(gathering, one, key=str(each))
    return gathering


def sessions(number):
    gathering = make_gathering()
    for each in range(number):
        session = make_session(gathering, 9, room=f"Sal {each}", is_chosen=True, capacity=9)
        Speaker.objects.create(session=session, name=f"Siri {each}", region="region-0")
    return gathering


def groups(number):
    for _each in range(number):
        group = make_group("region-0", "region-1")
        make_thread(group, member("region-0"))


def a_group(number):
    group = make_group("region-0", facilitator=make_person(Role.OWNER, Place("prove")))
    for each in range(number):
        writer = member("region-0", name=f"Nr {each}")
        reply(make_thread(group, writer, title=f"Sak {each}"), writer)
        GroupFile.objects.create(
            group=group, title=str(each), url="https://a.no/", shared_by=writer, shared_at=NOON
        )
        GroupMeeting.objects.create(group=group, starts_at=NOON, place="Bodø")
    return group


def a_thread(number):
    group = make_group("region-0")
    thread = make_thread(group, member("region-0", name="Kari"))
    for each in range(number):
        reply(thread, member("region-0", name=f"Nr {each}"), "Hei @Kari")
    return thread


def questions(number, *, answers=1):
    asked = []
    for each in range(number):
        by = member("region-0")
        question = make_question(
            by, region="region-0", title=f"Nr {each}", is_public=True, themes=["a", "b"]
        )
        for _one in range(answers):
            said = Answered("region-1", "Slik.", "nn", may_be_public=True)
            made = answer(question, said, form_key=uuid4(), by=member("region-1"), at=NOON)
        accept(question, made, by=by, at=NOON)
        asked.append(question)
    return asked


def contacts(number):
    for _each in range(number):
        Contact.objects.create(
            programme="prove", from_region="region-0", to_region="region-1",
            kind=ContactKind.VISIT, message="Hei", asked_at=NOON, changed_at=NOON, status="done",
            learning="Mykje", learning_language="nn", from_agreed_at=NOON, to_agreed_at=NOON,
        )  # fmt: skip


def of(name, thing=None, *rest):
    return nynorsk(name, args=[] if thing is None else [thing.pk, *rest])


def public(name, *rest):
    return nynorsk(name, args=["prove", *rest])


PAGES = {
    "gatherings": lambda number: [gatherings(number), of("office:gatherings")],
    "public-gatherings": lambda number: [gatherings(number), public("public:gatherings")],
    "registrations": lambda number: [of("office:registrations", people(number))],
    "waiting": lambda number: [of("office:waiting", people(number))],
    "door": lambda number: [of("office:door", people(number))],
    "gathering": lambda number: [of("office:gathering", people(number))],
    "csv": lambda number: [of("office:registrations-csv", people(number))],
    "badges": lambda number: [of("office:badges", people(number))],
    "sessions": lambda number: [of("office:sessions", sessions(number))],
    "public-gathering": lambda number: [public("public:gathering", sessions(number).slug)],
    "calendar": lambda number: [public("public:gathering-calendar", sessions(number).slug)],
    "register": lambda number: [public("public:gathering-register", sessions(number).slug)],
    "groups": lambda number: [groups(number), of("office:groups")],
    "group": lambda number: [of("office:group", a_group(number))],
    "questions": lambda number: [questions(number), of("office:network-questions")],
    "question": lambda number: [of("office:network-question", questions(1, answers=number)[0])],
    "advice": lambda number: [questions(number), contacts(number), public("public:advice")],
}


def asked_for(client, address):
    client.get(address)  # what is read once and kept
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in asked]


@pytest.mark.parametrize("name", PAGES)
def test_thirty_rows_cost_no_more_questions_than_three(programme, operator, name):
    few = asked_for(operator, PAGES[name](3)[-1])
    Gathering.objects.all().delete()
    many = asked_for(operator, PAGES[name](30)[-1])
    assert 1 < len(few) == len(many), more_in(few, many)


def test_a_thread_costs_no_more_with_thirty_posts(programme, operator):
    counted = []
    for number in (3, 30):
        thread = a_thread(number)
        counted.append(asked_for(operator, of("office:thread", thread.group, thread.pk)))
    assert len(counted[0]) == len(counted[1]), more_in(*counted)


def test_the_list_of_contacts_costs_no_more_with_thirty(programme):
    client = Client()
    client.force_login(member("region-0"))
    counted = []
    for number in (3, 30):
        contacts(number)
        counted.append(asked_for(client, of("office:contacts")))
    assert len(counted[0]) == len(counted[1]), more_in(*counted)


def test_ten_registered_together_are_asked_about_once(programme):
    gathering = sessions(5)
    address = public("public:gathering-register", gathering.slug)
    counted = []
    for number in ("1", "9"):
        with CaptureQueriesContext(connection) as asked:
            Client().post(address, {"number": number, "add": "1"})
        counted.append([query["sql"] for query in asked])
    assert len(counted[0]) == len(counted[1]), more_in(*counted)


def more_in(few, many):
    """Name the questions that are asked again and again."""
    heads = [sql[:160] for sql in many]
    return {head: heads.count(head) for head in heads if heads.count(head) > 2}
