"""Every public page, in every language, with one region and with many."""

from datetime import date

import pytest
from django.core.cache import caches

from byregion.programme.models import (
    Award,
    CityRegion,
    Membership,
    Participation,
    Phase,
    Programme,
    PublishedFigure,
    Source,
)

pytestmark = pytest.mark.django_db

CODES = ["1804", "1805", "1865", "1833", "1813"]
PATHS = [
    "/",
    "/om/",
    "/tilgjenge/",
    "/data/",
    "/sok/?q=prove",
    "/prove/region/",
    "/prove/region/region-0/",
    "/prove/tildeling/",
    "/prove/samling/",
    "/prove/publikasjon/",
    "/prove/dekning/",
    "/prove/kommune/",
    "/prove/side-ved-side/?region=region-0",
    "/kommune/1804/",
    "/fylke/18/",
]


def make_programme(*, regions):
    """A made-up programme, so that no test leans on the real one's facts."""
    names = {f"name_{code}": "Prøve" for code in ("nn", "nb", "en")}
    summaries = {f"summary_{code}": "Eit program." for code in ("nn", "nb", "en")}
    programme = Programme.objects.create(
        slug="prove",
        owner="Eigar",
        vintage=date(2015, 1, 1),
        as_of=date(2026, 11, 1),
        licence="CC BY 4.0",
        **names,
        **summaries,
    )
    purposes = {f"purpose_{code}": "Føremål." for code in ("nn", "nb", "en")}
    phase = Phase.objects.create(
        programme=programme, number=2, start_year=2015, end_year=2018, **names, **purposes
    )
    source = Source.objects.create(programme=programme, url="https://example.org/side")
    for subject, value in (("regions", regions + 1), ("awarded_nok", 10_000_000)):
        PublishedFigure.objects.create(
            programme=programme,
            phase=phase,
            subject=subject,
            value=value,
            stated_by="Eigar",
            source=source,
            is_main=True,
        )
    _make_regions(programme, phase, source, regions)
    return programme


def _make_regions(programme, phase, source, count):
    regions = CityRegion.objects.bulk_create(
        CityRegion(
            programme=programme,
            slug=f"region-{number}",
            name=f"Region {number}",
            county_code="18",
            county_name="Nordland",
            structure="unknown",
            confidence="high",
        )
        for number in range(count)
    )
    links = CityRegion.sources.through
    links.objects.bulk_create(links(cityregion=region, source=source) for region in regions)
    parts = Participation.objects.bulk_create(
        Participation(region=region, phase=phase, theme_title="Tema", theme_title_nn="Tema")
        for region in regions
    )
    Membership.objects.bulk_create(
        Membership(
            participation=part,
            municipality_code=CODES[number % len(CODES)],
            municipality_name=f"Kommune {number}",
            role="host",
        )
        for number, part in enumerate(parts)
    )
    if parts:
        Award.objects.create(
            participation=parts[0], amount_nok=2_680_000, precision="exact", source=source
        )


@pytest.mark.parametrize("prefix", ["", "/nb", "/en"])
@pytest.mark.parametrize("path", PATHS)
def test_page_answers_in_every_language(client, path, prefix):
    make_programme(regions=2)
    response = client.get(prefix + path)
    assert response.status_code == 200
    language = prefix.strip("/") or "nn"
    assert f'<html lang="{language}"' in response.content.decode()


def test_front_page_without_programme_says_how_to_load_one(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "byregion programme import" in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [p for p in PATHS if p not in {"/kommune/1804/", "/fylke/18/", "/prove/region/region-0/"}],
)
def test_number_of_queries_does_not_grow_with_regions(client, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from byregion.knowledge.domain.indexing import refresh

    make_programme(regions=5)
    refresh()  # the first search after an import makes the index anew
    client.get(f"{path}{'&' if '?' in path else '?'}first=1")  # what a process asks for once
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    Programme.objects.all().delete()
    make_programme(regions=500)
    refresh()
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert 1 < len(many) == len(few) <= 20


def test_filters_narrow_the_list_and_stand_in_the_address(client):
    make_programme(regions=3)
    page = client.get("/prove/region/", {"q": "Region 1"}).content.decode()
    assert "Region 1" in page
    assert "Region 2" not in page


@pytest.mark.parametrize(
    "query",
    [
        "fylke=zz",
        "fase=99999",
        "tema=../..",
        "struktur=x",
        "sorter=;drop",
        "q=%00%ff",
        "q=" + "a" * 5000,
    ],
)
def test_senseless_filters_give_a_page(client, query):
    make_programme(regions=2)
    assert client.get(f"/prove/region/?{query}").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/finst-ikkje/", "/kommune/9999/", "/fylke/99/", "/prove/region/borte/", "/borte/region/"],
)
def test_unknown_address_gives_a_helpful_page(client, path):
    make_programme(regions=1)
    response = client.get(path)
    assert response.status_code == 404
    assert "<h1" in response.content.decode()


def test_wrong_method_is_refused(client):
    assert client.post("/").status_code == 405


def test_known_and_unknown_money_stand_apart(client):
    programme = make_programme(regions=2)
    from byregion.programme.queries.programmes import coverage

    (phase,) = coverage(programme)
    assert phase.awarded_known_nok == 2_680_000
    assert phase.awarded_unknown_nok == 7_320_000
    assert phase.regions_unidentified == 1


def test_policy_allows_nothing_inline(client):
    make_programme(regions=1)
    response = client.get("/")
    assert "unsafe" not in response["Content-Security-Policy"]
    page = response.content.decode()
    assert " style=" not in page
    assert "<script>" not in page


def test_map_draws_regions_as_links_with_names(client):
    make_programme(regions=2)
    page = client.get("/").content.decode()
    assert 'aria-label="Region 1"' in page
    assert page.count('class="region region-') == 2


def test_map_says_where_later_borders_only_come_near(client):
    programme = make_programme(regions=1)
    Membership.objects.update(municipality_code="1504")
    assert "omtrentlege" in client.get(f"/{programme.slug}/region/").content.decode()


def test_filter_on_county_does_not_narrow_the_count_of_members(client):
    programme = make_programme(regions=1)
    participation = Participation.objects.get()
    Membership.objects.create(
        participation=participation,
        municipality_code="1640",
        municipality_name="Røros",
        role="partner",
    )
    from byregion.programme.queries.regions import RegionFilter, regions

    (found,) = regions(programme, RegionFilter(county="16"))
    assert found.member_count == 2
    assert not regions(programme, RegionFilter(size="5-7"))
    assert regions(programme, RegionFilter(size="2-4"))


def test_municipality_of_today_leads_to_the_region_of_its_forerunner(client):
    make_programme(regions=1)
    Membership.objects.update(municipality_code="1931", municipality_name="Lenvik")
    page = client.get("/kommune/5530/").content.decode()
    assert "Region 0" in page
    assert "Lenvik (1931)" in page


def test_municipality_without_membership_has_a_page(client):
    make_programme(regions=1)
    page = client.get("/kommune/0301/").content.decode()
    assert "Oslo" in page
    assert "Inga deltaking er kjend" in page


def test_compare_shows_four_at_most_and_says_so(client):
    make_programme(regions=6)
    query = "&".join(f"region=region-{number}" for number in range(6))
    page = client.get(f"/prove/side-ved-side/?{query}").content.decode()
    assert page.count('<th scope="col">') == 4
    assert "Berre dei 4 første" in page


def test_compare_leaves_out_what_does_not_exist(client):
    make_programme(regions=1)
    response = client.get("/prove/side-ved-side/?region=borte&region=region-0&region=%00")
    assert response.status_code == 200
    assert response.content.decode().count('<th scope="col">') == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
@pytest.mark.parametrize(
    "table",
    [
        "prove/region",
        "prove/region/region-0",
        "prove/kommune",
        "prove/tildeling",
        "prove/samling",
        "prove/publikasjon",
        "prove/dekning",
        "prove/side-ved-side",
        "kommune/1804",
        "fylke/18",
    ],
)
def test_file_carries_source_and_date(client, table, kind):
    import csv
    import io
    import json

    from openpyxl import load_workbook

    make_programme(regions=2)
    response = client.get(f"/{table}/data.{kind}")
    assert response.status_code == 200
    if kind == "csv":
        header, *_ = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
        assert header[-2:] == ["source", "as_of"]
    elif kind == "json":
        meta = json.loads(response.content)["meta"]
        assert meta["as_of"] == "2026-11-01"
        assert meta["source"]
    else:
        about = load_workbook(io.BytesIO(response.content))["about"]
        assert ("as_of", "2026-11-01") in set(about.values)


def test_unknown_amount_is_empty_not_zero(client):
    import csv
    import io

    make_programme(regions=2)
    content = client.get("/prove/tildeling/data.csv").content.decode("utf-8-sig")
    amounts = {row["slug"]: row["amount_nok"] for row in csv.DictReader(io.StringIO(content))}
    assert amounts == {"region-0": "2680000", "region-1": ""}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("bodo", "Bodø"), ("BODØ", "Bodø"), ("alesund", "Ålesund"), ("trondhiem", "Trondheim")],
)
def test_search_forgives_case_letters_and_small_misspellings(client, wanted, found):
    make_programme(regions=1)
    assert found in client.get("/sok/", {"q": wanted}).content.decode()


def test_list_search_forgives_case_of_norwegian_letters(client):
    make_programme(regions=1)
    Membership.objects.update(municipality_name="Ørskog")
    assert "Region 0" in client.get("/prove/region/", {"q": "ørskog"}).content.decode()


@pytest.mark.parametrize("path", ["/tilgjenge/", "/personvern/"])
def test_contact_is_shown_where_one_is_given_and_said_to_lack_where_not(client, settings, path):
    settings.CONTACT = ""
    assert "ikkje gitt noka kontaktadresse" in client.get(path).content.decode()
    caches["pages"].clear()
    settings.CONTACT = "post@example.org"
    assert "mailto:post@example.org" in client.get(path).content.decode()


def test_each_of_two_programmes_has_a_front_page_that_leads_to_the_other(client):
    make_programme(regions=1)
    second = Programme.objects.get(slug="prove")
    second.pk, second.slug, second.name_nn = None, "andre", "Eit anna program"
    second.save()
    assert 'href="/andre/"' in client.get("/prove/").content.decode()
    other = client.get("/andre/").content.decode()
    assert "<h1>Eit anna program</h1>" in other
    assert 'href="/prove/"' in other
    assert 'href="/andre/region/"' in other
    assert client.get("/tredje/").status_code == 404
