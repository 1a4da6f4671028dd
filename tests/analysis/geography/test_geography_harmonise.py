"""Harmonised tables: exact where they can be, by stated weights elsewhere, refused otherwise."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion.analysis.errors import InvalidInput, UnknownCodes
from byregion.analysis.geography.crosswalk import crosswalk, targets
from byregion.analysis.geography.errors import (
    MixedVintages,
    RatesNeedWeights,
    SplitNeedsWeights,
    UnknownVintage,
)
from byregion.analysis.geography.harmonise import harmonise
from byregion.analysis.geography.harmonise_flows import harmonise_flows
from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.geography.weights import (
    SplitWeights,
    population_weights,
    shipped_weights,
)

# Statistics Norway, population of the country on 1 January (tables 06913 and 07459).
NATION = {
    2013: 5_051_275,
    2014: 5_109_056,
    2015: 5_165_802,
    2016: 5_213_985,
    2017: 5_258_317,
    2018: 5_295_619,
    2019: 5_328_212,
    2020: 5_367_580,
    2021: 5_391_369,
    2022: 5_425_270,
    2023: 5_488_984,
    2024: 5_550_203,
}
GENTLE = settings(max_examples=40, deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def population(shared_statistics):
    frame = pl.read_parquet(shared_statistics / "population.parquet")
    return frame.group_by("year", "municipality").agg(pl.col("persons").sum())


def table(*rows):
    schema = {"year": pl.Int64, "municipality": pl.String, "persons": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def as_dict(result, value="persons"):
    return {row[1]: row[2] for row in result.frame.select("year", "municipality", value).rows()}


def custom(**pairs):
    rows = [(*key.removeprefix("c").split("_"), weight) for key, weight in pairs.items()]
    frame = pl.DataFrame(rows, schema=["code", "target", "weight"], orient="row")
    return SplitWeights.from_frame(frame, name="test", method="given", source="the test")


@pytest.mark.realdata
@pytest.mark.parametrize("to", [2015, 2020, 2024])
def test_population_totals_the_nation_every_year_in_every_division(population, to):
    weights = population_weights(population, to=to)
    result = harmonise(population, to=to, values=["persons"], weights=weights)
    given = dict(population.group_by("year").agg(pl.col("persons").sum()).rows())
    totals = dict(result.frame.group_by("year").agg(pl.col("persons").sum()).rows())
    assert totals == given
    assert {year: totals[year] for year in NATION} == NATION
    assert set(totals) == set(range(2005, 2027))
    for _, rows in result.frame.group_by("year"):
        assert set(rows["municipality"]) == Vintage.of(to).codes()
    assert result.incomplete.is_empty()


@pytest.mark.realdata
def test_haram_keeps_its_people_to_the_unit(population):
    before = population.filter(pl.col("year") <= 2019)
    weights = shipped_weights()
    result = harmonise(before, to=2024, values=["persons"], weights=weights)
    haram = result.frame.filter(pl.col("municipality") == "1580").sort("year")
    original = before.filter(pl.col("municipality") == "1534").sort("year")
    assert haram["persons"].to_list() == original["persons"].to_list()
    split = result.links.filter(~pl.col("exact"))["code"].unique().sort().to_list()
    assert split == ["1613", "1850", "5012"]


@pytest.mark.realdata
def test_shares_of_the_splits_are_those_that_populations_say(population):
    """Ålesund 58,509 and 9,357 on 1 January 2024; Snillfjord about .50/.34/.16; Tysfjord .53-.60"""
    weights = shipped_weights()
    assert weights.shares("1507", ("1508", "1580")) == pytest.approx((0.862, 0.138), abs=5e-4)
    snillfjord = weights.shares("5012", ("5055", "5056", "5059"))
    assert snillfjord == pytest.approx((0.16, 0.34, 0.50), abs=0.01)
    assert 0.53 <= weights.shares("1850", ("1806", "1875"))[1] <= 0.60
    counts = {(row[0], row[1]): row[2] for row in population.rows()}
    assert weights.pairs["1507", "1580"] == counts[2024, "1580"] == 9_357
    assert weights.pairs["1507", "1508"] == counts[2024, "1508"] == 58_509
    rest = counts[2020, "1875"] - counts[2019, "1849"]
    assert weights.pairs["1850", "1875"] == rest


@pytest.mark.realdata
def test_going_back_uses_people_of_the_last_year_before_the_merger(population):
    counts = {(row[0], row[1]): row[2] for row in population.rows()}
    weights = population_weights(population, to=2015)
    assert weights.pairs["1108", "1129"] == counts[2019, "1129"]
    assert weights.pairs["3909", "0728"] == counts[2017, "0728"]
    result = harmonise(
        population.filter(pl.col("year") == 2019), to=2015, values=["persons"], weights=weights
    )
    back = result.frame.filter(pl.col("municipality") == "0604")["persons"].to_list()
    assert back == [counts[2019, "0604"]]
    assert result.provenance.estimate
    assert result.provenance.parameters["weights"] == "population before mergers, to 2015"


@pytest.mark.realdata
def test_flows_keep_their_sum_in_every_division(shared_statistics, population):
    flows = pl.read_parquet(shared_statistics / "commuting.parquet")
    for to, weights in (
        (2024, shipped_weights()),
        (2015, population_weights(population, to=2015)),
    ):
        result = harmonise_flows(flows, to=to, weights=weights)
        sums = [f.group_by("year").agg(pl.col("employed").sum()) for f in (flows, result.frame)]
        assert dict(sums[0].rows()) == dict(sums[1].rows())
        assert set(result.frame["home"]) <= Vintage.of(to).codes()
        assert set(result.frame["work"]) <= Vintage.of(to).codes()
        assert not result.exact
        assert result.frame["employed"].min() > 0


def test_merger_and_renumbering_are_exact_and_need_no_weights():
    result = harmonise(
        table((2015, "0104", 30), (2015, "0136", 15), (2015, "0101", 7)),
        to=2024,
        values=["persons"],
    )
    assert as_dict(result) == {"3101": 7, "3103": 45}
    assert result.exact
    assert not result.provenance.estimate
    assert result.provenance.parameters["weights"] is None


def test_ways_through_the_old_alesund_are_exact():
    old = [(2019, code, 1) for code in ("1504", "1523", "1529", "1534", "1546")]
    result = harmonise(table(*old), to=2024, values=["persons"])
    assert as_dict(result) == {"1508": 4, "1580": 1}
    assert result.exact
    back = harmonise(table((2024, "1580", 9)), to=2015, values=["persons"])
    assert as_dict(back) == {"1534": 9}


def test_split_without_weights_is_refused_with_codes_and_years():
    rows = table((2019, "1850", 10), (2018, "5012", 10), (2019, "0101", 1))
    with pytest.raises(SplitNeedsWeights) as refused:
        harmonise(rows, to=2024, values=["persons"])
    assert refused.value.codes == ("1850", "5012")
    assert refused.value.years == ("2018", "2019")
    assert "1850 in 2019 into 1806, 1875" in str(refused.value)


def test_merger_cannot_be_undone_without_weights_for_every_part():
    rows = table((2020, "1108", 100))
    with pytest.raises(SplitNeedsWeights):
        harmonise(rows, to=2015, values=["persons"], weights=custom(c1108_1102=1))
    with pytest.raises(SplitNeedsWeights):
        harmonise(rows, to=2015, values=["persons"], weights=custom(c1108_1102=0, c1108_1129=0))
    result = harmonise(
        rows, to=2015, values=["persons"], weights=custom(c1108_1102=3, c1108_1129=1)
    )
    assert as_dict(result) == {"1102": 75, "1129": 25}


def test_units_left_over_go_to_the_largest_remainder_then_by_code():
    even = custom(c5012_5055=1, c5012_5056=1, c5012_5059=1)
    result = harmonise(table((2019, "5012", 8)), to=2020, values=["persons"], weights=even)
    assert as_dict(result) == {"5055": 3, "5056": 3, "5059": 2}
    skew = custom(c5012_5055=1, c5012_5056=1, c5012_5059=2)
    result = harmonise(table((2019, "5012", 1)), to=2020, values=["persons"], weights=skew)
    assert as_dict(result) == {"5055": 0, "5056": 0, "5059": 1}


def test_floats_are_divided_without_rounding():
    frame = table((2019, "5012", 8)).cast({"persons": pl.Float64})
    even = custom(c5012_5055=1, c5012_5056=1, c5012_5059=2)
    result = harmonise(frame, to=2020, values=["persons"], weights=even)
    assert as_dict(result) == {"5055": 2.0, "5056": 2.0, "5059": 4.0}


def test_unknown_part_makes_the_sum_unknown_not_smaller():
    result = harmonise(table((2015, "0104", 30), (2015, "0136", None)), to=2024, values=["persons"])
    assert as_dict(result) == {"3103": None}
    weights = custom(c1507_1508=1, c1507_1580=1)
    split = harmonise(table((2020, "1507", None)), to=2024, values=["persons"], weights=weights)
    assert as_dict(split) == {"1508": None, "1580": None}


def test_absent_part_is_reported():
    result = harmonise(table((2015, "0104", 30)), to=2024, values=["persons"])
    assert result.incomplete.rows() == [("2015", "3103", "0136")]


def test_border_adjustments_on_the_way_are_named():
    result = harmonise(table((2020, "1539", 5)), to=2024, values=["persons"])
    assert [(change.old, change.new) for change in result.not_applied] == [("1539", "1535")]
    assert harmonise(table((2020, "0301", 5)), to=2024, values=["persons"]).not_applied == ()
    receiver = harmonise(table((2019, "1624", 5)), to=2024, values=["persons"], vintage=2017)
    assert [change.new for change in receiver.not_applied] == ["5054"]


def test_keys_are_kept_and_sorted():
    frame = pl.DataFrame(
        {
            "sex": ["m", "f", "m", "f"],
            "municipality": ["0136", "0136", "0104", "0104"],
            "year": [2015] * 4,
            "persons": [1, 2, 3, 4],
        }
    )
    result = harmonise(frame, to=2020, values=["persons"])
    assert result.frame.columns == frame.columns
    assert result.frame.rows() == [("f", "3002", 2015, 6), ("m", "3002", 2015, 4)]


def test_table_without_years_needs_its_division():
    frame = pl.DataFrame({"municipality": ["0104", "0136"], "persons": [1, 2]})
    with pytest.raises(InvalidInput, match="vintage="):
        harmonise(frame, to=2024, values=["persons"], year=None)
    result = harmonise(frame, to=2024, values=["persons"], year=None, vintage=2015)
    assert result.frame.rows() == [("3103", 3)]


def test_table_in_the_codes_of_one_division_for_all_years():
    frame = table((2015, "3002", 5), (2016, "3002", 6))
    with pytest.raises(MixedVintages):
        harmonise(frame, to=2024, values=["persons"])
    result = harmonise(frame, to=2024, values=["persons"], vintage=2020)
    assert result.frame["municipality"].to_list() == ["3103", "3103"]


def test_codes_of_another_division_are_told_from_unknown_ones():
    with pytest.raises(MixedVintages, match="2020") as mixed:
        harmonise(table((2020, "0104", 1), (2020, "3101", 1)), to=2024, values=["persons"])
    assert mixed.value.codes == ("0104", "3101")
    with pytest.raises(UnknownCodes, match="9999"):
        harmonise(table((2020, "9999", 1)), to=2024, values=["persons"])
    with pytest.raises(UnknownVintage):
        harmonise(table((1999, "0101", 1)), to=2024, values=["persons"])


def rates(*rows):
    schema = {
        "year": pl.Int64,
        "municipality": pl.String,
        "unemployment": pl.Float64,
        "labour_force": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def rate_of(result):
    return as_dict(result, "unemployment")


def test_rates_are_refused_without_denominators():
    frame = rates((2015, "0104", 2.0, 100), (2015, "0136", 4.0, 300))
    with pytest.raises(RatesNeedWeights, match="unemployment"):
        harmonise(frame, to=2024, values=["unemployment"], kind="rate")


def test_rates_become_means_weighted_by_their_denominators():
    frame = rates((2015, "0104", 2.0, 100), (2015, "0136", 4.0, 300), (2015, "0101", 0.1, 3))
    result = harmonise(
        frame, to=2024, values=["unemployment"], kind="rate", denominator="labour_force"
    )
    assert rate_of(result) == {"3101": 0.1, "3103": 3.5}
    assert result.frame["labour_force"].to_list() == [3, 400]


def test_rates_of_nothing_and_of_unknown_denominators():
    keep = {"values": ["unemployment"], "kind": "rate", "denominator": "labour_force"}
    empty = rates((2015, "0104", None, 0), (2015, "0136", None, 0))
    assert rate_of(harmonise(empty, to=2024, **keep)) == {"3103": None}
    one = rates((2015, "0104", None, 0), (2015, "0136", 4.0, 300))
    assert rate_of(harmonise(one, to=2024, **keep)) == {"3103": 4.0}
    unknown = rates((2015, "0104", 2.0, None), (2015, "0136", 4.0, 300))
    assert rate_of(harmonise(unknown, to=2024, **keep)) == {"3103": None}
    unrated = rates((2015, "0104", None, 5), (2015, "0136", 4.0, 300))
    assert rate_of(harmonise(unrated, to=2024, **keep)) == {"3103": None}
    with pytest.raises(InvalidInput, match="negative"):
        harmonise(rates((2015, "0104", 2.0, -1)), to=2024, **keep)


def test_rate_of_a_divided_municipality_is_the_same_on_both_sides():
    result = harmonise(
        rates((2020, "1507", 2.5, 1000)),
        to=2024,
        values=["unemployment"],
        kind="rate",
        denominator="labour_force",
        weights=shipped_weights(),
    )
    assert rate_of(result) == {"1508": 2.5, "1580": 2.5}
    assert result.frame["labour_force"].to_list() == [862, 138]


@pytest.mark.parametrize(
    ("frame", "options", "message"),
    [
        (table((2015, "0101", 1)).drop("persons"), {}, "missing columns: persons"),
        (table((2015, "0101", 1)).drop("year"), {}, "missing columns: year"),
        (table((2015, "0101", 1)), {"values": []}, "no values"),
        (table((2015, "0101", 1)), {"kind": "mean"}, "kind is 'mean'"),
        (table((2015, "0101", 1)).cast({"persons": pl.String}), {}, "not numbers: persons"),
        (table((2015, None, 1)), {}, "unknown keys"),
        (table((2015, "0101", 1), (2015, "0101", 2)), {}, "more than once: 0101"),
        (table((2015, "0101", 2**60)), {}, "2\\*\\*52"),
        (
            table((2015, "0101", 1)).with_columns(persons=pl.lit(float("nan"))),
            {},
            "not finite",
        ),
    ],
)
def test_bad_tables_are_refused_with_a_reason(frame, options, message):
    with pytest.raises(InvalidInput, match=message):
        harmonise(frame, to=2024, **{"values": ["persons"], **options})


@pytest.mark.parametrize(
    ("rows", "columns", "message"),
    [
        ([("1507", "1508")], ["code", "target"], "lack the columns weight"),
        ([("1507", "1508", -1.0)], ["code", "target", "weight"], "-1.0"),
        ([("1507", "1508", None)], ["code", "target", "weight"], "None"),
        ([("1507", "1508", True)], ["code", "target", "weight"], "True"),
        ([("1507", "1508", float("inf"))], ["code", "target", "weight"], "inf"),
        ([("1", "2", 1), ("1", "2", 1)], ["code", "target", "weight"], "two weights"),
    ],
)
def test_bad_weights_are_refused_with_a_reason(rows, columns, message):
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    with pytest.raises(InvalidInput, match=message):
        SplitWeights.from_frame(frame, name="test", method="given", source="the test")


def test_weights_state_name_method_and_source():
    weights = shipped_weights()
    assert "estimate" in weights.method
    assert "07459" in weights.source
    assert weights.to_frame().columns == ["code", "target", "weight"]
    with pytest.raises(InvalidInput, match="population"):
        shipped_weights("area")


def test_population_weights_refuse_unknown_numbers_and_missing_columns():
    with pytest.raises(InvalidInput, match="0101"):
        population_weights(table((2015, "0101", None)), to=2015)
    with pytest.raises(InvalidInput, match="persons"):
        population_weights(table((2015, "0101", 1)).drop("persons"), to=2015)
    with pytest.raises(MixedVintages):
        population_weights(table((2015, "3101", 1)), to=2015)


def test_population_weights_leave_out_what_the_frame_never_shows_alone():
    weights = population_weights(table((2020, "3002", 50), (2020, "3001", 30)), to=2015)
    assert weights.pairs == {}
    with pytest.raises(SplitNeedsWeights, match="3002"):
        harmonise(table((2020, "3002", 50)), to=2015, values=["persons"], weights=weights)


def test_flows_are_divided_on_both_sides():
    frame = pl.DataFrame(
        {"home": ["1507"], "work": ["1507"], "employed": [100.0]},
    )
    half = custom(c1507_1508=3, c1507_1580=1)
    result = harmonise_flows(frame, to=2024, year=None, vintage=2020, weights=half)
    assert result.frame.sort("home", "work").rows() == [
        ("1508", "1508", 56.25),
        ("1508", "1580", 18.75),
        ("1580", "1508", 18.75),
        ("1580", "1580", 6.25),
    ]
    with pytest.raises(InvalidInput, match="sex"):
        harmonise_flows(frame.with_columns(sex=pl.lit("f")), to=2024, year=None, vintage=2020)


def test_crosswalk_lists_what_it_split():
    walk = crosswalk(2023, 2024, weights=shipped_weights())
    assert walk.split == ("1507",)
    assert walk.weights == "population"
    assert crosswalk(2013, 2017).split == ()


CODES_2019 = sorted(Vintage.of(2019).codes())
COUNTS = st.dictionaries(
    st.sampled_from(["1850", "5012"]) | st.sampled_from(CODES_2019),
    st.integers(min_value=-10_000, max_value=10**9),
    min_size=1,
    max_size=30,
)
SHARES = st.tuples(*[st.floats(min_value=0.001, max_value=1000)] * 5)


@GENTLE
@given(counts=COUNTS, shares=SHARES)
def test_sum_is_kept_to_the_unit_whatever_the_weights(counts, shares):
    weights = custom(
        c1850_1806=shares[0],
        c1850_1875=shares[1],
        c5012_5055=shares[2],
        c5012_5056=shares[3],
        c5012_5059=shares[4],
    )
    frame = table(*((2019, code, count) for code, count in counts.items()))
    result = harmonise(frame, to=2024, values=["persons"], weights=weights)
    assert result.frame["persons"].sum() == sum(counts.values())


@GENTLE
@given(
    counts=st.lists(st.integers(min_value=0, max_value=40), min_size=1, max_size=60),
    shares=SHARES,
)
def test_rounding_is_carried_on_so_that_many_small_rows_favour_nobody(counts, shares):
    weights = custom(c5012_5055=shares[0], c5012_5056=shares[1], c5012_5059=shares[2])
    frame = pl.DataFrame({"year": 2019, "municipality": "5012", "age": range(len(counts))})
    frame = frame.with_columns(persons=pl.Series(counts))
    parts = harmonise(frame, to=2020, values=["persons"], weights=weights).frame
    shuffled = frame.sample(fraction=1, shuffle=True, seed=1)
    assert harmonise(shuffled, to=2020, values=["persons"], weights=weights).frame.equals(parts)
    assert parts["persons"].min() >= 0
    for age, persons in parts.group_by("age").agg(pl.col("persons").sum()).rows():
        assert persons == counts[age]
    for place, share in zip(("5055", "5056", "5059"), shares[:3], strict=True):
        exact = sum(counts) * share / sum(shares[:3])
        rounded = parts.filter(pl.col("municipality") == place)["persons"].sum()
        assert abs(rounded - exact) < 1.5


@GENTLE
@given(counts=COUNTS)
def test_own_division_is_the_identity_and_twice_is_once(counts):
    frame = table(*((2019, code, count) for code, count in sorted(counts.items())))
    same = harmonise(frame, to=2019, values=["persons"])
    assert same.frame.equals(frame)
    once = harmonise(frame, to=2024, values=["persons"], weights=shipped_weights())
    twice = harmonise(once.frame, to=2024, values=["persons"], vintage=2024)
    assert twice.frame.equals(once.frame)
    assert twice.exact


@GENTLE
@given(
    source=st.integers(min_value=2005, max_value=2026),
    to=st.integers(min_value=2005, max_value=2026),
)
def test_exact_links_are_the_same_in_both_directions(source, to):
    there, back = (_exact(source, to), _exact(to, source))
    both = {(code, target) for code, target in there if (target, code) in back}
    assert {code for code, _ in both} <= Vintage.of(source).codes()
    assert len(both) >= 200
    assert len({target for _, target in both}) == len(both)


def _exact(source, to):
    found = targets(Vintage.of(source), Vintage.of(to))
    return {(code, way[0]) for code, way in found.items() if len(way) == 1}


def test_table_without_rows_stays_one():
    result = harmonise(table(), to=2024, values=["persons"])
    assert result.frame.equals(table())
    assert result.exact
    assert result.links.is_empty()


def test_dates_and_other_text_types_are_read():
    frame = table((2015, "0104", 1), (2015, "0136", 2)).with_columns(
        pl.date(pl.col("year"), 6, 1).alias("year"), pl.col("municipality").cast(pl.Categorical)
    )
    result = harmonise(frame, to=2020, values=["persons"])
    assert result.frame["municipality"].to_list() == ["3002"]
    assert result.frame["persons"].to_list() == [3]
    assert result.links["period"].unique().to_list() == ["2015-06-01"]
