"""Flows take what they are given or say what is wrong with it; methods follow their scale."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion.analysis.commuting import commuting_measures
from byregion.analysis.errors import InvalidInput
from byregion.analysis.flows import Flows
from byregion.analysis.hinterland import hinterland
from byregion.analysis.regions.greedy import regions_by_greedy_zoning
from byregion.analysis.regions.intramax import intramax
from byregion.analysis.regions.self_containment import regions_by_self_containment
from byregion.analysis.regions.validity import Requirements


def table(*rows):
    schema = {"home": pl.String, "work": pl.String, "employed": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.mark.parametrize(
    ("frame", "word"),
    [
        (table(("a", "b", -1)), "not negative: a-b"),
        (table(("a", "b", float("nan"))), "finite"),
        (table(("a", "b", float("inf"))), "finite"),
        (table(("a", "b", None)), "missing"),
        (table((None, "b", 1)), "missing"),
        (table(("a", "b", 1), ("a", "b", 2)), "more than once: a-b"),
        (table(), "empty"),
        (table(("a", "b", 1)).drop("work"), "columns work"),
    ],
)
def test_faulty_flows_are_refused(frame, word):
    with pytest.raises(InvalidInput, match=word):
        Flows.from_frame(frame)


def test_a_unit_seen_on_one_side_only_has_none_of_the_other():
    flows = Flows.from_frame(table(("b", "a", 3), ("b", "b", 0)))
    assert flows.units == ("a", "b")
    assert flows.jobs.tolist() == [3, 0]
    assert flows.employed_residents.tolist() == [0, 3]
    assert flows.matrix.nnz == 1
    assert flows.to_frame().rows() == [("b", "a", 3)]


@st.composite
def connected(draw):
    n = draw(st.integers(4, 9))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    matrix = rng.integers(1, 40, (n, n)) + np.diag(rng.integers(10, 200, n))
    codes = [f"{i}" for i in range(n)]
    return pl.DataFrame(
        {
            "home": np.repeat(codes, n),
            "work": np.tile(codes, n),
            "employed": matrix.ravel().astype(float),
        }
    )


@settings(max_examples=30, deadline=None, derandomize=True)
@given(frame=connected(), power=st.integers(-3, 6))
def test_scaled_flows_give_the_same_regions_and_shares(frame, power):
    """Powers of two, so that scaling rounds nothing; sizes that are limits are scaled too."""
    scale = 2.0**power
    one, other = (
        Flows.from_frame(frame.with_columns(employed=pl.col("employed") * by)) for by in (1, scale)
    )
    small, large = (Requirements(20 * by, 0.6, 300 * by, 0.7) for by in (1, scale))
    assert regions_by_self_containment(one, small).membership.equals(
        regions_by_self_containment(other, large).membership
    )
    assert regions_by_greedy_zoning(one, centre_size=200).membership.equals(
        regions_by_greedy_zoning(other, centre_size=200 * scale).membership
    )
    pairs = [intramax(flows).merges.select("kept", "merged") for flows in (one, other)]
    assert pairs[0].equals(pairs[1])
    shares = ("supply_self_containment", "demand_self_containment", "coverage")
    measured = [commuting_measures(flows).units.select(shares) for flows in (one, other)]
    assert measured[0].equals(measured[1])
    classes = [hinterland(flows, {"C": ["0"]}).classes for flows in (one, other)]
    assert classes[0].equals(classes[1])
