import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.industry.employment import Employment
from byregion.analysis.industry.shift_share import (
    dynamic_shift_share,
    gerfin_index,
    shift_share,
)

PARTS = ["national", "mix", "regional", "allocation"]
SIZE = 6


def table(rows):
    return Employment.from_frame(
        pl.DataFrame(
            rows,
            schema={"unit": pl.String, "industry": pl.String, "employed": pl.Float64},
            orient="row",
        )
    )


def one_unit(numbers):
    return table([("A", f"i{n}", number) for n, number in enumerate(numbers)])


def two_units(numbers):
    return table([(f"u{n // 3}", f"i{n % 3}", number) for n, number in enumerate(numbers)])


def nation(numbers):
    return pl.DataFrame(
        {
            "industry": [f"i{n}" for n in range(len(numbers))],
            "employed": [float(x) for x in numbers],
        }
    )


REGION = (90, 20, 10, 60), (100, 40, 10, 55)
NATION = (400, 150, 150, 400), (440, 210, 135, 480)
COMPARISON = {"reference_start": nation(NATION[0]), "reference_end": nation(NATION[1])}


def test_farhauer_and_kroell_region_a():
    """Farhauer & Kröll 2014, region A: 25 = 27 + 1 − 3."""
    result = shift_share(one_unit(REGION[0]), one_unit(REGION[1]), **COMPARISON)
    row = result.by_unit.row(0)
    assert row == ("A", 180, 25, *map(pytest.approx, (27, 1, -3, 0)))
    assert result.provenance.parameters == {"variant": "dunn", "reference": "given"}


@pytest.mark.parametrize(
    ("before", "after"),
    [((60, 30, 30, 40), (85, 55, 40, 35)), ((250, 100, 110, 300), (255, 115, 85, 390))],
    ids="BC",
)
def test_farhauer_and_kroell_regions_b_and_c(before, after):
    """The figures are printed in REAT's manual (`shift`); the parts here are sums by hand.

    The nation grows from 1100 to 1265, by 15 per cent; its industries by 10, 40, -10 and 20.
    """
    rates = (0.10, 0.40, -0.10, 0.20)
    row = shift_share(one_unit(before), one_unit(after), **COMPARISON).by_unit.row(0, named=True)
    assert row["change"] == sum(after) - sum(before)
    assert row["national"] == pytest.approx(0.15 * sum(before))
    expected = sum(b * rate for b, rate in zip(before, rates, strict=True))
    assert row["mix"] == pytest.approx(expected - 0.15 * sum(before))
    assert row["regional"] == pytest.approx(sum(after) - sum(before) - expected)


def test_regions_a_b_and_c_make_up_the_nation_whose_parts_cancel():
    """Of Farhauer and Kröll's whole nation neither mix nor regional part is left."""
    before = [(90, 20, 10, 60), (60, 30, 30, 40), (250, 100, 110, 300)]
    after = [(100, 40, 10, 55), (85, 55, 40, 35), (255, 115, 85, 390)]
    start, end = (
        table([(f"u{u}", f"i{n}", x) for u, row in enumerate(rows) for n, x in enumerate(row)])
        for rows in (before, after)
    )
    parts = shift_share(start, end).by_unit
    assert parts["mix"].sum() == pytest.approx(0, abs=1e-9)
    assert parts["regional"].sum() == pytest.approx(0, abs=1e-9)
    first = parts.row(0, named=True)
    assert [first[p] for p in ("national", "mix", "regional")] == pytest.approx([27, 1, -3])


def test_esteban_marquillas_keeps_national_and_mix_and_splits_the_rest():
    """Region A: E'=180·(4, 1.5, 1.5, 4)/11 times g_ir − g_i = (1/90, 0.6, 0.1, −0.28333…)."""
    result = shift_share(
        one_unit(REGION[0]), one_unit(REGION[1]), variant="esteban_marquillas", **COMPARISON
    )
    expected = 180 / 11 * (4 * (1 / 9 - 0.1) + 1.5 * 0.6 + 1.5 * 0.1 + 4 * (-1 / 12 - 0.2))
    row = result.by_unit.row(0, named=True)
    assert [row[name] for name in PARTS] == pytest.approx([27, 1, expected, -3 - expected])


def test_gerfin_index_of_region_a():
    """Expected 180 + 27 + 1 = 208; nation 1265/1100 = 1.15; actual 205."""
    result = gerfin_index(one_unit(REGION[0]), one_unit(REGION[1]), **COMPARISON)
    assert result.indices.row(0)[1:] == pytest.approx(
        (208 / 180 / 1.15, 205 / 208, 205 / 180 / 1.15)
    )


def test_gerfin_index_is_unknown_for_an_empty_unit():
    result = gerfin_index(two_units([0, 0, 0, 1, 2, 3]), two_units([1, 0, 0, 1, 2, 3]))
    assert result.indices.row(0)[1:] == (None, None, None)
    assert result.provenance.parameters["reference"] == "sum of all units"


numbers = st.lists(st.integers(1, 400), min_size=SIZE, max_size=SIZE)
some_zero = st.lists(st.integers(0, 400), min_size=SIZE, max_size=SIZE).filter(any)


@given(some_zero, some_zero, st.sampled_from(["dunn", "esteban_marquillas"]))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_parts_add_up_to_the_change(before, after, variant):
    result = shift_share(two_units(before), two_units(after), variant=variant)
    for frame in (result.by_unit, result.by_industry):
        total = frame.select(pl.sum_horizontal(PARTS)).to_series()
        assert total.to_list() == pytest.approx(frame["change"].to_list(), abs=1e-9)


@given(numbers, numbers)
@settings(max_examples=40, derandomize=True, deadline=None)
def test_the_whole_area_has_neither_mix_nor_regional_part(before, after):
    total = shift_share(two_units(before), two_units(after)).by_unit.select(PARTS).sum().row(0)
    assert total == pytest.approx((sum(after) - sum(before), 0, 0, 0), abs=1e-8)


@given(numbers, numbers, st.sampled_from(["dunn", "esteban_marquillas"]))
@settings(max_examples=30, derandomize=True, deadline=None)
def test_dynamic_over_one_step_is_static(before, after, variant):
    start, end = two_units(before), two_units(after)
    dynamic = dynamic_shift_share({2015: start, 2019: end}, variant=variant)
    static = shift_share(start, end, variant=variant)
    assert dynamic.by_unit.equals(static.by_unit)
    assert dynamic.by_industry.equals(static.by_industry)


@given(numbers, numbers, numbers)
@settings(max_examples=30, derandomize=True, deadline=None)
def test_dynamic_sums_the_steps(first, second, third):
    tables = [two_units(x) for x in (first, second, third)]
    dynamic = dynamic_shift_share({1: tables[0], 3: tables[2], 2: tables[1]})
    steps = [shift_share(tables[n], tables[n + 1]).by_unit for n in (0, 1)]
    for name in ("change", *PARTS):
        assert dynamic.by_unit[name].to_list() == pytest.approx(
            (steps[0][name] + steps[1][name]).to_list(), abs=1e-8
        )


def test_dynamic_takes_the_given_references():
    tables = {1: one_unit(REGION[0]), 2: one_unit(REGION[1])}
    references = {1: COMPARISON["reference_start"], 2: COMPARISON["reference_end"]}
    result = dynamic_shift_share(tables, references=references)
    assert result.by_unit["regional"][0] == pytest.approx(-3)
    assert result.provenance.parameters["reference"] == "given"


def test_dynamic_refuses_one_period_and_other_periods():
    start = one_unit((1, 2))
    with pytest.raises(NotEnoughData, match="two periods"):
        dynamic_shift_share({1: start})
    with pytest.raises(InvalidInput, match="same periods"):
        dynamic_shift_share({1: start, 2: start}, references={1: nation((1, 2))})


def test_different_units_or_one_reference_only_are_refused():
    with pytest.raises(InvalidInput, match="same units"):
        shift_share(one_unit((1, 2)), one_unit((1, 2, 3)))
    with pytest.raises(InvalidInput, match="neither"):
        shift_share(one_unit((1, 2)), one_unit((1, 2)), reference_start=nation((1, 2)))


def test_people_in_an_industry_that_the_reference_lacks_are_refused():
    bounds = {"reference_start": nation((0, 2)), "reference_end": nation((1, 2))}
    with pytest.raises(InvalidInput, match="i0"):
        shift_share(one_unit((1, 2)), one_unit((1, 2)), **bounds)
