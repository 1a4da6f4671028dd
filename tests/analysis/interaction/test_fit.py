"""Measures of agreement against figures worked by hand, and their bounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from byregion.analysis.errors import InvalidInput
from byregion.analysis.interaction.fit import flow_fit

flows = arrays(float, (3, 3), elements=st.floats(0, 1e6))
modest = settings(derandomize=True, max_examples=50, deadline=None)


def test_measures_by_hand():
    fit = flow_fit([[4.0, 0.0], [6.0, 0.0]], [[2.0, 2.0], [6.0, 0.0]])
    assert fit.common_part == pytest.approx(2 * 8 / 20)
    assert fit.nrmse == pytest.approx(np.sqrt(8 / 10))
    assert fit.srmse == pytest.approx(np.sqrt(8 / 4) / 2.5)
    assert fit.sorensen == pytest.approx((4 / 6 + 0 + 1) / 3)
    assert fit.pairs == 4


def test_only_the_pairs_included_are_compared():
    fit = flow_fit(
        [[99.0, 5.0], [6.0, 99.0]], [[0.0, 5.0], [6.0, 0.0]], included=~np.eye(2, dtype=bool)
    )
    assert (fit.common_part, fit.pairs) == (1.0, 2)


@modest
@given(flows)
def test_equal_flows_agree_wholly(observed):
    observed[0, 0] += 1
    fit = flow_fit(observed, observed)
    assert (fit.common_part, fit.nrmse, fit.srmse, fit.sorensen) == (1, 0, 0, 1)


@modest
@given(flows, flows)
def test_shares_stay_between_none_and_all_and_do_not_care_who_is_who(observed, modelled):
    observed[0, 0] += 1
    modelled[0, 1] += 1
    fit, reverse = flow_fit(observed, modelled), flow_fit(modelled, observed)
    assert 0 <= fit.common_part <= 1 + 1e-12
    assert 0 <= fit.sorensen <= 1 + 1e-12
    assert fit.common_part == pytest.approx(reverse.common_part)
    assert fit.sorensen == pytest.approx(reverse.sorensen)


@pytest.mark.parametrize(
    ("observed", "modelled", "included", "word"),
    [
        ([1.0], [1.0, 2.0], None, "shape"),
        ([1.0, 2.0], [1.0, 2.0], [True], "shape"),
        ([1.0, np.nan], [1.0, 2.0], None, "observed"),
        ([1.0, 2.0], [1.0, -2.0], None, "modelled"),
        ([0.0, 0.0], [1.0, 2.0], None, "no flow"),
        ([1.0, 1.0], [1.0, 2.0], [False, False], "no flow"),
    ],
)
def test_flows_that_cannot_be_compared_are_refused(observed, modelled, included, word):
    with pytest.raises(InvalidInput, match=word):
        flow_fit(observed, modelled, included=included)
