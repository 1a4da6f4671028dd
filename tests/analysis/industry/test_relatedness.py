import numpy as np
import pytest

from byregion.analysis.industry.complexity import specialised
from byregion.analysis.industry.relatedness import relatedness

NESTED = [[40, 30, 20, 10], [50, 40, 10, 0], [60, 40, 0, 0], [100, 0, 0, 0]]


def test_proximity_and_density_by_hand(square):
    """M: u0 has i1 i2 i3, u1 has i1 i2, u2 has i1, u3 has i0; ubiquity 1, 3, 2, 1."""
    result = relatedness(square(NESTED), smallest=1)
    pairs = {(row[0], row[1]): row[2] for row in result.proximity.rows()}
    assert pairs == {
        ("i0", "i1"): 0,
        ("i0", "i2"): 0,
        ("i0", "i3"): 0,
        ("i1", "i2"): pytest.approx(2 / 3),
        ("i1", "i3"): pytest.approx(1 / 3),
        ("i2", "i3"): pytest.approx(1 / 2),
    }
    density = {(row["unit"], row["industry"]): row["density"] for row in result.density.to_dicts()}
    assert density["u0", "i0"] is None
    assert density["u1", "i3"] == pytest.approx(1)
    assert density["u2", "i2"] == pytest.approx((2 / 3) / (2 / 3 + 1 / 2))
    assert density["u3", "i1"] == 0


def test_density_against_the_double_sum(square):
    numbers = np.random.default_rng(3).gamma(0.5, 100, size=(8, 6)).round() + 1
    data = square(numbers.tolist())
    M = specialised(data, smallest=1).matrix
    k = M.sum(axis=0)
    result = relatedness(data, smallest=1).density["density"].to_numpy().reshape(8, 6)
    for unit in range(8):
        for own in range(6):
            above = below = 0.0
            for other in set(range(6)) - {own}:
                phi = (M[:, own] * M[:, other]).sum() / max(k[own], k[other])
                above += M[unit, other] * phi
                below += phi
            assert result[unit, own] == pytest.approx(above / below)


def test_the_floor_leaves_small_units_out(square):
    result = relatedness(square([*NESTED, [0, 0, 0, 1]]), smallest=10)
    assert result.left_out.rows() == [("u4", 1.0)]
    assert result.density["unit"].unique().sort().to_list() == ["u0", "u1", "u2", "u3"]
    assert result.density.filter(unit="u3")["specialised"].to_list() == [True, False, False, False]
