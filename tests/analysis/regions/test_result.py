import numpy as np
import polars as pl
import pytest
from scipy import sparse

from byregion.analysis.errors import InvalidInput, UnknownCodes
from byregion.analysis.flows import Flows
from byregion.analysis.regions.result import LOG_SCHEMA, describe, replay

FLOWS = Flows(
    units=("a", "b", "c", "d"),
    matrix=sparse.csr_array(np.array([[5.0, 3, 0, 0], [0, 9, 1, 0], [0, 2, 4, 0], [0, 0, 0, 0]])),
)


def log_of(*acts):
    rows = [(i, *act, None, None) for i, act in enumerate(acts, start=1)]
    return pl.DataFrame(rows, schema=LOG_SCHEMA, orient="row")


def test_a_log_is_carried_out_act_by_act():
    log = log_of(
        ("move", "a", "a", "b"),
        ("merge", None, "b", "c"),
        ("reserve", "d", "d", None),
    )
    assert replay(log, "abcd") == {"a": "c", "b": "c", "c": "c", "d": None}
    assert replay(log.head(1), "abcd") == {"a": "b", "b": "b", "c": "c", "d": "d"}


def test_a_log_of_other_units_is_refused():
    with pytest.raises(UnknownCodes, match="the log: z"):
        replay(log_of(("move", "z", "a", "b")), "ab")


def test_regions_are_named_by_most_jobs_and_counted():
    membership, regions = describe(FLOWS, np.array([7, 7, 2, -1]))
    assert membership.rows() == [("a", "b"), ("b", "b"), ("c", "c")]
    assert regions.drop("supply_self_containment", "demand_self_containment").rows() == [
        ("b", 2, 18.0, 19.0, 17.0),
        ("c", 1, 6.0, 5.0, 4.0),
    ]
    assert regions["supply_self_containment"].to_list() == [17 / 18, 4 / 6]
    assert regions["demand_self_containment"].to_list() == [17 / 19, 4 / 5]


def test_a_region_without_people_has_unknown_shares():
    _, regions = describe(FLOWS, np.array([0, 0, 0, 1]))
    assert regions["supply_self_containment"].to_list()[1] is None


def test_nothing_placed_is_nothing_counted():
    membership, regions = describe(FLOWS, np.full(4, -1))
    assert membership.is_empty()
    assert regions.is_empty()


def test_labels_must_fit_the_units():
    with pytest.raises(InvalidInput, match="3 labels for 4 units"):
        describe(FLOWS, np.zeros(3, dtype=np.int64))
