"""The analysis of any municipalities, and functional regions: from a store that stands in."""

from dataclasses import replace

import pytest
from django.core.cache import caches
from django.utils.html import escape
from tests.web.insight_stand_ins import AT, stand_in
from tests.web.test_public_pages import make_programme

from byregion import wording
from byregion.analysis.errors import InvalidInput, NotEnoughData, UnknownCodes
from byregion.insight import background, computing
from byregion.insight.queries import free
from byregion.statistics.errors import StoreDamaged, UnknownTable
from byregion.web.public import divisions
from byregion.web.public.views import insight_functional

pytestmark = pytest.mark.django_db
BASE = "/analyse/1804k-1841/"
FUNCTIONAL = "/prove/analyse/pendlingsregion/"


@pytest.fixture(autouse=True)
def computed(monkeypatch):
    caches["default"].clear()
    make_programme(regions=1)
    return stand_in(monkeypatch)


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    assert response.streaming, "what depends on the store is not kept whole"
    return b"".join(response).decode()


@pytest.mark.parametrize("prefix", ["", "/nb", "/en"])
@pytest.mark.parametrize(
    "path", [BASE, f"{BASE}pendling/", FUNCTIONAL, f"{FUNCTIONAL}?ar=2017&grense=66"]
)
def test_every_page_answers_in_every_language(client, prefix, path):
    assert '<main id="content"' in page(client, prefix + path)


def test_an_analysis_is_computed_once_for_all_its_pages(client, computed):
    for path in (BASE, f"{BASE}pendling/", f"/nb{BASE}", f"{BASE}data/commuting.matrix.csv"):
        page(client, path)
    assert computed == ["1804k-1841"]


def test_a_new_state_of_the_store_is_seen_at_once(client, monkeypatch, computed):
    page(client, BASE)
    monkeypatch.setattr(free, "loaded", lambda: free.Loaded("/store", "newer", (2022,)))
    page(client, BASE)
    assert computed == ["1804k-1841"] * 2


def test_another_order_leads_to_the_one_address(client):
    assert client.get("/nb/analyse/1841-1804k-1841/")["Location"] == f"/nb{BASE}"


def test_the_choice_can_be_changed_and_the_files_taken_along(client):
    html = page(client, f"/en{BASE}")
    assert 'href="/en/analyse/?liste=1804-1841&amp;kjerne=1804"' in html
    assert f'href="/en{BASE}rapport.pdf"' in html
    assert "noindex" in html


@pytest.mark.parametrize("prefix", ["", "/nb", "/en"])
@pytest.mark.parametrize(
    "error",
    [
        UnknownCodes(["1804"], where="flows"),
        NotEnoughData("for the log"),
        InvalidInput("for the log"),
        UnknownTable("for the log"),
        StoreDamaged("for the log"),
    ],
)
def test_what_the_engine_refuses_is_told_in_the_language(client, monkeypatch, error, prefix):
    def refuse(*_):
        raise error

    monkeypatch.setattr(computing, "of_choice", refuse)
    html = page(client, prefix + BASE, status=422)
    told = wording.error(error, prefix.strip("/") or "nn")
    assert escape(told) in html
    assert "for the log" not in html


def test_a_fault_of_ours_is_not_taken_for_a_wrong_choice(client, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(computing, "of_choice", broken)
    with pytest.raises(ZeroDivisionError):
        client.get(BASE)


@pytest.mark.parametrize("path", [BASE, FUNCTIONAL])
def test_a_page_asks_little_of_the_database(client, django_assert_max_num_queries, path):
    client.get(path)
    with django_assert_max_num_queries(4):
        page(client, path)


def test_functional_regions_follow_year_and_threshold(client):
    html = page(client, f"/en{FUNCTIONAL}?ar=2017&grense=70")
    assert "With 70 per cent as the aim (62 per cent is enough" in html
    assert 'value="70"' in html
    assert "Bodø" in html
    assert "Trondheim" not in html
    assert "Trondheim" in page(client, f"/en{FUNCTIONAL}?ar=2022&grense=70")


@pytest.mark.parametrize("query", ["ar=1066", "grense=99", "grense=x", "ar=%C2%B2", "grense="])
def test_a_year_or_threshold_that_cannot_be_is_as_if_not_said(client, query):
    assert f'value="{free.USUAL_THRESHOLD}"' in page(client, f"/en{FUNCTIONAL}?{query}")


def test_every_answer_is_made_beforehand_for_all_processes(client, monkeypatch):
    monkeypatch.setattr(divisions, "PAUSE", 0)
    thresholds = free.MOST_THRESHOLD - free.LEAST_THRESHOLD + 1
    assert divisions.make_all(stop=lambda: True) == 0
    assert divisions.make_all(stop=lambda: False) == len(AT.years) * thresholds
    assert divisions.make_all(stop=lambda: False) == 0
    # Another process remembers nothing, and need not compute.
    free._divisions._kept.clear()
    monkeypatch.setattr(free, "functional_regions", None)
    monkeypatch.setattr(insight_functional, "charge", None)
    for year in AT.years:
        assert "Bodø" in page(client, f"{FUNCTIONAL}?ar={year}&grense=60")
    monkeypatch.setattr(free, "loaded", lambda: None)
    assert divisions.make_all(stop=lambda: False) == 0


def test_what_is_kept_is_the_same_answer():
    made = divisions.division(AT, 2017, 75)
    kept = divisions.division(AT, 2017, 75)
    assert kept == made
    assert kept is not made
    assert divisions.is_there(AT, 2017, 75)
    assert not divisions.is_there(replace(AT, state="another"), 2017, 75)


def test_what_goes_on_beside_the_site_is_started_as_the_setting_says(settings, monkeypatch, caplog):
    started = []
    monkeypatch.setattr(background.worker, "start_thread", lambda: started.append("worker"))

    class AtOnce:
        def __init__(self, target, **_named):
            self.start = target

    def broken():
        raise OSError("no process")

    monkeypatch.setattr(background, "Thread", AtOnce)
    monkeypatch.setattr(background.time, "sleep", started.append)
    monkeypatch.setattr(background.beforehand, "start", lambda: started.append("beforehand"))
    settings.REPORT_WORKER = "command"
    background.start()
    assert started == []
    settings.REPORT_WORKER = "thread"
    background.start()
    # The first readers are served before anything is made beforehand.
    assert started == ["worker", background.FIRST_READERS, "beforehand"]
    monkeypatch.setattr(background.beforehand, "start", broken)
    background.start()
    assert "nothing is made beforehand" in caplog.text


def test_without_a_store_every_page_says_how_to_load_one(client, monkeypatch):
    monkeypatch.setattr(free, "loaded", lambda: None)
    for path, status in (("/analyse/", 200), (FUNCTIONAL, 200), (BASE, 503)):
        for prefix in ("", "/nb", "/en"):
            html = page(client, prefix + path, status=status)
            assert "byregion statistics pull" in html
    assert "byregion statistics pull" in page(client, f"{BASE}rapport.pdf", status=503)
