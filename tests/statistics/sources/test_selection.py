from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from byregion.statistics.sources.selection import cells, split, without_repeats


def codes(count):
    return tuple(str(number) for number in range(count))


def keys(selection):
    return list(product(*selection.values()))


def test_selection_within_the_limit_stays_whole():
    selection = {"Region": codes(3), "Tid": codes(4)}
    assert list(split(selection, limit=12, first="Tid")) == [selection]


def test_time_is_split_first():
    selection = {"Region": codes(100), "Tid": codes(4)}
    parts = list(split(selection, limit=250, first="Tid"))
    assert [part["Tid"] for part in parts] == [("0", "1"), ("2", "3")]
    assert all(part["Region"] == codes(100) for part in parts)


def test_largest_other_dimension_is_split_when_a_year_is_too_large():
    selection = {"Home": codes(900), "Work": codes(901), "Tid": codes(2)}
    parts = list(split(selection, limit=800_000, first="Tid"))
    assert [(len(p["Home"]), len(p["Work"]), p["Tid"]) for p in parts] == [
        (900, 888, ("0",)),
        (900, 13, ("0",)),
        (900, 888, ("1",)),
        (900, 13, ("1",)),
    ]


def test_table_without_the_first_dimension():
    parts = list(split({"Region": codes(5)}, limit=2, first="Tid"))
    assert [len(part["Region"]) for part in parts] == [2, 2, 1]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(sizes=st.lists(st.integers(1, 9), min_size=1, max_size=4), limit=st.integers(1, 60))
def test_parts_are_within_the_limit_and_cover_every_cell_once(sizes, limit):
    selection = {f"d{place}": codes(size) for place, size in enumerate(sizes)}
    parts = list(split(selection, limit=limit, first="d0"))
    assert all(cells(part) <= limit for part in parts)
    assert sorted(key for part in parts for key in keys(part)) == sorted(keys(selection))


def test_code_that_stands_twice_is_asked_for_once():
    assert without_repeats(["b", "a", "b"]) == ("b", "a")
