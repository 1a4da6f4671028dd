"""Every kind of page about analyses, in three languages and two widths.

A store stands in for the national tables, so that the pages that compute are there too.
"""

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import caches
from playwright.sync_api import expect
from tests.journeys import axe
from tests.journeys.addresses import LANGUAGES, PROGRAMME
from tests.journeys.test_every_page import ROOT, VALIDATOR
from tests.web.insight_stand_ins import stand_in

from byregion import report
from byregion.insight import worker
from byregion.insight.addresses import CHAPTER_SLUGS
from byregion.insight.domain.shipped import load_published
from byregion.insight.queries import free

pytestmark = pytest.mark.journey
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
BASE = f"{PROGRAMME}/region/hamarregionen/analyse/"
FREE = "/analyse/1804k-1841/"
FUNCTIONAL = f"{PROGRAMME}/analyse/pendlingsregion/"
COMPARED = (
    f"{PROGRAMME}/analyse/side-ved-side/?region=hamarregionen&region=salten&region=hallingdal"
)
PAGES = {
    "contents": BASE,
    **{f"chapter-{key}": f"{BASE}{slug}/" for key, slug in CHAPTER_SLUGS.items()},
    "history": f"{BASE}historikk/",
    "overview": f"{PROGRAMME}/analyse/",
    "across": f"{PROGRAMME}/analyse/felles/",
    "compare": COMPARED,
    "compare-nothing": f"{PROGRAMME}/analyse/side-ved-side/",
    "functional": FUNCTIONAL,
    "choose": "/analyse/",
    "choose-some": "/analyse/?liste=1804-1841&kjerne=1804",
    "choose-wrong": "/analyse/9999-x-1804/",
    "free": FREE,
    "free-chapter": f"{FREE}pendling/",
    "progress": f"{BASE}rapport.docx",
    "progress-done": f"{BASE}rapport/pdf/",
}
STATUS = {"choose-wrong": 404}
WIDTHS = (1280, 360)


@pytest.fixture
def analyses(live_site, settings, tmp_path, monkeypatch):
    """The shipped analyses, a store that stands in, and one report that is made."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.COMPUTE_BURST = 100_000
    caches["default"].clear()
    for kind in ("pdf", "docx"):
        monkeypatch.setitem(report.MAKERS, kind, lambda *_args, **_named: b"%PDF made")
    stand_in(monkeypatch)
    load_published("byregionprogrammet", at=NOW)


@pytest.fixture
def made(analyses, client):
    """One report made in each language."""
    for prefix in LANGUAGES.values():
        client.get(f"{prefix}{BASE}rapport.pdf")
    worker.work_off(worker="test", now=lambda: NOW)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit, made, language):
    page, found = visit("/"), {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for kind, address in PAGES.items():
            answer = page.goto(LANGUAGES[language] + address)
            assert answer.status == STATUS.get(kind, 200), kind
            assert page.locator("html").get_attribute("lang") == language
            found[f"{kind} {width}"] = axe.faults(page)
            assert page.evaluate("document.documentElement.scrollWidth") == width, kind
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_html_is_valid_on_every_page(client, made, tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for kind, address in PAGES.items():
        for language, prefix in LANGUAGES.items():
            answer = client.get(prefix + address, follow=True)
            content = b"".join(answer) if answer.streaming else answer.content
            (folder / f"{kind}.{language}.html").write_bytes(content)
    told = tmp_path / "report.json"
    options = ["--config", ROOT / ".htmlvalidate.json", "--formatter", f"json={told}"]
    command = [shutil.which("node"), VALIDATOR, *options, folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert done.stderr == ""
    assert [
        f"{Path(page['filePath']).name}:{fault['line']} {fault['ruleId']}: {fault['message']}"
        for page in json.loads(told.read_text(encoding="utf-8"))
        for fault in page["messages"]
    ] == []


def test_a_choice_is_made_by_name_with_the_keyboard_and_leads_to_its_analysis(visit, analyses):
    page = visit("/en/analyse/")
    page.get_by_label("Find a municipality").fill("bod")
    box = page.get_by_role("checkbox", name="Bodø 1804")
    expect(box).to_be_visible()
    expect(page.locator(".insight-county")).to_have_count(1)
    box.press("Space")
    expect(page.get_by_text("1 municipality chosen")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Bodø 1804")).to_be_focused()
    page.get_by_label("Find a municipality").fill("fauske")
    page.get_by_role("checkbox", name="Fauske 1841").press("Space")
    expect(page.get_by_text("2 municipalities chosen")).to_be_visible()
    page.get_by_role("checkbox", name="core Bodø").press("Space")
    expect(page).to_have_url(re.compile("kjerne=1804"))
    page.get_by_role("button", name="Analyse").press("Enter")
    expect(page).to_have_url(re.compile("/en/analyse/1804k-1841/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Analysis of")


def test_a_chip_is_taken_away_and_the_reader_is_not_lost(visit, analyses):
    page = visit("/en/analyse/?liste=1804-1841")
    page.get_by_role("link", name="Take away Fauske").click()
    expect(page.get_by_text("1 municipality chosen")).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?liste=1804$"))
    page.reload()
    expect(page.get_by_text("1 municipality chosen")).to_be_visible()


def test_a_choice_is_made_without_script(visit, analyses):
    page = visit("/en/analyse/", java_script_enabled=False)
    page.locator("a[data-codes='1841'] path").click(force=True)
    expect(page.get_by_text("1 municipality chosen")).to_be_visible()
    page.get_by_role("button", name="Analyse").click()
    expect(page).to_have_url(re.compile("/en/analyse/1841/$"))


def test_the_threshold_moves_the_answer_without_a_new_page(visit, analyses):
    page = visit(f"/en{FUNCTIONAL}")
    page.get_by_label("Share who work").fill("82")
    expect(page.get_by_text("With 82 per cent as the aim")).to_be_visible()
    expect(page).to_have_url(re.compile("grense=82"))


def test_a_report_is_followed_to_its_end(visit, analyses):
    page = visit(f"/en{BASE}")
    page.get_by_role("link", name="DOCX").click()
    expect(page.get_by_text("waits for its turn")).to_be_visible()
    worker.work_off(worker="test", now=lambda: NOW)
    ready = page.get_by_role("link", name="Get the report")
    expect(ready).to_be_visible()
    with page.expect_download() as download:
        ready.click()
    assert download.value.suggested_filename == "hamarregionen-1-en.docx"


def test_without_script_the_reader_looks_again(visit, analyses):
    page = visit(f"/en{BASE}rapport.docx", java_script_enabled=False)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("waits for its turn")).to_be_visible()
    worker.work_off(worker="test", now=lambda: NOW)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("link", name="Get the report")).to_be_visible()


def test_without_a_store_the_pages_that_compute_say_how_to_load_one(visit, analyses, monkeypatch):
    monkeypatch.setattr(free, "loaded", lambda: None)
    page = visit("/en/analyse/")
    for address in ("/en/analyse/", f"/en{FUNCTIONAL}"):
        page.goto(address)
        expect(page.get_by_text("byregion statistics pull")).to_be_visible()
        assert axe.faults(page) == []
