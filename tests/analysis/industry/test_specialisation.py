import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion.analysis.industry.employment import Employment
from byregion.analysis.industry.specialisation import specialisation

# Location quotients of Göttingen 2017 in 15 sectors, as the R package REAT 3.0.3 gives them.
GOETTINGEN = (
    0.0840765,
    0.4008566,
    0.5368737,
    0.3436693,
    0.7460354,
    0.6711731,
    0.9814192,
    0.9165428,
    0.8265018,
    1.5302765,
    0.9584342,
    1.0350903,
    2.7779086,
    1.6745997,
    0.3531701,
)


def table(rows):
    return Employment.from_frame(
        pl.DataFrame(
            rows,
            schema={"unit": pl.String, "industry": pl.String, "employed": pl.Float64},
            orient="row",
        )
    )


def test_gini_of_goettingens_quotients_as_in_reat():
    """REAT 3.0.3: 0.359852029; equal national sectors make the quotients proportional to E_ir."""
    rows = [("g", f"{n:02}", quotient) for n, quotient in enumerate(GOETTINGEN)]
    nation = pl.DataFrame({"industry": [f"{n:02}" for n in range(15)], "employed": [100.0] * 15})
    gini = specialisation(table(rows), reference=nation).indices["gini"][0]
    assert gini == pytest.approx(0.359852029, abs=1e-7)


def one(numbers):
    return table([("r", f"{n:02}", number) for n, number in enumerate(numbers)])


def nation(numbers):
    return pl.DataFrame(
        {
            "industry": [f"{n:02}" for n in range(len(numbers))],
            "employed": [float(number) for number in numbers],
        }
    )


def test_gini_of_farhauer_and_kroell():
    """REAT's manual, `gini.spec`: 0.6222222."""
    region, whole = (700, 600, 500, 10000, 40000), (30000, 15000, 10000, 60000, 50000)
    indices = specialisation(one(region), reference=nation(whole)).indices
    assert indices["gini"][0] == pytest.approx(0.6222222, abs=5e-8)


def test_krugman_of_farhauer_and_kroell():
    """REAT's manual, `krugman.spec`: 2 for two regions that have no industry in common."""
    j, other = (20, 10, 70, 0, 0), (0, 0, 0, 60, 40)
    indices = specialisation(one(j), reference=nation(other)).indices
    assert indices["krugman"][0] == pytest.approx(2)


def test_herfindahl_of_doersam():
    """REAT's manual, `herf`: 0.34 for 20, 50, 20 and 10."""
    numbers = (20, 50, 20, 10)
    indices = specialisation(one(numbers), reference=nation(numbers)).indices
    assert indices["herfindahl"][0] == pytest.approx(0.34)


def test_indices_by_hand():
    """Shares 3/4, 1/4 against 1/2, 1/2: differences sum to 1/2; quotients 1.5 and 0.5."""
    result = specialisation(table([("a", "x", 3), ("a", "y", 1), ("b", "x", 1), ("b", "y", 3)]))
    first = result.indices.row(0, named=True)
    assert first == {
        "unit": "a",
        "employed": 4,
        "gini": pytest.approx(0.25),
        "krugman": pytest.approx(0.5),
        "herfindahl": pytest.approx(0.625),
        "hoover": pytest.approx(0.25),
    }


def test_a_unit_without_employed_has_no_index():
    result = specialisation(table([("a", "x", 3), ("b", "x", 0)])).indices
    assert result.filter(unit="b").row(0)[2:] == (None, None, None, None)


def test_gini_is_unknown_where_the_comparison_lacks_the_units_only_industry():
    nation = pl.DataFrame({"industry": ["x", "y"], "employed": [0.0, 9.0]})
    result = specialisation(table([("a", "x", 3), ("a", "y", 0)]), reference=nation).indices
    assert result.row(0) == ("a", 3.0, None, 2.0, 1.0, 1.0)


@given(st.lists(st.integers(0, 500), min_size=4, max_size=4).filter(lambda x: sum(x) > 0))
@settings(max_examples=40, derandomize=True, deadline=None)
def test_bounds_and_the_units_own_mix_is_not_special(numbers):
    rows = [("a", f"i{n}", number) for n, number in enumerate(numbers)]
    own = specialisation(table(rows)).indices
    assert own["krugman"][0] == pytest.approx(0)
    assert own["gini"][0] == pytest.approx(0)
    others = rows + [("b", f"i{n}", 10) for n in range(4)]
    against = specialisation(table(others)).indices
    assert against["hoover"].is_between(0, 1).all()
    assert against["herfindahl"].is_between(0.25 - 1e-12, 1).all()
    assert against["gini"].is_between(-1e-12, 1).all()
