"""The map: a drawing that needs nothing, and in its place a live one where the browser can."""

import pytest
from playwright.sync_api import expect
from tests.journeys.addresses import REGION, REGIONS

pytestmark = pytest.mark.journey


def _live_map(page):
    figure = page.locator("figure.map")
    figure.scroll_into_view_if_needed()
    expect(page.locator("figure.map.is-live")).to_be_visible(timeout=30_000)
    canvas = figure.locator("canvas")
    expect(canvas).to_be_visible()
    return canvas


def _search_with_the_pointer(page, canvas, steps=9):
    """Move over the map, a grid of places, until a name shows; give the place and the name."""
    box = canvas.bounding_box()
    tag = page.locator(".map-tag")
    for row in range(1, steps):
        for column in range(1, steps):
            place = (
                box["x"] + box["width"] * column / steps,
                box["y"] + box["height"] * row / steps,
            )
            page.mouse.move(*place)
            page.evaluate("() => new Promise(requestAnimationFrame)")
            if tag.count():
                return place, tag.inner_text()
    pytest.fail("no name was shown anywhere on the map")


@pytest.mark.parametrize("width", [360, 1280])
def test_name_shows_under_the_pointer_and_leads_to_the_page(visit, width):
    page = visit(REGION, width=width)
    canvas = _live_map(page)
    expect(page.locator(".map-svg")).to_be_hidden()
    place, name = _search_with_the_pointer(page, canvas)
    page.mouse.click(*place)
    link = page.locator(".map-kept a")
    expect(link).to_have_text(name)
    # The map opened the name with the focus on its link, so the keyboard goes on from there.
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_map_can_be_moved_with_the_keyboard(visit):
    page = visit(REGION)
    canvas = _live_map(page)
    place, name = _search_with_the_pointer(page, canvas)
    canvas.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    # The region has moved out of the frame, so its name is no longer where it was.
    page.mouse.move(0, 0)
    page.mouse.move(*place)
    expect(page.locator(".map-tag", has_text=name)).to_have_count(0)


def test_controls_speak_the_page_s_language(visit):
    page = visit(f"/en{REGION}")
    _live_map(page)
    expect(page.get_by_role("button", name="Zoom in")).to_be_visible()
    expect(page.locator(".maplibregl-ctrl-attrib")).to_contain_text("Kartverket")


def test_live_map_follows_the_filters_and_the_history(visit):
    page = visit(REGIONS)
    _live_map(page)
    everything = page.locator("main tbody tr").count()
    with page.expect_response("**/kart.geojson?*fylke=18*") as answer:
        page.get_by_role("combobox", name="Fylke", exact=True).select_option(label="Nordland")
    keys = {feature["properties"]["key"] for feature in answer.value.json()["features"]}
    assert "salten" in keys
    assert "fjellregionen" not in keys
    _live_map(page)
    expect(page.locator(".map-canvas")).to_have_count(1)
    page.go_back()
    expect(page.locator("main tbody tr")).to_have_count(everything)
    _live_map(page)
    expect(page.locator(".map-canvas")).to_have_count(1)


@pytest.mark.parametrize("width", [360, 1280])
def test_drawing_with_links_stands_without_script(visit, width):
    page = visit(REGIONS, width=width, java_script_enabled=False)
    drawn = page.request.get(f"{REGIONS}kart.geojson").json()["features"]
    names = sorted(feature["properties"]["name"] for feature in drawn)
    links = page.locator(".map-svg a")
    assert sorted(link.get_attribute("aria-label") for link in links.all()) == names
    expect(page.locator(".map-svg")).to_be_visible()
    salten = page.locator(".map-svg").get_by_role("link", name="Salten", exact=True)
    salten.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{REGIONS}salten/")
