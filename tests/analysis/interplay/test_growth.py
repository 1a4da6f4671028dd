"""Growth series from levels: figures worked by hand, and what is refused."""

import numpy as np
import polars as pl
import pytest

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.interplay.growth import growth_rates, growth_series, paired


def levels(values, *, region="A"):
    rows = [
        (region, zone, 2010 + k, value)
        for zone, series in values.items()
        for k, value in enumerate(series)
    ]
    return pl.DataFrame(rows, schema=["region", "zone", "year", "value"], orient="row")


def test_growth_is_the_difference_of_logarithms():
    assert growth_rates([100, 110, 99]) == pytest.approx([np.log(1.1), np.log(0.9)])


@pytest.mark.parametrize("wrong", [[100, 0], [100, np.nan], [[1, 2]]])
def test_levels_that_cannot_grow_are_refused(wrong):
    with pytest.raises(InvalidInput, match="positive"):
        growth_rates(wrong)


def test_one_year_is_no_growth():
    with pytest.raises(NotEnoughData, match="two years"):
        growth_rates([5])


def test_each_class_of_hinterland_is_a_pair_and_municipalities_are_summed():
    table = levels({"core": [100, 110], "inner": [50, 50], "outer": [20, 10]})
    more = levels({"inner": [50, 60]})
    inner, outer = growth_series(pl.concat([table, more]).reverse())
    assert (inner.region, inner.zone, inner.years) == ("A", "inner", (2011,))
    assert inner.core == pytest.approx([np.log(1.1)])
    assert inner.hinterland == pytest.approx([np.log(1.1)])
    assert outer.hinterland == pytest.approx([np.log(0.5)])


def test_growth_against_a_reference_leaves_out_what_all_share():
    table = levels({"core": [100, 110], "inner": [50, 55]})
    (pair,) = growth_series(table, reference={2010: 1000, 2011: 1100, 2012: 1})
    assert pair.core == pytest.approx([0], abs=1e-15)
    assert pair.hinterland == pytest.approx([0], abs=1e-15)


@pytest.mark.parametrize(
    ("table", "options", "word"),
    [
        (levels({"core": [1, 2], "inner": [1, 2]}).drop("zone"), {}, "columns zone"),
        (levels({"core": [1, 2], "inner": [1, None]}), {}, "missing"),
        (levels({"core": [1, 2], "inner": [1, 2]}).clear(), {}, "empty"),
        (levels({"core": [1, 2]}), {}, "one other"),
        (levels({"inner": [1, 2], "outer": [1, 2]}), {}, "needs 'core'"),
        (levels({"core": [1, 2], "inner": [1, 2, 3]}), {}, "other years"),
        (
            levels({"core": [1, 2, 3], "inner": [1, 2, 3]}).filter(pl.col("year") != 2011),
            {},
            "gaps",
        ),
        (levels({"core": [1, 2], "inner": [1, 2]}), {"reference": {2010: 5}}, "lacks the years"),
    ],
)
def test_levels_that_make_no_pairs_are_refused(table, options, word):
    with pytest.raises(InvalidInput, match=word):
        growth_series(table, **options)


@pytest.mark.parametrize(
    ("core", "hinterland", "error", "word"),
    [
        ([1, 2, 3], [1, 2], InvalidInput, "shapes"),
        ([1, 2, np.inf], [1, 2, 3], InvalidInput, "infinite"),
        ([1, 2], [1, 2], NotEnoughData, "this needs 3"),
        ([1, 1, 1], [1, 2, 3], NotEnoughData, "core's growth does not vary"),
        ([1, 2, 3], [0, 0, 0], NotEnoughData, "hinterland's growth does not vary"),
    ],
)
def test_series_that_cannot_be_paired_are_refused(core, hinterland, error, word):
    with pytest.raises(error, match=word):
        paired(core, hinterland, least=3)
