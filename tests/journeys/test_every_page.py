"""What must be true of every kind of page, whatever it is about.

Of html-validate's recommended rules one is off, as a matter of style: white space at the end of a
line, which templates leave behind. Check boxes may share a name, for that is how a form sends a
list.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.journeys import axe
from tests.journeys.addresses import LANGUAGES, PAGES

pytestmark = pytest.mark.journey

ROOT = Path(__file__).resolve().parents[2]
VALIDATOR = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
NARROWEST, HEIGHT = 320, 800


def status_of(kind):
    return 404 if kind == "missing" else 200


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing_in_any_language_nor_on_the_narrowest_screen(visit, kind):
    page = visit(PAGES[kind], status=status_of(kind))
    found = {}
    for language, prefix in LANGUAGES.items():
        page.goto(prefix + PAGES[kind])
        assert page.locator("html").get_attribute("lang") == language
        found[language] = axe.faults(page)
    page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
    page.goto(PAGES[kind])
    found["narrow"] = axe.faults(page)
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_no_page_scrolls_sideways_on_the_narrowest_screen(visit):
    page = visit("/", width=NARROWEST)

    def width(kind):
        assert page.goto(PAGES[kind]).status == status_of(kind)
        return page.evaluate("document.documentElement.scrollWidth")

    assert {kind: width(kind) for kind in PAGES} == dict.fromkeys(PAGES, NARROWEST)


@pytest.mark.parametrize("kind", ["front", "regions", "region", "compare", "awards"])
def test_axe_finds_nothing_in_the_dark(visit, kind):
    assert axe.faults(visit(PAGES[kind], color_scheme="dark")) == []


def test_html_is_valid_on_every_page(client, embedded_programme, tmp_path):
    node = shutil.which("node")
    assert node, "html-validate needs Node, which `make` has used to build the styles"
    for kind, address in PAGES.items():
        for language, prefix in LANGUAGES.items():
            content = client.get(prefix + address).content
            (tmp_path / f"{kind}.{language}.html").write_bytes(content)
    report = tmp_path / "report.json"
    options = ["--config", ROOT / ".htmlvalidate.json", "--formatter", f"json={report}"]
    command = [node, VALIDATOR, *options, tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.stderr == ""
    assert [
        f"{Path(page['filePath']).name}:{fault['line']} {fault['ruleId']}: {fault['message']}"
        for page in json.loads(report.read_text(encoding="utf-8"))
        for fault in page["messages"]
    ] == []
