import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion.analysis.errors import NotEnoughData
from byregion.analysis.flows import Flows
from byregion.analysis.regions.agreement import agreement
from byregion.analysis.regions.self_containment import regions_by_self_containment

labels = st.lists(st.sampled_from("pqrs"), min_size=8, max_size=8)


def named(letters):
    return {f"u{i}": letter for i, letter in enumerate(letters)}


def test_adjusted_rand_by_hand_hubert_arabie_1985():
    """Table [[2, 1], [0, 3]]: pairs together 4, in rows 6, in columns 7, of 15 in all."""
    compared = agreement(named("aaabbb"), named("xxyyyy"))
    expected = (4 - 6 * 7 / 15) / ((6 + 7) / 2 - 6 * 7 / 15)
    assert compared.adjusted_rand == pytest.approx(expected)
    assert compared.differently.rows() == [("u2", "a", "y", "x")]
    assert compared.share_differently == 1 / 6


def test_the_same_division_under_other_names():
    compared = agreement(named("aabbc"), named("zzxxy"))
    assert compared.adjusted_rand == 1
    assert compared.differently.is_empty()
    assert compared.regions == (3, 3)


@pytest.mark.parametrize("letters", ["aaaa", "abcd"])
def test_divisions_that_leave_nothing_to_chance_agree_wholly(letters):
    assert agreement(named(letters), named(letters)).adjusted_rand == 1


def test_a_region_without_a_match_is_placed_differently_as_a_whole():
    compared = agreement(named("aabbb"), named("xxxxx"))
    assert compared.differently.select("unit", "matched").rows() == [("u0", None), ("u1", None)]


def test_units_of_only_one_division_are_named_and_not_compared():
    compared = agreement({"a": "x", "b": "x"}, {"b": "y", "c": "y"})
    assert (compared.units, compared.only_first, compared.only_second) == (1, ("a",), ("c",))


def test_nothing_in_common_is_refused():
    with pytest.raises(NotEnoughData, match="no unit in common"):
        agreement({"a": "x"}, {"b": "x"})


@settings(max_examples=60, deadline=None, derandomize=True)
@given(first=labels, second=labels)
def test_agreement_is_symmetric_and_bounded(first, second):
    there, back = (
        agreement(named(first), named(second)),
        agreement(named(second), named(first)),
    )
    assert there.adjusted_rand == pytest.approx(back.adjusted_rand)
    assert there.adjusted_rand <= 1
    assert there.differently.height == back.differently.height


@pytest.mark.realdata
def test_norway_2020_against_the_division_of_toi(shared_statistics):
    """TØI 1713/2019 divides by commuting and travel time; ours, by commuting alone, is kin."""
    published = pl.read_csv(shared_statistics / "toi_baregioner_2020.csv", infer_schema=False)
    theirs = dict(published.select("code", "ba_name").iter_rows())
    frame = pl.read_parquet(shared_statistics / "commuting.parquet").filter(year=2020).drop("year")
    ours = regions_by_self_containment(Flows.from_frame(frame)).as_dict()
    compared = agreement(ours, theirs)
    # The list has other numbers for Jevnaker, Lunner and Rindal than those of 2020.
    assert compared.only_first == ("3053", "3054", "5061")
    assert compared.units == 353
    assert compared.regions[1] == 159
    assert 0.5 < compared.adjusted_rand < 1
    assert 0 < compared.share_differently < 0.5
