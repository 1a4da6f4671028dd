"""A process guide, a region and the operator around one log, in a browser."""

import pytest
from playwright.sync_api import expect
from tests.factories.people import make_person
from tests.journeys import axe
from tests.journeys.addresses import LANGUAGES
from tests.journeys.sessions import signed_in

from byregion.people.enums import Role
from byregion.people.permissions import Place

pytestmark = pytest.mark.journey
SLUG = "byregionprogrammet"
HERE = Place(SLUG, "aust-lofoten")
ALL = "/kontor/rettleiing/"
LOG = f"{ALL}{SLUG}/aust-lofoten/"
NARROW = 360
STRENGTHS = "Vi gjekk gjennom kva senteret og omlandet kan gjere saman for handel og bustader."


def test_a_guide_notes_a_visit_the_region_reads_it_and_the_operator_sees_that_it_was(visit):
    guide = make_person(Role.GUIDE, HERE, name="Gro Rettleiar")
    page = visit(ALL, storage_state=signed_in(guide), width=NARROW, java_script_enabled=False)
    page.get_by_role("link", name="Ny innføring").click()
    page.get_by_label("Dag", exact=True).fill("2026-05-04")
    page.get_by_label("Korleis de møttest").select_option("visit")
    page.get_by_label("Kva det handla om").fill(STRENGTHS)
    page.get_by_label("Kva de vart samde om").fill("Prosjektleiaren lagar utkast til plan.")
    page.get_by_label("Neste steg", exact=False).first.fill("Lese utkastet")
    page.get_by_label("Dag for neste steg").fill("2026-05-01")
    page.get_by_label("Regionen kan lese det").check()
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("alert")).to_contain_text("Neste steg kjem etter")
    page.get_by_label("Dag for neste steg").fill("2026-06-01")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text(STRENGTHS)).to_be_visible()

    reader = visit(ALL, storage_state=signed_in(make_person(Role.MEMBER, HERE)))
    reader.get_by_role("main").get_by_role("link", name="Aust-Lofoten").click()
    expect(reader.get_by_text(STRENGTHS)).to_be_visible()
    expect(reader.get_by_role("link", name="Rediger")).to_have_count(0)

    operator = make_person(Role.OPERATOR, Place(SLUG))
    office = visit(ALL, storage_state=signed_in(operator))
    row = office.get_by_role("row", name="Aust-Lofoten")
    expect(row).to_contain_text("Gro Rettleiar")
    expect(row).to_contain_text("4. mai 2026")

    page.get_by_text("Slett", exact=False).first.click()
    page.get_by_role("button", name="Ja, slett").click()
    expect(page.get_by_text("Det står ikkje noko i loggen enno.")).to_be_visible()


def test_axe_finds_nothing_on_the_pages_of_guiding(visit):
    guide, operator = make_person(Role.GUIDE, HERE), make_person(Role.OPERATOR, Place(SLUG))
    page = visit(f"{LOG}ny/", storage_state=signed_in(guide), width=NARROW)
    page.get_by_label("Kva det handla om").fill(STRENGTHS)
    page.get_by_role("button", name="Lagre").click()
    page.get_by_label("Korleis de møttest").select_option("phone")
    page.get_by_role("button", name="Lagre").click()
    office = visit(ALL, storage_state=signed_in(operator), width=NARROW)
    for prefix in LANGUAGES.values():
        for one, path in ((page, ALL), (page, LOG), (page, f"{LOG}ny/"), (office, ALL)):
            one.goto(f"{prefix}{path}")
            assert axe.faults(one) == []
            width = one.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert width[0] <= width[1], path
