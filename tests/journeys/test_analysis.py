"""From a region to its analysis, chapter by chapter, and on to others; axe on every page."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from tests.journeys import axe
from tests.journeys.addresses import PROGRAMME

from byregion.insight.addresses import CHAPTER_SLUGS
from byregion.insight.domain.shipped import load_published

pytestmark = pytest.mark.journey
REGION = f"{PROGRAMME}/region/hamarregionen/"
BASE = f"{REGION}analyse/"
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
PAGES = [
    REGION,
    BASE,
    *(f"{BASE}{slug}/" for slug in CHAPTER_SLUGS.values()),
    f"{BASE}historikk/",
    f"{PROGRAMME}/analyse/",
    f"{PROGRAMME}/analyse/side-ved-side/?region=hamarregionen&region=aust-lofoten",
    "/analyse/",
]


@pytest.fixture
def analyses(live_site):
    load_published("byregionprogrammet", at=NOW)


def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit, analyses):
    page = visit("/")
    found = {}
    for address in PAGES:
        assert page.goto(address).status == 200
        found[address] = axe.faults(page)
    page.set_viewport_size({"width": 360, "height": 800})
    for address in PAGES:
        page.goto(address)
        found[f"narrow {address}"] = axe.faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, address
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_a_reader_goes_from_the_region_through_the_chapters(visit, analyses):
    page = visit(f"/en{REGION}")
    page.get_by_role("link", name="Read the whole analysis").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Analysis of")
    page.get_by_role("link", name="Commuting and the labour market").first.click()
    figure = page.locator("figure.insight-figure").first
    expect(figure.locator("svg[role=img]")).to_be_visible()
    figure.locator("summary").click()
    expect(figure.locator("table")).to_be_visible()
    page.locator("a[rel=next]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Population")


def test_the_pages_work_without_script(visit, analyses):
    page = visit(f"/en{PROGRAMME}/analyse/side-ved-side/", java_script_enabled=False)
    page.get_by_label("Hamarregionen").check()
    page.get_by_label("Salten").check()
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("columnheader", name="Hamarregionen")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Salten")).to_be_visible()
