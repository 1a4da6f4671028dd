import warnings

import libpysal
import polars as pl
import pytest

from byregion.analysis.errors import InvalidInput
from byregion.analysis.spatial.bivariate import bivariate_moran, local_bivariate_moran
from byregion.analysis.spatial.moran import local_moran, moran


def test_statistic_as_in_esda(columbus):
    import esda

    weights, x = columbus("INC")
    _, y = columbus("CRIME")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        w = libpysal.weights.WSP(weights.matrix.tocsr()).to_W(silence_warnings=True)
        oracle = esda.Moran_BV(
            x["value"].to_numpy(), y["value"].to_numpy(), w, transformation="r", permutations=0
        )
    result = bivariate_moran(weights, x, y)
    assert result.statistic == pytest.approx(oracle.I, abs=1e-12)
    assert result.statistic < 0
    assert result.p_permutation == pytest.approx(0.002)


def test_of_a_variable_with_itself_is_morans_i(columbus):
    weights, x = columbus("HOVAL")
    both = bivariate_moran(weights, x, x, seed=4)
    assert both.statistic == pytest.approx(moran(weights, x).statistic)
    assert both.correlation == pytest.approx(1)
    local = local_bivariate_moran(weights, x, x, seed=4).units
    expected = local_moran(weights, x, seed=4).units
    assert local["statistic"].to_numpy() == pytest.approx(expected["statistic"].to_numpy())
    assert local["p"].to_list() == expected["p"].to_list()


def test_local_statistics_sum_to_the_global_and_show_the_other_variables_lag(columbus):
    weights, x = columbus("INC")
    _, y = columbus("CRIME")
    local = local_bivariate_moran(weights, x, y, permutations=99)
    total = bivariate_moran(weights, x, y, permutations=99).statistic
    assert local.units["statistic"].sum() / 48 == pytest.approx(total)
    assert local.units["value"].to_list() == x["value"].to_list()
    assert local.units["lag"].to_list() == pytest.approx(list(weights.lag(y["value"].to_numpy())))
    assert local.provenance.parameters["permutations"] == 99


def test_a_constant_variable_is_refused(grid, on):
    weights = grid(3)
    with pytest.raises(InvalidInput, match="alike"):
        bivariate_moran(weights, on(weights, range(9)), on(weights, [1] * 9))
    with pytest.raises(InvalidInput, match="columns"):
        local_bivariate_moran(weights, pl.DataFrame(), on(weights, range(9)))
