"""What pages of the public site have in common: facts that are known or not, shapes of maps."""

import pytest
from django.utils import translation
from tests.web.test_insight_pages import shown
from tests.web.test_public_pages import make_programme

from byregion.common.translation import Text
from byregion.insight import reading
from byregion.programme.models import CityRegion, Theme
from byregion.web.public.maps import Map, Shape
from byregion.web.public.templatetags.humane import known
from byregion.web.public.templatetags.shapes import shapes


@pytest.mark.parametrize("nothing", [None, "", 0, Text("", "nn")])
@pytest.mark.parametrize(
    ("language", "words"), [("nn", "ikkje kjent"), ("nb", "ikke kjent"), ("en", "not known")]
)
def test_what_is_not_known_is_said_to_be_so(nothing, language, words):
    with translation.override(language):
        assert known(nothing) == f'<span class="unknown">{words}</span>'


def test_what_is_known_is_written_in_its_own_language_and_as_numbers_are_here():
    with translation.override("nn"):
        assert known(Text("Growth & <jobs>", "en")) == (
            '<span lang="en">Growth &amp; &lt;jobs&gt;</span>'
        )
        assert known(12345) == "12\xa0345"
        assert known("Tynset & Os") == "Tynset & Os"


def test_names_on_a_map_are_text_and_said_once():
    one = Shape("1", "<b>Os & Tolga</b>", "M0,0l1,1 0,1Z", "host", is_exact=True, label=("3", "4"))
    drawn = shapes(Map("0 0 9 9", "", (one,), kind="municipality"), "/kommune/")
    assert "<b>" not in drawn
    assert drawn.count("&lt;b&gt;Os &amp; Tolga&lt;/b&gt;") == 3
    assert '<text class="map-label" x="3" y="4" aria-hidden="true">' in drawn
    assert 'href="/kommune/1/"' in drawn


@pytest.mark.django_db(transaction=True)
class TestRegionPage:
    @pytest.fixture
    def told(self, monkeypatch):
        """Count how often figures are put into words and drawings."""
        asked = []
        real = reading.outline
        monkeypatch.setattr(
            reading, "outline", lambda *given: asked.append(given[1]) or real(*given)
        )
        return asked

    def test_a_change_elsewhere_does_not_tell_the_analysis_again(self, client, told):
        make_programme(regions=1)
        shown("region-0")
        first = client.get("/prove/region/region-0/").content.decode()
        CityRegion.objects.update(name="Nytt namn")
        second = client.get("/prove/region/region-0/").content.decode()
        assert "Nytt namn" in second
        assert "insight-short" in first
        assert told == ["nn"]

    def test_another_edition_and_another_language_are_told_anew(self, client, told):
        make_programme(regions=1)
        shown("region-0", people=120)
        client.get("/prove/region/region-0/")
        client.get("/en/prove/region/region-0/")
        shown("region-0", people=54321)
        assert "54\xa0321" in client.get("/prove/region/region-0/").content.decode()
        assert told == ["nn", "en", "nn"]


@pytest.mark.django_db(transaction=True)
def test_rows_follow_the_filter_and_every_change(client):
    programme = make_programme(regions=3)
    names = {f"name_{code}": "Reiseliv" for code in ("nn", "nb", "en")}
    theme = Theme.objects.create(programme=programme, slug="reiseliv", **names)
    assert client.get("/prove/region/").content.decode().count('<th scope="row">') == 3
    assert client.get("/prove/region/?tema=reiseliv").content.decode().count("<th scope") == 0
    CityRegion.objects.get(slug="region-1").participations.get().themes.add(theme)
    filtered = client.get("/prove/region/?tema=reiseliv").content.decode()
    assert filtered.count('<th scope="row">') == 1
    CityRegion.objects.filter(slug="region-1").update(name="<i>Nytt</i>")
    filtered = client.get("/prove/region/?tema=reiseliv").content.decode()
    assert "&lt;i&gt;Nytt&lt;/i&gt;" in filtered
    assert "<i>Nytt" not in filtered
