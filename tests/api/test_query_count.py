"""An address costs the same number of queries however many regions there are."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.test_public_pages import make_programme

from byregion.programme.models import CityRegion, Gap, Gathering, Publication, Theme

pytestmark = pytest.mark.django_db
TEXTS = {"title": "Samling", "topics": "Emne", "items": "Post", "participants": "To"}
# With the one that asks whether a kept answer is still good.
QUERIES = {
    "/programmes": 2,
    "/programmes/prove": 3,
    "/programmes/prove/phases": 9,
    "/programmes/prove/figures": 3,
    "/programmes/prove/gaps": 3,
    "/programmes/prove/regions": 6,
    "/programmes/prove/regions?q=tema&county=18&phase=2&sort=members": 6,
    "/programmes/prove/regions/region-0": 8,
    "/programmes/prove/regions.geojson": 6,
    "/programmes/prove/regions/region-0.geojson": 8,
    "/programmes/prove/awards": 3,
    "/programmes/prove/themes": 4,
    "/programmes/prove/gatherings": 5,
    "/programmes/prove/publications": 4,
    "/municipalities": 1,
    "/municipalities/1804": 3,
    "/counties": 1,
    "/counties/18": 2,
    "/changes": 1,
}


def in_all(**texts):
    return {f"{name}_{code}": text for name, text in texts.items() for code in ("nn", "nb", "en")}


def fill(programme):
    phase = programme.phases.get()
    for number, region in enumerate(CityRegion.objects.all()):
        theme = Theme.objects.create(
            programme=programme, slug=f"tema-{number}", **in_all(name="Tema")
        )
        theme.participations.add(region.participations.get())
        gathering = Gathering.objects.create(
            programme=programme,
            phase=phase,
            slug=f"samling-{number}",
            start_date=date(2016, 1, 1),
            end_date=date(2016, 1, 2),
            is_national=True,
            date_precision="day",
            confidence="high",
            **in_all(**TEXTS),
        )
        gathering.sources.add(programme.sources.get())
        publication = Publication.objects.create(
            programme=programme,
            slug=f"rapport-{number}",
            title="Rapport",
            kind="study",
            language="no",
            **in_all(summary="Om."),
        )
        publication.regions.add(region)
        Gap.objects.create(
            programme=programme, subject="regions", position=number, **in_all(text="Manglar.")
        )


@pytest.mark.parametrize("regions", [1, 25])
def test_number_of_queries_is_constant(client, regions):
    fill(make_programme(regions=regions))
    counted = {}
    for path in QUERIES:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/api/v1{path}").status_code == 200
        counted[path] = len(queries)
    assert counted == QUERIES
