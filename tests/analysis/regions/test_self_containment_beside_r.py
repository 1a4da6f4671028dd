"""The mode labourmarketareas gives what the R package gave; data/README.md says how it was run."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy import sparse

from byregion.analysis.flows import Flows
from byregion.analysis.regions.agreement import agreement
from byregion.analysis.regions.self_containment import regions_by_self_containment
from byregion.analysis.regions.validity import Requirements

BY_R = pl.read_csv(
    Path(__file__).parent / "data" / "norway_by_r.csv",
    schema_overrides={"unit": pl.String, "region": pl.String},
)


@pytest.mark.parametrize(("year", "areas"), [(2017, 141), (2022, 129)])
def test_norway_is_divided_as_in_r(shared_statistics, year, areas):
    """LabourMarketAreas 3.4: the same areas, and the same municipalities on the reserve list."""
    frame = pl.read_parquet(shared_statistics / "commuting.parquet")
    flows = Flows.from_frame(frame.filter(pl.col("year") == year).drop("year"))
    asked = Requirements(1000, 0.6667, 10_000, 0.75)
    result = regions_by_self_containment(flows, asked, mode="labourmarketareas")
    theirs = BY_R.filter(pl.col("year") == year)
    compared = agreement(result.as_dict(), dict(theirs.select("unit", "region").rows()))
    assert compared.regions == (areas, areas)
    assert compared.units == len(flows.units) == theirs.height
    assert compared.differently.is_empty()
    waited = theirs.filter(pl.col("waited") == 1)["unit"].to_list()
    assert result.reserve["unit"].to_list() == waited


# Made-up flows on which the two modes differ.
SEVEN = [
    [11, 1, 0, 0, 0, 0, 0],
    [0, 102, 1, 0, 0, 0, 9],
    [27, 0, 13, 10, 0, 15, 0],
    [0, 19, 0, 110, 29, 0, 0],
    [28, 0, 0, 0, 105, 29, 0],
    [19, 0, 0, 14, 0, 96, 24],
    [12, 0, 0, 0, 12, 0, 113],
]
SEVEN_OTHERS = [
    [115, 17, 0, 0, 4, 0, 0],
    [0, 24, 1, 0, 0, 0, 10],
    [0, 0, 53, 15, 0, 0, 0],
    [12, 15, 0, 76, 8, 0, 0],
    [0, 0, 0, 0, 24, 1, 0],
    [0, 19, 0, 0, 0, 78, 1],
    [1, 0, 0, 0, 1, 0, 25],
]


@pytest.mark.parametrize(
    ("matrix", "by_r"), [(SEVEN, "5153456"), (SEVEN_OTHERS, "0523353")], ids=["seven", "others"]
)
def test_small_flows_on_which_the_modes_differ_are_divided_as_in_r(matrix, by_r):
    units = tuple("0123456")
    flows = Flows(units=units, matrix=sparse.csr_array(np.array(matrix, dtype=float)))
    theirs = dict(zip(units, by_r, strict=True))

    def differently(mode):
        ours = regions_by_self_containment(flows, Requirements(20, 0.6, 200, 0.7), mode=mode)
        return agreement(ours.as_dict(), theirs).differently.height

    assert differently("labourmarketareas") == 0
    assert differently("definition") > 0
