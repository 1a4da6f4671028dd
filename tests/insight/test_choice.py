"""A free choice is read from an address and written to one; what is wrong is told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byregion.analysis.geography.vintage import Vintage
from byregion.insight.choice import MOST_MUNICIPALITIES, BadChoice, Choice, checked, read

AT = Vintage.of(2022)
CODES = sorted(AT.codes())


@given(st.lists(st.sampled_from(CODES), min_size=1, max_size=MOST_MUNICIPALITIES), st.data())
def test_what_is_written_is_read_again(codes, data):
    cores = data.draw(st.lists(st.sampled_from(codes)))
    choice = Choice.of(codes, cores)
    assert read(choice.text, AT) == choice


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text):
    try:
        found, fault = read(text, AT).codes, None
    except BadChoice as error:
        found, fault = (), error
    told = fault and (fault.is_empty or fault.unreadable or fault.unknown or fault.too_many)
    assert found or told


def test_numbers_are_put_in_order_and_stand_once():
    assert read("1841-1804k-1841", AT) == Choice(("1804", "1841"), ("1804",))


def test_everything_that_is_wrong_is_told_and_the_rest_is_kept():
    with pytest.raises(BadChoice) as caught:
        read("1804-9999-bodø-184-1841k", AT)
    assert caught.value.unknown == ("9999",)
    assert caught.value.unreadable == ("bodø", "184")
    assert caught.value.choice == Choice(("1804", "1841"), ("1841",))


def test_nothing_and_too_much_are_refused():
    with pytest.raises(BadChoice) as caught:
        read("", AT)
    assert caught.value.is_empty
    assert not caught.value.too_many
    with pytest.raises(BadChoice) as caught:
        checked(Choice.of(CODES[: MOST_MUNICIPALITIES + 1]), AT)
    assert caught.value.too_many
    assert len(caught.value.choice.codes) == MOST_MUNICIPALITIES + 1


def test_a_core_must_be_chosen_and_a_number_is_of_its_division():
    with pytest.raises(BadChoice) as caught:
        checked(Choice.of(["1804"], ["1841"]), AT)
    assert caught.value.strange_cores == ("1841",)
    # Tjøme was a municipality until 2017.
    with pytest.raises(BadChoice) as caught:
        read("0723", AT)
    assert caught.value.unknown == ("0723",)
    assert read("0723", Vintage.of(2017)).codes == ("0723",)
