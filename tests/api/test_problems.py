"""Errors are typed, say how to mend them, and are never a page for people."""

import json

import pytest
from django.test import RequestFactory

from byregion.api.gate import gated, unknown_address

pytestmark = pytest.mark.django_db
HOME = "/api/v1/programmes/byregionprogrammet"


def problem(response, status):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Language"] == "en"
    body = json.loads(response.content)
    assert set(body) == {"type", "title", "status", "detail", "errors"}
    assert body["status"] == status
    assert body["type"].startswith("http")
    return body


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/v1/",
        "/api/v1/nothing",
        "/api/v2/programmes",
        "/api/v1/programmes/",
        "/api/v1/programmes/x%0A",
        "/api/%0A",
    ],
)
def test_unknown_address_says_where_the_addresses_are(client, path):
    assert "openapi.json" in problem(client.get(path), 404)["detail"]


def test_unknown_programme_says_which_there_are(client, shipped):
    assert "byregionprogrammet" in problem(client.get("/api/v1/programmes/none"), 404)["detail"]


def test_unknown_region_says_where_the_list_is(client, shipped):
    found = problem(client.get(f"{HOME}/regions/none"), 404)
    assert found["detail"].endswith("/api/v1/programmes/byregionprogrammet/regions.")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_writing_is_refused(client, method):
    response = getattr(client, method)("/api/v1/programmes")
    assert "GET" in problem(response, 405)["detail"]
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=99999999999999999999", "limit"),
        (f"offset={'9' * 3000}", "offset"),
        ("phase=two", "phase"),
        ("phase=-1", "phase"),
        ("county=1", "county"),
        ("county=1٣", "county"),
        ("theme=æ", "theme"),
        ("structure=round", "structure"),
        ("sort=colour", "sort"),
        (f"q={'a' * 101}", "q"),
        ("fylke=15", "fylke"),
    ],
)
def test_unusable_value_is_named(client, shipped, query, parameter):
    found = problem(client.get(f"{HOME}/regions?{query}"), 422)
    assert [error["parameter"] for error in found["errors"]] == [parameter]
    assert found["errors"][0]["message"] in found["detail"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (f"{HOME}/regions?q=%00", "null character"),
        (f"{HOME}/regions?%00=1", "null character"),
        (f"{HOME}/regions/%00", "null character"),
        ("/api/%00", "null character"),
        (f"{HOME}/regions?q=%ff%fe", "not UTF-8"),
        (f"{HOME}/regions?q={'a' * 5000}", "longer than"),
        (f"{HOME}/regions?{'&' * 1500}a=1", "refused"),
    ],
)
def test_unreadable_address(client, shipped, address, words):
    assert words in problem(client.get(address), 400)["detail"]


def test_unusable_value_is_told_what_it_must_be(client, shipped):
    found = problem(client.get(f"{HOME}/regions?structure=round&limit=0"), 422)
    assert {error["parameter"]: error["message"] for error in found["errors"]} == {
        "structure": "must be 'single', 'multi' or 'unknown'",
        "limit": "must be greater than or equal to 1",
    }


def test_unknown_parameter_says_which_there_are(client, shipped):
    found = problem(client.get(f"{HOME}/regions.geojson?limit=3"), 422)
    assert found["detail"] == (
        "limit: is not a parameter here; there are: county, phase, q, structure, theme."
    )
    assert "none" in problem(client.get(f"{HOME}?a=1"), 422)["detail"]


def test_parameter_given_twice_is_refused(client, shipped):
    found = problem(client.get(f"{HOME}/regions?phase=1&limit=5&phase=2"), 422)
    assert found["detail"] == "phase: is given 2 times; give it once."


def test_description_takes_no_parameters(client):
    assert "none" in problem(client.get("/api/v1/openapi.json?a=1"), 422)["detail"]


def test_type_of_a_problem_is_the_address_of_its_meaning(client, shipped):
    found = problem(client.get("/api/v1/programmes/none"), 404)
    meaning = client.get("/api/v1" + found["type"].split("/api/v1")[1]).json()
    assert meaning["type"] == found["type"]
    assert (meaning["title"], meaning["status"]) == (found["title"], 404)


def test_raw_bytes_in_the_query(client, shipped):
    request = RequestFactory().get(f"{HOME}/regions")
    request.META["QUERY_STRING"] = "q=\xff\xfe"  # as WSGI hands the bytes ff fe over
    problem(gated(unknown_address)(request), 400)


def test_fault_of_ours_is_a_problem_too(client, shipped, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("byregion.api.regions.queries.regions", broken)
    found = problem(client.get(f"{HOME}/regions"), 500)
    assert "ours" in found["detail"]
    assert "ZeroDivisionError" in caplog.text


def test_any_site_may_ask_first(client):
    response = client.options("/api/v1/programmes")
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_head_is_get_without_the_body(client, shipped):
    response = client.head(HOME)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response.content == b""
