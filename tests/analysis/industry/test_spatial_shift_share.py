import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion.analysis.errors import InvalidInput
from byregion.analysis.industry.spatial_shift_share import spatial_shift_share
from byregion.analysis.spatial.weights import Weights

PARTS = ["national", "neighbours", "own", "undivided"]


def path(count):
    pairs = pl.DataFrame(
        {
            "unit": [f"u{n}" for n in range(count - 1)],
            "neighbour": [f"u{n + 1}" for n in range(count - 1)],
        }
    )
    return Weights.from_adjacency(pairs, units=[f"u{n}" for n in range(count)])


def test_parts_by_hand(square):
    """One industry, 100-100-200 → 120-100-240: all +15 %; middle: neighbours +20 %, own 0 %."""
    result = spatial_shift_share(
        square([[100], [100], [200]]), square([[120], [100], [240]]), path(3)
    )
    first, middle, last = result.by_unit.select(PARTS).rows()
    assert middle == pytest.approx((15, 5, -20, 0))
    assert first == pytest.approx((15, -15, 20, 0))
    assert last == pytest.approx((30, -30, 40, 0))
    assert result.isolates == ()


grids = st.lists(
    st.lists(st.integers(0, 200), min_size=3, max_size=3), min_size=4, max_size=4
).filter(lambda rows: any(any(row) for row in rows))


@given(grids, grids)
@settings(max_examples=40, derandomize=True, deadline=None)
def test_parts_add_up_and_standardising_makes_no_difference(square, before, after):
    weights = path(4)
    result = spatial_shift_share(square(before), square(after), weights)
    for frame in (result.by_unit, result.by_industry):
        total = frame.select(pl.sum_horizontal(PARTS)).to_series()
        assert total.to_list() == pytest.approx(frame["change"].to_list(), abs=1e-9)
    again = spatial_shift_share(square(before), square(after), weights.standardised())
    for name in PARTS:
        assert again.by_unit[name].to_list() == pytest.approx(
            result.by_unit[name].to_list(), abs=1e-7
        )


def test_an_isolate_and_an_industry_without_neighbours_stay_undivided(square):
    weights = Weights.from_adjacency(
        pl.DataFrame({"unit": ["u0"], "neighbour": ["u1"]}), units=["u0", "u1", "u2"]
    )
    result = spatial_shift_share(
        square([[10, 0], [10, 10], [10, 10]]), square([[10, 0], [10, 20], [20, 10]]), weights
    )
    assert result.isolates == ("u2",)
    rows = {(row["unit"], row["industry"]): row for row in result.by_industry.to_dicts()}
    growth = 70 / 50 - 1
    assert rows["u2", "i0"]["undivided"] == pytest.approx(10 - 10 * growth)
    assert rows["u1", "i1"]["undivided"] == pytest.approx(10 - 10 * growth)
    assert rows["u1", "i1"]["own"] == 0


def test_units_that_do_not_fit_are_refused(square):
    both = square([[1], [2]])
    with pytest.raises(InvalidInput, match="same units"):
        spatial_shift_share(both, square([[1], [2], [3]]), path(2))
    with pytest.raises(InvalidInput, match="exactly the units"):
        spatial_shift_share(both, both, path(3))
    with pytest.raises(InvalidInput, match="nobody"):
        spatial_shift_share(square([[0], [0]]), both, path(2))
