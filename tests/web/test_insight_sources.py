"""No page tells figures of an analysis without the tables that they come from."""

from datetime import UTC, datetime

import pytest

from byregion.insight.domain import shipped
from byregion.programme.bundle import EMBEDDED
from byregion.programme.domain.bundle import import_bundle

pytestmark = pytest.mark.django_db
HERE = "/en/byregionprogrammet"
REGION = f"{HERE}/region/fjellregionen/"


def test_pages_that_gather_figures_name_their_tables(client):
    import_bundle(EMBEDDED)
    shipped.load_published("byregionprogrammet", at=datetime(2026, 11, 25, 9, tzinfo=UTC))
    pages = [
        REGION,
        f"{REGION}analyse/",
        f"{REGION}analyse/styrke/",
        f"{REGION}analyse/tema/",
        f"{HERE}/analyse/",
        f"{HERE}/analyse/felles/",
        f"{HERE}/analyse/side-ved-side/?region=fjellregionen&region=salten",
        "/en/kommune/0437/",
    ]
    lacking = []
    for page in pages:
        content = client.get(page).content.decode()
        _before, found, after = content.partition("by way of the analysis:")
        line = after.partition("</p>")[0]
        if not found or "Statistics Norway, table 03321" not in line or "2017" not in line:
            lacking.append(page)
    assert lacking == []


def test_a_chapter_whose_tables_name_them_does_not_name_them_twice(client):
    import_bundle(EMBEDDED)
    shipped.load_published("byregionprogrammet", at=datetime(2026, 11, 25, 9, tzinfo=UTC))
    page = client.get(f"{REGION}analyse/pendling/").content.decode()
    assert "by way of the analysis:" not in page
    assert "Statistics Norway, table 03321" in page
