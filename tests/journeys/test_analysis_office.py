"""A region's leader makes its analysis anew, adds what they know and publishes it."""

import re

import pytest
from playwright.sync_api import expect
from tests.factories.people import make_person
from tests.insight.samples import make_analysis
from tests.journeys import axe
from tests.journeys.addresses import LANGUAGES
from tests.journeys.sessions import signed_in
from tests.web.insight_stand_ins import stand_in

from byregion.insight import beforehand
from byregion.insight.queries import free
from byregion.people.enums import Role
from byregion.people.permissions import Place

pytestmark = pytest.mark.journey
PROGRAMME, REGION = "byregionprogrammet", "salten"
OFFICE = f"/kontor/analysar/{PROGRAMME}/{REGION}/"
PUBLIC = f"/{PROGRAMME}/region/{REGION}/analyse/pendling/"
WORDS = "Kommunane har eit felles næringsselskap."
WIDTHS = (1280, 360)


@pytest.fixture
def leader(live_site, monkeypatch, settings, tmp_path):
    """Somebody who leads the region, on a site that is said to have statistics."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    stand_in(monkeypatch)
    monkeypatch.setattr(
        free,
        "analysis_of_region",
        lambda _at, _year, _codes, *, name, slug: make_analysis(slug=slug, name=name),
    )
    monkeypatch.setattr(beforehand, "start", lambda: None)
    return make_person(Role.LEADER, Place(PROGRAMME, REGION), name="Kari")


def test_a_leader_makes_adds_and_publishes_and_everyone_reads_it(visit, leader):
    page = visit("/kontor/", storage_state=signed_in(leader))
    page.get_by_role("main").get_by_role("link", name="Analysar", exact=True).click()
    page.get_by_role("link", name="Salten").click()
    page.get_by_label("Tal for").select_option("2017")
    page.get_by_role("button", name="Lag analysen").click()
    expect(page.get_by_text("Ingen andre ser han før han er publisert.")).to_be_visible()
    page.get_by_role("link", name=re.compile("Legg til eigen tekst.*Pendling")).click()
    page.get_by_label("Eigen tekst (nynorsk)").fill(WORDS)
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.get_by_role("link", name="Publiser …").click()
    page.get_by_role("button", name="Publiser analysen").click()
    expect(page.get_by_text("Analysen er publisert.")).to_be_visible()
    reader = visit(PUBLIC)
    expect(reader.get_by_text(WORDS)).to_be_visible()


def test_axe_finds_nothing_in_the_office_and_nothing_scrolls_sideways(visit, leader):
    page = visit(OFFICE, storage_state=signed_in(leader))
    page.get_by_role("button", name="Lag analysen").click()
    found = {}
    for prefix in LANGUAGES.values():
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            for path in ("/kontor/analysar/", OFFICE, f"{OFFICE}tekst/pendling/"):
                page.goto(prefix + path)
                found[prefix, width, path] = axe.faults(page)
                assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"{OFFICE}publiser/")
    found["publish"] = axe.faults(page)
    assert not any(found.values()), found
