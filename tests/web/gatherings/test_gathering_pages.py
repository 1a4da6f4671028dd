"""The public pages of gatherings: registering, one's own page, calendars, evaluation."""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils.translation import override
from tests.factories.network import (
    NOON,
    make_gathering,
    make_question,
    make_session,
    person,
    signed_up,
    statuses,
)
from tests.factories.people import make_person
from tests.web.test_public_pages import make_programme

from byregion.mail.models import Letter
from byregion.network import addresses
from byregion.network.domain.gathering import cancel_gathering
from byregion.network.enums import FormKind, QuestionKind
from byregion.network.models import Evaluation, Party
from byregion.people.enums import Role
from byregion.people.permissions import Place
from byregion.programme.bundle import EMBEDDED
from byregion.programme.domain.bundle import import_bundle

pytestmark = pytest.mark.django_db
PAGE = "/prove/samling/haustsamling/"
REGISTER = f"{PAGE}pamelding/"


@pytest.fixture
def gathering():
    make_programme(regions=2)
    return make_gathering(capacity=1)


def form_key(page):
    return re.search(r'name="form_key" value="([^"]+)"', page.text)[1]


def typed(number=0, **fields):
    said = {"name": "Kari Nordmann", "address": "Kari@Example.org", "region": "region-0"} | fields
    return {f"p{number}-{name}": value for name, value in said.items()}


def own_page(party, more=""):
    with override("nn"):
        return f"{REGISTER}{addresses.token_of(party)}/{more}"


def test_registering_ends_on_ones_own_page(client, gathering):
    page = client.get(REGISTER)
    assert "1 plass er ledig" in page.text
    answer = client.post(REGISTER, {"form_key": form_key(page), "number": "1", **typed()})
    party = Party.objects.get()
    assert answer.url == own_page(party)
    assert (party.address, party.language) == ("kari@example.org", "nn")
    shown = client.get(answer.url)
    assert "Kari Nordmann" in shown.text
    assert "Har plass" in shown.text
    assert "no-store" in shown["Cache-Control"]
    full = Client().get(REGISTER)
    assert "Samlinga er full" in full.text


def test_the_same_form_sent_twice_leads_to_the_same_page(client, gathering):
    sent = {"form_key": form_key(client.get(REGISTER)), "number": "1", **typed()}
    assert client.post(REGISTER, sent).url == client.post(REGISTER, sent).url
    assert Party.objects.count() == 1


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, gathering):
    asked = make_question(gathering, QuestionKind.CHOICE, is_required=True)
    one, other = (make_session(gathering, 9, is_chosen=True) for _both in range(2))
    wrong = typed(address="kari@", organisation="Bodø", sessions=[one.pk, other.pk])
    page = client.post("/en" + REGISTER, {"number": "1", **wrong})
    assert page.status_code == 200
    for told in (
        "This is not an e-mail address",
        "must be answered",
        "at the same time",
        'value="Bodø"',
        'href="#id_p0-address"',
        "Part 2 of 3",
    ):
        assert told in page.text
    assert f'id="id_p0-q{asked.pk}"' in page.text
    assert not Party.objects.exists()


def test_people_are_added_without_losing_what_was_typed(client, gathering):
    page = client.post(REGISTER, {"number": "1", "add": "1", **typed(name="Ada")})
    assert 'value="Ada"' in page.text
    assert 'name="p1-name"' in page.text
    assert 'role="alert"' not in page.text
    page = client.post(REGISTER, {"number": "2", "remove": "1", **typed(name="Ada")})
    assert 'name="p1-name"' not in page.text
    sent = {"number": "2", **typed(name="Ada"), **typed(1, name="Bo", address="")}
    client.post(REGISTER, sent)
    assert statuses(Party.objects.get()) == ["waiting", "waiting"]
    for number in ("-3", "99999999", "x", ""):
        assert client.post(REGISTER, {"number": number}).status_code == 200


def test_who_is_signed_in_need_not_type_who_they_are(gathering):
    client = Client()
    leader = make_person(Role.LEADER, Place("prove", "region-1"), email="ada@example.org")
    client.force_login(leader)
    page = client.get(REGISTER).text
    assert 'value="ada@example.org"' in page
    assert '<option value="region-1" selected>' in page
    client.post(REGISTER, {"number": "1", **typed()})
    assert Party.objects.get().person == str(leader.key)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"registration_opens_at": NOON + timedelta(days=1)}, "It opens on"),
        ({"registration_closes_at": NOON - timedelta(days=1)}, "It closed on"),
        ({"status": "held"}, "One can't register"),
        ({"registration_opens_at": None, "registration_closes_at": None}, "One can't register"),
    ],
)
def test_a_closed_registration_says_why(client, fields, told):
    make_programme(regions=1)
    make_gathering(**fields)
    page = client.get("/en" + REGISTER)
    assert told in page.text.replace("&#x27;", "'")
    assert "form_key" not in page.text
    answer = client.post("/en" + REGISTER, {"number": "1", **typed()})
    assert answer.status_code == 200
    assert not Party.objects.exists()


def test_the_link_changes_and_cancels_and_a_get_never_acts(client, gathering):
    asked = make_question(gathering, QuestionKind.YES_NO)
    party = signed_up(gathering, person(answers={asked.pk: True}))
    registration = party.registrations.get()
    change, cancel = own_page(party, f"endre/{registration.pk}/"), own_page(party, "avmelding/")
    page = client.get(change)
    assert re.search(r'value="yes"[^>]*checked', page.text)
    assert 'name="region"' not in page.text
    client.post(change, {"name": "Kari Ny", "address": "k@example.org", f"q{asked.pk}": "no"})
    registration.refresh_from_db()
    assert registration.name == "Kari Ny"
    assert registration.answers.get().value is False
    assert "Nei" in client.get(own_page(party)).text
    client.get(cancel)
    assert statuses(party) == ["confirmed"]
    assert client.post(cancel).url == own_page(party)
    assert statuses(party) == ["cancelled"]
    assert "Avmeld" in client.get(own_page(party)).text
    assert client.post(cancel).status_code == 302
    assert client.post(change, {"name": "X", "address": "k@example.org"}).status_code == 200


def test_of_several_those_who_are_ticked_are_cancelled(client):
    make_programme(regions=1)
    party = signed_up(make_gathering(), person("Ada X"), person("Bo X"))
    cancel = own_page(party, "avmelding/")
    assert "Tick whom to cancel" in client.post("/en" + cancel).text
    client.post(cancel, {"who": [party.registrations.last().pk]})
    assert statuses(party) == ["confirmed", "cancelled"]


@pytest.mark.parametrize("more", ["", "avmelding/", "kalender.ics"])
def test_a_link_that_is_not_ours_is_not_found(client, gathering, more):
    party = signed_up(gathering)
    for token in ("x", str(party.key), f"{party.key}:abc"):
        assert client.get(f"{REGISTER}{token}/{more}").status_code == 404
    other = make_gathering(slug="ei-anna")
    elsewhere = f"/prove/samling/{other.slug}/pamelding/{addresses.token_of(party)}/{more}"
    assert client.get(elsewhere).status_code == 404
    assert client.get(own_page(party, "endre/99999/")).status_code == 404


def test_pages_about_one_person_are_never_kept_for_others(gathering):
    party = signed_up(gathering)
    assert "Har plass" in Client().get(own_page(party)).text
    party.registrations.update(status="cancelled")
    assert "Har plass" not in Client().get(own_page(party)).text


def test_a_draft_is_nobodys_to_see(client):
    make_programme(regions=1)
    make_gathering(status="draft")
    for address in (PAGE, REGISTER, f"{PAGE}kalender.ics", f"{PAGE}evaluering/"):
        assert client.get(address).status_code == 404
    assert "Haustsamling" not in client.get("/prove/samling/").text


def test_the_page_shows_the_programme_by_day_and_a_cancellation(client, gathering):
    make_session(gathering, 9, title="Opning", room="Sal A", track="Næring")
    parallel = make_session(gathering, 9, title="Verkstad", room="Sal B", track="Kultur")
    parallel.speakers.create(name="Ada Ekspert", organisation="NTNU", role="chair")
    make_session(gathering, 10, day=1, title="Oppsummering")
    page = client.get(PAGE).text
    assert page.count('class="programme-day"') == 2
    assert "is-parallel" in page
    assert "Ada Ekspert" in page
    assert client.get(f"{PAGE}kalender.ics")["Content-Type"].startswith("text/calendar")
    cancel_gathering(gathering, reason="Storm", at=NOON, by="")
    caches["pages"].clear()
    assert "Denne samlinga blir ikkje halden" in client.get(PAGE).text
    assert b"STATUS:CANCELLED" in client.get(f"{PAGE}kalender.ics").content


def test_coming_gatherings_stand_before_past_ones(client, gathering):
    make_gathering(slug="gammal", status="held", title_nn="Gammal samling")
    page = client.get("/prove/samling/").text
    assert page.index("Haustsamling nn") < page.index("Gammal samling")


def test_the_nine_known_gatherings_stand_with_what_is_known(client):
    programme = import_bundle(EMBEDDED).programme
    page = client.get(f"/{programme.slug}/samling/").text
    assert page.count('class="panel"') == programme.gatherings.count() == 9
    for known in programme.gatherings.all():
        shown = client.get(f"/{programme.slug}/samling/{known.slug}/")
        assert shown.status_code == 200
        assert known.sources.first().url in shown.text
    month = client.get(f"/{programme.slug}/samling/andre-samling-2014/").text
    assert "november 2014" in month
    assert "30. november" not in month


def test_a_bundle_imported_anew_leaves_the_offices_gatherings(client, tmp_path):
    programme = import_bundle(EMBEDDED).programme
    gathering = make_gathering(programme=programme.slug, slug="stjordal-2014", status="held")
    party = signed_up(make_gathering(programme=programme.slug, slug="ny"))
    programme.gatherings.filter(slug="oslo-2015").delete()
    assert import_bundle(EMBEDDED).changed
    gathering.refresh_from_db()
    party.refresh_from_db()
    shown = client.get(f"/{programme.slug}/samling/stjordal-2014/").text
    assert "Haustsamling nn" in shown
    assert "ByR-kafé" in shown


def test_the_evaluation_takes_answers_by_its_link_alone(client, monkeypatch):
    make_programme(regions=1)
    gathering = make_gathering(start_date=NOON.date(), end_date=NOON.date())
    scale = make_question(gathering, QuestionKind.SCALE, form=FormKind.EVALUATION, is_required=True)
    assert client.get(f"{PAGE}evaluering/x/").status_code == 404
    address = f"{PAGE}evaluering/{addresses.evaluation_token(gathering)}/"
    page = client.get(address)
    assert "Må" not in page.text.split("<main")[0]
    assert client.post(address, {"form_key": form_key(page)}).status_code == 200
    sent = {"form_key": form_key(page), f"q{scale.pk}": "5"}
    for _twice in range(2):
        assert client.post(address, sent).url == f"{PAGE}evaluering/takk/"
    assert Evaluation.objects.get().answers == {str(scale.pk): 5}
    assert client.get(f"{PAGE}evaluering/takk/").status_code == 200
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(days=15))
    assert "form_key" not in client.get(address).text
    assert client.post(address, {f"q{scale.pk}": "5"}).status_code == 200
    assert Evaluation.objects.count() == 1


def test_letters_lead_to_pages_that_open(client, gathering):
    signed_up(gathering, language="en")
    link = re.search(r"http://\S+/pamelding/\S+", Letter.objects.get().text)[0]
    assert client.get(link.removeprefix("http://localhost:8000")).status_code == 200
