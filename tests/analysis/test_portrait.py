"""A made-up country of ten cities with three satellites each."""

import numpy as np
import polars as pl
import pytest

from byregion.analysis.errors import InvalidInput, NotEnoughData, UnknownCodes
from byregion.analysis.flows import Flows
from byregion.analysis.interplay.motor import Verdict
from byregion.analysis.portrait import city_region_portrait, national_picture
from byregion.analysis.portrait_pattern import exchange_weights, growth_between

MEMBERS = ["30", "31", "32"]


@pytest.fixture(scope="module")
def flows():
    """Satellites send 30, 20 and 8 per cent to their city, which sends some to the next one."""
    random = np.random.default_rng(3)
    rows = []
    for city in range(10):
        size = int(random.integers(8_000, 40_000))
        rows += [(f"{city}0", f"{city}0", size), (f"{city}0", f"{(city + 1) % 10}0", size // 50)]
        for satellite, share in ((1, 0.3), (2, 0.2), (3, 0.08)):
            people = int(random.integers(1_500, 5_000))
            away = round(people * share)
            home = f"{city}{satellite}"
            rows += [(home, home, people - away), (home, f"{city}0", away)]
    return Flows.from_frame(pl.DataFrame(rows, schema=["home", "work", "employed"], orient="row"))


@pytest.fixture(scope="module")
def population(flows):
    """In every city region the satellites grow as the city did the year before."""
    random = np.random.default_rng(4)
    rows = []
    for city in range(10):
        waves = random.normal(0.01, 0.01, 22)
        for place in range(4):
            level = 1_000_000.0 * (1 + city + place)
            for year in range(2001, 2021):
                lag = 0 if place == 0 else 1
                level *= 1 + waves[year - 2000 - lag] + random.normal(0, 0.0005)
                rows.append((year, f"{city}{place}", round(level)))
    return pl.DataFrame(rows, schema=["year", "municipality", "persons"], orient="row")


@pytest.fixture(scope="module")
def nation(flows, population):
    return national_picture(flows, population, permutations=99)


@pytest.fixture(scope="module")
def portrait(nation):
    return city_region_portrait(nation, MEMBERS)


def test_commuting_of_members_and_of_the_whole(portrait, flows):
    assert portrait.members == ("30", "31", "32")
    assert portrait.commuting["unit"].to_list() == MEMBERS
    (whole,) = portrait.whole.to_dicts()
    assert whole["employed_residents"] == portrait.commuting["employed_residents"].sum()
    at = [flows.index[unit] for unit in MEMBERS]
    assert whole["internal"] == flows.matrix[at][:, at].sum()


def test_context_holds_what_does_not_take_part(portrait, nation):
    context = dict(portrait.context.select("unit", "member").iter_rows())
    assert {unit for unit, member in context.items() if member} == set(MEMBERS)
    regions = nation.regions.as_dict()
    assert set(context) == {u for u in regions if regions[u] in {regions[m] for m in MEMBERS}}


def test_core_and_hinterland(portrait):
    assert portrait.cores.cores == ("30",)
    classes = dict(portrait.hinterland.classes.select("unit", "class").iter_rows())
    assert [classes[unit] for unit in ("30", "31", "32", "33")] == [
        "core",
        "inner",
        "inner",
        "outer",
    ]
    assert portrait.sensitivity["limit"].unique().sort().to_list() == ["inner_share", "outer_share"]


def test_the_motor_is_found_where_it_was_put(portrait):
    verdicts = {finding.zone: finding.verdict for finding in portrait.interplay.findings}
    assert verdicts == {
        "inner": Verdict.HINTERLAND_FOLLOWS_CORE,
        "outer": Verdict.HINTERLAND_FOLLOWS_CORE,
    }
    assert portrait.obstacle == ""


def test_peers_are_regions_without_members(portrait, nation):
    regions = nation.regions.as_dict()
    peers = portrait.peers.peers["peer"].to_list()
    assert len(peers) == 5
    assert not {regions[unit] for unit in MEMBERS} & set(peers)


def test_pattern_has_the_members_with_the_national_lag(portrait, nation):
    assert portrait.pattern["unit"].to_list() == MEMBERS
    assert nation.pattern.units.height == 40
    assert portrait.pattern.equals(nation.pattern.units.filter(pl.col("unit").is_in(MEMBERS)))


def test_provenance_and_repetition(portrait, nation):
    again = city_region_portrait(nation, MEMBERS)
    assert again.interplay.findings == portrait.interplay.findings
    assert portrait.provenance.estimate
    assert portrait.provenance.parameters["cores"] == ("30",)


def test_cores_may_be_decided(nation):
    portrait = city_region_portrait(nation, MEMBERS, cores=["30", "31"], peers=2)
    classes = portrait.hinterland.classes.filter(pl.col("class") == "core")
    assert classes["unit"].to_list() == ["30", "31"]
    assert portrait.peers.peers.height == 2


def test_a_core_without_hinterland_says_so(nation):
    portrait = city_region_portrait(nation, ["33"], cores=["33"])
    assert portrait.interplay is None
    assert "no municipality sends enough" in portrait.obstacle


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"members": ["99"]}, UnknownCodes),
        ({"members": []}, InvalidInput),
        ({"members": ["30", "30"]}, InvalidInput),
        ({"members": ["30"], "cores": ["99"]}, UnknownCodes),
        ({"members": ["30"], "peers": 99}, NotEnoughData),
    ],
)
def test_bad_input_is_refused(nation, arguments, error):
    with pytest.raises(error):
        city_region_portrait(nation, **arguments)


def test_exchange_weights_take_the_strongest_ties():
    frame = pl.DataFrame(
        [
            *((unit, unit, 100) for unit in "abc"),
            ("a", "b", 30),
            ("c", "a", 5),
            ("d", "d", 10),
        ],
        schema=["home", "work", "employed"],
        orient="row",
    )
    weights = exchange_weights(Flows.from_frame(frame), nearest=1)
    assert weights.matrix.toarray().tolist() == [
        [0, 1, 0, 0],
        [1, 0, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 0, 0],
    ]
    with pytest.raises(InvalidInput, match="nearest must be 1 or more"):
        exchange_weights(Flows.from_frame(frame), nearest=0)


def test_growth_is_from_first_to_last_year():
    frame = pl.DataFrame({"year": [1, 2, 3], "municipality": ["a"] * 3, "persons": [100, 7, 200]})
    assert growth_between(frame, ["a"]).rows() == [("a", pytest.approx(np.log(2)))]


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pl.DataFrame({"year": [1]}), "lacks the columns municipality, persons"),
        (pl.DataFrame({"year": [1], "municipality": ["a"], "persons": [1]}), "two years or more"),
        (
            pl.DataFrame({"year": [1, 2], "municipality": ["a", "a"], "persons": [0, 1]}),
            "no people in 1 or 2 for a",
        ),
    ],
)
def test_growth_refuses(frame, message):
    with pytest.raises(InvalidInput, match=message):
        growth_between(frame, ["a"])
