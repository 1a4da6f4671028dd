"""Regions: filters, parts of the list, and what one region tells."""

import pytest

HOME = "/programmes/byregionprogrammet/regions"


def slugs(answer):
    return [item["slug"] for item in answer["data"]]


def test_list_has_every_region_in_norwegian_order(get, shipped):
    answer = get(HOME)
    assert answer["total"] == 34 == len(answer["data"])
    assert slugs(answer)[-1] == "alesundregionen"


def test_parts_of_the_list_add_up_to_the_whole(get, shipped):
    whole, found, path = slugs(get(f"{HOME}?sort=members")), [], f"{HOME}?sort=members&limit=10"
    while path:
        answer = get(path)
        assert answer["total"] == 34
        found += slugs(answer)
        path = answer["next"] and answer["next"].split("/api/v1")[1]
    assert found == whole


def test_part_beyond_the_end_is_empty(get, shipped):
    answer = get(f"{HOME}?offset=1000")
    assert (answer["total"], answer["data"], answer["next"]) == (34, [], None)


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("phase=1", lambda item: 1 in item["phases"]),
        ("theme=attraktivitet", lambda item: "attraktivitet" in item["themes"]),
        ("structure=multi", lambda item: item["structure"] == "multi"),
        ("structure=unknown", lambda item: item["structure"] is None),
    ],
)
def test_filter_chooses_those_and_only_those(get, shipped, query, holds):
    every = get(HOME)["data"]
    assert get(f"{HOME}?{query}")["data"] == [item for item in every if holds(item)]


@pytest.mark.parametrize("typed", ["ørskog", "ØRSKOG", "orskog", "Regionalt partnerskap for ein"])
def test_text_finds_a_member_or_a_theme_however_it_is_typed(get, shipped, typed):
    assert slugs(get(f"{HOME}?q={typed}")) == ["alesundregionen"]


def test_unknown_list_of_members_is_null(get, shipped):
    by_slug = {item["slug"]: item for item in get(HOME)["data"]}
    unknown = [item for item in by_slug.values() if item["members"] is None]
    assert len(unknown) == 5
    detail = get(f"{HOME}/{unknown[0]['slug']}")["data"]
    assert all(part["municipalities"] is None for part in detail["participations"])


def test_region_tells_members_theme_and_sources(get, shipped):
    data = get(f"{HOME}/alesundregionen")["data"]
    assert data["structure"] is None
    assert data["county"]["key"] == "15"
    second = data["participations"][1]
    assert second["theme"]["en"] == "A regional partnership for an attractive city region"
    assert second["keywords"][0] == "kollektivtransport"
    assert {"1504", "1523"} <= {member["code"] for member in second["municipalities"]}
    assert second["award"] is None
    assert len(data["sources"]) == 5


def test_region_with_a_known_award(get, shipped):
    award = get(f"{HOME}/hallingdal")["data"]["participations"][-1]["award"]
    assert award["amount_nok"] == 2_680_000
    assert award["precision"] == "exact"
    assert award["source"].startswith("https://www.regionraadet.no/")
