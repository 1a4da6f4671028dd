"""Which regions a proposal puts together."""

from itertools import combinations, permutations

import pytest

from byregion.network.composition import Trait, Weights, propose, unlikeness

THEME = Weights(theme=1, size=0, distance=0)
SIZE = Weights(theme=0, size=1, distance=0)
DISTANCE = Weights(theme=0, size=0, distance=1)


def trait(slug, *themes, people=None, point=None):
    return Trait(slug, frozenset(themes), people, point)


def pair(a, b):
    return frozenset((a, b))


def test_regions_of_one_theme_come_together():
    traits = [trait("a", "x"), trait("b", "y"), trait("c", "x"), trait("d", "y")]
    assert propose(traits, count=2, weights=THEME) == [["a", "c"], ["b", "d"]]


def test_regions_of_one_size_come_together():
    traits = [trait(s, people=n) for s, n in zip("abcd", (10, 1000, 12, 900), strict=True)]
    assert propose(traits, count=2, weights=SIZE) == [["a", "c"], ["b", "d"]]


def test_regions_near_each_other_come_together():
    points = {"tromso": (18.9, 69.6), "bodo": (14.4, 67.3), "oslo": (10.7, 59.9)}
    points["skien"] = (9.6, 59.2)
    traits = [trait(slug, point=point) for slug, point in points.items()]
    assert propose(traits, count=2, weights=DISTANCE) == [["bodo", "tromso"], ["oslo", "skien"]]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7])
def test_groups_differ_by_one_at_the_most_and_nobody_is_lost(count):
    traits = [trait(f"r{n}", f"t{n % 3}", people=100 + 37 * n * n) for n in range(7)]
    groups = propose(traits, count=count)
    sizes = [len(group) for group in groups]
    assert len(groups) == count
    assert max(sizes) - min(sizes) <= 1
    assert sorted(slug for group in groups for slug in group) == sorted(t.slug for t in traits)


def test_no_exchange_of_two_regions_would_help():
    traits = [
        trait(f"r{n}", f"t{n % 4}", f"u{n % 3}", people=1000 * (1 + n * n % 11)) for n in range(12)
    ]
    apart = unlikeness(traits, Weights())
    groups = propose(traits, count=3)
    cost = _cost(groups, apart)
    for a, b in permutations(range(3), 2):
        for one in groups[a]:
            for two in groups[b]:
                changed = [list(group) for group in groups]
                changed[a][changed[a].index(one)] = two
                changed[b][changed[b].index(two)] = one
                assert _cost(changed, apart) >= cost - 1e-9


def _cost(groups, apart):
    return sum(apart[pair(a, b)] for group in groups for a, b in combinations(group, 2))


def test_the_order_of_the_input_does_not_matter():
    traits = [trait(f"r{n}", f"t{n % 2}", people=50 + n) for n in range(9)]
    assert propose(traits, count=3) == propose(traits[::-1], count=3)


def test_what_is_not_known_is_neither_near_nor_far():
    traits = [trait("a", people=10), trait("b", people=20), trait("c")]
    apart = unlikeness(traits, SIZE)
    assert apart[pair("a", "b")] == 1
    assert apart[pair("a", "c")] == 0.5


def test_a_distance_is_the_one_on_the_ground():
    # Oslo to Bergen is about 305 km, to Trondheim about 392: their ratio is what the scale keeps.
    traits = [
        trait("oslo", point=(10.75, 59.91)),
        trait("bergen", point=(5.32, 60.39)),
        trait("trondheim", point=(10.40, 63.43)),
    ]
    apart = unlikeness(traits, DISTANCE)
    longest = apart[pair("bergen", "trondheim")]
    assert longest == 1
    assert apart[pair("oslo", "bergen")] * 430 == pytest.approx(305, abs=6)
    assert apart[pair("oslo", "trondheim")] * 430 == pytest.approx(392, abs=6)


@pytest.mark.parametrize("count", [0, 3])
def test_a_number_of_groups_that_cannot_be_is_refused(count):
    with pytest.raises(ValueError, match="number of groups"):
        propose([trait("a"), trait("b")], count=count)


def test_nothing_that_counts_makes_everybody_alike():
    nothing = Weights(theme=0, size=0, distance=0)
    assert set(unlikeness([trait("a", "x"), trait("b", "y")], nothing).values()) == {0.0}
