"""Awards, themes, gatherings and publications."""

HOME = "/programmes/byregionprogrammet"


def test_awards_list_every_region_and_null_where_nothing_was_found(get, shipped):
    answer = get(f"{HOME}/awards")
    assert answer["total"] == 59
    known = [row for row in answer["data"] if row["award"]]
    assert [
        row["award"]["amount_nok"] for row in known if row["region"]["key"] == "hallingdal"
    ] == [2_680_000]
    assert len(known) == 4
    assert all(row["award"] != 0 for row in answer["data"])


def test_themes_lead_to_their_regions(get, shipped):
    answer = get(f"{HOME}/themes")
    assert answer["total"] == 8
    by_slug = {theme["slug"]: theme for theme in answer["data"]}
    assert by_slug["attraktivitet"]["name"]["en"] == "Attractiveness, reputation and settlement"
    filtered = get(f"{HOME}/regions?theme=attraktivitet")["data"]
    assert {part["region"]["key"] for part in by_slug["attraktivitet"]["regions"]} == {
        region["slug"] for region in filtered
    }


def test_gathering_known_by_month_and_without_a_town(get, shipped):
    found = {item["slug"]: item for item in get(f"{HOME}/gatherings")["data"]}
    second = found["andre-samling-2014"]
    assert (second["date_precision"], second["city"]) == ("month", None)
    assert len(second["items"]["nn"]) == 2
    assert found["alesund-2017"]["items"] == {"nn": None, "nb": None, "en": None}
    assert found["alesund-2017"]["participants"]["en"] == "230 participants"


def test_publication_without_a_year(get, shipped):
    found = {item["slug"]: item for item in get(f"{HOME}/publications")["data"]}
    assert found["byregionen-volda-orsta"]["year"] is None
    assert found["delrapport-2016"]["year"] == 2016
