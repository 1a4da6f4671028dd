import numpy as np
import polars as pl
import pytest
from scipy import sparse

from byregion.analysis.cores.finding import CoreRules
from byregion.analysis.cores.structure import core_structure
from byregion.analysis.errors import InvalidInput, UnknownCodes
from byregion.analysis.flows import Flows


def flows_of(matrix, units="abcdefgh"):
    matrix = np.asarray(matrix, dtype=float)
    return Flows(units=tuple(units[: len(matrix)]), matrix=sparse.csr_array(matrix))


TWINS = flows_of([[80, 20, 0, 0], [20, 80, 0, 0], [30, 0, 20, 0], [0, 30, 0, 20]])


def test_a_partnership_with_two_cores_is_multi_core():
    found = core_structure(TWINS, ["a", "b", "c", "d"])
    assert (found.kind, found.cores) == ("multi-core", ("a", "b"))
    assert found.evidence["share_of_jobs"].to_list() == [130 / 300, 130 / 300]
    assert found.morphological < 0
    assert found.functional == pytest.approx((1 - 50 / 2 / 25) * 100 / 300, abs=1e-9)
    assert found.provenance.parameters["least_jobs"] == 0.2


def test_cores_outside_the_partnership_do_not_count():
    found = core_structure(TWINS, ["a", "c"])
    assert (found.kind, found.cores) == ("single-core", ("a",))


def test_a_small_core_beside_a_large_one_does_not_make_it_multi_core():
    flows = flows_of([[900, 0, 0, 0], [50, 50, 0, 0], [0, 0, 60, 0], [0, 0, 20, 40]])
    assert core_structure(flows, "abcd").kind == "single-core"
    assert core_structure(flows, "abcd", least_jobs=0.05).cores == ("a", "c")


def test_without_any_core_the_unit_with_most_jobs_stands_for_one():
    found = core_structure(TWINS, ["c", "d"])
    assert (found.kind, found.cores) == ("single-core", ("c",))
    assert found.evidence["job_surplus_core"].to_list() == [False]


def test_a_partnership_without_jobs_has_unknown_shares():
    found = core_structure(flows_of([[0, 5], [0, 5]]), ["a"], CoreRules())
    assert found.evidence["share_of_jobs"].to_list() == [None]
    assert found.functional is None


def test_impossible_partnerships_are_refused():
    with pytest.raises(UnknownCodes, match="partnership: z"):
        core_structure(TWINS, ["z"])
    with pytest.raises(InvalidInput, match="twice: a"):
        core_structure(TWINS, ["a", "a"])
    with pytest.raises(InvalidInput, match="least_jobs"):
        core_structure(TWINS, ["a"], least_jobs=2)


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("members", "cores"),
    [
        (["1102", "1103", "1120", "1122", "1124", "1127"], ("1103", "1124")),  # Stavanger, Sola
        (["0805", "0806", "0814"], ("0806", "0805")),  # Skien and Porsgrunn in Grenland
        (["0105", "0106"], ("0106", "0105")),  # Fredrikstad and Sarpsborg
        (["1201", "1246", "1247"], ("1201",)),  # Bergen
        (["0403", "0412", "0415", "0417"], ("0403",)),  # Hamar
    ],
)
def test_norway_2017_partnerships_have_the_cores_one_expects(shared_statistics, members, cores):
    frame = pl.read_parquet(shared_statistics / "commuting.parquet").filter(year=2017).drop("year")
    found = core_structure(Flows.from_frame(frame), members)
    assert found.cores == cores
    assert found.kind == ("multi-core" if len(cores) > 1 else "single-core")
