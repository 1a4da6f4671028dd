"""The register of divisions: validity, names and what changed, against the published tables."""

import csv
import runpy
from collections import Counter, defaultdict
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest

from byregion.analysis.errors import UnknownCodes
from byregion.analysis.geography.change import (
    all_changes,
    changes,
    predecessors,
    successors,
    territories,
)
from byregion.analysis.geography.errors import UnknownVintage
from byregion.analysis.geography.vintage import (
    Vintage,
    all_counties,
    all_municipalities,
    counties,
    county,
    municipalities,
    municipality,
)

# Statistics Norway's counts of municipalities and counties on 1 January.
SIZES = {2013: (428, 19), 2017: (426, 19), 2018: (422, 18), 2020: (356, 11), 2024: (357, 15)}


@pytest.mark.parametrize("year", SIZES)
def test_division_has_the_published_size(year):
    assert (len(municipalities(year)), len(counties(year))) == SIZES[year]


@pytest.mark.realdata
def test_codes_of_each_year_are_those_with_a_population(shared_statistics):
    frame = pl.read_parquet(shared_statistics / "population.parquet")
    for (year,), rows in frame.select("year", "municipality").unique().group_by("year"):
        assert Vintage.of(int(year)).codes() == set(rows["municipality"]), year


@pytest.mark.realdata
def test_codes_of_the_labour_market_are_valid_in_their_year(shared_statistics):
    frame = pl.read_csv(shared_statistics / "labour_market.csv", infer_schema=False)
    stray = {
        (year, code, jobs)
        for year, code, jobs in frame.select("year", "municipality", "jobs").rows()
        if code not in Vintage.of(year).codes()
    }
    # Rindal changed county in 2019; the table keeps its old number that year, with nothing in it.
    assert stray == {("2019", "1567", "0")}


@pytest.mark.realdata
def test_every_code_goes_where_statistics_norway_groups_it(shared_statistics):
    with (shared_statistics / "kommsummer_2024.csv").open(encoding="utf-8") as file:
        grouping = {row["code"]: row["code_2024"] for row in csv.DictReader(file)}
    known = {place.code for place in all_municipalities()}
    assert known <= set(grouping)
    # The grouping leaves these without a number ("Rest"); Ålesund 2020-2023 it puts on one side.
    open_cases = {code for code in known if grouping[code] == "Rest"} | {"1507"}
    differing = {
        code: (successors(code, 2024), grouping[code])
        for code in known - open_cases
        if successors(code, 2024) != (grouping[code],)
    }
    assert differing == {}
    assert successors("1507", 2024) == ("1508", "1580")
    assert grouping["1507"] == "1508"
    several = {code for code in open_cases if len(successors(code, 2024)) > 1}
    assert several == {"1507", "1613", "1850", "5012"}


@pytest.mark.realdata
def test_names_agree_with_the_boundary_files(shared_statistics):
    for year in (2017, 2020):
        shapes = pl.read_json(shared_statistics / f"boundaries_{year}.geojson").item(0, "features")
        for shape in shapes:
            place = municipality(shape["properties"]["municipality"], at=year)
            published = shape["properties"]["name"].split("(")[0].strip()
            assert published in [name.text for name in place.names], place


@pytest.mark.realdata
def test_other_groupings_use_the_codes_of_their_year(shared_statistics):
    for name, column in (
        ("economic_regions_2024.csv", "municipality"),
        ("kostra_groups_2024.csv", "Kommunenummer"),
        ("ssb_sentralitetsindeks_2023.csv", "municipality"),
    ):
        frame = pl.read_csv(shared_statistics / name, infer_schema=False)
        assert set(frame[column]) - {"9999"} == Vintage.of(2024).codes(), name
    # TØI's table has numbers planned for Jevnaker and Lunner, and Rindal's from before 2019.
    regions = pl.read_csv(shared_statistics / "toi_baregioner_2020.csv", infer_schema=False)
    assert set(regions["code"]) ^ Vintage.of(2020).codes() == {
        *("3444", "3445", "1567"),
        *("3053", "3054", "5061"),
    }


@pytest.mark.realdata
def test_simple_cases_agree_with_the_public_health_redistricting(shared_statistics):
    frame = pl.read_csv(shared_statistics / "redistricting_2024.csv", infer_schema=False)
    known = {place.code for place in all_municipalities()}
    simple = frame.filter((pl.col("weighting") == "1.0") & pl.col("original").is_in(known))
    assert simple.height > 800
    for code, target in simple.select("original", "code_2024").rows():
        assert successors(code, 2024) == (target,)


@pytest.mark.realdata
def test_shipped_register_is_what_the_script_makes_of_the_tables(shared_statistics, tmp_path):
    script = Path(__file__).resolve().parents[3] / "tools" / "build_geography.py"
    runpy.run_path(str(script))["main"]([str(shared_statistics), str(tmp_path)])
    shipped = files("byregion.analysis.geography") / "data"
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == sorted(path.name for path in shipped.iterdir())
    for name in made:
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text == (shipped / name).read_text(encoding="utf-8"), name


def test_territory_covers_the_country_once_at_every_change():
    whole = frozenset().union(*territories(date(2005, 1, 1)).values())
    for day in sorted({change.date for change in all_changes()}):
        held = territories(day)
        assert set(held) == Vintage.of(day).codes()
        assert Counter(piece for pieces in held.values() for piece in pieces) == Counter(whole)


def test_haram_comes_back_as_it_was():
    assert successors("1534", 2020) == ("1507",)
    assert successors("1534", 2024) == ("1580",)
    assert successors("1580", 2015) == ("1534",)
    assert {successors(code, 2024) for code in ("1504", "1523", "1529", "1546")} == {("1508",)}


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        ("5012", 2024, ("5055", "5056", "5059")),
        ("1850", 2020, ("1806", "1875")),
        ("0104", 2024, ("3103",)),
        ("1567", 2019, ("5061",)),
        ("0719", 2017, ("0710",)),
        ("5055", 2015, ("1571", "1612", "1613")),
    ],
)
def test_successors_follow_the_reforms(code, year, expected):
    assert successors(code, year) == expected


def test_predecessors_look_at_the_final_territory():
    assert predecessors("1103", 2019) == ("1103", "1141", "1142")
    assert predecessors("5001", 2017) == ("1601", "1662")
    assert successors("5001", 2017) == ("1601",)
    assert predecessors("1507", 2019) == ("1504", "1523", "1529", "1534", "1546")


def test_changes_lie_between_two_divisions():
    assert changes(2013, 2016) == ()
    assert {change.new for change in changes(2016, 2017)} == {"0710"}
    assert {change.date for change in changes(2019, 2020)} == {date(2020, 1, 1)}
    assert changes()[-1].date == date(2026, 1, 1)
    assert {change.kind for change in all_changes()} == {
        "renumbered",
        "merged",
        "split",
        "part_moved",
        "renamed",
        "county_changed",
    }


def test_every_change_names_its_source_and_links_valid_codes():
    for change in all_changes():
        day_before = Vintage.of(date(change.date.year - 1, 12, 31))
        assert change.source
        assert change.old in day_before.codes(), change
        assert change.new in Vintage.of(change.date).codes(), change
        assert change.whole == (not change.part and change.kind != "part_moved")


def test_counties_follow_the_municipalities():
    for year in range(2005, 2027):
        numbers = {place.county for place in municipalities(year)}
        assert numbers == {county.code for county in counties(year)}, year


def test_names_carry_language_order_and_source():
    kautokeino = municipality("5612")
    assert [(name.language, name.text) for name in kautokeino.names] == [
        ("se", "Guovdageaidnu"),
        ("no", "Kautokeino"),
    ]
    assert [name.language for name in municipality("5540").names] == ["se", "no", "fkv"]
    assert municipality("0301").names[1].since == date(2026, 1, 1)
    assert municipality("5612").names[0].since is None
    assert municipality("1804").names[0].text == "Bodø"
    assert municipality("0301").official_name() == "Oslo - Oslove"
    assert municipality("0301").official_name(Vintage.of(2015)) == "Oslo"
    assert county("03").official_name(Vintage.of(2026)) == "Oslo - Oslove"
    places = [*all_municipalities(), *all_counties()]
    languages = {name.language for place in places for name in place.names}
    assert languages == {"no", "se", "sma", "smj", "fkv"}
    for place in places:
        assert [name.text for name in place.names if name.language == "no"] == [place.name]
        assert all(name.source for name in place.names)


def test_names_that_two_municipalities_share_at_once_stay_two():
    shared = defaultdict(set)
    for place in municipalities(2024):
        shared[place.name].add(place.code)
    assert {name for name, codes in shared.items() if len(codes) > 1} == {"Herøy", "Våler"}


def test_lookup_says_where_a_code_is_unknown():
    with pytest.raises(UnknownCodes, match="2024"):
        municipality("0101", at=2024)
    with pytest.raises(UnknownCodes, match="since 2005"):
        municipality("9999")
    with pytest.raises(UnknownCodes, match="2015"):
        county("30", at=2015)
    with pytest.raises(UnknownCodes, match="since 2005"):
        county("13")
    assert county("30", at=2020).name == "Viken"
    assert county("30").valid_at(date(2023, 12, 31))
    assert not county("30").valid_at(date(2024, 1, 1))


@pytest.mark.parametrize("when", [2004, 2027, "soon", "2024-13-01", date(1999, 1, 1), 0])
def test_vintage_outside_the_register_is_refused(when):
    with pytest.raises(UnknownVintage):
        Vintage.of(when)


def test_vintage_reads_years_and_dates_and_orders_them():
    assert Vintage.of(2015) == Vintage.of("2015") == Vintage.of(date(2015, 1, 1))
    assert Vintage.of(datetime(2015, 1, 1, 12)) == Vintage.of(Vintage.of(2015))
    assert Vintage.of(2015) < Vintage.of("2015-06-01")
    assert Vintage.of(2015).label == "2015"
    assert Vintage.of("2015-06-01").label == "2015-06-01"
    assert Vintage.latest().codes() == Vintage.of(2026).codes()
