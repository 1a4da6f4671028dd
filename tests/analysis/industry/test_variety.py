import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion.analysis.errors import InvalidInput
from byregion.analysis.industry.variety import variety

GROUPS = pl.DataFrame({"industry": ["i0", "i1", "i2", "i3"], "group": ["a", "a", "b", "b"]})


def test_equal_shares_by_hand(square):
    """Four equal industries in two groups: 2 bits, one between the groups and one within."""
    result = variety(square([[5, 5, 5, 5]]), GROUPS)
    assert result.units.row(0)[2:] == pytest.approx((2, 1, 1))
    assert result.provenance.parameters == {"industries": 4, "groups": 2}


def test_unequal_shares_by_hand(square):
    """1/2, 1/4, 1/4, 0: total 1.5; groups 3/4, 1/4; within the first H(2/3, 1/3)."""
    total, unrelated, related = variety(square([[2, 1, 1, 0]]), GROUPS).units.row(0)[2:]
    assert total == pytest.approx(1.5)
    assert unrelated == pytest.approx(2 - 0.75 * math.log2(3))
    assert related == pytest.approx(0.75 * (math.log2(3) - 2 / 3))


def test_a_unit_without_employed_is_unknown(square):
    result = variety(square([[1, 1, 0, 0], [0, 0, 0, 0]]), GROUPS).units
    assert result.rows() == [("u0", 2.0, 1.0, 0.0, 1.0), ("u1", 0.0, None, None, None)]


@given(
    st.lists(st.integers(0, 10**6), min_size=6, max_size=6).filter(any),
    st.lists(st.sampled_from("abc"), min_size=6, max_size=6),
)
@settings(max_examples=60, derandomize=True, deadline=None)
def test_entropy_decomposes_exactly(square, numbers, names):
    groups = pl.DataFrame({"industry": [f"i{n}" for n in range(6)], "group": names})
    _, _, total, unrelated, related = variety(square([numbers]), groups).units.row(0)
    assert total == pytest.approx(unrelated + related, abs=1e-12)
    assert min(unrelated, related) >= -1e-12
    assert total <= math.log2(6) + 1e-12


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        (GROUPS.drop("group"), "columns"),
        (GROUPS.with_columns(group=pl.lit(None, dtype=pl.String)), "code is missing"),
        (pl.concat([GROUPS, GROUPS]), "more than once"),
        (GROUPS[:3], "without a group: i3"),
    ],
)
def test_faulty_groups_are_refused(square, groups, message):
    with pytest.raises(InvalidInput, match=message):
        variety(square([[1, 1, 1, 1]]), groups)
