import warnings

import libpysal
import pytest

from byregion.analysis.spatial.geary import geary


def test_columbus_crime_as_published(columbus):
    """PySAL 4: Geary's C of CRIME over Columbus."""
    result = geary(*columbus("CRIME"))
    assert result.statistic == pytest.approx(0.5405282027, abs=1e-9)
    assert result.p_permutation == pytest.approx(0.002)
    assert result.provenance.method == "Geary's C"


@pytest.mark.parametrize("variable", ["CRIME", "HOVAL", "INC"])
def test_variances_and_z_as_in_esda(columbus, variable):
    import esda

    weights, values = columbus(variable)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        w = libpysal.weights.WSP(weights.matrix.tocsr()).to_W(silence_warnings=True)
        oracle = esda.Geary(values["value"].to_numpy(), w, transformation="r", permutations=0)
    result = geary(weights, values, permutations=19)
    assert result.variance_normal == pytest.approx(oracle.VC_norm, rel=1e-9)
    assert result.variance_random == pytest.approx(oracle.VC_rand, rel=1e-9)
    assert result.z_random == pytest.approx(oracle.z_rand, rel=1e-9)
    assert result.p_random == pytest.approx(2 * oracle.p_rand, rel=1e-9)


def test_chessboard_differs_most(grid, on):
    weights = grid(4)
    result = geary(weights, on(weights, [(n // 4 + n) % 2 for n in range(16)]))
    assert result.statistic == pytest.approx(15 / 8)
    assert result.z_normal > 0


def test_sum_of_squares_by_hand(grid, on):
    """2 x 2 with 1, 2, 4, 7: neighbours differ by 1, 3, 5, 3; Σz² = 21, each weight 1/2."""
    weights = grid(2)
    result = geary(weights, on(weights, [1, 2, 4, 7]), permutations=19)
    assert result.statistic == pytest.approx(3 * (1 + 9 + 25 + 9) / (2 * 4 * 21))
