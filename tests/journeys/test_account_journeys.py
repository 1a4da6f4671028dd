"""Into the office: by invitation, password and second step; by keys alone; by a passkey."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from tests.factories.people import PASSWORD, SECRET, make_person
from tests.journeys import axe
from tests.journeys.addresses import LANGUAGES

from byregion.common.clock import now
from byregion.mail.domain.outbox import Receiver, queue
from byregion.people.domain.invitations import Offer, open_invitation
from byregion.people.enums import Role
from byregion.people.models import Invitation, User
from byregion.people.permissions import Place

pytestmark = pytest.mark.journey
HERE = Place("byregionprogrammet", "aust-lofoten")
BEFORE = ["/konto/inn/", "/konto/passord/gloymt/", "/konto/ny/", "/konto/passord/gloymt/sendt/"]
OWN = [
    "/konto/",
    "/konto/mine-data/",
    "/konto/slett/",
    "/konto/epost/",
    "/konto/passord/",
    "/konto/ut/",
    "/konto/steg-to/",
    "/konto/steg-to/kodar/",
    "/konto/steg-to/kodar/nye/",
    "/konto/steg-to/app/av/",
    "/konto/steg-to/nokkel/",
    "/konto/steg-to/nokkel/ny/",
    "/kontor/",
    "/kontor/folk/",
    "/kontor/folk/inviter/",
    "/kontor/folk/organisasjon/",
    "/kontor/folk/organisasjon/ny/",
    "/kontor/revisjon/",
    "/kontor/post/",
    "/kontor/bibliotek/",
    "/kontor/bibliotek/ny/",
    "/kontor/bibliotek/fil/",
    "/kontor/bibliotek/like/",
    "/kontor/region/",
    "/kontor/region/byregionprogrammet/aust-lofoten/",
]
NARROWEST = 320


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    cache.clear()


def code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time() // 30)))


def invitation(role, language="nb"):
    place = HERE if role in {Role.LEADER, Role.MEMBER} else Place()
    offer = Offer("kari@example.org", role, place, name="Kari Nordmann", language=language)
    return open_invitation(offer, by=None, at=now())[1]


def sign_in(page, person):
    page.goto("/konto/inn/")
    page.get_by_label("E-postadresse").fill(person.email)
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn", exact=True).click()


def test_from_the_invitation_to_the_office_with_a_second_step(visit, live_site):
    page = visit(f"/nb/konto/invitasjon/{invitation(Role.OPERATOR)}/", width=360)
    assert axe.faults(page) == []
    assert page.get_by_label("Navn").input_value() == "Kari Nordmann"
    page.get_by_label("Velg et passord").fill("1234567890")
    page.get_by_role("button", name="Ta imot invitasjonen").click()
    # Refused, with the reason beside the field; the name is still there.
    assert page.get_by_label("Velg et passord").get_attribute("aria-invalid") == "true"
    assert page.get_by_label("Navn").input_value() == "Kari Nordmann"
    assert axe.faults(page) == []
    page.get_by_label("Velg et passord").fill(PASSWORD)
    page.get_by_role("button", name="Ta imot invitasjonen").click()
    page.wait_for_url("**/konto/steg-to/")
    assert page.get_by_text("Rollen din krever et steg to").is_visible()
    assert axe.faults(page) == []
    page.get_by_role("link", name="Legg til en app").click()
    assert axe.faults(page) == []
    secret = page.locator(".secret").inner_text()
    page.get_by_label("De seks sifrene som appen viser").fill(code(secret))
    page.get_by_role("button", name="Slå på").click()
    page.wait_for_url("**/steg-to/kodar/")
    assert page.locator(".codes li").count() == 10
    page.goto("/nb/kontor/")
    assert page.get_by_role("heading", name="Folk").count() == 1
    assert User.objects.get(email="kari@example.org").is_staff


def test_signing_in_and_out_by_keys_alone(visit, live_site):
    make_person(Role.MEMBER, HERE, email="kari@example.org", name="Kari", password=PASSWORD)
    page = visit("/konto/inn/")
    page.get_by_label("E-postadresse").focus()
    page.keyboard.type("kari@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Logg inn"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/kontor/")
    page.get_by_role("link", name="Kontoen min: Kari").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/konto/")
    page.get_by_role("button", name="Logg ut").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: not address.endswith("/konto/"))
    assert page.get_by_role("link", name="Logg inn").first.is_visible()


def test_the_second_step_by_an_app_and_by_a_recovery_code(visit, live_site):
    person = make_person(Role.ADMINISTRATOR, password=PASSWORD)
    page = visit("/konto/inn/")
    sign_in(page, person)
    page.wait_for_url("**/steg-to/kode/")
    assert axe.faults(page) == []
    page.get_by_label("Kode").fill(code(SECRET))
    page.get_by_role("button", name="Logg inn", exact=True).click()
    page.wait_for_url("**/kontor/")


def test_a_passkey_is_added_and_then_signs_in_alone(visit, live_site):
    person = make_person(Role.MEMBER, HERE, password=PASSWORD)
    page = visit("/konto/inn/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page, person)
    page.wait_for_url("**/kontor/")
    page.goto("/konto/steg-to/nokkel/ny/")
    # Worth protecting: the password is asked for once more.
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Gå vidare").click()
    page.get_by_label("Lat han logge meg inn utan passord").check()
    page.get_by_role("button", name="Legg til").click()
    page.wait_for_url("**/steg-to/kodar/")
    page.goto("/konto/ut/")
    page.get_by_role("main").get_by_role("button", name="Logg ut").click()
    page.goto("/konto/inn/")
    page.get_by_role("button", name="Logg inn med passnøkkel").click()
    page.wait_for_url("**/kontor/")
    page.goto("/konto/steg-to/nokkel/")
    assert page.get_by_text("Passnøkkelen min").first.is_visible()


def world(visit):
    person = make_person(Role.ADMINISTRATOR, password=PASSWORD, name="Åse Ørnes")
    make_person(Role.LEADER, HERE, name="Ola Leiar")
    open_invitation(Offer("new@example.org", Role.MEMBER, HERE), by=person, at=now())
    letter = queue(
        "mail/role_given.txt",
        to=Receiver("new@example.org", "nn"),
        key="one",
        at=now(),
        context={"invitation": Invitation(role=Role.OWNER)},
    )
    page = visit("/konto/inn/")
    sign_in(page, person)
    page.get_by_label("Kode").fill(code(SECRET))
    page.get_by_role("button", name="Logg inn", exact=True).click()
    page.wait_for_url("**/kontor/")
    page.goto("/konto/stadfest/")
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Gå vidare").click()
    own = [f"/kontor/folk/{person.key}/", f"/kontor/folk/{person.key}/slett/"]
    return page, [*OWN, *own, f"/kontor/post/{letter.pk}/"]


def test_axe_finds_nothing_before_signing_in(visit):
    page = visit("/konto/inn/")
    assert found_in(page, BEFORE) == {}


def test_axe_finds_nothing_on_ones_own_pages_nor_in_the_office(visit, live_site):
    page, addresses = world(visit)
    assert found_in(page, addresses) == {}


def test_no_page_of_the_account_scrolls_sideways_on_the_narrowest_screen(visit, live_site):
    page, addresses = world(visit)
    page.set_viewport_size({"width": NARROWEST, "height": 800})

    def width(address):
        page.goto(address)
        return page.evaluate("document.documentElement.scrollWidth")

    widths = {address: width(address) for address in [*BEFORE, *addresses]}
    assert widths == dict.fromkeys(widths, NARROWEST)


def found_in(page, addresses):
    """Give what axe finds, by address, in all three languages; empty if nothing."""
    found = {}
    for prefix in LANGUAGES.values():
        for address in addresses:
            response = page.goto(prefix + address)
            assert response.status == 200, address
            found[prefix + address] = axe.faults(page)
    return {address: faults for address, faults in found.items() if faults}
