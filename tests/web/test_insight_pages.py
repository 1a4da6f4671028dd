"""The pages of analyses, with made-up editions: every page, language and state."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.insight.samples import make_analysis
from tests.web.test_public_pages import make_programme

from byregion.analysis.region_analysis.result import Finding
from byregion.insight.domain.editions import make_draft, publish, write_text

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
WHO = {"by": "Kari", "at": NOW}
BASE = "/prove/region/region-0/analyse/"
PAGES = [
    BASE,
    f"{BASE}pendling/",
    f"{BASE}struktur/",
    f"{BASE}historikk/",
    "/prove/region/region-0/",
    "/prove/analyse/",
    "/prove/analyse/felles/",
    "/prove/analyse/side-ved-side/",
    "/prove/analyse/side-ved-side/?region=region-0&region=region-1",
    "/kommune/1804/",
]


def shown(slug="region-0", people=120, text=""):
    made = make_draft(
        make_analysis(slug=slug, name=slug.title(), people=people), programme="prove", **WHO
    )
    if text:
        write_text(made, chapter="commuting", language="nn", text=text, **WHO)
    return publish(made, **WHO)


@pytest.fixture
def published():
    make_programme(regions=3)
    return [shown(f"region-{number}") for number in range(3)]


@pytest.mark.parametrize("prefix", ["", "/nb", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_in_every_language(client, published, path, prefix):
    response = client.get(prefix + path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")


def test_every_page_answers_before_anything_is_published(client):
    make_programme(regions=1)
    assert client.get("/prove/region/region-0/").status_code == 200
    assert client.get("/prove/analyse/").status_code == 200
    assert client.get("/prove/analyse/side-ved-side/").status_code == 200
    assert "Ingen analyse" in client.get("/prove/analyse/felles/").content.decode()
    assert client.get("/prove/analyse/felles/data.csv").status_code == 200
    assert client.get(BASE).status_code == 404
    assert client.get(f"{BASE}pendling/").status_code == 404


def test_a_draft_is_seen_nowhere(client):
    make_programme(regions=1)
    make_draft(make_analysis(), programme="prove", **WHO)
    assert client.get(BASE).status_code == 404
    assert client.get(f"{BASE}historikk/1.zip").status_code == 404


def test_a_chapter_shows_its_figures_its_table_and_its_sources(client, published):
    page = client.get(f"/en{BASE}pendling/").content.decode()
    assert "Bodø" in page
    assert "03321" in page
    assert f'href="/en{BASE}data/commuting.matrix.csv"' in page


def test_a_chapter_without_data_says_so(client, published):
    page = client.get(f"/en{BASE}struktur/").content.decode()
    assert "This chapter lacks data" in page
    assert "Chapters that lack data" in client.get(f"/en{BASE}").content.decode()


def test_own_text_is_shown_in_its_language_and_made_harmless(client):
    make_programme(regions=1)
    shown(text="<script>alert(1)</script> Samarbeidet er godt")
    page = client.get(f"/en{BASE}pendling/").content.decode()
    assert "Samarbeidet er godt" in page
    assert '<div lang="nn">' in page
    assert "<script>alert" not in page


def test_a_new_edition_is_seen_at_once_and_the_former_stays_in_the_history(client):
    make_programme(regions=1)
    shown(people=120)
    assert "120" in client.get(f"{BASE}pendling/").content.decode()
    shown(people=7771)
    page = client.get(f"{BASE}pendling/").content.decode().replace("\xa0", "")
    assert "7771" in page
    history = client.get(f"{BASE}historikk/").content.decode()
    assert "historikk/1.zip" in history
    assert "historikk/2.zip" in history


def test_a_table_is_a_file_and_an_unknown_one_is_not_found(client, published):
    response = client.get(f"{BASE}data/commuting.matrix.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "Bodø,Fauske,80" in response.content.decode("utf-8-sig")
    assert client.get(f"{BASE}data/commuting.nothing.csv").status_code == 404


@pytest.mark.parametrize("path", [f"{BASE}pendling/", "/prove/region/region-0/"])
def test_number_of_queries_does_not_depend_on_the_number_of_regions(
    client, django_assert_max_num_queries, path, published
):
    client.get(f"{path}?first=1")  # what a process asks for once, kinds of content among it
    with django_assert_max_num_queries(18):
        client.get(path)


def test_comparison_keeps_the_order_asked_for_and_at_most_four(client, published):
    address = "/en/prove/analyse/side-ved-side/?" + "&".join(
        f"region={slug}" for slug in ("region-2", "region-0", "finst-ikkje", "region-1", "x", "y")
    )
    page = client.get(address).content.decode()
    assert page.index(">Region-2<") < page.index(">Region-0<")
    assert "Only the first" in page


def dependent(slug):
    """An analysis in which many in one municipality work in one other."""
    made = make_analysis(slug=slug, name=slug.title())
    finding = Finding("commuting.dependence", {"share": 0.4})
    chapters = [
        replace(one, findings=(*one.findings, finding)) if one.key == "commuting" else one
        for one in made.chapters
    ]
    return replace(made, chapters=tuple(chapters))


def test_analyses_that_speak_for_no_theme_are_told_apart_from_none(client, published):
    page = client.get("/en/prove/analyse/felles/").content.decode()
    assert "no finding that speaks for a theme" in page


@pytest.mark.parametrize("regions", [2, 9])
def test_shared_themes_are_read_in_as_many_queries_for_few_as_for_many(
    client, django_assert_max_num_queries, regions
):
    make_programme(regions=regions)
    assert "no finding that speaks" not in client.get("/en/prove/analyse/felles/").content.decode()
    for number in range(regions):
        publish(make_draft(dependent(f"region-{number}"), programme="prove", **WHO), **WHO)
    make_draft(make_analysis(slug="region-0", name="Draft"), programme="prove", **WHO)
    with django_assert_max_num_queries(5):
        page = client.get("/en/prove/analyse/felles/").content.decode()
    assert f"From {regions} published analyses." in page
    assert f"{regions} of {regions}" in page
    assert page.count("/analyse/pendling/") == regions
    assert "Draft" not in page


@pytest.mark.parametrize(
    ("kind", "starts"),
    [("csv", b"\xef\xbb\xbftheme,finding"), ("json", b'{"meta"'), ("xlsx", b"PK")],
)
def test_shared_themes_are_a_table_to_take_away(client, published, kind, starts):
    response = client.get(f"/prove/analyse/felles/data.{kind}")
    assert response.content.startswith(starts)
    assert f'filename="themes.{kind}"' in response["Content-Disposition"]


def with_verdict(slug, *findings):
    made = make_analysis(slug=slug, name=slug.title())
    chapters = tuple(
        replace(one, findings=findings) if one.key == "interplay" else one for one in made.chapters
    )
    draft = make_draft(replace(made, chapters=chapters), programme="prove", **WHO)
    return publish(draft, **WHO)


def motor(verdict, reason=None):
    said = [Finding("interplay.motor", {"verdict": verdict, "zones": 0})]
    return said + [Finding("interplay.untested", {"reason": reason})] * (reason is not None)


def test_where_a_verdict_is_missing_the_page_says_why_and_of_how_many(client):
    make_programme(regions=4)
    for slug in ("region-0", "region-1"):
        with_verdict(slug, *motor("unknown", "no_hinterland"))
    with_verdict("region-2", *motor("rejected"))
    page = client.get("/en/prove/analyse/").content.decode()
    # In two rows of the table, and once where they are counted.
    assert page.count("No municipality is hinterland of the core.") == 3
    assert "2 regions: No municipality is hinterland of the core." in page
    assert "1 region has no published analysis:" in page
    assert ">Region 3</a>." in page
    contents = client.get("/en/prove/region/region-0/analyse/").content.decode()
    assert "cannot be tested here. No municipality is hinterland of the core." in contents


def test_nothing_is_said_of_the_untested_where_all_were_tested(client):
    make_programme(regions=1)
    with_verdict("region-0", *motor("supported"))
    page = client.get("/en/prove/analyse/").content.decode()
    assert "What could not be tested" not in page


def test_each_theme_shows_the_findings_it_rests_on_and_where_they_stand(client):
    make_programme(regions=1)
    dependence = {"name": "Sveio", "destination": "Haugesund", "share": 0.308}
    asked = {
        "name": "Region 0",
        "evidence_for": ("commuting.dependence", "gone.finding"),
        "evidence_against": ("commuting.containment",),
    }
    contained = {"supply": 0.9, "demand": 0.94, "share": 0.9}
    said = {
        "commuting": (
            Finding("commuting.dependence", dependence),
            Finding("commuting.containment", contained),
        ),
        "choices": (Finding("choice.labour_market", asked),),
    }
    made = make_analysis(slug="region-0")
    chapters = tuple(replace(one, findings=said.get(one.key, ())) for one in made.chapters)
    draft = make_draft(replace(made, chapters=chapters), programme="prove", **WHO)
    publish(draft, **WHO)
    page = client.get(f"/en{BASE}tema/").content.decode()
    assert "<h3>A common labour market</h3>" in page
    assert "<strong>For:</strong>" in page
    assert "<strong>Against:</strong>" in page
    assert "30.8% of the employed" in page
    assert page.count(f'<a href="/en{BASE}pendling/">Commuting and the labour market</a></li>') == 3
    # What the analysis does not have is not told of.
    assert "gone" not in page
    assert "What each theme rests on" not in client.get(f"/en{BASE}pendling/").content.decode()
