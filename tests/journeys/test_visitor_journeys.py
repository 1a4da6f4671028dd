"""What visitors come for: their municipality, a shortlist of regions, a table, their language."""

import csv
import io
import json
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.sync_api import expect
from tests.journeys.addresses import LANGUAGES, REGIONS

WIDTHS = {"phone": 360, "desk": 1280}
pytestmark = [pytest.mark.journey, pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)]


def _rows(page):
    return page.locator("main tbody th").all_inner_texts()


@contextmanager
def _menu(page, width):
    """Give the header's links, which a phone folds away."""
    if width == WIDTHS["phone"]:
        page.locator("details.site-menu > summary").click()
        yield page.locator("details.site-menu")
    else:
        yield page.locator("header")


def test_visitor_finds_her_municipality_and_its_region(visit, width):
    page = visit("/", width=width)
    search = page.locator("main").get_by_role("search")
    search.get_by_role("searchbox").fill("Beiarn")
    search.get_by_role("button").click()
    hits = page.locator(".hits > li")
    hits.filter(has_text="Kommune").get_by_role("link", name="Beiarn").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Beiarn")
    page.get_by_role("main").get_by_role("link", name="Salten", exact=True).first.click()
    expect(page).to_have_url(f"{REGIONS}salten/")
    expect(page.get_by_role("main").get_by_role("link", name="Beiarn").first).to_be_visible()


def test_name_of_today_leads_to_the_region_of_its_forerunners(visit, width):
    page = visit("/", width=width)
    search = page.locator("main").get_by_role("search")
    search.get_by_role("searchbox").fill("Senja")
    search.get_by_role("searchbox").press("Enter")
    page.locator(".hits").get_by_role("link", name="Senja", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Senja")
    main = page.get_by_role("main")
    expect(main).to_contain_text("som Lenvik (1931)")
    main.get_by_role("link", name="Midt-Troms", exact=True).first.click()
    expect(page).to_have_url(f"{REGIONS}midt-troms/")


def test_filtered_list_can_be_sent_to_a_colleague(visit, width):
    page = visit(REGIONS, width=width)
    everything = _rows(page)
    filters = page.locator("form.filters")
    filters.get_by_role("combobox", name="Fylke", exact=True).select_option(label="Nordland")
    filters.get_by_role("combobox", name="Tema", exact=True).select_option(index=1)
    filters.get_by_role("button").click()
    page.wait_for_url("**/region/?*tema=*")
    # Fields left as they were stay out of the address, which is therefore short.
    assert set(parse_qs(urlsplit(page.url).query)) == {"fylke", "tema", "sorter"}
    colleague = visit(page.url, width=width)
    shown = _rows(colleague)
    assert set(shown) < set(everything)
    assert shown
    expect(page.locator("main tbody th")).to_have_text(shown)
    county = colleague.get_by_role("combobox", name="Fylke", exact=True)
    expect(county.locator("option:checked")).to_have_text("Nordland")


def test_search_in_the_list_does_not_show_up_as_a_search_in_everything(visit, width):
    page = visit(f"{REGIONS}?q=salten", width=width)
    with _menu(page, width) as menu:
        expect(menu.get_by_role("searchbox")).to_have_value("")


def _from_csv(path):
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    return {row["name"] for row in rows}, rows[0]["source"], rows[0]["as_of"]


def _from_xlsx(path):
    # A browser keeps downloads under a name without an ending, which openpyxl asks for.
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    table, about = book.worksheets
    head, *rows = table.values
    told = dict(about.values)
    return {row[head.index("name")] for row in rows}, told["source"], told["as_of"]


def _from_json(path):
    told = json.loads(path.read_text(encoding="utf-8"))
    names = {row["name"] for row in told["data"]}
    return names, told["meta"]["source"], told["meta"]["as_of"]


@pytest.mark.parametrize(
    ("kind", "read"), [("CSV", _from_csv), ("XLSX", _from_xlsx), ("JSON", _from_json)]
)
def test_table_is_taken_away_as_filtered_with_source_and_date(visit, width, kind, read):
    page = visit(f"{REGIONS}?fylke=18", width=width)
    shown = set(_rows(page))
    with page.expect_download() as started:
        page.get_by_role("link", name=kind, exact=True).click()
    download = started.value
    assert download.suggested_filename.endswith(f".{kind.lower()}")
    names, source, as_of = read(Path(download.path()))
    assert names == shown
    assert "Byregion" in source
    assert as_of == "2026-11-01"


def test_language_changes_and_the_filters_stay(visit, width):
    page = visit(f"{REGIONS}?fylke=18&sorter=population", width=width)
    shown = sorted(_rows(page))
    for name, code in (("Bokmål", "nb"), ("English", "en"), ("Nynorsk", "nn")):
        with _menu(page, width) as menu:
            menu.get_by_role("link", name=name, exact=True).click()
        page.wait_for_url(f"{LANGUAGES[code]}{REGIONS}?fylke=18&sorter=population")
        expect(page.locator("html")).to_have_attribute("lang", code)
        assert sorted(_rows(page)) == shown
