"""Maps that the spatial tests share."""

import warnings

import libpysal
import polars as pl
import pytest

from byregion.analysis.spatial.weights import Weights


@pytest.fixture(scope="session")
def columbus():
    """Columbus, Ohio: 49 neighbourhoods, queen contiguity, as libpysal carries it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gal_file = libpysal.io.open(libpysal.examples.get_path("columbus.gal"))
        gal = gal_file.read()
        gal_file.close()
        table = libpysal.io.open(libpysal.examples.get_path("columbus.dbf"))
        columns = {name: table.by_col(name) for name in ("CRIME", "HOVAL", "INC")}
        table.close()
    codes = {unit: f"{int(unit):02}" for unit in gal.id_order}
    pairs = [
        (codes[unit], codes[other]) for unit, others in gal.neighbors.items() for other in others
    ]
    units = sorted(codes.values())
    frame = pl.DataFrame(pairs, schema=["unit", "neighbour"], orient="row")
    weights = Weights.from_adjacency(frame, units=units).standardised()

    def give(name):
        return weights, pl.DataFrame({"code": units, "value": columns[name]})

    return give


@pytest.fixture(scope="session")
def grid():
    """Square grids with neighbours on four sides, row-standardised."""

    def build(side):
        pairs = [
            (f"{row:02}{column:02}", f"{row + down:02}{column + right:02}")
            for row in range(side)
            for column in range(side)
            for down, right in ((0, 1), (1, 0))
            if row + down < side and column + right < side
        ]
        units = [f"{row:02}{column:02}" for row in range(side) for column in range(side)]
        frame = pl.DataFrame(pairs, schema=["unit", "neighbour"], orient="row")
        return Weights.from_adjacency(frame, units=units).standardised()

    return build


@pytest.fixture(scope="session")
def on():
    """Values over the units of some weights, in their order."""

    def place(weights, values):
        return pl.DataFrame({"code": weights.units, "value": [float(value) for value in values]})

    return place
