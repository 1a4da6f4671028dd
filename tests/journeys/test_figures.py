"""A reader asks a figure: by pointing, by keys, by touch, without script; and takes it along."""

import gzip
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from tests.journeys import axe
from tests.journeys.addresses import PROGRAMME

from byregion.insight.annexes import unpack
from byregion.insight.domain.editions import make_draft, publish
from byregion.insight.domain.shipped import DATA

pytestmark = pytest.mark.journey
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
BASE = f"/en{PROGRAMME}/region/fjellregionen/analyse/"
COMMUTING = f"{BASE}pendling/"
# As for every page (see test_weight).
WHOLE, SCRIPT = 120_000, 50_000


@pytest.fixture
def analysis(live_site):
    made = unpack((DATA / "fjellregionen.zip").read_bytes())
    who = {"by": "Kari", "at": NOW}
    publish(make_draft(made, programme="byregionprogrammet", **who), **who)


@pytest.fixture
def matrix(visit, analysis):
    """Give a page and its commuting matrix, whose cells are easy to name and to point at."""
    page = visit(COMMUTING)
    return page, page.locator("#f-commuting-matrix")


def cell(figure, text):
    return figure.locator(f'[data-said^="{text}"]')


def test_pointing_at_a_mark_tells_its_number(matrix):
    _page, figure = matrix
    tip = figure.get_by_role("status")
    expect(tip).to_be_hidden()
    cell(figure, "Alvdal → Tynset").hover()
    expect(tip).to_have_text("Alvdal → Tynset: 241 people (4th quarter of 2017)")
    cell(figure, "Tynset → Alvdal").hover()
    expect(tip).to_have_text("Tynset → Alvdal: 157 people (4th quarter of 2017)")
    figure.locator("figcaption").hover()
    expect(tip).to_be_hidden()


def test_the_arrow_keys_go_from_mark_to_mark_and_escape_closes(matrix):
    page, figure = matrix
    tip = figure.get_by_role("status")
    figure.locator(".drawing").focus()
    for key, told in (
        ("ArrowRight", "Rendalen → Rendalen: 527"),
        ("ArrowRight", "Rendalen → Tolga: 2 people"),
        ("ArrowDown", "Tolga → Tolga: 408"),
        ("ArrowLeft", "Tolga → Rendalen: 2 people"),
        ("ArrowUp", "Rendalen → Rendalen: 527"),
        ("End", "Holtålen → Holtålen: 480"),
        ("Home", "Rendalen → Rendalen: 527"),
    ):
        page.keyboard.press(key)
        expect(tip).to_contain_text(told)
    expect(figure.locator(".drawing-hint")).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(figure.locator(".drawing")).to_be_focused()


def test_a_tap_tells_and_a_tap_elsewhere_closes(visit, analysis):
    page = visit(COMMUTING, width=360, has_touch=True)
    figure = page.locator("#f-commuting-matrix")
    cell(figure, "Rendalen → Rendalen").tap()
    expect(figure.get_by_role("status")).to_contain_text("Rendalen → Rendalen: 527")
    page.locator("h1").tap()
    expect(figure.get_by_role("status")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_thin_line_is_hit_from_beside_it(visit, analysis):
    page = visit(COMMUTING)
    figure = page.locator("#f-commuting-flow-map")
    line = figure.locator("line[data-said]").first
    line.scroll_into_view_if_needed()
    box = line.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2 + 5, box["y"] + box["height"] / 2)
    expect(figure.get_by_role("status")).to_contain_text("people (4th quarter of 2017)")


def test_a_tip_stays_within_the_figure(visit, analysis):
    page = visit(COMMUTING, width=360)
    figure = page.locator("#f-commuting-matrix")
    figure.locator(".drawing").focus()
    for key in ("Home", "End"):
        page.keyboard.press(key)
        tip, frame = figure.get_by_role("status").bounding_box(), figure.bounding_box()
        assert frame["x"] <= tip["x"]
        assert tip["x"] + tip["width"] <= frame["x"] + frame["width"]


def test_without_script_the_drawing_stands_and_the_browser_has_its_titles(visit, analysis):
    page = visit(COMMUTING, java_script_enabled=False)
    drawing = page.locator("#f-commuting-matrix svg[role=img]")
    expect(drawing).to_be_visible()
    title = drawing.locator("g title").nth(1)
    expect(title).to_have_text("Rendalen → Tolga: 2 people (4th quarter of 2017)")
    page.locator("#f-commuting-matrix summary").click()
    expect(page.locator("#f-commuting-matrix table")).to_be_visible()


def test_those_who_cannot_see_it_are_told_its_name_and_what_it_shows(matrix):
    page, figure = matrix
    drawing = figure.get_by_role("img", name="Commuting between the municipalities", exact=True)
    expect(drawing).to_be_visible()
    described = drawing.get_attribute("aria-describedby")
    said = page.locator(f"#{described}").text_content()
    assert "Largest" in said
    figure.locator(".drawing").focus()
    page.keyboard.press("ArrowRight")
    assert axe.faults(page) == []


def test_a_figure_is_taken_along_as_each_kind_of_file(matrix):
    page, figure = matrix
    for label, ending in (("SVG", "svg"), ("PNG", "png"), ("CSV", "csv"), ("Vega-Lite", "json")):
        link = figure.locator(".figure-files").get_by_role("link", name=label)
        with page.expect_download() as started:
            link.click()
        assert started.value.suggested_filename == f"fjellregionen-commuting.matrix-en.{ending}"


def test_the_page_with_the_heaviest_figures_is_light(visit, analysis):
    page = visit("/om/")
    asked = {}
    page.on("request", lambda request: asked.setdefault(request.url, request.resource_type))
    page.goto(COMMUTING, wait_until="networkidle")
    # The test's server does not compress.
    weights = {url: len(gzip.compress(page.request.get(url).body())) for url in asked}
    script = sum(size for url, size in weights.items() if asked[url] == "script")
    assert {"document", "stylesheet", "script"} <= set(asked.values())
    assert sum(weights.values()) <= WHOLE, weights
    assert 0 < script <= SCRIPT, weights
