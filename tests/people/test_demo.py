"""Demonstration people: convenient in a trial on one machine, and no way in anywhere else."""

from io import StringIO
from unittest import mock

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from tests.factories.people import NOON, make_person

from byregion.config.sign_in import is_trial
from byregion.people.domain.demo import DOMAIN, PASSWORD, demo_people, make_demo_people
from byregion.people.enums import Role
from byregion.people.models import User
from byregion.people.permissions import Place
from byregion.web.public.management.commands import serve

HERE = Place("byregionprogrammet", "aust-lofoten")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    cache.clear()


@pytest.mark.parametrize(
    ("changes", "is_one"),
    [
        ({}, True),
        ({"BYREGION_HOSTS": "localhost,127.0.0.1"}, True),
        ({"BYREGION_BASE_URL": "http://127.0.0.1:9000"}, True),
        ({"BYREGION_DEMO": "0"}, False),
        ({"BYREGION_DEMO": ""}, False),
        ({"BYREGION_DATABASE_URL": "postgresql://db/name"}, False),
        ({"BYREGION_HOSTS": "localhost,byregion.example"}, False),
        ({"BYREGION_HOSTS": "*"}, False),
        ({"BYREGION_BASE_URL": "https://byregion.example"}, False),
    ],
)
def test_a_trial_is_asked_for_embedded_and_local(changes, is_one):
    assert is_trial({"BYREGION_DEMO": "1", **changes}) is is_one


def test_without_being_asked_for_there_is_none():
    assert not is_trial({})


def test_one_person_for_each_role_and_only_in_an_empty_installation():
    made = make_demo_people(HERE, at=NOON)
    assert {person.roles.get().role for person in made} == set(Role)
    assert all(person.email.endswith(".invalid") for person in made)
    assert make_demo_people(HERE, at=NOON) == []
    assert demo_people() == made


def test_where_people_are_none_are_made():
    make_person()
    assert make_demo_people(HERE, at=NOON) == []
    assert User.objects.count() == 1


def sign_in(role="operator", **headers):
    client = Client()
    address = {"login": f"{role}@{DOMAIN}", "password": PASSWORD}
    client.post("/konto/inn/", address, **headers)
    return client


def test_in_a_trial_they_sign_in_at_the_machine_without_a_second_step(settings):
    settings.DEMO = True
    make_demo_people(HERE, at=NOON)
    assert sign_in().get("/kontor/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}],
    ids=["from elsewhere", "through a proxy"],
)
def test_in_a_trial_nobody_else_signs_in_as_them(settings, headers):
    settings.DEMO = True
    make_demo_people(HERE, at=NOON)
    assert sign_in(**headers).get("/kontor/").status_code == 302


def test_elsewhere_they_do_not_sign_in_and_an_old_session_opens_nothing(settings):
    settings.DEMO = True
    make_demo_people(HERE, at=NOON)
    client = sign_in()
    settings.DEMO = False
    assert sign_in().get("/kontor/").status_code == 302
    assert client.get("/kontor/").status_code == 403


def test_in_a_trial_everybody_else_still_needs_a_second_step(settings):
    settings.DEMO = True
    client = Client()
    client.force_login(make_person(Role.OPERATOR, second_factor=False))
    assert client.get("/kontor/").status_code == 302


@pytest.mark.parametrize(
    ("demo", "host", "said"),
    [
        (True, "127.0.0.1", f"administrator@{DOMAIN}"),
        (True, "0.0.0.0", "add-administrator"),  # noqa: S104 - an address that is not this machine's own
        (False, "127.0.0.1", "add-administrator"),
    ],
)
def test_serving_tells_who_may_sign_in(settings, demo, host, said):
    settings.DEMO, settings.DEBUG = demo, True
    out = StringIO()
    with mock.patch.object(serve, "_serve"), mock.patch.object(serve, "_check_free"):
        call_command("serve", host=host, stdout=out)
    assert said in out.getvalue()
    assert (PASSWORD in out.getvalue()) == (demo and host == "127.0.0.1")
