"""The interface's own description."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def description(client):
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    return response.json()


def operations(description):
    return [operation["get"] for operation in description["paths"].values()]


def test_every_operation_can_only_read_and_is_explained(description):
    assert all(set(path) == {"get"} for path in description["paths"].values())
    assert all(operation["description"] for operation in operations(description))


def test_operations_have_short_names_once_each(description):
    names = [operation["operationId"] for operation in operations(description)]
    assert len(set(names)) == len(names)
    assert {"regions", "region", "regions_geojson", "municipality"} <= set(names)


def test_every_operation_declares_its_problems(description):
    for operation in operations(description):
        for status in ("400", "404", "405", "422"):
            assert set(operation["responses"][status]["content"]) == {"application/problem+json"}


def test_geojson_is_declared_as_geojson(description):
    path = "/api/v1/programmes/{programme}/regions.geojson"
    answer = description["paths"][path]["get"]["responses"]["200"]
    assert set(answer["content"]) == {"application/geo+json"}


def test_answers_do_not_depend_on_the_reader_s_language(client, shipped):
    path = "/api/v1/programmes/byregionprogrammet/regions/hallingdal"
    answers = [client.get(path, headers={"accept-language": code}) for code in ("nn", "en")]
    assert answers[0].content == answers[1].content
    assert answers[0]["Content-Language"] == "nn, nb, en"


def test_unchanged_answer_is_not_sent_again(client, shipped):
    path = "/api/v1/programmes/byregionprogrammet/regions"
    tag = client.get(path)["ETag"]
    response = client.get(path, headers={"if-none-match": tag})
    assert (response.status_code, response.content) == (304, b"")
