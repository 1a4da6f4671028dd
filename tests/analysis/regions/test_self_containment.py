import json
import logging
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from tests.analysis.regions.plain_self_containment import Plain

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.flows import Flows
from byregion.analysis.regions.result import replay
from byregion.analysis.regions.self_containment import regions_by_self_containment
from byregion.analysis.regions.validity import Requirements

MODES = ["definition", "labourmarketareas"]
SMALL = Requirements(20, 0.6, 200, 0.7)


def flows_of(matrix, units=None):
    matrix = np.asarray(matrix, dtype=float)
    units = units or tuple(f"u{i:03}" for i in range(len(matrix)))
    return Flows(units=tuple(units), matrix=sparse.csr_array(matrix))


@pytest.fixture(scope="module")
def brindisi():
    frame = pl.read_csv(Path(__file__).parent / "data" / "brindisi_commuting.csv")
    return Flows.from_frame(
        frame.rename({"community_live": "home", "community_work": "work", "amount": "employed"})
    )


@pytest.fixture(scope="module")
def norway(shared_statistics):
    frame = pl.read_parquet(shared_statistics / "commuting.parquet")
    return Flows.from_frame(frame.filter(pl.col("year") == 2017).drop("year"))


def groups(membership):
    return {frozenset(units) for units in membership.group_by("region").agg("unit")["unit"]}


def groups_of(cluster):
    return {
        frozenset(u for u, c in cluster.items() if c == name)
        for name in set(cluster.values()) - {None}
    }


@st.composite
def matrices(draw):
    n = draw(st.integers(2, 11))
    seed = draw(st.integers(0, 2**32 - 1))
    largest = draw(st.sampled_from([3, 30]))
    rng = np.random.default_rng(seed)
    links = rng.integers(0, largest, (n, n)) * (rng.random((n, n)) < rng.uniform(0.2, 0.9))
    links[np.arange(n), np.arange(n)] = rng.integers(0, 4 * largest, n)
    # A ring keeps every unit in play, so that kernel and twin see the same units.
    links[np.arange(n), (np.arange(n) + 1) % n] += 1
    return links


@pytest.mark.parametrize("mode", MODES)
def test_brindisi_gives_the_nine_areas_of_the_istat_example(brindisi, mode):
    """Franconi, D'Alò & Ichim (2016): 1000, .6667, 10000, .75 give 9 areas in 12 moves."""
    result = regions_by_self_containment(brindisi, mode=mode)
    assert len(brindisi.units) == 20
    assert brindisi.matrix.sum() == 89_192
    assert groups(result.membership) == {
        frozenset(f"740{unit}" for unit in area.split())
        for area in (
            "01 14 15 17",
            "03",
            "05",
            "07",
            "08 11",
            "06 09 10 19",
            "02 12",
            "04 13 16 18",
            "20",
        )
    }
    assert result.log["action"].to_list() == ["move"] * 12
    assert result.reserve.is_empty()
    assert result.dropped.is_empty()
    assert result.regions["validity"].min() >= 1


@pytest.mark.parametrize("mode", MODES)
@settings(max_examples=150, deadline=None, derandomize=True)
@given(matrix=matrices(), most_moves=st.sampled_from([1, 2, 100]))
def test_the_compiled_loop_does_as_the_plain_twin(mode, matrix, most_moves):
    result = regions_by_self_containment(flows_of(matrix), SMALL, mode=mode, most_moves=most_moves)
    twin = Plain(matrix, SMALL, mode=mode, most_moves=most_moves)
    labels = twin.run()
    number = {f"u{i:03}": i for i in range(len(matrix))} | {None: -1}
    acts = [
        tuple(number[code] for code in row)
        for row in result.log.select("unit", "source", "target").rows()
    ]
    assert acts == twin.log
    units = [f"u{i:03}" for i in range(len(matrix))]
    assert groups(result.membership) == groups_of(
        {u: None if label < 0 else label for u, label in zip(units, labels, strict=True)}
    )


@pytest.fixture
def uncompiled(monkeypatch):
    """The kernel's functions as plain Python, to see what compiling may have changed."""
    from byregion.analysis.regions import kernels

    for name, function in list(vars(kernels).items()):
        if hasattr(function, "py_func"):
            monkeypatch.setattr(kernels, name, function.py_func)
    # What is asked before the first call.
    kernels.regionalise.signatures = ("none",)
    yield
    del kernels.regionalise.signatures


def random_matrix(seed, units=25):
    rng = np.random.default_rng(seed)
    links = rng.integers(0, 30, (units, units)) * (rng.random((units, units)) < 0.3)
    links[np.arange(units), np.arange(units)] = rng.integers(0, 120, units)
    links[np.arange(units), (np.arange(units) + 1) % units] += 1
    return links


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("most_moves", [1, 100])
def test_compiling_changes_nothing(mode, most_moves, request):
    ties = [[5, 0, 5], [5, 90, 0], [0, 0, 90]]
    cases = [flows_of(random_matrix(seed)) for seed in range(12)]
    cases += [flows_of(random_matrix(1, units=80)), flows_of(ties)]

    def logs():
        return [
            regions_by_self_containment(flows, SMALL, mode=mode, most_moves=most_moves).log
            for flows in cases
        ]

    compiled = logs()
    request.getfixturevalue("uncompiled")
    assert all(one.equals(other) for one, other in zip(compiled, logs(), strict=True))


def test_the_modes_differ_where_the_rest_of_a_region_is_not_the_least_valid():
    logs = [
        [
            regions_by_self_containment(flows_of(random_matrix(seed)), SMALL, mode=mode).log
            for mode in MODES
        ]
        for seed in range(60)
    ]
    assert any(not one.equals(other) for one, other in logs)


@pytest.mark.parametrize(
    ("mode", "target"), [("definition", "u001"), ("labourmarketareas", "u002")]
)
def test_ties_in_cohesion_go_to_the_lowest_code_or_as_the_package_does(mode, target):
    """The first unit sends as much to either neighbour, and these are alike."""
    matrix = [[0, 5, 5], [5, 90, 0], [5, 0, 90]]
    result = regions_by_self_containment(flows_of(matrix), SMALL, mode=mode)
    assert result.log.row(0)[:5] == (1, "move", "u000", "u000", target)


@pytest.mark.parametrize("silent", [1, 2])
def test_the_package_prefers_a_region_from_which_nobody_commutes_to_the_unit(silent):
    """Cohesion 5**2/(10 * 95) to one and from the other; R's package too takes the former."""
    matrix = np.diag([5, 90, 90])
    matrix[0, silent] = matrix[3 - silent, 0] = 5
    result = regions_by_self_containment(flows_of(matrix), SMALL, mode="labourmarketareas")
    assert result.log.row(0)[:5] == (1, "move", "u000", "u000", f"u00{silent}")
    result = regions_by_self_containment(flows_of(matrix), SMALL)
    assert result.log.row(0)[:5] == (1, "move", "u000", "u000", "u001")


@settings(max_examples=40, deadline=None, derandomize=True)
@given(matrix=matrices())
def test_invariants(matrix):
    flows = flows_of(matrix)
    result = regions_by_self_containment(flows, SMALL)
    placed = set(result.membership["unit"])
    homeless = set(result.reserve.filter(pl.col("region").is_null())["unit"])
    assert placed | homeless == set(flows.units)
    assert not placed & homeless
    assert groups(result.membership) == groups_of(replay(result.log, flows.units))
    assert all(region in units for region, units in _members(result).items())
    if result.reserve.is_empty():
        assert (result.regions["validity"] >= 1).all()
    assert (result.regions["internal"] <= result.regions["jobs"]).all()


def _members(result):
    return {
        region: set(units)
        for region, units in result.membership.group_by("region").agg("unit").rows()
    }


@settings(max_examples=25, deadline=None, derandomize=True)
@given(matrix=matrices(), seed=st.integers(0, 1000))
def test_row_order_does_not_matter(matrix, seed):
    frame = flows_of(matrix).to_frame()
    shuffled = frame.sample(fraction=1, shuffle=True, seed=seed)
    results = [regions_by_self_containment(Flows.from_frame(f), SMALL) for f in (frame, shuffled)]
    for name in ("membership", "regions", "reserve", "log"):
        one, other = (getattr(result, name).write_ndjson() for result in results)
        assert one == other


def test_fractions_of_people_sum_exactly():
    """Thirds of people would drift; read to 1/2**20 they give the same division as wholes."""
    rng = np.random.default_rng(7)
    matrix = rng.integers(0, 40, (30, 30)) + np.diag(rng.integers(50, 200, 30))
    thirds = Requirements(20 / 3, 0.6, 200 / 3, 0.7)
    whole = regions_by_self_containment(flows_of(matrix), SMALL)
    third = regions_by_self_containment(flows_of(matrix / 3), thirds)
    assert whole.membership.equals(third.membership)


def test_units_that_nothing_can_place_are_dropped_with_the_reason():
    matrix = np.zeros((7, 7))
    matrix[0, 1], matrix[1, 0], matrix[0, 0], matrix[1, 1] = 40, 30, 50, 50
    matrix[2, 2] = 10  # an island to itself
    matrix[3, 0] = 5  # a suburb without jobs
    matrix[1, 4] = 5  # an airport without residents
    matrix[5, 5], matrix[5, 6] = 3, 2  # tied only to a place without residents
    result = regions_by_self_containment(flows_of(matrix), SMALL)
    assert result.dropped.rows() == [
        ("u002", "no flow to or from another unit"),
        ("u003", "no jobs"),
        ("u004", "no employed residents"),
        ("u005", "no flow to or from another unit"),
        ("u006", "no employed residents"),
    ]
    assert result.membership["unit"].to_list() == ["u000", "u001"]


def test_a_unit_that_would_weaken_its_candidate_waits_and_is_assigned_at_the_end():
    """The centre is valid just so; a loose dormitory with a rival workplace would break it."""
    matrix = [[700, 100, 0], [40, 10, 90], [100, 0, 300]]
    result = regions_by_self_containment(flows_of(matrix), Requirements(50, 0.74, 1000, 0.75))
    waited = result.reserve.filter(pl.col("region").is_not_null())
    assert waited["reason"].unique().to_list() == [
        "the most cohesive region would become less valid"
    ]
    last = result.log.filter(pl.col("action") == "assign")
    assert last["source"].to_list() == [None] * len(last)
    assert set(last["unit"]) == set(waited["unit"])


def test_when_no_region_is_left_the_reserve_has_no_region():
    result = regions_by_self_containment(flows_of([[0, 5], [5, 0]]), Requirements(50, 0.7, 60, 0.9))
    both = result.membership.height + result.reserve["region"].null_count()
    assert both == 2


def test_a_unit_may_move_only_so_often():
    rng = np.random.default_rng(3)
    matrix = rng.integers(0, 30, (25, 25)) + np.diag(rng.integers(0, 60, 25))
    loose = regions_by_self_containment(flows_of(matrix), SMALL)
    tight = regions_by_self_containment(flows_of(matrix), SMALL, most_moves=1)
    moves = tight.log.filter(pl.col("action") == "move")
    assert moves["unit"].is_unique().all()
    assert loose.log.filter(pl.col("action") == "move")["unit"].is_duplicated().any()
    assert "moved as often as allowed" in tight.reserve["reason"].to_list()


def test_parameters_and_sources_go_with_the_result(brindisi):
    result = regions_by_self_containment(brindisi, SMALL, mode="labourmarketareas")
    assert result.parameters["minimum_size"] == 20
    assert result.parameters["mode"] == "labourmarketareas"
    assert result.provenance.method == "self-containment"
    assert result.as_dict().keys() == set(brindisi.units)


def test_the_first_call_says_what_it_is_doing(brindisi, caplog, monkeypatch):
    from byregion.analysis.regions import kernels

    class Fresh:
        signatures = ()

        def __call__(self, *arguments):
            return compiled(*arguments)

    compiled = kernels.regionalise
    monkeypatch.setattr(kernels, "regionalise", Fresh())
    with caplog.at_level(logging.INFO, logger="byregion.analysis"):
        regions_by_self_containment(brindisi)
    assert "preparing the compiled loop" in caplog.text


def test_without_a_place_to_keep_the_compiled_loop_it_still_runs(monkeypatch):
    from byregion.analysis.regions import kernels

    def nowhere_to_write(*, nogil, cache=False):
        if cache:
            raise RuntimeError("no locator available")
        return lambda function: ("compiled", function, nogil)

    monkeypatch.setattr(kernels, "njit", nowhere_to_write)
    assert kernels.compiled(len) == ("compiled", len, True)


def test_importing_the_method_does_not_import_numba():
    code = (
        "import json, sys; import byregion.analysis.regions.self_containment; "
        "print(json.dumps('numba' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert json.loads(done.stdout) is False


def test_an_unknown_mode_is_refused(brindisi):
    with pytest.raises(InvalidInput, match="neither 'definition'"):
        regions_by_self_containment(brindisi, mode="fast")


def test_a_limit_below_one_is_refused(brindisi):
    with pytest.raises(InvalidInput, match="most_moves"):
        regions_by_self_containment(brindisi, most_moves=0)


def test_more_people_than_can_be_summed_exactly_are_refused():
    with pytest.raises(InvalidInput, match="summed exactly"):
        regions_by_self_containment(flows_of([[1e10, 1], [1, 1]]))


def test_too_few_units_are_refused():
    with pytest.raises(NotEnoughData, match="at least two"):
        regions_by_self_containment(flows_of([[1, 0], [0, 1]]))


@pytest.mark.realdata
@pytest.mark.parametrize("mode", MODES)
def test_norway_is_divided_without_remainder(norway, mode):
    result = regions_by_self_containment(norway, mode=mode)
    assert result.membership["unit"].to_list() == list(norway.units)
    checked = result.regions.join(result.reserve.select("region").unique(), on="region", how="anti")
    assert (checked["validity"] >= 1).all()
    assert result.regions["employed_residents"].sum() == 2_609_737
    assert groups(result.membership) == groups_of(replay(result.log, norway.units))


@pytest.mark.realdata
@pytest.mark.parametrize("mode", MODES)
def test_norway_agrees_with_the_plain_twin(norway, mode):
    """A tenth of the country, every move the same."""
    kept = [unit for unit in norway.units if unit[:2] in ("06", "07", "08")]
    at = [norway.index[unit] for unit in kept]
    matrix = norway.matrix[at][:, at].toarray()
    result = regions_by_self_containment(flows_of(matrix, kept), mode=mode)
    twin = Plain(matrix, Requirements(), mode=mode)
    twin.run()
    number = {unit: i for i, unit in enumerate(kept)} | {None: -1}
    acts = result.log.select("unit", "source", "target").rows()
    assert [tuple(number[code] for code in act) for act in acts] == twin.log
