"""The newsletter as a reader and an editor meet it."""

import pytest
from django.core.cache import cache
from django.test import Client
from tests.factories.people import NOON
from tests.web.test_public_pages import make_programme

from byregion.knowledge import newsletter_addresses as addresses
from byregion.knowledge.domain import newsletter
from byregion.knowledge.models import NewsletterIssue, Subscriber, SubscriptionRequest
from byregion.mail.models import Letter
from byregion.people.enums import Role
from byregion.people.permissions import Place

pytestmark = pytest.mark.django_db
TEXTS = {"title_nn": "Nytt i haust", "greeting_nn": "Hei alle"}


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def operator(signed_in_as):
    return signed_in_as(Role.OPERATOR, Place("prove"))


def path_of(address):
    return address.removeprefix("http://localhost:8000")


def sign_up(client, address="kari@example.org", **more):
    return client.post("/brev/", {"address": address, "language": "nn", **more})


def test_signing_up_takes_a_letter_and_a_click_and_a_button(client):
    response = sign_up(client)
    assert response.headers["Location"] == "/brev/takk/"
    assert client.get("/brev/takk/").status_code == 200
    page = path_of(addresses.confirm_page(SubscriptionRequest.objects.get()))
    # A mail program that looks at the link says yes to nothing.
    assert client.get(page).status_code == 200
    assert not Subscriber.objects.exists()
    client.post(page)
    assert Subscriber.objects.get().address == "kari@example.org"
    assert client.post(page).status_code == 200
    assert Subscriber.objects.count() == 1


def test_a_wrong_address_is_kept_and_mended(client):
    response = sign_up(client, "kari(at)example.org")
    page = response.content.decode()
    assert response.status_code == 200
    assert "kari(at)example.org" in page
    assert 'role="alert"' in page


def test_a_machine_that_fills_in_everything_gets_nowhere_and_is_not_told(client):
    response = sign_up(client, website="https://buy.example")
    assert response.headers["Location"] == "/brev/takk/"
    assert not SubscriptionRequest.objects.exists()
    assert not Letter.objects.exists()


def test_one_client_asks_for_five_addresses_an_hour(client):
    for number in range(5):
        assert sign_up(client, f"p{number}@example.org").status_code == 302
    response = sign_up(client, "p5@example.org")
    assert response.status_code == 429
    assert SubscriptionRequest.objects.count() == 5
    assert sign_up(Client(REMOTE_ADDR="192.0.2.1"), "p6@example.org").status_code == 302


def test_a_mail_program_ends_it_by_one_post_without_a_cookie():
    one = Subscriber.objects.create(address="a@example.org", language="nn", confirmed_at=NOON)
    page = path_of(addresses.end_page(one))
    strict = Client(enforce_csrf_checks=True)
    body = {"List-Unsubscribe": "One-Click"}
    assert strict.get(page).status_code == 200
    assert Subscriber.objects.exists()
    assert strict.post(page, body).status_code == 200
    assert not Subscriber.objects.exists()
    assert strict.post(page, body).status_code == 200


@pytest.mark.parametrize("step", ["ja", "nei"])
def test_a_token_of_nobodys_opens_no_page(client, step):
    assert client.get(f"/brev/{step}/what:ever/").status_code == 404
    assert client.post(f"/brev/{step}/what:ever/").status_code == 404


def test_an_editor_makes_looks_at_and_sends_a_newsletter(client, operator):
    make_programme(regions=1)
    Subscriber.objects.create(address="a@example.org", language="en", confirmed_at=NOON)
    response = operator.post("/kontor/brev/nytt/", TEXTS)
    issue = NewsletterIssue.objects.get()
    here = f"/kontor/brev/{issue.pk}/"
    assert response.headers["Location"] == here
    operator.post(f"{here}rediger/", {**TEXTS, "title_en": "News"})
    for language in ("nn", "nb", "en"):
        assert "Hei alle" in operator.get(f"{here}vis/{language}/").content.decode()
    assert client.get(f"/brev/{issue.pk}/").status_code == 404
    assert operator.get(f"{here}send/").status_code == 200
    assert not Letter.objects.exists()
    for _ in range(2):
        operator.post(f"{here}send/")
    assert [letter.subject for letter in Letter.objects.all()] == ["News"]
    assert "Nytt i haust" in client.get(f"/brev/{issue.pk}/").content.decode()
    assert "News" in client.get(f"/en/brev/{issue.pk}/").content.decode()
    assert "Nytt i haust" in client.get("/brev/").content.decode()
    assert operator.get(here).status_code == 200
    assert operator.get("/kontor/brev/").status_code == 200


def test_only_those_who_may_send_newsletters_come_in(signed_in_as, operator):
    issue = newsletter.make_issue(TEXTS, by=operator.person, at=NOON)
    member = signed_in_as(Role.MEMBER, Place("prove", "region-0"))
    for step in ("", f"{issue.pk}/", f"{issue.pk}/send/"):
        assert member.get(f"/kontor/brev/{step}").status_code == 403
    assert member.post(f"/kontor/brev/{issue.pk}/send/").status_code == 403
    assert not NewsletterIssue.objects.exclude(sent_at=None).exists()


def test_what_means_nothing_is_not_put_in(operator):
    issue = newsletter.make_issue(TEXTS, by=operator.person, at=NOON)
    here = f"/kontor/brev/{issue.pk}/innhald/"
    assert operator.post(here, {"act": "article", "key": "x"}).status_code == 404
    assert operator.post(here, {"act": "dance"}).status_code == 404
    assert operator.post(here, {"act": "up", "item": "x"}).status_code == 302
    assert operator.get(f"/kontor/brev/{issue.pk}/vis/fr/").status_code == 404


def test_a_draft_is_thrown_away(operator):
    issue = newsletter.make_issue(TEXTS, by=operator.person, at=NOON)
    operator.post(f"/kontor/brev/{issue.pk}/slett/")
    assert not NewsletterIssue.objects.exists()
