"""Geography as files, and the drawings that pages carry."""

import gzip
import json

import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.test_public_pages import make_programme

from byregion.geography.boundaries import load
from byregion.programme.bundle import EMBEDDED
from byregion.programme.domain.bundle import import_bundle
from byregion.programme.models import Membership
from byregion.programme.queries.regions import outline, regions
from byregion.web.public import maps

pytestmark = pytest.mark.django_db

LIST = "/byregionprogrammet/region/kart.geojson"


@pytest.fixture
def real_programme():
    return import_bundle(EMBEDDED).programme


def collection(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/geo+json"
    return json.loads(response.content)


def test_regions_carry_source_date_and_exactness(client, real_programme):
    found = collection(client, LIST)
    assert found["type"] == "FeatureCollection"
    assert found["meta"]["as_of"] == real_programme.as_of.isoformat()
    assert "Kartverket" in found["meta"]["boundaries"]
    by_key = {feature["properties"]["key"]: feature for feature in found["features"]}
    assert by_key["aust-lofoten"]["properties"]["exact"] is True
    assert by_key["narvikregionen"]["properties"]["exact"] is False
    assert {feature["geometry"]["type"] for feature in found["features"]} == {"MultiPolygon"}


def test_map_is_in_step_with_the_filters(client, real_programme):
    keys = {
        feature["properties"]["key"]
        for feature in collection(client, f"{LIST}?fylke=18&fase=2")["features"]
    }
    assert keys == {
        "alstahaugregionen", "aust-lofoten", "narvikregionen", "ranaregionen", "salten",
    }  # fmt: skip


def test_region_shows_its_municipalities_and_marks_the_host(client, real_programme):
    found = collection(client, "/byregionprogrammet/region/fjellregionen/kart.geojson")
    assert len(found["features"]) == 8
    assert [point["properties"]["name"] for point in found["hosts"]["features"]] == ["Tynset"]


def test_region_without_a_known_list_is_an_empty_map(client, real_programme):
    found = collection(client, "/byregionprogrammet/region/tonsbergregionen/kart.geojson")
    assert found["features"] == []
    page = client.get("/byregionprogrammet/region/tonsbergregionen/").content.decode()
    assert '<svg class="map-svg"' not in page


@pytest.mark.parametrize(
    "address", ["/borte/region/kart.geojson", "/byregionprogrammet/region/borte/kart.geojson"]
)
def test_unknown_place_is_not_found(client, real_programme, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/kart/land.svg", "/kart/land.geojson"])
def test_background_may_be_kept_for_a_day(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert "max-age=86400" in response["Cache-Control"]


def test_number_of_queries_does_not_grow(client):
    programme = make_programme(regions=5)
    with CaptureQueriesContext(connection) as few:
        client.get("/prove/region/kart.geojson")
    programme.delete()
    make_programme(regions=60)
    with CaptureQueriesContext(connection) as many:
        client.get("/prove/region/kart.geojson")
    assert len(many) == len(few)


def test_drawing_follows_the_members(client):
    make_programme(regions=1)
    before = client.get("/prove/region/region-0/").content.decode()
    Membership.objects.update(municipality_code="1837")
    after = client.get("/prove/region/region-0/").content.decode()
    assert "Bodø" in before.split("<svg")[-1]
    assert "Meløy" in after.split("<svg")[-1]


def test_background_is_small_and_kept_for_good_at_its_own_address(client, real_programme):
    page = client.get("/").content.decode()
    address = page.split('data-land="')[1].split('"')[0]
    response = client.get(address)
    assert "immutable" in response["Cache-Control"]
    assert "immutable" not in client.get("/kart/land.geojson?v=older")["Cache-Control"]
    land = json.loads(response.content)
    assert land["properties"]["exact"] is False
    assert "Kartverket" in land["properties"]["source"]
    assert len(gzip.compress(response.content)) < 110_000


def test_simplified_land_is_nearly_the_land(client):
    found = shapely.geometry.shape(
        json.loads(client.get("/kart/land.geojson").content)["geometry"]
    ).buffer(0)
    true = shapely.geometry.shape(load().country_outline())
    assert true.symmetric_difference(found).area < 0.03 * true.area


def test_rings_are_closed(client):
    land = json.loads(client.get("/kart/land.geojson").content)["geometry"]["coordinates"]
    for ring in (ring for polygon in land for ring in polygon):
        assert ring[0] == ring[-1]
        assert len(ring) >= 4


@pytest.mark.parametrize("query", ["", "?fylke=18", "?fase=1", "?sorter=population"])
def test_neighbours_have_different_fills(client, real_programme, query):
    features = collection(client, f"{LIST}{query}")["features"]
    shapes = [shapely.geometry.shape(feature["geometry"]).buffer(0) for feature in features]
    tree = shapely.STRtree(shapes)
    neighbours = {(a, b) for a, b in tree.query(shapes, predicate="intersects").T if a < b}
    assert neighbours
    fills = [feature["properties"]["fill"] for feature in features]
    assert [(features[a], features[b]) for a, b in neighbours if fills[a] == fills[b]] == []


def test_fill_does_not_depend_on_the_sorting(client, real_programme):
    def fills(query):
        features = collection(client, f"{LIST}{query}")["features"]
        return {item["properties"]["key"]: item["properties"]["fill"] for item in features}

    assert fills("?sorter=population") == fills("?sorter=county") == fills("")


def test_drawing_and_file_have_the_same_fills(client, real_programme):
    features = collection(client, LIST)["features"]
    drawn = maps.national(map(outline, regions(real_programme)), real_programme.vintage).shapes
    assert {shape.key: shape.colour for shape in drawn} == {
        item["properties"]["key"]: item["properties"]["fill"] for item in features
    }


def test_region_s_file_says_where_names_are_written(client, real_programme):
    found = collection(client, "/byregionprogrammet/region/fjellregionen/kart.geojson")
    fills = {item["properties"]["name"]: item["properties"]["fill"] for item in found["features"]}
    assert fills.pop("Tynset") == "host"
    assert set(fills.values()) == {"member"}
    for feature in found["features"]:
        place = shapely.Point(feature["properties"]["label"])
        assert shapely.geometry.shape(feature["geometry"]).contains(place)
