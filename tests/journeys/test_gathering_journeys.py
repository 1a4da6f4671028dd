"""The journeys of a gathering: made by copying, registered for on a phone, held, evaluated."""

import re
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from playwright.sync_api import expect
from pypdf import PdfReader
from tests.factories.network import make_gathering, make_question, make_session, person, signed_up
from tests.factories.people import make_person
from tests.journeys import axe
from tests.journeys.addresses import LANGUAGES, PROGRAMME

from byregion.common.clock import now
from byregion.mail.models import Letter
from byregion.network import addresses
from byregion.network.enums import FormKind, QuestionKind
from byregion.network.models import Evaluation, Gathering, Party
from byregion.people.enums import Role
from byregion.people.permissions import Place

pytestmark = pytest.mark.journey
PHONE = 360
SLUG = PROGRAMME.strip("/")


def a_gathering(**fields):
    """A gathering of the real programme, some weeks ahead, open now."""
    at = now()
    start = at.date() + timedelta(days=20)
    values = {
        "programme": SLUG,
        "slug": "samling",
        "start_date": start,
        "end_date": start + timedelta(days=1),
        "registration_opens_at": at - timedelta(days=1),
        "registration_closes_at": None,
        "changed_at": at,
    }
    return make_gathering(**{**values, **fields})


def join(gathering, *names):
    return signed_up(gathering, *(person(name) for name in names), at=now())


@pytest.fixture
def operator(live_site):
    """The operator's session, signed in with a second factor."""
    client = Client()
    client.force_login(make_person(Role.OPERATOR, Place(SLUG)))
    cookie = client.cookies["sessionid"].value
    return {"storage_state": {"cookies": [in_browser(live_site, cookie)], "origins": []}}


def in_browser(site, value):
    return {
        "name": "sessionid",
        "value": value,
        "domain": re.search(r"//([^:/]+)", site)[1],
        "path": "/",
        "expires": -1,
        "httpOnly": True,
        "secure": False,
        "sameSite": "Lax",
    }


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def test_the_operator_copies_edits_publishes_and_opens(visit, operator):
    old = a_gathering(slug="i-fjor", status="held")
    make_session(old, title="Opning").__class__.objects.update(
        starts_at=now() + timedelta(days=20), ends_at=now() + timedelta(days=20, hours=1)
    )
    page = visit(f"/en/kontor/samling/{old.pk}/", **operator)
    page.get_by_role("link", name="Copy", exact=True).click()
    page.get_by_label("Name in the address").fill("i-ar")
    page.get_by_label("First day").fill("2031-09-16")
    button(page, "Copy").click()
    made = Gathering.objects.get(slug="i-ar")
    assert (made.start_date, made.end_date) == (date(2031, 9, 16), date(2031, 9, 17))
    page.get_by_role("link", name="Titles, days, place and capacity").click()
    page.get_by_label("Title (nynorsk)").fill("Samling i år")
    page.get_by_label("How many may come").fill("1")
    button(page, "Save").click()
    button(page, "Publish").click()
    page.get_by_role("link", name="When registration is open").click()
    page.get_by_label("Opens").fill("2026-01-01T09:00")
    button(page, "Save").click()
    expect(page.get_by_text("Registration is open", exact=True)).to_be_visible()
    page.get_by_role("link", name="The registration form").click()
    button(page, "+ Food").click()
    expect(page.get_by_role("link", name="Food")).to_be_visible()
    public = visit(f"{PROGRAMME}/samling/i-ar/", width=PHONE)
    public.get_by_role("link", name="Meld på", exact=True).click()
    expect(public.get_by_role("group", name="Mat")).to_be_visible()


def test_a_member_registers_on_a_phone_changes_and_cancels_and_the_next_moves_up(visit):
    gathering = a_gathering(capacity=1)
    make_session(gathering, title="Verkstad", is_chosen=True)
    asked = make_question(gathering, QuestionKind.YES_NO, label_nn="Kjem du med tog?")
    page = visit(f"{PROGRAMME}/samling/samling/", width=PHONE)
    page.get_by_role("link", name="Meld på", exact=True).click()
    button(page, "Meld på").click()
    fault = page.get_by_role("alert").get_by_role("link", name="Namn")
    fault.click()
    expect(page.get_by_label("Namn", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Namn", exact=True).fill("Kari Nordmann")
    page.get_by_label("E-post", exact=True).fill("kari@example.org")
    page.get_by_label(re.compile("^Byregion")).select_option("midt-troms")
    page.get_by_role("group", name="Kjem du med tog?").get_by_label("Ja").check()
    button(page, "Meld på").click()
    expect(page.get_by_text("Har plass")).to_be_visible()
    waiting = join(gathering, "Vent Ventesen")
    page.get_by_role("link", name="Endre det som står om Kari Nordmann").click()
    page.get_by_role("group", name="Kjem du med tog?").get_by_label("Nei").check()
    button(page, "Lagre").click()
    expect(page.get_by_text("Endringa er lagra")).to_be_visible()
    party = Party.objects.exclude(pk=waiting.pk).get()
    assert party.registrations.get().answers.get(question=asked).value is False
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    with page.expect_download() as download:
        page.get_by_role("link", name="Til kalenderen").click()
    assert download.value.suggested_filename == "samling.ics"
    page.get_by_role("link", name="Meld av").click()
    button(page, "Meld av").click()
    expect(page.get_by_text("Avmeld", exact=True)).to_be_visible()
    assert waiting.registrations.get().status == "confirmed"
    told = Letter.objects.filter(to_address=waiting.address).values_list("kind", flat=True)
    assert set(told) == {"gathering_waiting", "gathering_moved_up"}


def test_registration_by_the_keyboard_alone(visit):
    a_gathering()
    page = visit(f"/en{PROGRAMME}/samling/samling/pamelding/")

    def tab_to(name):
        for _step in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == name:
                return
        raise AssertionError(f"Tab never comes to {name}")

    tab_to("p0-name")
    page.keyboard.type("Kari Nordmann")
    tab_to("p0-address")
    page.keyboard.type("kari@example.org")
    tab_to("p0-region")
    page.keyboard.type("Midt-Troms")
    tab_to("send")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Has a place")).to_be_visible()
    assert Party.objects.get().registrations.get().region == "midt-troms"


def test_the_door_the_badges_and_the_list(visit, operator):
    gathering = a_gathering()
    join(gathering, "Åse Ås", "Bo Bø")
    page = visit(f"/en/kontor/samling/{gathering.pk}/innsjekking/", width=PHONE, **operator)
    come = page.get_by_role("button", name=re.compile("Has come.*Åse Ås"))
    assert come.bounding_box()["height"] >= 44
    come.click()
    expect(page.get_by_text("1 of 2 have come")).to_be_visible()
    for name in ("skilt", "liste"):
        answer = page.request.get(f"/kontor/samling/{gathering.pk}/{name}.pdf")
        text = PdfReader(BytesIO(answer.body())).pages[0].extract_text()
        assert "Åse Ås" in text
        assert "Bo Bø" in text


def test_the_evaluation_is_answered_and_shown(visit, operator):
    today = now().date()
    gathering = a_gathering(start_date=today, end_date=today, evaluation_is_public=True)
    scale = make_question(
        gathering, QuestionKind.SCALE, form=FormKind.EVALUATION, label_en="How was it?"
    )
    for step in (3, 4, 4, 5):
        Evaluation.objects.create(
            gathering=gathering, form_key=uuid4(), given_on=today, answers={str(scale.pk): step}
        )
    link = addresses.evaluation_page(gathering, "en").partition("localhost:8000")[2]
    page = visit(link, width=PHONE)
    page.get_by_role("group", name="How was it?").get_by_label("5").check()
    button(page, "Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.goto(f"/en{PROGRAMME}/samling/samling/evaluering/")
    expect(page.get_by_text("Mean: 4.2 of 5")).to_be_visible()
    office = visit(f"/en/kontor/samling/{gathering.pk}/evaluering/", **operator)
    expect(office.get_by_text("5 people answered.")).to_be_visible()


def test_axe_finds_nothing_on_public_pages_and_forms_in_any_language(visit):
    gathering = a_gathering(capacity=5)
    make_session(gathering, title="Verkstad", is_chosen=True, capacity=0)
    for kind in QuestionKind:
        make_question(gathering, kind, is_sensitive=True, delete_after_days=5)
    party = join(gathering, "Åse Ås", "Bo Bø")
    one = f"{PROGRAMME}/samling/samling/"
    own = f"{one}pamelding/{addresses.token_of(party)}/"
    key = party.registrations.first().pk
    pages = [one, f"{one}pamelding/", own, f"{own}endre/{key}/", f"{own}avmelding/"]
    page, found = visit(one, width=PHONE), {}
    for prefix in LANGUAGES.values():
        for address in pages:
            page.goto(prefix + address)
            found[prefix + address] = axe.faults(page)
        page.goto(f"{prefix}{one}pamelding/")
        page.locator("button[name=send]").click()
        found[f"{prefix} wrong"] = axe.faults(page)
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_axe_finds_nothing_in_the_office(visit, operator):
    gathering = a_gathering(capacity=1)
    make_session(gathering, title="Verkstad", is_chosen=True)
    make_question(gathering, QuestionKind.CHOICE)
    make_question(gathering, QuestionKind.SCALE, form=FormKind.EVALUATION)
    for name in ("Åse Ås", "Bo Bø"):
        join(gathering, name)
    own = f"/kontor/samling/{gathering.pk}/"
    pages = [
        "/kontor/samling/",
        "/kontor/samling/ny/",
        own,
        f"{own}rediger/",
        f"{own}program/",
        f"{own}program/ny/",
        f"{own}skjema/pamelding/",
        f"{own}skjema/pamelding/ny/",
        f"{own}pamelding/",
        f"{own}venteliste/",
        f"{own}innsjekking/",
        f"{own}kvote/",
        f"{own}brev/",
        f"{own}etterpa/",
        f"{own}resultat/",
        f"{own}evaluering/",
        f"{own}avlys/",
    ]
    page, found = visit(own, width=PHONE, **operator), {}
    for prefix in LANGUAGES.values():
        for address in pages:
            assert page.goto(prefix + address).status == 200
            found[prefix + address] = axe.faults(page)
            width = page.evaluate("document.documentElement.scrollWidth")
            found[f"{prefix}{address} width"] = [] if width == PHONE else [width]
    assert {where: faults for where, faults in found.items() if faults} == {}
