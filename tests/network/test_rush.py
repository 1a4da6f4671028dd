"""500 people at once for 100 places, through the real server, on the engine under test."""

import asyncio
import json
import re

import httpx
import pytest
from tests.network.server import RUN, own_database, run_python, served

PEOPLE, PLACES, IN_DOUBT, LEAVING = 500, 100, 50, 20
PAGE = "/prove/samling/haustsamling/pamelding/"
PREPARE = f"""
import django; django.setup()
from datetime import timedelta
from byregion.common.clock import now
from tests.factories.network import make_gathering, make_question, make_session
from tests.web.test_public_pages import make_programme
make_programme(regions=3)
today = now()
gathering = make_gathering(
    capacity={PLACES}, start_date=today.date() + timedelta(days=30),
    end_date=today.date() + timedelta(days=31),
    registration_opens_at=today - timedelta(days=1), registration_closes_at=None,
)
make_question(gathering, "several")
"""
LOOK = """
import django, json; django.setup()
from byregion.audit.domain.trail import verify
from byregion.mail.models import Letter
from byregion.network.models import Registration
rows = Registration.objects.order_by("party__number")
print(json.dumps({
    "rows": list(rows.values_list("party__number", "status", "name")),
    "letters": list(Letter.objects.values_list("kind", flat=True)),
    "whole": verify().holds,
}))
"""
FIELD = re.compile(r'name="(csrfmiddlewaretoken|form_key)" value="([^"]+)"')

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path):
    with own_database(tmp_path) as environment:
        environment["DJANGO_SETTINGS_MODULE"] = "byregion.config.settings"
        run_python(RUN, "migrate", "--verbosity", "0", environment=environment)
        run_python(RUN, "collectstatic", "--noinput", "--verbosity", "0", environment=environment)
        run_python(PREPARE, environment=environment)
        with served(environment) as address:
            yield address, lambda: json.loads(run_python(LOOK, environment=environment))


def test_exactly_as_many_as_there_are_places_get_one_and_nobody_is_lost(site):
    address, look = site
    answers = asyncio.run(rush(address))
    assert {answer.status_code for answer in answers} == {302}

    stands = look()
    names = [name for _number, _status, name in stands["rows"]]
    assert sorted(names) == sorted(f"Person {number}" for number in range(PEOPLE))
    assert [number for number, _status, _name in stands["rows"]] == list(range(1, PEOPLE + 1))
    placed = [number for number, status, _name in stands["rows"] if status == "confirmed"]
    assert placed == list(range(1, PLACES + 1))
    assert {status for _number, status, _name in stands["rows"][PLACES:]} == {"waiting"}
    assert stands["letters"].count("gathering_confirmed") == PLACES
    assert stands["letters"].count("gathering_waiting") == PEOPLE - PLACES
    assert stands["whole"]

    own_pages = [answer.headers["location"] for answer in answers]
    left = asyncio.run(leave(address, own_pages))
    stands = look()
    statuses = {number: status for number, status, _name in stands["rows"]}
    assert sum(status == "confirmed" for status in statuses.values()) == PLACES
    gone = {number for number, status in statuses.items() if status == "cancelled"}
    assert len(gone) == LEAVING == len(left)
    # Those who moved up are the first who waited, none left out.
    staying = [number for number in range(1, PEOPLE + 1) if number not in gone]
    assert [number for number in staying if statuses[number] == "confirmed"] == staying[:PLACES]
    assert stands["whole"]


async def rush(address):
    """Let all open the form, then all send it at the same moment, some of them twice."""
    async with visitors(address, PEOPLE) as people:
        forms = await asyncio.gather(*(open_form(person) for person in people))
        sent = [
            send(person, n, form)
            for n, (person, form) in enumerate(zip(people, forms, strict=True))
        ]
        again = [send(people[n], n, forms[n]) for n in range(IN_DOUBT)]
        answers = await asyncio.gather(*sent, *again)
    for first, second in zip(answers, answers[PEOPLE:], strict=False):
        assert first.headers["location"] == second.headers["location"]
    return answers[:PEOPLE]


async def leave(address, own_pages):
    """Cancel the registrations that came first in the list, all at once."""
    async with visitors(address, LEAVING) as people:
        pages = [f"{page}avmelding/" for page in own_pages[:LEAVING]]
        shown = await asyncio.gather(*(p.get(page) for p, page in zip(people, pages, strict=True)))
        fields = [dict(FIELD.findall(page.text)) for page in shown]
        sent = [
            p.post(page, data=data) for p, page, data in zip(people, pages, fields, strict=True)
        ]
        answers = await asyncio.gather(*sent)
    assert {answer.status_code for answer in answers} == {302}
    return answers


def visitors(address, number):
    """Give browsers of their own, with cookies of their own."""
    return Visitors(address, number)


class Visitors:
    def __init__(self, address, number):
        self.clients = [httpx.AsyncClient(base_url=address, timeout=180) for _ in range(number)]

    async def __aenter__(self):
        return self.clients

    async def __aexit__(self, *fault):
        await asyncio.gather(*(client.aclose() for client in self.clients))


async def open_form(person):
    page = await person.get(PAGE)
    assert page.status_code == 200
    return dict(FIELD.findall(page.text))


async def send(person, number, form):
    typed = {"p0-name": f"Person {number}", "p0-address": f"person{number}@example.org"}
    return await person.post(PAGE, data={**form, "number": "1", "send": "1", **typed})
