"""Choosing any municipalities: from the map, by name, from the lists; every fault is told."""

import json
import re

import pytest
from django.core.cache import caches
from tests.web.insight_stand_ins import stand_in
from tests.web.test_public_pages import make_programme

from byregion.analysis.geography.vintage import Vintage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def computed(monkeypatch):
    caches["default"].clear()
    make_programme(regions=1)
    return stand_in(monkeypatch)


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return b"".join(response).decode()


def test_nothing_is_wrong_before_anything_is_chosen(client):
    html = page(client, "/en/analyse/")
    assert "0 municipalities chosen" in html
    assert "cannot be analysed" not in html
    assert "Choose up to 20 municipalities" in html
    # One box for each municipality of the latest year, in its county.
    assert html.count('name="kommune"') == len(Vintage.of(2022).codes())
    assert html.count("<details") >= len(Vintage.of(2022).counties())


def test_what_is_ticked_and_what_is_listed_are_one_choice(client):
    html = page(client, "/en/analyse/?liste=1804-1841&kommune=1840&kjerne=1804&kjerne=1871")
    assert "3 municipalities chosen" in html
    assert re.findall(r'name="kjerne"\s+value="(\d+)"\s+checked', html) == ["1804"]
    for code in ("1804", "1840", "1841"):
        assert re.search(rf'value="{code}"\s+id="k{code}"\s+checked', html)
    assert "Take away Saltdal" in html
    assert 'href="/en/analyse/?liste=1804-1841&amp;kjerne=1804"' in html


def test_a_search_keeps_the_choice_that_it_takes_out_of_the_lists(client):
    html = page(client, "/en/analyse/?kommune=1804&q=fau")
    assert html.count('name="kommune"') == 1
    assert '<input type="hidden" name="liste" value="1804">' in html
    html = page(client, "/en/analyse/?kommune=1804&q=%3Cb%3E")
    assert "No other municipality has" in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html


def test_a_choice_leads_to_an_address_of_its_own(client):
    response = client.get("/en/analyse/?kommune=1841&liste=1804&kjerne=1804&analyser=1")
    assert response["Location"] == "/en/analyse/1804k-1841/"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("analyser=1", "No municipality is chosen."),
        ("liste=1804-9999&analyser=1", "No municipality had these numbers in 2022: 9999."),
        ("kommune=9999", "No municipality had these numbers in 2022: 9999."),
        ("liste=" + "-".join(sorted(Vintage.of(2022).codes())[:21]), "More than 20"),
    ],
)
def test_a_wrong_choice_is_told_and_the_rest_is_kept(client, query, told):
    html = page(client, f"/en/analyse/?{query}")
    assert told in html
    if "1804" in query:
        assert "1 municipality chosen" in html


@pytest.mark.parametrize(
    ("prefix", "told"),
    [
        ("", "Ingen kommune hadde desse nummera i 2022: 9999."),
        ("/nb", "Ingen kommune hadde disse numrene i 2022: 9999."),
        ("/en", "No municipality had these numbers in 2022: 9999."),
    ],
)
def test_a_wrong_address_is_told_in_the_language_of_the_page(client, computed, prefix, told):
    html = page(client, f"{prefix}/analyse/9999-bod%C3%B8-1804k/", status=404)
    assert told in html
    assert ": bodø." in html
    assert re.search(r'value="1804"\s+id="k1804"\s+checked', html)
    assert computed == []


def test_the_map_is_drawn_with_an_address_for_each_municipality(client):
    html = page(client, "/en/analyse/?kommune=1804")
    shapes = re.findall(r'<a href="([^"]+)" data-codes="(\d+)"', html)
    assert len(shapes) == len(Vintage.of(2020).codes())
    found = {codes: url for url, codes in shapes}
    assert found["1841"] == "/en/analyse/?liste=1804-1841"
    assert found["1804"] == "/en/analyse/?liste="
    assert html.count("region-chosen") == 1


@pytest.mark.parametrize("year", [2017, 2022])
def test_every_municipality_of_a_year_can_be_picked_on_the_map(client, year):
    content = json.loads(client.get(f"/analyse/kart-{year}.geojson").content)
    picked = {
        code
        for feature in content["features"]
        for code in feature["properties"]["codes"].split("-")
    }
    assert picked == Vintage.of(year).codes()
    assert client.get("/analyse/kart-1066.geojson").status_code == 404


def test_a_choice_asks_little_of_the_database(client, django_assert_max_num_queries):
    client.get("/en/analyse/")
    with django_assert_max_num_queries(4):
        page(client, "/en/analyse/?liste=1804-1841-1840")
