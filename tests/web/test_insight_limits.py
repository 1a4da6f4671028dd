"""What a client may have computed: a bucket of tokens, whatever address it says it has."""

import pytest
from django.core.cache import caches
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from tests.web.insight_stand_ins import stand_in
from tests.web.test_public_pages import make_programme

from byregion.insight import computing
from byregion.insight.domain import report_jobs
from byregion.insight.errors import Busy
from byregion.web.public.views.insight_limits import Bucket, TooMany
from byregion.web.public.views.insight_limits import client as client_of

MOST, PER_SECOND = 10, 0.5
SHOWN = "/analyse/1804-1841/"


@pytest.fixture
def computed(db, monkeypatch, settings):
    caches["default"].clear()
    settings.COMPUTE_BURST, settings.COMPUTE_PER_MINUTE = 12, 6
    make_programme(regions=1)
    yield stand_in(monkeypatch)
    caches["default"].clear()


@given(st.lists(st.tuples(st.floats(0, 100), st.integers(1, MOST)), max_size=60))
def test_no_more_goes_out_than_was_in_the_bucket_and_came_in(asked):
    bucket, now, out = Bucket(MOST, 0.0), 0.0, 0
    for pause, cost in asked:
        now += pause
        try:
            bucket = bucket.without(cost, at=now, most=MOST, per_second=PER_SECOND)
            out += cost
        except TooMany as error:
            # What it says is true: so long after there is enough.
            later = now + error.seconds + 1e-6
            bucket.without(cost, at=later, most=MOST, per_second=PER_SECOND)
    assert out <= MOST + now * PER_SECOND + 1e-6


def test_a_clock_that_goes_back_gives_nothing_and_takes_nothing():
    bucket = Bucket(5, 100.0).without(5, at=40.0, most=MOST, per_second=PER_SECOND)
    assert bucket.tokens == 0


def address(settings, remote, told="", *, trusted=()):
    settings.TRUSTED_PROXIES = list(trusted)
    headers = {"HTTP_X_FORWARDED_FOR": told} if told else {}
    return client_of(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))


def test_a_client_cannot_say_that_it_is_another(settings):
    assert address(settings, "192.0.2.1", "198.51.100.7") == "192.0.2.1"


def test_a_proxy_that_is_trusted_says_who_asks(settings):
    trusted = ("10.0.0.0/8", "192.0.2.9")
    told = "203.0.113.5, 198.51.100.7, 10.1.2.3"
    assert address(settings, "10.0.0.1", told, trusted=trusted) == "198.51.100.7"
    assert address(settings, "192.0.2.9", "198.51.100.7", trusted=trusted) == "198.51.100.7"
    assert address(settings, "192.0.2.8", "198.51.100.7", trusted=trusted) == "192.0.2.8"
    assert address(settings, "10.0.0.1", trusted=trusted) == "10.0.0.1"


def test_a_subscriber_of_ipv6_is_one_client(settings):
    one = address(settings, "2001:db8:1:2:aaaa::1")
    assert one == address(settings, "2001:db8:1:2:bbbb::2") == "2001:db8:1:2::/64"
    assert address(settings, "") == address(settings, "unix:") == "unknown"
    assert address(settings, "10.0.0.1", "nonsense", trusted=("10.0.0.0/8",)) == "unknown"


CODES = ["1804", "1811", "1812", "1813", "1815", "1816"]
WAIT = {
    "": "Du har bede om mange utrekningar",
    "/nb": "Du har bedt om mange beregninger",
    "/en": "You have asked for many calculations",
}


@pytest.mark.parametrize("prefix", WAIT)
def test_too_many_computations_give_a_clear_page_that_says_when(client, computed, prefix):
    answers = [client.get(f"{prefix}/analyse/{code}/") for code in CODES]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429, 429, 429]
    assert 50 <= int(answers[2]["Retry-After"]) <= 60
    html = b"".join(answers[2]).decode()
    assert WAIT[prefix] in html
    assert f'href="{prefix}/analyse/1812/"' in html
    assert len(computed) == 2


def test_what_is_remembered_is_free_for_everyone(client, computed):
    for _ in range(20):
        assert client.get(SHOWN).status_code == 200
    assert client.get("/analyse/1811/").status_code == 200
    assert client.get("/analyse/1812/").status_code == 429
    assert client.get(SHOWN).status_code == 200
    other = {"REMOTE_ADDR": "198.51.100.7"}
    assert client.get("/analyse/1812/", **other).status_code == 200
    assert client.get("/analyse/1812/").status_code == 200


def test_the_threshold_costs_little_but_not_nothing(client, computed):
    path = "/prove/analyse/pendlingsregion/"
    asked = [client.get(f"{path}?grense={percent}").status_code for percent in range(60, 75)]
    assert asked == [200] * 12 + [429] * 3
    assert client.get(f"{path}?grense=60").status_code == 200


def test_a_choice_that_is_wrong_costs_nothing(client, computed):
    for _ in range(5):
        assert client.get("/analyse/9999/").status_code == 404
    assert client.get(SHOWN).status_code == 200


def test_reports_cost_and_a_report_that_waits_is_free(client, computed, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    for _ in range(5):
        assert client.get(f"{SHOWN}rapport.pdf").status_code == 302
    assert client.get(f"{SHOWN}rapport.docx").status_code == 302
    assert client.get(f"{SHOWN}rapport.html").status_code == 429
    assert client.get(f"{SHOWN}rapport.pdf").status_code == 302


def test_when_others_compute_too_much_the_page_says_so(client, computed, monkeypatch):
    def busy(*_):
        raise Busy(10)

    monkeypatch.setattr(computing, "of_choice", busy)
    answer = client.get(f"/en{SHOWN}")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "no room for one more" in b"".join(answer).decode()


def test_a_full_queue_of_reports_says_so(client, computed, monkeypatch, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    monkeypatch.setattr(report_jobs, "MOST_WAITING", 0)
    answer = client.get(f"{SHOWN}rapport.pdf")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
