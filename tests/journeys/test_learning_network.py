"""What regions learn from each other, and the newsletter that tells of it."""

import re

import pytest
from playwright.sync_api import expect
from tests.factories.groups import make_group, make_question, make_thread
from tests.factories.people import NOON, make_person
from tests.journeys import axe
from tests.journeys.addresses import LANGUAGES
from tests.journeys.sessions import signed_in

from byregion.knowledge.domain import newsletter
from byregion.knowledge.models import Subscriber
from byregion.mail.models import Letter
from byregion.network.domain.contacts import Ends, ask_contact
from byregion.network.enums import ContactKind
from byregion.people.enums import Role
from byregion.people.permissions import Place

pytestmark = pytest.mark.journey
SLUG = "byregionprogrammet"
NARROW = 360


def somebody(region, name):
    return make_person(Role.MEMBER, Place(SLUG, region), name=name)


def test_a_member_asks_another_answers_and_everyone_finds_it(visit):
    asker, other = somebody("aust-lofoten", "Anne"), somebody("salten", "Bjørn")
    page = visit("/kontor/sporsmal/nytt/", storage_state=signed_in(asker), width=NARROW)
    page.get_by_label("Spørsmålet i kortform").fill("Korleis får de gardeigarane med?")
    page.get_by_label("Tekst").fill("Vi strevar med å få dei med.")
    page.get_by_label("Attraktivitet").check()
    page.get_by_label("Alle får lese det når det er svart på").check()
    page.get_by_role("button", name="Spør", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Korleis får de gardeigarane med?")

    answering = visit("/kontor/sporsmal/", storage_state=signed_in(other))
    answering.get_by_role("link", name="Korleis får de gardeigarane med?").click()
    answering.get_by_label("Tekst").fill("Vi inviterte dei til frukostmøte.")
    expect(answering.get_by_label("Alle får lese svaret")).to_be_checked()
    answering.get_by_role("button", name="Svar", exact=True).click()
    expect(answering.get_by_text("Vi inviterte dei til frukostmøte.")).to_be_visible()

    page.reload()
    page.get_by_role("button", name="Dette hjelpte").click()
    page.get_by_role("link", name="alle får lese det").click()
    expect(page.get_by_text("Svart frå Salten")).to_be_visible()

    reader = visit(f"/{SLUG}/rad/?region=salten")
    expect(reader.get_by_role("link", name="Korleis får de gardeigarane med?")).to_be_visible()
    expect(reader.get_by_text("Bjørn")).to_have_count(0)
    reader.goto("/sok/?q=frukostmøte")
    reader.get_by_role("link", name=re.compile("Korleis får de gardeigarane med")).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Korleis får de gardeigarane med?")
    for prefix in LANGUAGES.values():
        reader.goto(f"{prefix}/{SLUG}/rad/")
        assert axe.faults(reader) == []


def test_a_reader_signs_up_says_yes_gets_the_newsletter_and_ends_it(visit, live_site, settings):
    settings.BASE_URL = live_site
    page = visit("/brev/", width=NARROW)
    page.get_by_label("E-postadresse").fill("lesar@example.org")
    page.get_by_label("Språk").last.select_option("nb")
    page.get_by_role("button", name="Be om nyheitsbrevet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sjå i innboksen din")
    assert not Subscriber.objects.exists()

    page.goto(address_in(Letter.objects.get(kind="newsletter_confirm").text, "/brev/ja/"))
    page.get_by_role("button", name="Ja takk").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du får nyhetsbrevet")

    editor = make_person(Role.OPERATOR, Place(SLUG))
    office = visit("/kontor/brev/nytt/", storage_state=signed_in(editor))
    office.get_by_label("Tittel (bokmål)").fill("Nytt i november")
    office.get_by_label("Helsing (bokmål)").fill("Hei, alle sammen.")
    office.get_by_role("button", name="Lagre").click()
    office.get_by_role("link", name="Send …").click()
    office.get_by_role("button", name="Send nyheitsbrevet").click()
    expect(office.get_by_text("1 brev er lagt i kø.")).to_be_visible()

    letter = Letter.objects.get(kind="newsletter")
    assert letter.subject == "Nytt i november"
    page.goto(address_in(letter.text, "/brev/nei/"))
    assert Subscriber.objects.exists()
    page.get_by_role("button", name="Avslutt det").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nyhetsbrevet er avsluttet")
    assert not Subscriber.objects.exists()


def address_in(text, part):
    return re.search(rf"https?://\S+{part}\S+", text).group()


def test_axe_finds_nothing_in_groups_contacts_questions_and_newsletters(visit):
    member, operator = somebody("aust-lofoten", "Anne"), make_person(Role.OPERATOR, Place(SLUG))
    group = make_group("aust-lofoten", "salten", programme=SLUG)
    thread = make_thread(group, member)
    question = make_question(member, programme=SLUG, region="aust-lofoten")
    ends = Ends(SLUG, "aust-lofoten", "salten")
    contact = ask_contact(ends, ContactKind.VISIT, "Vi vil sjå.", by=member, at=NOON)
    issue = newsletter.make_issue({"title_nn": "A", "greeting_nn": "B"}, by=operator, at=NOON)
    pages = {
        member: [
            "gruppe/",
            f"gruppe/{group.pk}/",
            f"gruppe/{group.pk}/fil/",
            f"gruppe/{group.pk}/trad/",
            f"gruppe/{group.pk}/trad/{thread.pk}/",
            "gruppe/melding/",
            "kontakt/",
            f"kontakt/{SLUG}/aust-lofoten/",
            f"kontakt/{SLUG}/aust-lofoten/hallingdal/",
            f"kontakt/{contact.pk}/",
            "sporsmal/",
            "sporsmal/nytt/",
            f"sporsmal/{question.pk}/",
        ],
        operator: [
            f"gruppe/{SLUG}/ny/",
            f"gruppe/{SLUG}/forslag/?antal=6&tema=1&storleik=1&avstand=1",
            f"gruppe/{group.pk}/rediger/",
            f"gruppe/{group.pk}/mote/",
            "brev/",
            f"brev/{issue.pk}/",
            f"brev/{issue.pk}/rediger/",
            f"brev/{issue.pk}/vis/nb/",
            f"brev/{issue.pk}/send/",
        ],
    }
    found = {}
    for person, addresses in pages.items():
        page = visit("/kontor/", storage_state=signed_in(person), width=NARROW)
        for prefix in LANGUAGES.values():
            for address in addresses:
                assert page.goto(f"{prefix}/kontor/{address}").status == 200
                found[f"{prefix} {address}"] = axe.faults(page)
                width = page.evaluate("document.documentElement.scrollWidth")
                assert width == NARROW, address
    assert {where: faults for where, faults in found.items() if faults} == {}
