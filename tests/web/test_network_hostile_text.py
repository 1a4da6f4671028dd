"""Hostile words in everything that people type in the network: shown as words, never run."""

import pytest
from django.test import Client
from tests.factories.groups import make_group, make_thread, member
from tests.factories.network import NOON, make_gathering, make_session, person, signed_up
from tests.factories.people import make_person
from tests.web.gatherings.browser import nynorsk
from tests.web.test_public_pages import make_programme

from byregion.mail.models import Letter
from byregion.network.domain.gathering import cancel_gathering
from byregion.network.models import Material, Speaker
from byregion.people.enums import Role
from byregion.people.permissions import Place

pytestmark = pytest.mark.django_db
BAD = "<img src=x onerror=alert(1)>\"'"


@pytest.fixture
def gathering(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    make_programme(regions=2)
    gathering = make_gathering(title_nn=BAD, summary_nn=BAD, outcome_nn=BAD, venue=BAD, city=BAD)
    session = make_session(gathering, title=BAD, track=BAD, room=BAD, text_nn=BAD)
    Speaker.objects.create(
        session=session, name=BAD, title=BAD, organisation=BAD, region="region-1"
    )
    Material.objects.create(
        gathering=gathering, session=session, kind="document", title=BAD, description=BAD,
        url="https://example.org/a", region="region-1",
    )  # fmt: skip
    return gathering


def is_harmless(text):
    return "<img src=x" not in text and "&lt;img src=x" in text


def test_pages_of_a_gathering_show_words_as_words(gathering):
    client = Client()
    client.force_login(make_person(Role.OPERATOR, Place("prove")))
    party = signed_up(gathering, person(BAD, organisation=BAD, region="region-0"))
    pk = gathering.pk
    for name, *rest in (
        ("public:gathering", "prove", gathering.slug),
        ("public:gatherings", "prove"),
        ("public:region", "prove", "region-1"),
        ("office:gathering", pk),
        ("office:sessions", pk),
        ("office:materials", pk),
        ("office:registrations", pk),
        ("office:door", pk),
        ("office:party", pk, party.key),
    ):
        assert is_harmless(client.get(nynorsk(name, args=rest)).text), name


def test_letters_show_words_as_words_and_keep_to_their_headers(gathering):
    signed_up(gathering, person("Kari\nBcc: alle@example.org", organisation=BAD))
    cancel_gathering(gathering, reason=f"{BAD}\r\nBcc: alle@example.org", at=NOON, by="")
    for letter in Letter.objects.all():
        assert is_harmless(letter.html), letter.kind
        assert "\n" not in letter.subject
        assert letter.headers == {}


def test_discussions_show_words_as_words():
    make_programme(regions=2)
    writer = member("region-0", name=BAD)
    group = make_group("region-0", name_nn=BAD, purpose_nn=BAD)
    thread = make_thread(group, writer, f"{BAD} @{BAD}", title=BAD)
    client = Client()
    client.force_login(writer)
    for name, *rest in (
        ("office:groups",),
        ("office:group", group.pk),
        ("office:thread", group.pk, thread.pk),
    ):
        assert is_harmless(client.get(nynorsk(name, args=rest)).text), name
