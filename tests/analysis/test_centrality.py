"""The official index of centrality is taken as given; what is known of its scale must hold."""

import polars as pl
import pytest


@pytest.mark.realdata
def test_official_index_has_oslo_at_the_top_and_six_classes_by_its_limits(shared_statistics):
    """Statistics Norway, Notater 2017/40 and 2020/4: highest 1000, six classes.

    Limits usually quoted are 925, 870, 770, 670 and 565. The index of 2023 has a municipality
    of class 4 at 774 and one of class 3 at 775, so that its third limit is 775.
    """
    table = pl.read_csv(shared_statistics / "ssb_sentralitetsindeks_2023.csv")
    assert table.filter(index_2023=1000)["municipality"].to_list() == [301]
    assert table["index_2023"].max() == 1000
    assert table["index_2023"].min() == 293
    by_limits = 1 + sum((pl.col("index_2023") < limit) for limit in (925, 870, 775, 670, 565))
    assert table.filter(by_limits != pl.col("class_2023")).is_empty()
