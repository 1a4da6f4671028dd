"""What a text is weighed by: its title, and what it says often for its length."""

import re

from hypothesis import given
from hypothesis import strategies as st

from byregion.knowledge.search.weighing import LAST_PLACE, weighed

terms = st.lists(st.text("abcæøå1", min_size=1, max_size=4), max_size=60)


def classes(text):
    """Give each term's classes, in the order they stand."""
    found = {}
    for term, places in re.findall(r"'(\w+)':(\S+)", text):
        found.setdefault(term, []).extend(dict.fromkeys(re.findall("[ABCD]", places)))
    return found


def test_a_title_weighs_most_also_where_the_text_says_it_too():
    assert classes(weighed(["pendling"], ["pendling", "by"]))["pendling"][0] == "A"


def test_what_a_text_says_often_weighs_more_than_what_it_says_once():
    found = classes(weighed([], ["pendling"] * 12 + ["by"] + [f"x{n}" for n in range(300)]))
    assert (found["pendling"], found["by"]) == (["B"], ["C"])


def test_a_long_report_is_not_about_every_word_in_it():
    filling = [f"x{number}" for number in range(12_000)]
    found = classes(weighed([], [*filling, *["pendling"] * 40, *["by"] * 12, *["fjord"] * 4]))
    assert found == {"pendling": ["B"], "by": ["C"], "fjord": ["D"]}


def test_a_short_text_keeps_every_word_and_a_longer_one_what_it_says_often_or_first():
    words = [f"x{number}" for number in range(400)]
    assert list(classes(weighed([], words[:60]))) == words[:60]
    longer = list(classes(weighed([], [*words, words[-1]])))
    assert longer == [*words[:79], words[-1]]


def test_what_is_said_more_often_stands_in_more_places():
    assert weighed([], ["by", "by", "omland"]) == "'by':1B,2B 'omland':2C"


def test_nothing_weighs_nothing():
    assert weighed([], []) == ""


@given(terms, terms)
def test_each_term_stands_once_in_a_title_and_once_in_a_text(title, body):
    text = weighed(title, body)
    firsts = [int(place) for place in re.findall(r":(\d+)[ABCD]", text)]
    assert text.count("'") == 2 * len(firsts)
    assert firsts == sorted(firsts)
    assert all(0 < int(place) <= LAST_PLACE for place in re.findall(r"(\d+)[ABCD]", text))
    found = classes(text)
    assert [term for term, letters in found.items() if "A" in letters] == list(dict.fromkeys(title))
    assert all(len(letters) <= 2 for letters in found.values())
    assert set(found) <= {*title, *body}
