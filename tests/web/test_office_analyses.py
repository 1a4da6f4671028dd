"""A region's people make its analysis anew in the office, add what they know, and publish it."""

from datetime import UTC, datetime

import pytest
from tests.insight.samples import make_analysis
from tests.web.insight_stand_ins import AT
from tests.web.test_public_pages import make_programme

from byregion.audit.models import Event
from byregion.insight import beforehand
from byregion.insight.domain.editions import make_draft, publish, write_text
from byregion.insight.models import RegionAnalysisEdition, Status
from byregion.insight.queries import editions, free
from byregion.people.enums import Role
from byregion.people.permissions import Place
from byregion.statistics.errors import UnknownTable

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
BASE = "/kontor/analysar/prove/region-0/"
TEXTS = {"nn": "Vi samarbeider godt.", "nb": "", "en": ""}


@pytest.fixture
def drawn(monkeypatch):
    """Count the times that drawing beforehand was started."""
    started = []
    monkeypatch.setattr(beforehand, "start", lambda: started.append(True))
    return started


@pytest.fixture
def leader(signed_in_as, monkeypatch, drawn):
    make_programme(regions=2)
    asked = []

    def analysis(_at, year, codes, *, name, slug):
        asked.append((year, tuple(codes), slug))
        return make_analysis(slug=slug, name=name)

    monkeypatch.setattr(free, "loaded", lambda: AT)
    monkeypatch.setattr(free, "analysis_of_region", analysis)
    client = signed_in_as(Role.LEADER, Place("prove", "region-0"))
    client.asked = asked
    return client


def made(leader, year="2017"):
    return leader.post(f"{BASE}lag/", {"year": year}, follow=True)


def text(response):
    return response.content.decode()


def test_a_leader_makes_adds_to_and_publishes_the_analysis_of_the_own_region(leader, client, drawn):
    page = text(leader.get("/kontor/analysar/"))
    assert "Region 0" in page
    assert "Region 1" not in page
    assert "Analysen er laga" in text(made(leader))
    ((year, codes, slug),) = leader.asked
    assert (year, slug) == (2017, "region-0")
    assert codes
    # Nobody else sees a draft.
    assert client.get("/prove/region/region-0/analyse/").status_code == 404
    page = leader.get(f"{BASE}tekst/pendling/")
    assert page.status_code == 200
    assert leader.post(f"{BASE}tekst/pendling/", TEXTS).status_code == 302
    assert "Vi samarbeider godt." in text(leader.get(BASE))
    assert "Publisere analysen av Region 0?" in text(leader.get(f"{BASE}publiser/"))
    assert "Analysen er publisert." in text(leader.post(f"{BASE}publiser/", follow=True))
    assert drawn == [True]
    assert "Vi samarbeider godt." in text(client.get("/prove/region/region-0/analyse/pendling/"))
    acts = Event.objects.filter(subject_kind="analysis").values_list("act", flat=True)
    assert set(acts) == {"analysis.drafted", "analysis.written", "analysis.published"}
    assert len({one.actor for one in Event.objects.filter(subject_kind="analysis")}) == 1


def test_a_second_draft_waits_for_the_first(leader):
    made(leader)
    assert "Det finst eit utkast alt" in text(made(leader))
    assert RegionAnalysisEdition.objects.count() == 1
    assert "Utkastet er kasta" in text(leader.post(f"{BASE}slett/", follow=True))
    assert RegionAnalysisEdition.objects.count() == 0
    assert leader.post(f"{BASE}slett/").status_code == 404


def test_the_former_editions_text_is_offered_and_taken_along_when_saved(leader):
    former = make_draft(make_analysis(), programme="prove", by="Kari", at=NOW)
    about = {"chapter": "commuting", "language": "nn", "text": "Frå i fjor."}
    write_text(former, **about, by="Kari", at=NOW)
    publish(former, by="Kari", at=NOW)
    made(leader)
    page = text(leader.get(f"{BASE}tekst/pendling/"))
    assert "Frå i fjor." in page
    assert "i utgåva som er vist no" in page
    draft = editions.draft_of("prove", "region-0")
    assert editions.texts_of(draft) == {}
    leader.post(f"{BASE}tekst/pendling/", {"nn": "Frå i fjor.", "nb": "", "en": ""})
    assert editions.texts_of(draft) == {"commuting": {"nn": "Frå i fjor."}}
    assert editions.latest_by_region()[0] == {("prove", "region-0"): draft}


def test_a_text_that_is_too_long_is_kept_and_mended(leader):
    made(leader)
    response = leader.post(f"{BASE}tekst/pendling/", {**TEXTS, "nn": "a" * 20_001})
    assert response.status_code == 200
    assert 'role="alert"' in text(response)
    assert "a" * 20_001 in text(response)


@pytest.mark.parametrize("year", ["", "2016", "tjue", "²"])
def test_a_year_that_the_store_does_not_have_is_not_found(leader, year):
    assert made(leader, year).status_code == 404


def test_what_the_tables_do_not_allow_is_said(leader, monkeypatch):
    def nothing(*_args, **_named):
        raise UnknownTable("no population")

    monkeypatch.setattr(free, "analysis_of_region", nothing)
    page = text(made(leader))
    assert 'class="messages"' in page
    assert "no population" not in page
    assert RegionAnalysisEdition.objects.count() == 0


def test_without_statistics_the_page_says_so(leader, monkeypatch):
    monkeypatch.setattr(free, "loaded", lambda: None)
    assert "Ingen statistikk er lasta her" in text(leader.get(BASE))
    assert leader.post(f"{BASE}lag/", {"year": "2017"}).status_code == 404


def test_another_regions_analysis_is_closed(leader):
    other = BASE.replace("region-0", "region-1")
    for path in ("", "tekst/pendling/", "publiser/"):
        assert leader.get(other + path).status_code == 403
    for path in ("lag/", "slett/", "publiser/"):
        assert leader.post(other + path).status_code == 403


def test_what_is_not_there_is_not_found(leader):
    made(leader)
    assert leader.get(f"{BASE}tekst/finst-ikkje/").status_code == 404
    draft = editions.draft_of("prove", "region-0")
    publish(draft, by="Kari", at=NOW)
    assert draft.status == Status.DRAFT
    assert leader.get(f"{BASE}publiser/").status_code == 404


@pytest.mark.parametrize("prefix", ["", "/nb", "/en"])
def test_every_page_in_every_language(leader, prefix):
    made(leader)
    for path in ("/kontor/analysar/", BASE, f"{BASE}tekst/pendling/", f"{BASE}publiser/"):
        assert leader.get(prefix + path).status_code == 200
