"""Regions beside each other and on the map, with a mouse, a keyboard, and no script."""

import pytest
from playwright.sync_api import expect
from tests.journeys import axe
from tests.journeys.addresses import COMPARE, PAGES, REGIONS

WIDTHS = {"phone": 360, "desk": 1280}
pytestmark = [pytest.mark.journey, pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)]


def _columns(page):
    return page.locator("main thead th")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_regions_ticked_in_the_list_stand_side_by_side(visit, width, script):
    page = visit(REGIONS, width=width, java_script_enabled=script)
    if width == WIDTHS["phone"]:
        # The boxes would cost the table a quarter of a phone's width; a link leads to the same.
        page.get_by_role("link", name="Samanlikn regionar").click()
    page.get_by_role("checkbox", name="Hallingdal").check()
    page.get_by_role("checkbox", name="Salten").check()
    page.get_by_role("button", name="Samanlikn").click()
    expect(page).to_have_url(f"{COMPARE}?region=hallingdal&region=salten")
    expect(_columns(page)).to_have_text(["Hallingdal", "Salten"])
    page.get_by_role("checkbox", name="Fjellregionen").check()
    page.get_by_role("button", name="Samanlikn").click()
    expect(_columns(page)).to_have_text(["Fjellregionen", "Hallingdal", "Salten"])
    expect(page.get_by_role("checkbox", name="Salten")).to_be_checked()


def test_more_regions_than_fit_are_said_to_be_left_out(visit, width):
    page = visit(COMPARE, width=width)
    for box in page.get_by_role("checkbox").all()[:5]:
        box.check()
    page.get_by_role("button", name="Samanlikn").click()
    expect(_columns(page)).to_have_count(4)
    expect(page.get_by_role("main")).to_contain_text("Berre dei 4 første")


@pytest.mark.parametrize("kind", ["front", "regions"])
def test_map_leads_to_a_region_without_script(visit, width, kind):
    page = visit(PAGES[kind], width=width, java_script_enabled=False)
    page.locator(".map-svg").get_by_role("link", name="Hallingdal").press("Enter")
    expect(page).to_have_url(f"{REGIONS}hallingdal/")
    page.locator(".map-svg").get_by_role("link", name="Gol").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gol")


def test_drawn_map_can_be_pointed_at(visit, width):
    page = visit("/", width=width, java_script_enabled=False)
    # A point inside the shape: the middle of its frame may lie outside it.
    place = page.locator(".map-svg a[aria-label='Hallingdal'] path").evaluate(
        """path => {
          path.scrollIntoView({block: "center"});
          const box = path.getBBox();
          for (let x = 1; x < 20; x++) for (let y = 1; y < 20; y++) {
            const point = new DOMPoint(box.x + box.width * x / 20, box.y + box.height * y / 20);
            if (!path.isPointInFill(point)) continue;
            const shown = point.matrixTransform(path.getScreenCTM());
            return [shown.x, shown.y];
          }
        }"""
    )
    page.mouse.click(*place)
    expect(page).to_have_url(f"{REGIONS}hallingdal/")


def test_live_map_takes_the_place_of_the_drawing_where_the_browser_can(visit, width):
    page = visit(REGIONS, width=width)
    page.locator("figure.map").scroll_into_view_if_needed()
    # Without a graphics card the processor draws, which takes its time.
    expect(page.locator("figure.map.is-live canvas")).to_be_visible(timeout=30_000)
    expect(page.locator(".map-svg")).to_be_hidden()
    assert axe.faults(page) == []
