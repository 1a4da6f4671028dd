import numpy as np
import polars as pl
import pytest
from scipy import sparse

from byregion.analysis.errors import InvalidInput, UnknownCodes
from byregion.analysis.flows import Flows
from byregion.analysis.regions.commuting_zone import commuting_zones
from byregion.analysis.regions.result import replay

# Cities a, b (16 % of b to a) and c; d sends 15 %, e 14 %, f 20 % to c and 30 % to a, g nobody.
UNITS = tuple("abcdefgh")
MATRIX = np.diag([100.0, 84, 100, 85, 86, 50, 100, 0])
MATRIX[1, 0], MATRIX[3, 0], MATRIX[4, 0] = 16, 15, 14
MATRIX[5, 2], MATRIX[5, 0] = 20, 30
FLOWS = Flows(units=UNITS, matrix=sparse.csr_array(MATRIX))
CITIES = {"A": ["a"], "B": ["b"], "C": ["c"]}


def test_fifteen_per_cent_joins_cities_and_makes_the_zone():
    zones = commuting_zones(FLOWS, CITIES)
    assert zones.as_dict() == {"a": "a", "b": "a", "c": "c", "d": "a", "f": "a"}
    assert zones.dropped["unit"].to_list() == ["e", "g", "h"]
    assert zones.dropped["reason"].unique().to_list() == ["less than 15% work in any city"]
    assert zones.log.select("action", "unit", "source", "target", "score").rows()[:3] == [
        ("merge", None, "b", "a", 0.16),
        ("move", "d", "d", "a", 0.15),
        ("move", "f", "f", "a", 0.3),
    ]


def test_the_limit_is_a_parameter():
    assert commuting_zones(FLOWS, CITIES, least_share=0.17).as_dict() == {
        "a": "a",
        "b": "b",
        "c": "c",
        "f": "a",
    }
    assert "e" in commuting_zones(FLOWS, CITIES, least_share=0.14).as_dict()


def test_a_unit_sends_to_the_joined_city_as_one():
    matrix = MATRIX.copy()
    matrix[4, 0], matrix[4, 1], matrix[4, 4] = 8, 8, 84
    zones = commuting_zones(Flows(units=UNITS, matrix=sparse.csr_array(matrix)), CITIES)
    assert zones.as_dict()["e"] == "a"


def test_cities_of_several_units_and_chains_of_cities():
    zones = commuting_zones(FLOWS, {"AB": ["b", "a"], "C": ["c"]})
    assert zones.as_dict()["d"] == "a"
    matrix = MATRIX.copy()
    matrix[2, 1] = 30
    joined = commuting_zones(Flows(units=UNITS, matrix=sparse.csr_array(matrix)), CITIES)
    assert set(joined.as_dict().values()) == {"a"}


def test_both_ways_join_once():
    both = Flows(units=("a", "b"), matrix=sparse.csr_array(np.array([[8.0, 2], [2, 8]])))
    zones = commuting_zones(both, {"A": ["a"], "B": ["b"]})
    assert zones.log.height == 1


def test_enclosed_units_come_in_and_exclaves_go_out():
    neighbours = {"a": ["a", "b", "d"], "e": ["d", "a"], "g": ["c"], "f": ["g"]}
    zones = commuting_zones(FLOWS, CITIES, neighbours=neighbours)
    assert zones.as_dict() == {"a": "a", "b": "a", "c": "c", "d": "a", "e": "a"}
    assert dict(zones.dropped.rows()) == {
        "f": "does not hang together with its city",
        "g": "less than 15% work in any city",
        "h": "less than 15% work in any city",
    }


def test_the_log_replays():
    neighbours = {"a": ["b", "d"], "e": ["d", "a"], "g": ["c"], "f": ["g"]}
    zones = commuting_zones(FLOWS, CITIES, neighbours=neighbours)
    placed = {unit: k for unit, k in replay(zones.log, UNITS).items() if k is not None}
    assert placed == zones.as_dict()


@pytest.mark.parametrize(
    ("cities", "share", "error"),
    [
        (CITIES, 0, InvalidInput),
        (CITIES, 1.1, InvalidInput),
        ({}, 0.15, InvalidInput),
        ({"A": ["a"], "B": []}, 0.15, InvalidInput),
        ({"A": ["a"], "B": ["a"]}, 0.15, InvalidInput),
        ({"Z": ["z"]}, 0.15, UnknownCodes),
    ],
)
def test_bad_input_is_refused(cities, share, error):
    with pytest.raises(error):
        commuting_zones(FLOWS, cities, least_share=share)


@pytest.mark.realdata
def test_norway_2017_bergen_takes_in_its_neighbours(shared_statistics):
    frame = pl.read_parquet(shared_statistics / "commuting.parquet").filter(year=2017).drop("year")
    zones = commuting_zones(Flows.from_frame(frame), {"Bergen": ["1201"], "Oslo": ["0301"]})
    assert zones.as_dict()["1246"] == "1201"
    assert zones.as_dict()["0219"] == "0301"
    assert "1103" in zones.dropped["unit"]
