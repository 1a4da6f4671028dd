"""A page is light: at most 120 kB compressed without the map, of which script at most 50 kB."""

import gzip

import pytest
from tests.journeys.addresses import PAGES

pytestmark = pytest.mark.journey
KINDS = ["front", "regions", "region", "municipality", "awards", "compare", "search-hits"]
# What the map alone brings: its library, its own script and style, and borders.
OF_THE_MAP = ("map", "maplibre", ".geojson", "land.svg")
WHOLE, SCRIPT = 120_000, 50_000


@pytest.mark.parametrize("kind", KINDS)
def test_page_is_light(visit, kind):
    page = visit("/om/")
    asked = {}
    page.on("request", lambda request: asked.setdefault(request.url, request.resource_type))
    page.goto(PAGES[kind], wait_until="networkidle")
    # The test's server does not compress; what is compressed already does not shrink further.
    weights = {
        url: len(gzip.compress(page.request.get(url).body()))
        for url in asked
        if not any(word in url.rsplit("/", 1)[-1] for word in OF_THE_MAP)
    }
    script = sum(size for url, size in weights.items() if asked[url] == "script")
    assert {"document", "stylesheet", "script"} <= set(asked.values())
    assert sum(weights.values()) <= WHOLE, weights
    assert 0 < script <= SCRIPT, weights
