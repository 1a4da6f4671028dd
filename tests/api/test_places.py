"""Municipalities and counties of any year."""

import pytest

pytestmark = pytest.mark.django_db


def keys(equivalent):
    return [item["key"] for item in equivalent["municipalities"]]


def test_old_number_tells_where_it_went_and_which_regions_it_was_in(get, shipped):
    data = get("/municipalities/1504")["data"]
    assert (data["name"], data["valid_to"]) == ("Ålesund", "2020-01-01")
    assert data["county"]["name"] == "Møre og Romsdal"
    assert keys(data["successors"]) == ["1508"]
    assert {row["region"]["key"] for row in data["regions"]} == {"alesundregionen"}


def test_new_number_is_in_the_regions_of_those_it_was_made_of(get, shipped):
    data = get("/municipalities/1508?since=2015")["data"]
    assert data["predecessors"]["at"] == "2015-01-01"
    assert keys(data["predecessors"]) == ["1504", "1523", "1529", "1546"]
    members = {row["municipality"]["code"] for row in data["regions"]}
    assert members == {"1504", "1523", "1529", "1546"}


def test_split_number_has_two_successors(get):
    data = get("/municipalities/1507?to=2024")["data"]
    assert keys(data["successors"]) == ["1508", "1580"]
    assert {change["kind"] for change in data["changes"]} >= {"split"}


def test_names_in_several_languages(get):
    names = get("/municipalities/1841")["data"]["names"]
    assert [(name["language"], name["text"]) for name in names] == [
        ("no", "Fauske"),
        ("smj", "Fuossko"),
    ]


@pytest.mark.parametrize(("day", "total"), [("2015", 428), ("2020-06-01", 356), ("2024", 357)])
def test_municipalities_on_a_date(get, day, total):
    answer = get(f"/municipalities?at={day}&limit=1000")
    assert answer["total"] == total == len(answer["data"])


def test_municipalities_by_county_and_name(get):
    answer = get("/municipalities?at=2015&county=18&q=herøy")
    assert [place["code"] for place in answer["data"]] == ["1818"]


def test_blank_text_chooses_nothing_away(get):
    assert get("/municipalities?at=2015&q=%20")["total"] == 428


def test_division_is_no_different_from_itself(get):
    assert get("/changes?after=2020&until=2020")["total"] == 0


def test_counties_on_a_date(get):
    assert get("/counties?at=2015")["total"] == 19
    assert get("/counties?at=2020")["total"] == 11
    assert get("/counties")["total"] == 15


def test_county_lists_municipalities_and_regions(get, shipped):
    data = get("/counties/18")["data"]
    assert "1804" in {place["code"] for place in data["municipalities"]}
    assert "alstahaugregionen" in {row["region"]["key"] for row in data["regions"]}


def test_changes_between_two_divisions(get):
    answer = get("/changes?after=2019&until=2020&limit=1000")
    assert {change["date"] for change in answer["data"]} == {"2020-01-01"}
    haram = [change for change in answer["data"] if change["old"]["key"] == "1534"]
    assert haram[0]["new"]["key"] == "1507"


@pytest.mark.parametrize("path", ["/municipalities/9998", "/counties/98"])
def test_unknown_number_says_where_the_numbers_are(client, path):
    response = client.get(f"/api/v1{path}")
    assert response.status_code == 404
    assert path.rsplit("/", 1)[0] in response.json()["detail"]


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/municipalities?at=1999", "at"),
        ("/municipalities?at=2015-13-45", "at"),
        ("/municipalities?at=0000", "at"),
        ("/municipalities?at=yesterday", "at"),
        ("/municipalities/1504?since=2040", "since"),
        ("/municipalities/1504?to=2040", "to"),
        ("/changes?after=1066", "after"),
        ("/changes?until=9999", "until"),
        ("/changes?after=2020&until=2019", "until"),
        ("/municipalities/150", "code"),
    ],
)
def test_unusable_date_or_number_is_named(client, path, parameter):
    response = client.get(f"/api/v1{path}")
    assert response.status_code == 422
    assert [error["parameter"] for error in response.json()["errors"]] == [parameter]
