"""Programmes and what is stated about them."""

from django.conf import settings

HOME = "/programmes/byregionprogrammet"


def test_list_of_programmes(get, shipped):
    answer = get("/programmes")
    assert answer["total"] == 1
    assert answer["meta"]["as_of"] == shipped.as_of.isoformat()
    assert answer["data"][0]["slug"] == "byregionprogrammet"
    assert answer["data"][0]["name"]["nn"] == shipped.name_nn


def test_every_link_of_a_programme_leads_somewhere(get, client, shipped):
    data = get(HOME)["data"]
    assert data["phases"] == [1, 2]
    for link in data["links"].values():
        path = link.removeprefix(settings.BASE_URL)
        assert client.get(path).status_code == 200, path


def test_meta_is_in_every_answer_with_the_canonical_address(get, shipped):
    meta = get(f"{HOME}/regions?sort=name&limit=100&phase=2&county=18")["meta"]
    assert meta == {
        "source": f"Byregion, {shipped.name_en}; the facts name their own sources",
        "licence": shipped.licence,
        "as_of": shipped.as_of.isoformat(),
        "address": f"{settings.BASE_URL}/api/v1{HOME}/regions?county=18&phase=2",
    }


def test_phases_say_how_much_is_known(get, shipped):
    first, second = get(f"{HOME}/phases")["data"]
    assert (first["number"], second["number"]) == (1, 2)
    assert second["coverage"]["regions_stated"] == 37
    assert second["coverage"]["regions"] == 32
    assert second["coverage"]["awarded_stated_nok"] == 87_000_000


def test_figures_keep_disagreement(get, shipped):
    data = get(f"{HOME}/figures")["data"]
    stated = [item for item in data if (item["phase"], item["subject"]) == (2, "municipalities")]
    assert sorted(item["value"] for item in stated) == [213, 220]
    assert [item["is_main"] for item in stated].count(True) == 1


def test_gaps_are_in_three_languages(get, shipped):
    data = get(f"{HOME}/gaps")["data"]
    assert data
    assert all(all(item["text"].values()) for item in data)
