"""Every constraint and deterrence on the command line, and where the figures come from."""

import json

import numpy as np
import polars as pl
import pytest

from byregion.analysis.interaction.deterrence import Deterrence
from byregion.analysis.interaction.gravity import (
    attraction_constrained_gravity,
    doubly_constrained_gravity,
    production_constrained_gravity,
    unconstrained_gravity,
)

UNITS = ["a", "b", "c", "d", "e"]
FITS = {
    "doubly": doubly_constrained_gravity,
    "production": lambda flows, **given: production_constrained_gravity(
        flows, destination_sizes=flows.sum(axis=0), **given
    ),
    "attraction": lambda flows, **given: attraction_constrained_gravity(
        flows, origin_sizes=flows.sum(axis=1), **given
    ),
    "none": lambda flows, **given: unconstrained_gravity(
        flows, origin_sizes=flows.sum(axis=1), destination_sizes=flows.sum(axis=0), **given
    ),
}
HELD = {"doubly": {"home", "work"}, "production": {"home"}, "attraction": {"work"}, "none": set()}
SIZES = {
    "doubly": set(),
    "production": {"destination size"},
    "attraction": {"origin size"},
    "none": {"origin size", "destination size"},
}


@pytest.fixture
def made(tmp_path):
    """Flows that fall with minutes, with noise; nobody works where they live."""
    rng = np.random.default_rng(8)
    at = rng.uniform(0, 60, (len(UNITS), 2))
    cost = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) + 5
    size = rng.uniform(500, 4000, len(UNITS))
    flows = rng.poisson(np.outer(size, size) * np.exp(-0.05 * cost) / 2e4).astype(float)
    np.fill_diagonal(flows, 0)
    home, work = np.nonzero(~np.eye(len(UNITS), dtype=bool))
    pairs = {"home": [UNITS[i] for i in home], "work": [UNITS[i] for i in work]}
    pl.DataFrame({**pairs, "employed": flows[home, work]}).write_csv(tmp_path / "flows.csv")
    pl.DataFrame({**pairs, "cost": cost[home, work]}).write_csv(tmp_path / "costs.csv")
    return flows, cost, ("gravity", tmp_path / "flows.csv", "--costs", tmp_path / "costs.csv")


@pytest.mark.parametrize("deterrence", ["exponential", "power"])
@pytest.mark.parametrize("constraint", FITS)
def test_the_command_fits_what_the_library_fits(byregion, made, constraint, deterrence):
    flows, cost, arguments = made
    options = ("--constraint", constraint, "--deterrence", deterrence, "--json")
    result = byregion(*arguments, *options)
    assert result.exit_code == 0, result.output
    answer = json.loads(result.output)
    model = FITS[constraint](
        flows,
        cost=cost,
        deterrence=Deterrence(deterrence),
        included=~np.eye(len(UNITS), dtype=bool),
    )
    found = {row["coefficient"]: row for row in answer["coefficients"]}
    assert set(found) == {"beta"} | SIZES[constraint]
    assert found["beta"]["value"] == pytest.approx(model.beta.value, rel=1e-9)
    modelled = {(row["home"], row["work"]): row["modelled"] for row in answer["rows"]}
    assert modelled["a", "c"] == pytest.approx(model.flows[0, 2], rel=1e-9)
    assert len(modelled) == len(UNITS) * (len(UNITS) - 1)
    parameters = answer["provenance"]["parameters"]
    assert parameters == {"deterrence": deterrence}


@pytest.mark.parametrize("constraint", FITS)
def test_totals_held_are_met_and_the_others_need_not_be(byregion, made, constraint):
    *_, arguments = made
    result = byregion(*arguments, "--constraint", constraint, "--json")
    pairs = pl.DataFrame(json.loads(result.output)["rows"])
    met = set()
    for side in ("home", "work"):
        sums = pairs.group_by(side).agg(pl.sum("observed", "modelled"))
        if np.allclose(sums["observed"], sums["modelled"], rtol=1e-9):
            met.add(side)
    assert met == HELD[constraint]
    assert pairs["modelled"].sum() == pytest.approx(pairs["observed"].sum())


def test_a_power_of_no_minutes_is_refused(byregion, made, tmp_path):
    *_, arguments = made
    costs = pl.read_csv(tmp_path / "costs.csv")
    nothing = costs.with_columns(cost=pl.when(pl.col("home") == "a").then(0).otherwise("cost"))
    nothing.write_csv(tmp_path / "costs.csv")
    result = byregion(*arguments, "--deterrence", "power")
    assert result.exit_code == 1
    assert "the power function has no value at cost 0" in result.output


def test_both_files_are_told_as_sources(byregion, made):
    *_, arguments = made
    result = byregion(*arguments)
    assert result.exit_code == 0, result.output
    text = result.output
    assert "Source      file given, table flows.csv" in text
    assert "Source      file given, table costs.csv" in text
    assert "Method      doubly constrained gravity model (Wilson 1971;" in text
    assert "Parameters  deterrence=exponential" in text
    assert "Status      estimate: the model by maximum likelihood, standard errors robust" in text
    assert "Note        costs from costs.csv; totals held are met to" in text
