"""An installation with no programme yet."""

import pytest

pytestmark = pytest.mark.django_db


def test_list_of_programmes_is_empty(get):
    answer = get("/programmes")
    assert (answer["total"], answer["data"], answer["meta"]["as_of"]) == (0, [], None)


def test_unknown_programme_says_that_there_are_none(client):
    response = client.get("/api/v1/programmes/none")
    assert response.status_code == 404
    assert "none yet" in response.json()["detail"]
