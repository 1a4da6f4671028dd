"""Figures on the pages of an analysis, and their files."""

import re

import pytest
from tests.web.insight_stand_ins import stand_in
from tests.web.test_insight_pages import BASE, published, shown
from tests.web.test_public_pages import make_programme

from byregion.insight.figure_files import CONTENT_TYPES

pytestmark = pytest.mark.django_db
__all__ = ["published"]
ADDRESS = f"{BASE}figur/commuting.matrix"


@pytest.mark.parametrize("prefix", ["", "/nb", "/en"])
@pytest.mark.parametrize("kind", CONTENT_TYPES)
def test_a_figure_is_a_file_with_its_type_and_its_name(client, published, kind, prefix):
    response = client.get(f"{prefix}{ADDRESS}.{kind}")
    assert response.status_code == 200
    assert response["Content-Type"] == CONTENT_TYPES[kind]
    language = prefix.strip("/") or "nn"
    name = f"region-0-commuting.matrix-{language}.{kind}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.content


@pytest.mark.parametrize(
    "address",
    [
        f"{BASE}figur/commuting.nothing.svg",
        f"{BASE}figur/commuting.matrix.pdf",
        "/prove/region/finst-ikkje/analyse/figur/commuting.matrix.svg",
    ],
)
def test_what_is_no_figure_is_not_found(client, published, address):
    assert client.get(address).status_code == 404


def test_a_reader_who_has_the_file_is_told_so_in_a_few_bytes(client, published):
    etag = client.get(f"{ADDRESS}.png")["ETag"]
    again = client.get(f"{ADDRESS}.png", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.content == b""


def test_a_new_edition_gives_new_files_at_the_same_address(client):
    make_programme(regions=1)
    shown(people=120)
    before = client.get(f"{ADDRESS}.csv").content
    shown(people=7771)
    after = client.get(f"{ADDRESS}.csv").content
    assert b",120," in before
    assert b",7771," in after


@pytest.mark.parametrize("path", [f"{BASE}pendling/", "/prove/region/region-0/"])
def test_each_figure_links_to_its_files(client, published, path):
    page = client.get(f"/en{path}").content.decode()
    for kind, label in (("svg", "SVG"), ("png", "PNG"), ("csv", "CSV"), ("json", "Vega-Lite")):
        link = re.search(rf'<a href="(/en{ADDRESS}\.{kind})" download aria-label="{label}: ', page)
        assert link, kind
        assert client.get(link[1]).status_code == 200


def test_the_drawing_is_in_the_page_and_its_marks_say_their_numbers(client, published):
    page = client.get(f"/en{BASE}pendling/").content.decode()
    drawing = re.search(r'<div class="drawing".*?</svg>', page, re.DOTALL)[0]
    assert "<title>Bodø → Fauske: 80 people (4th quarter of 2017)</title>" in drawing
    assert "<script" not in drawing
    assert not re.search(r"\sstyle=|\son\w+=", drawing)


@pytest.mark.parametrize("kind", CONTENT_TYPES)
def test_figures_of_any_municipalities_are_files_that_nobody_keeps(client, monkeypatch, kind):
    make_programme(regions=1)
    computed = stand_in(monkeypatch)
    response = client.get(f"/nb/analyse/1804-1841/figur/commuting.matrix.{kind}")
    assert response.status_code == 200
    assert response["Content-Type"] == CONTENT_TYPES[kind]
    name = f"analyse-commuting.matrix-nb.{kind}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert b"".join(response)
    # What is streamed is in no page cache; the store may change without the database knowing.
    assert response.streaming
    assert response["Cache-Control"] == "no-cache"
    assert computed == ["1804-1841"]


def test_an_unknown_figure_of_any_municipalities_is_not_found(client, monkeypatch):
    make_programme(regions=1)
    stand_in(monkeypatch)
    assert client.get("/analyse/1804-1841/figur/commuting.nothing.svg").status_code == 404


def test_without_a_store_there_is_no_figure_of_any_municipalities(client, monkeypatch, tmp_path):
    make_programme(regions=1)
    monkeypatch.setenv("BYREGION_DATA", str(tmp_path / "nothing"))
    assert client.get("/analyse/1804-1841/figur/commuting.matrix.svg").status_code == 503
