from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy import sparse

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.flows import Flows
from byregion.analysis.regions.agreement import agreement
from byregion.analysis.regions.greedy import regions_by_greedy_zoning
from byregion.analysis.regions.self_containment import regions_by_self_containment
from byregion.analysis.regions.stability import (
    resample,
    stability,
    stability_over_requirements,
    stability_over_samples,
    stability_over_settings,
)
from byregion.analysis.regions.validity import Requirements

BASE = {"a": "x", "b": "x", "c": "y", "d": "y"}


@pytest.fixture(scope="module")
def brindisi():
    frame = pl.read_csv(Path(__file__).parent / "data" / "brindisi_commuting.csv")
    return Flows.from_frame(
        frame.rename({"community_live": "home", "community_work": "work", "amount": "employed"})
    )


def test_overlap_is_shared_company_over_all_company():
    found = stability(BASE, {"same": BASE, "moved": {"a": "p", "b": "p", "c": "p", "e": "q"}})
    assert found.runs.select("run", "regions", "compared", "differently").rows() == [
        ("same", 2, 4, 0),
        ("moved", 2, 3, 1),
    ]
    overlap = dict(found.units.select("unit", "overlap").iter_rows())
    assert overlap["a"] == pytest.approx((1 + 2 / 3) / 2)
    assert overlap["c"] == pytest.approx((1 + 1 / 3) / 2)
    assert dict(found.units.select("unit", "changed").iter_rows()) == {
        "a": 0,
        "b": 0,
        "c": 0.5,
        "d": 0,
    }
    assert dict(found.units.select("unit", "runs").iter_rows()) == {"a": 2, "b": 2, "c": 2, "d": 1}


def test_a_unit_placed_in_no_other_run_has_no_overlap():
    found = stability(BASE, {"part": {"a": "p"}})
    assert found.units["overlap"].to_list() == [1.0, None, None, None]
    assert found.units["changed"].to_list() == [0.0, None, None, None]


def test_there_must_be_something_to_compare_with():
    with pytest.raises(NotEnoughData, match="at least one run"):
        stability(BASE, {})


def test_over_requirements(brindisi):
    others = [Requirements(), Requirements(5_000, 0.7, 30_000, 0.8)]
    found = stability_over_requirements(brindisi, Requirements(), others)
    assert found.runs["run"].to_list() == [
        "1000/0.6667/10000/0.75",
        "5000/0.7/30000/0.8",
    ]
    assert found.runs["adjusted_rand"][0] == 1
    assert found.runs["regions"][1] < 9


def test_years_and_requirements_in_one_call(brindisi):
    """The share of settings in which a unit changes region, counted by hand over all settings."""
    strict = Requirements(5_000, 0.7, 30_000, 0.8)
    grid = [Requirements(), strict, Requirements()]
    later = resample(brindisi, np.random.default_rng(8))
    found = stability_over_settings(
        {"2011": brindisi, "2021": later}, grid, base=("2011", Requirements())
    )
    names = ["1000/0.6667/10000/0.75", "5000/0.7/30000/0.8"]
    assert found.runs["run"].to_list() == [
        f"2011 {names[1]}",
        f"2021 {names[0]}",
        f"2021 {names[1]}",
    ]
    base = regions_by_self_containment(brindisi).as_dict()
    settings = [(brindisi, strict), (later, Requirements()), (later, strict)]
    moved = [
        set(agreement(base, regions_by_self_containment(*each).as_dict()).differently["unit"])
        for each in settings
    ]
    for unit, share in found.units.select("unit", "changed").iter_rows():
        assert share == sum(unit in units for units in moved) / 3
    assert found.units["changed"].max() > 0
    assert found.provenance.parameters == {
        "base": f"2011 {names[0]}",
        "years": ("2011", "2021"),
        "requirements": tuple(names),
        "mode": "definition",
    }


def test_a_base_without_flows_or_without_others_is_refused(brindisi):
    base = ("2011", Requirements())
    with pytest.raises(InvalidInput, match="of 2011"):
        stability_over_settings({"2021": brindisi}, [Requirements()], base=base)
    with pytest.raises(NotEnoughData, match="at least one"):
        stability_over_settings({"2011": brindisi}, [Requirements()], base=base)


def test_over_samples_repeats_with_the_seed(brindisi):
    found = [stability_over_samples(brindisi, samples=8, seed=seed) for seed in (1, 1, 2)]
    assert found[0].units.equals(found[1].units)
    assert not found[0].units.equals(found[2].units)
    assert found[0].provenance.estimate
    assert found[0].units["overlap"].is_between(0, 1).all()
    assert found[0].runs["adjusted_rand"].mean() > 0.3


def test_any_method_can_be_sampled(brindisi):
    found = stability_over_samples(
        brindisi,
        lambda flows: regions_by_greedy_zoning(flows, centre_size=5_000),
        samples=2,
        seed=1,
    )
    assert found.runs.height == 2


def test_a_sample_has_as_many_people_on_the_same_pairs(brindisi):
    drawn = resample(brindisi, np.random.default_rng(4))
    assert drawn.matrix.sum() == brindisi.matrix.sum()
    assert not (drawn.matrix.toarray()[brindisi.matrix.toarray() == 0]).any()
    assert drawn.units == brindisi.units


def test_samples_average_to_the_flows(brindisi):
    source = np.random.default_rng(5)
    mean = sum(resample(brindisi, source).matrix.toarray() for _ in range(200)) / 200
    expected = brindisi.matrix.toarray()
    assert np.all(np.abs(mean - expected) <= 5 * np.sqrt(expected / 200) + 1e-9)


def test_bad_input_is_refused(brindisi):
    with pytest.raises(InvalidInput, match="samples"):
        stability_over_samples(brindisi, samples=0, seed=1)
    nobody = Flows(units=("a", "b"), matrix=sparse.csr_array(np.zeros((2, 2))))
    with pytest.raises(NotEnoughData, match="nobody"):
        resample(nobody, np.random.default_rng(1))


@pytest.mark.realdata
def test_norway_over_years(shared_statistics):
    frame = pl.read_parquet(shared_statistics / "commuting.parquet")
    by_year = {
        str(year): regions_by_self_containment(
            Flows.from_frame(frame.filter(year=year).drop("year"))
        ).as_dict()
        for year in (2020, 2021, 2022)
    }
    found = stability(by_year["2020"], by_year, what="years")
    assert found.runs["adjusted_rand"][0] == 1
    assert found.runs["adjusted_rand"].min() > 0.5
    assert found.runs["compared"].to_list() == [356, 356, 356]
