import itertools
import time
import warnings

import libpysal
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion.analysis.errors import InvalidInput, NotEnoughData, UnknownCodes
from byregion.analysis.provenance import TableSource
from byregion.analysis.spatial.moran import local_moran, moran
from byregion.analysis.spatial.weights import Weights


def test_columbus_crime_as_published(columbus):
    """PySAL 4: I, expectation, variance and z of CRIME over Columbus."""
    result = moran(*columbus("CRIME"), seed=1)
    assert result.statistic == pytest.approx(0.5001885572, abs=1e-9)
    assert result.expected == pytest.approx(-0.0208333, abs=1e-7)
    assert result.variance_normal == pytest.approx(0.0085634131, abs=1e-9)
    assert result.z_normal == pytest.approx(5.6303127877, abs=1e-8)
    assert result.z_random == pytest.approx(5.5893826750, abs=1e-8)
    assert result.p_permutation == pytest.approx(0.002)
    assert (result.units, result.isolates) == (49, ())


def test_columbus_house_values_as_published(columbus):
    assert moran(*columbus("HOVAL")).statistic == pytest.approx(0.1800931143, abs=1e-9)


def test_columbus_local_statistics_as_published(columbus):
    """PySAL 4: the first five local statistics of CRIME."""
    result = local_moran(*columbus("CRIME"))
    assert result.units["statistic"][:5].to_list() == pytest.approx(
        [0.72178, 0.51799, 0.09194, 0.00472, 0.29741], abs=5e-6
    )
    clusters = result.units.drop_nulls("cluster")
    assert not clusters.is_empty()
    assert (clusters["p_adjusted"] <= result.level).all()
    assert (clusters["p_adjusted"] >= clusters["p"]).all()


@pytest.mark.slow
@pytest.mark.parametrize("variable", ["CRIME", "HOVAL"])
def test_local_p_values_agree_with_esda(columbus, variable):
    """esda folds to one side; the two-sided p-value is twice that, up to the random draws."""
    import esda

    weights, values = columbus(variable)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        w = libpysal.weights.WSP(weights.matrix.tocsr()).to_W(silence_warnings=True)
        w.transform = "r"
        oracle = esda.Moran_Local(
            values["value"].to_numpy(), w, permutations=4999, seed=12, n_jobs=1
        )
    ours = local_moran(weights, values, permutations=4999, seed=3).units
    assert ours["statistic"].to_numpy() == pytest.approx(oracle.Is)
    assert ours["p"].to_numpy() == pytest.approx(np.minimum(1, 2 * oracle.p_sim), abs=0.05)
    names = {1: "high-high", 2: "low-high", 3: "low-low", 4: "high-low"}
    assert ours["quadrant"].to_list() == [names[quadrant] for quadrant in oracle.q]


def test_local_p_values_approach_those_of_all_arrangements(grid, on):
    """3 x 3: for each unit every ordered choice of neighbours' values, counted."""
    weights = grid(3)
    numbers = np.array([9.0, 8.0, 5.0, 7.0, 6.0, 3.0, 4.0, 1.0, 2.0])
    deviations = numbers - numbers.mean()
    exact = []
    for unit in range(9):
        neighbours = np.flatnonzero(weights.matrix.toarray()[unit])
        observed = deviations[unit] * deviations[neighbours].mean()
        others = np.delete(deviations, unit)
        draws = np.array(
            [
                deviations[unit] * np.mean(choice)
                for choice in itertools.combinations(others, len(neighbours))
            ]
        )
        tails = (draws >= observed - 1e-9).mean(), (draws <= observed + 1e-9).mean()
        exact.append(min(1.0, 2 * min(tails)))
    ours = local_moran(weights, on(weights, numbers), permutations=9999, seed=2).units["p"]
    assert ours.to_numpy() == pytest.approx(np.array(exact), abs=0.02)


def test_chessboard_is_the_least_alike(grid, on):
    weights = grid(4)
    result = moran(weights, on(weights, [(n // 4 + n) % 2 for n in range(16)]))
    assert result.statistic == pytest.approx(-1)
    assert result.z_random < 0
    assert result.p_permutation < 0.05


@given(st.lists(st.integers(-50, 50), min_size=16, max_size=16), st.permutations(range(16)))
@settings(max_examples=30, derandomize=True, deadline=None)
def test_renaming_and_reordering_units_changes_nothing(grid, on, numbers, order):
    if len(set(numbers)) == 1:
        numbers = [*numbers[:-1], numbers[-1] + 1]
    weights = grid(4)
    values = on(weights, numbers)
    first = moran(weights, values, permutations=19)
    assert moran(weights, values[list(order)], permutations=19) == first
    names = dict(zip(weights.units, [f"u{n:02}" for n in order], strict=True))
    coo = weights.matrix.tocoo()
    pairs = pl.DataFrame(
        {
            "unit": [names[weights.units[n]] for n in coo.row],
            "neighbour": [names[weights.units[n]] for n in coo.col],
        }
    )
    renamed = Weights.from_adjacency(pairs, units=sorted(names.values())).standardised()
    second = moran(renamed, values.with_columns(pl.col("code").replace(names)), permutations=19)
    for name in ("statistic", "variance_normal", "variance_random"):
        assert getattr(second, name) == pytest.approx(getattr(first, name), abs=1e-12)


def test_local_statistics_sum_to_the_global(columbus):
    weights, values = columbus("CRIME")
    total = local_moran(weights, values, permutations=19).units["statistic"].sum()
    assert total / 48 == pytest.approx(moran(weights, values, permutations=19).statistic)


def test_same_seed_same_p_and_other_seed_other_draws(columbus):
    weights, values = columbus("HOVAL")
    first = local_moran(weights, values, seed=5).units
    assert first.equals(local_moran(weights, values.reverse(), seed=5).units)
    assert not first.equals(local_moran(weights, values, seed=6).units)


def test_isolates_are_left_out_and_named(grid, on):
    weights = grid(3)
    pairs = weights.matrix.tocoo()
    frame = pl.DataFrame(
        {
            "unit": [weights.units[n] for n in pairs.row],
            "neighbour": [weights.units[n] for n in pairs.col],
        }
    )
    island = Weights.from_adjacency(frame, units=[*weights.units, "island"]).standardised()
    numbers = [3, 1, 4, 1, 5, 9, 2, 6, 5]
    result = moran(island, on(island, [*numbers, 1000]))
    assert result.isolates == ("island",)
    assert result.statistic == moran(weights, on(weights, numbers)).statistic
    local = local_moran(island, on(island, [*numbers, 1000]))
    assert local.isolates == ("island",)
    assert "island" not in local.units["unit"].to_list()


def test_local_moran_of_a_country_takes_well_under_a_second(grid, on):
    weights = grid(21)
    values = on(weights, np.random.default_rng(1).normal(size=441))
    begin = time.perf_counter()
    local_moran(weights, values, permutations=999)
    assert time.perf_counter() - begin < 1


def test_sources_reach_the_result(grid, on):
    weights = grid(3)
    source = TableSource("An office", "1", "Made up for this test", "2020", "CC0")
    options = {"permutations": 19, "sources": (source,)}
    for method in (moran, local_moran):
        assert method(weights, on(weights, range(9)), **options).provenance.sources == (source,)


@pytest.mark.realdata
def test_job_growth_along_the_commuting_of_2017(shared_statistics):
    """Weights of up to 321 workplaces for one municipality stay quick and are all accounted for."""
    jobs = pl.read_csv(
        shared_statistics / "labour_market.csv", schema_overrides={"municipality": pl.String}
    )
    growth = (
        jobs.filter(year=2017).join(jobs.filter(year=2019), on="municipality").sort("municipality")
    )
    units = growth["municipality"].to_list()
    flows = pl.read_parquet(shared_statistics / "commuting.parquet").filter(
        pl.col("year") == 2017,
        pl.col("home") != pl.col("work"),
        pl.col("home").is_in(units),
        pl.col("work").is_in(units),
    )
    weights = Weights.from_frame(
        flows.select(unit="home", neighbour="work", weight="employed"), units=units
    ).standardised()
    values = growth.select(code="municipality", value=pl.col("jobs_right") / pl.col("jobs") - 1)
    begin = time.perf_counter()
    local = local_moran(weights, values)
    assert time.perf_counter() - begin < 1
    assert local.units.height == len(units) - len(local.isolates)
    total = local.units["statistic"].sum() / (local.units.height - 1)
    assert total == pytest.approx(moran(weights, values).statistic)


def test_faulty_values_are_refused(grid, on):
    weights = grid(3)
    good = on(weights, range(9))
    with pytest.raises(InvalidInput, match="columns"):
        moran(weights, good.drop("value"))
    with pytest.raises(InvalidInput, match="more than once"):
        moran(weights, pl.concat([good, good]))
    with pytest.raises(InvalidInput, match="subset"):
        moran(weights, good.with_columns(value=pl.lit(None, dtype=pl.Float64)))
    with pytest.raises(InvalidInput, match="alike"):
        moran(weights, on(weights, [7] * 9))
    with pytest.raises(InvalidInput, match="at least 19"):
        moran(weights, good, permutations=5)
    extra = pl.concat([good, pl.DataFrame({"code": ["elsewhere"], "value": [1.0]})])
    with pytest.raises(UnknownCodes, match="elsewhere"):
        moran(weights, extra)
    with pytest.raises(NotEnoughData, match="units with neighbours"):
        moran(weights.subset(["0000", "0001"]), good[:2])
