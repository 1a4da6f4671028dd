"""The radiation model against figures worked by hand, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from byregion.analysis.errors import InvalidInput
from byregion.analysis.interaction.radiation import radiation_flows

modest = settings(derandomize=True, max_examples=40, deadline=None)


def test_three_places_on_a_line_by_hand():
    # Places at 0, 1 and 3: from the first, the second lies between it and the third.
    at = np.array([0.0, 1.0, 3.0])
    model = radiation_flows([10, 20, 30], np.abs(at[:, None] - at), leaving=[100, 100, 100])
    assert model.between.tolist() == [[0, 0, 20], [0, 0, 10], [20, 0, 0]]
    near, far = 10 * 20 / (10 * 30), 10 * 30 / (30 * 60)
    assert model.flows[0] == pytest.approx([0, 100 * near / (near + far), 100 * far / (near + far)])
    assert model.provenance.estimate


def test_two_places_at_equal_distance_do_not_stand_in_each_others_way():
    table = [[0, 5, 5], [5, 0, 9], [5, 9, 0]]
    model = radiation_flows([10, 20, 30], table, leaving=[60, 0, 0])
    assert model.between[0].tolist() == [0, 0, 0]


def test_those_with_nowhere_to_go_are_told():
    table = [[0, np.inf], [3, 0]]
    model = radiation_flows([10, 20], table, leaving=[60, 7])
    assert model.stranded.tolist() == [60, 0]
    assert model.flows.tolist() == [[0, 0], [7, 0]]


@modest
@given(
    arrays(float, (4, 4), elements=st.floats(0, 100)),
    arrays(float, 4, elements=st.floats(1, 1e5)),
    arrays(float, 4, elements=st.floats(0, 1e5)),
    st.floats(0.5, 2),
)
def test_everybody_arrives_and_units_do_not_matter(table, sizes, leaving, scale):
    model = radiation_flows(sizes, table, leaving=leaving)
    np.testing.assert_allclose(model.flows.sum(axis=1), leaving, rtol=1e-12, atol=1e-300)
    assert np.diag(model.flows).tolist() == [0] * 4
    bigger = radiation_flows(sizes * 2, table * 4, leaving=leaving * scale)
    np.testing.assert_allclose(bigger.flows, model.flows * scale, rtol=1e-9, atol=1e-300)


@pytest.mark.parametrize(
    ("sizes", "table", "leaving", "word"),
    [
        ([1], [[0]], [1], "two places"),
        ([1, 2], [[0, 1, 2], [1, 0, 2]], [1, 1], "expected"),
        ([1, 2], [[0, 1], [1, 0]], [1], "expected 2"),
        ([1, -2], [[0, 1], [1, 0]], [1, 1], "not negative"),
    ],
)
def test_input_that_makes_no_sense_is_refused(sizes, table, leaving, word):
    with pytest.raises(InvalidInput, match=word):
        radiation_flows(sizes, table, leaving=leaving)
