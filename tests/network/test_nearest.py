"""The gatherings that a front page, a file and the interface tell of."""

from datetime import date, timedelta

import pytest
from tests.factories.network import NOON, make_gathering
from tests.web.test_public_pages import make_programme

from byregion.network.domain.gathering import adopt_gathering, publish_gathering
from byregion.network.enums import GatheringStatus
from byregion.network.models import Gathering
from byregion.network.queries.gatherings import listed
from byregion.network.queries.nearest import nearest
from byregion.programme.models import Gathering as KnownGathering

pytestmark = pytest.mark.django_db
API = "/api/v1/programmes/prove/gatherings"


@pytest.fixture
def programme():
    return make_programme(regions=1)


def make_known(programme, slug, day):
    return KnownGathering.objects.create(
        programme=programme,
        phase=programme.phases.get(),
        slug=slug,
        start_date=day,
        end_date=day,
        is_national=True,
        date_precision="month",
        confidence="high",
        title_nn=f"Kjend {slug}",
    )


def make_held(slug, day):
    return make_gathering(
        slug=slug, start_date=day, end_date=day, status=GatheringStatus.HELD, title_nn=slug
    )


def slugs(found):
    return [each.slug for each in found]


def test_the_next_comes_first_and_a_place_is_kept_for_what_was(programme):
    first = date(2026, 9, 15)
    for number in range(3):
        day = first + timedelta(days=30 * number)
        make_gathering(slug=f"komande-{number}", start_date=day, end_date=day)
    make_known(programme, "gamal", date(2016, 5, 1))
    assert slugs(nearest(listed(programme))) == ["komande-0", "komande-1", "gamal"]


def test_one_called_off_and_one_still_a_draft_are_not_told_of(programme):
    make_gathering(slug="avlyst", status=GatheringStatus.CANCELLED)
    make_gathering(slug="utkast", status=GatheringStatus.DRAFT)
    make_held("heldt", date(2025, 5, 1))
    assert slugs(nearest(listed(programme))) == ["heldt"]


def test_with_nothing_ahead_the_latest_are_told_and_with_nothing_behind_the_next(programme):
    for year in (2013, 2014, 2015, 2016):
        make_known(programme, f"k{year}", date(year, 5, 1))
    assert slugs(nearest(listed(programme))) == ["k2016", "k2015", "k2014"]
    KnownGathering.objects.all().delete()
    for month in (9, 10, 11):
        day = date(2026, month, 1)
        make_gathering(slug=f"m{month}", start_date=day, end_date=day)
    assert slugs(nearest(listed(programme))) == ["m9", "m10", "m11"]


def test_a_kept_front_page_shows_a_gathering_as_soon_as_it_is_published(client, programme):
    draft = make_gathering(slug="haust", status=GatheringStatus.DRAFT, title_nn="Haustsamlinga")
    assert "Haustsamlinga" not in client.get("/").content.decode()
    assert "Haustsamlinga" not in client.get("/").content.decode()
    publish_gathering(draft, at=NOON, by="")
    page = client.get("/").content.decode()
    assert "Haustsamlinga" in page
    assert 'href="/prove/samling/haust/"' in page


def test_one_that_is_known_and_adopted_is_one(client, programme):
    known = make_known(programme, "bodo-2016", date(2016, 5, 1))
    adopted = adopt_gathering(known, at=NOON, by="")
    Gathering.objects.filter(pk=adopted.pk).update(
        status=GatheringStatus.HELD, title_nn="Vår tittel"
    )
    page = client.get("/").content.decode()
    assert page.count("Vår tittel") == 1
    assert "Kjend bodo-2016" not in page
    rows = client.get(API).json()
    assert rows["total"] == 1
    assert rows["data"][0]["title"]["nn"] == "Vår tittel"
    assert (rows["data"][0]["phase"], rows["data"][0]["status"]) == (2, "held")
    assert rows["data"][0]["date_precision"] == "month"


def test_the_interface_and_the_file_tell_of_what_the_office_made(client, programme):
    make_known(programme, "gamal", date(2016, 5, 1))
    make_gathering(slug="lokal", region="region-0", summary_nn="Kort om.")
    found = client.get(API).json()["data"]
    assert [row["slug"] for row in found] == ["gamal", "lokal"]
    made = found[1]
    assert (made["status"], made["phase"], made["confidence"]) == ("coming", None, None)
    assert (made["region"], made["is_national"], made["sources"]) == ("region-0", False, [])
    assert made["summary"]["nn"] == "Kort om."
    assert made["items"] == {"nn": None, "nb": None, "en": None}
    lines = client.get("/prove/samling/data.csv").content.decode().splitlines()
    assert [line.split(",")[0] for line in lines if line[:5] in {"gamal", "lokal"}] == [
        "gamal",
        "lokal",
    ]
