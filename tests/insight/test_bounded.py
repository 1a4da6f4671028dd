"""Costly answers are made a few at a time, once each, and remembered."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest

from byregion.insight import bounded
from byregion.insight.errors import Busy


@pytest.fixture(autouse=True)
def _own_places(settings):
    settings.COMPUTE_AT_ONCE = 2
    bounded._places.cache_clear()
    yield
    bounded._places.cache_clear()


def test_no_more_than_the_setting_says_compute_at_once():
    lock, at_once, most = Lock(), [0], [0]
    kept = bounded.Remembered(100)

    def make():
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        Event().wait(0.01)
        with lock:
            at_once[0] -= 1
        return "answer"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda key: kept.answer(key, make), range(16)))
    assert answers == ["answer"] * 16
    assert most[0] == 2


def test_an_answer_is_made_once_for_all_who_ask(settings):
    settings.COMPUTE_AT_ONCE = 1
    bounded._places.cache_clear()
    kept, calls = bounded.Remembered(4), []

    def make():
        Event().wait(0.02)
        calls.append(1)
        return "answer"

    assert not kept.has("key")
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: kept.answer("key", make), range(8))) == {"answer"}
    assert calls == [1]
    assert kept.has("key")


def test_whoever_waits_too_long_is_sent_away_and_remembered_answers_need_no_place(monkeypatch):
    monkeypatch.setattr(bounded, "LONGEST_WAIT", 0.01)
    kept = bounded.Remembered(4)
    kept.answer("old", lambda: "answer")
    with bounded.turn(), bounded.turn():
        assert kept.answer("old", lambda: "another") == "answer"
        with pytest.raises(Busy) as caught:
            kept.answer("new", lambda: "answer")
    assert caught.value.seconds == 0.01
    assert kept.answer("new", lambda: "answer") == "answer"


def test_a_failure_gives_its_place_back():
    kept = bounded.Remembered(4)
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            kept.answer("key", lambda: 1 // 0)
    assert kept.answer("key", lambda: 1) == 1


def test_the_least_recently_used_is_forgotten():
    kept = bounded.Remembered(2)
    kept.answer("a", lambda: 1)
    kept.answer("b", lambda: 2)
    kept.answer("a", lambda: 0)
    kept.answer("c", lambda: 3)
    assert [kept.has(key) for key in "abc"] == [True, False, True]
