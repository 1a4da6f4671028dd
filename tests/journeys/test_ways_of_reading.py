"""The site without a mouse, without script, and on paper."""

import pytest
from playwright.sync_api import expect
from tests.journeys.addresses import PAGES, PROGRAMME, REGIONS

WIDTHS = {"phone": 360, "desk": 1280}
pytestmark = [pytest.mark.journey, pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)]

FOCUS = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const after = getComputedStyle(element, "::after");
  const path = element.querySelector("path");
  const ringed = s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
  // The interactive map's own buttons show focus with a shadow instead of an outline.
  const shaded = element.closest(".maplibregl-ctrl") !== null && style.boxShadow !== "none";
  const box = element.getBoundingClientRect();
  return {
    name: element.innerText?.trim() || element.name || element.tagName,
    tag: element.tagName.toLowerCase(),
    seen: ringed(style) || ringed(after) || shaded
      || (path !== null && parseFloat(getComputedStyle(path).strokeWidth) >= 2),
    inside: box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
  };
}"""


def _focused(page):
    return page.evaluate(FOCUS)


def _tab_to(page, wanted, most=80):
    """Press Tab until `wanted` has focus; give what was passed on the way."""
    passed = []
    for _press in range(most):
        page.keyboard.press("Tab")
        passed.append(_focused(page))
        if wanted.evaluate("element => element === document.activeElement"):
            return passed
    pytest.fail(f"{most} presses of Tab did not lead there, but to {passed[-1]}")


def test_keyboard_skips_to_the_content(visit, width):
    page = visit(REGIONS, width=width)
    page.keyboard.press("Tab")
    skip = page.locator("a[href='#content']")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Søk i lista")).to_be_focused()


def test_keyboard_opens_a_page_from_the_menu(visit, width):
    page = visit("/", width=width)
    if width == WIDTHS["phone"]:
        summary = page.locator("details.site-menu > summary")
        _tab_to(page, summary)
        page.keyboard.press("Enter")
        expect(page.locator(".site-menu-inside")).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        expect(page.locator(".site-menu-inside")).to_be_hidden()
        expect(summary).to_be_focused()
        page.keyboard.press("Enter")
    passed = _tab_to(page, page.locator("header a:visible", has_text="Samlingar"))
    assert [step for step in passed if not step["seen"]] == []
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{PROGRAMME}/samling/")


def test_keyboard_filters_the_list_and_opens_a_region(visit, width):
    page = visit(REGIONS, width=width)
    county = page.get_by_role("combobox", name="Fylke", exact=True)
    passed = _tab_to(page, county)
    page.keyboard.type("Buskerud")
    passed += _tab_to(page, page.locator("form.filters button"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/region/?fylke=06*")
    # The address is there before the list is; a key in between would fall on what is swapped out.
    expect(page.locator("main tbody")).not_to_contain_text("Aust-Lofoten")
    busy = page.locator(".htmx-request, .htmx-swapping, .htmx-settling")
    expect(busy).to_have_count(0)
    passed += _tab_to(page, page.locator("main tbody").get_by_role("link", name="Hallingdal"))
    assert [step for step in passed if not (step["seen"] and step["inside"])] == []
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{REGIONS}hallingdal/")


def test_keyboard_sees_its_place_all_the_way_through_a_region(visit, width):
    page = visit(f"{REGIONS}hallingdal/", width=width)
    passed = _tab_to(page, page.locator("footer a").last, most=120)
    assert [step for step in passed if not (step["seen"] and step["inside"])] == []


def test_without_script_everything_can_be_read_filtered_and_found(visit, width):
    page = visit("/", width=width, java_script_enabled=False)
    if width == WIDTHS["phone"]:
        page.locator("details.site-menu > summary").click()
    page.locator("header a:visible", has_text="Regionar").click()
    page.wait_for_url("**/region/")
    everything = page.locator("main tbody tr").count()
    page.get_by_role("combobox", name="Fylke", exact=True).select_option(label="Nordland")
    page.locator("form.filters button").click()
    page.wait_for_url("**/region/?*fylke=18*")
    assert 0 < page.locator("main tbody tr").count() < everything
    page.locator("main tbody a", has_text="Salten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Salten")
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert started.value.failure() is None
    for kind, path in PAGES.items():
        assert page.goto(path).status == (404 if kind == "missing" else 200)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("footer")).to_be_visible()


def test_paper_has_the_content_and_not_the_navigation(visit, width):
    page = visit(REGIONS, width=width)
    page.emulate_media(media="print")
    for gone in ("header nav", "details.site-menu", "form.filters", "aside.downloads"):
        for part in page.locator(gone).all():
            expect(part).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main table")).to_be_visible()
    # A long table is not cut off where the screen would scroll it.
    assert page.locator(".table-scroll").evaluate("box => getComputedStyle(box).overflowX") == (
        "visible"
    )
