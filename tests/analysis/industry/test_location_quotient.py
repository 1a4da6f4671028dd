import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion.analysis.errors import InvalidInput
from byregion.analysis.industry.employment import Employment
from byregion.analysis.industry.location_quotient import location_quotients


def employment(rows):
    frame = pl.DataFrame(
        rows,
        schema={"unit": pl.String, "industry": pl.String, "employed": pl.Float64},
        orient="row",
    )
    return Employment.from_frame(frame)


def reference(rows):
    return pl.DataFrame(rows, schema={"industry": pl.String, "employed": pl.Float64}, orient="row")


def test_farhauer_and_kroell_worked_example():
    """Farhauer & Kröll 2014: 1 714 of 79 006, nation 879 213 of 15 593 224."""
    table = employment([("r", "i", 1714), ("r", "rest", 79006 - 1714)])
    nation = reference([("i", 879213), ("rest", 15593224 - 879213)])
    result = location_quotients(table, reference=nation)
    assert result.quotients["quotient"][0] == pytest.approx(0.384762342301, abs=5e-13)
    assert result.provenance.parameters == {"reference": "given"}


def test_sum_of_units_is_the_default_reference():
    result = location_quotients(employment([("a", "x", 30), ("a", "y", 10), ("b", "y", 40)]))
    assert result.quotients["quotient"].to_list() == pytest.approx([2.0, 0.4, 0.0, 1.6])
    assert result.provenance.parameters == {"reference": "sum of all units"}


def test_undefined_quotients_are_null():
    table = employment([("a", "x", 5), ("a", "y", 0), ("b", "x", 0)])
    assert location_quotients(table).quotients["quotient"].to_list() == [1, None, None, None]
    assert location_quotients(table).quotients["share"].to_list() == [1, 0, None, None]


@given(
    st.lists(st.integers(0, 1000), min_size=6, max_size=6).filter(lambda x: sum(x) > 0),
    st.permutations(range(6)),
)
@settings(max_examples=40, derandomize=True, deadline=None)
def test_size_weighted_mean_of_quotients_is_one_and_order_is_indifferent(numbers, order):
    rows = [(f"u{n // 3}", f"i{n % 3}", number) for n, number in enumerate(numbers)]
    result = location_quotients(employment(rows)).quotients
    assert result.equals(location_quotients(employment([rows[n] for n in order])).quotients)
    size = result.group_by("unit").agg(total=pl.col("employed").sum())
    national = result.join(size, on="unit").filter(pl.col("quotient").is_not_null())
    means = national.group_by("industry").agg(
        mean=(pl.col("quotient") * pl.col("total")).sum() / pl.col("total").sum()
    )
    assert means["mean"].to_list() == pytest.approx([1.0] * means.height)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pl.DataFrame({"unit": ["a"], "industry": ["x"]}), "missing columns employed"),
        (pl.DataFrame({"unit": [], "industry": [], "employed": []}), "empty"),
        (pl.DataFrame({"unit": ["a"], "industry": [None], "employed": [1]}), "are missing"),
        (pl.DataFrame({"unit": ["a"], "industry": ["x"], "employed": [-1]}), "a-x"),
        (
            pl.DataFrame({"unit": ["a", "a"], "industry": ["x", "x"], "employed": [1, 2]}),
            "more than once: a-x",
        ),
    ],
)
def test_faulty_tables_are_refused(frame, message):
    with pytest.raises(InvalidInput, match=message):
        Employment.from_frame(frame)


def test_reference_of_another_classification_is_refused():
    with pytest.raises(InvalidInput, match="z"):
        location_quotients(employment([("a", "x", 1)]), reference=reference([("z", 1)]))


def test_nobody_employed_anywhere_is_refused():
    with pytest.raises(InvalidInput, match="nobody"):
        location_quotients(employment([("a", "x", 0)]))
