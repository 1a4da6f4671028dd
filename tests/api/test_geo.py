"""Regions as GeoJSON."""

from shapely.geometry import shape

HOME = "/programmes/byregionprogrammet"


def test_collection_has_every_region_and_null_where_nothing_is_known(client, shipped):
    response = client.get(f"/api/v1{HOME}/regions.geojson")
    assert response["Content-Type"] == "application/geo+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    answer = response.json()
    assert len(answer["features"]) == 34
    unknown = [item for item in answer["features"] if item["geometry"] is None]
    assert len(unknown) == 5
    for item in unknown:
        assert "bbox" not in item
        assert item["properties"]["exact"] is None
        assert item["properties"]["municipalities"] is None
    assert answer["meta"]["boundaries_of"] == 2020
    assert "Kartverket" in answer["meta"]["attribution"]


def test_filters_choose_the_same_regions_as_in_the_list(get, shipped):
    drawn = get(f"{HOME}/regions.geojson?county=18")["features"]
    listed = get(f"{HOME}/regions?county=18")["data"]
    assert [item["id"] for item in drawn] == [item["slug"] for item in listed]


def test_region_says_whether_its_border_is_exact(get, shipped):
    features = get(f"{HOME}/regions.geojson")["features"]
    drawn = [item for item in features if item["geometry"]]
    assert {item["properties"]["exact"] for item in drawn} == {True, False}
    for item in drawn:
        assert item["properties"]["exact"] == (not item["properties"]["reaches_beyond"])


def test_region_is_one_valid_area_within_its_box(get, shipped):
    feature = get(f"{HOME}/regions/alstahaugregionen.geojson")
    area = shape(feature["geometry"])
    assert area.is_valid
    assert list(area.bounds) == feature["bbox"]
    assert feature["meta"]["address"].endswith(f"{HOME}/regions/alstahaugregionen.geojson")


def test_unknown_region_is_a_problem(client, shipped):
    response = client.get(f"/api/v1{HOME}/regions/none.geojson")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
