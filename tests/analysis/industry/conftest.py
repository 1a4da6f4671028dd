"""How the industry tests write down a table."""

import polars as pl
import pytest

from byregion.analysis.industry.employment import Employment


@pytest.fixture(scope="session")
def table():
    """Employment from rows of unit, industry, number."""

    def build(rows):
        schema = {"unit": pl.String, "industry": pl.String, "employed": pl.Float64}
        return Employment.from_frame(pl.DataFrame(rows, schema=schema, orient="row"))

    return build


@pytest.fixture(scope="session")
def square(table):
    """Employment from a list of rows of numbers: units u0, u1 …, industries i0, i1 …."""

    def build(numbers):
        return table(
            [
                (f"u{unit}", f"i{industry}", number)
                for unit, row in enumerate(numbers)
                for industry, number in enumerate(row)
            ]
        )

    return build
