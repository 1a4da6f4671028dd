"""What a reader meets: articles with all their blocks, lists, stories, in three languages."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import Locale

from byregion.knowledge.models import RegionStory
from byregion.knowledge.queries import articles, stories

pytestmark = pytest.mark.django_db
SLUG = "byregionprogrammet"
KRISTIANSAND = f"{SLUG}/kristiansandregionen"


@pytest.fixture
def region(programme):
    return programme.regions.order_by("slug").first()


def block(kind, **value):
    return {"type": kind, "value": value}


def read(client, page):
    answer = client.get(page.url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_article_says_when_by_whom_and_about_what(client, add_article, programme, region):
    theme = programme.themes.first()
    page = add_article(
        byline="Kari Nordmann",
        references=[("region", SLUG, region.slug), ("theme", SLUG, theme.slug)],
    )
    text = read(client, page)
    assert '<time datetime="2026-03-01">' in text
    assert "Kari Nordmann" in text
    assert f'href="/{SLUG}/region/{region.slug}/"' in text
    assert f"?tema={theme.slug}" in text


def test_every_block_carries_its_words(client, add_article, region, programme):
    body = [
        {"type": "text", "value": "<h2>Overskrift</h2><p>Brødtekst</p>"},
        block("quote", text="Vi lærte mykje.", who="Ola", role="prosjektleiar"),
        block("fact", title="Fakta", text="<p>Tre ting</p>"),
        block(
            "key_figure",
            value="12 400",
            label="arbeidsplassar",
            period="2017",
            source="SSB, tabell 11616",
            url="https://www.ssb.no/statbank/table/11616",
            is_estimate=True,
        ),
        block(
            "video",
            title="Film om samspel",
            film=None,
            captions=None,
            url="https://example.org/film",
            transcript="<p>Alt som blir sagt</p>",
        ),
        block("region", region=f"{SLUG}/{region.slug}"),
        block("theme", theme=f"{SLUG}/{programme.themes.first().slug}"),
        block(
            "analysis_figure", region=f"{SLUG}/{region.slug}", figure="structure.map", edition=None
        ),
    ]
    text = read(client, add_article(body=body))
    for words in (
        "Brødtekst",
        "Vi lærte mykje.",
        "Ola, prosjektleiar",
        "SSB, tabell 11616",
        "2017",
        "estimat",
        "Sjå filmen: Film om samspel",
        "Alt som blir sagt",
        region.name,
        "Denne figuren",  # no analysis is loaded here: said, not hidden
    ):
        assert words in text, words


def test_a_page_not_translated_says_which_language_it_is_in(client, add_article, locales):
    page = add_article()
    shown = page.get_translation(locales["en"])
    with override("en"):
        text = read(client, shown)
    assert "This page is shown in Nynorsk: it is not translated yet." in text
    assert '<div lang="nn">' in text
    assert "it is not translated yet" not in read(client, page)


def test_the_list_is_newest_first_and_narrows(client, home, add_article, region):
    add_article("Gammal", "gammal", published_date=date(2020, 1, 1))
    add_article(
        "Ny", "ny", published_date=date(2026, 1, 1), references=[("region", SLUG, region.slug)]
    )
    text = read(client, home)
    assert text.index("Ny</a>") < text.index("Gammal</a>")
    narrowed = client.get(f"{home.url}?region={SLUG}/{region.slug}").content.decode()
    assert "Ny</a>" in narrowed
    assert "Gammal</a>" not in narrowed
    none = client.get(f"{home.url}?tema={SLUG}/finst-ikkje").content.decode()
    assert "Ingen artiklar handlar om det enno." in none


def test_an_empty_list_says_so(client, home):
    assert "Ingen artiklar er publiserte enno." in read(client, home)


def test_the_list_takes_the_same_queries_for_one_article_and_for_many(
    client, home, add_article, region
):
    client.cookies["sessionid"] = "none"  # never from the kept pages
    add_article("Ei", "ei")
    read(client, home)
    with CaptureQueriesContext(
        connection,
    ) as one:
        read(client, home)
    for number in range(8):
        add_article(f"Sak {number}", f"sak-{number}", references=[("region", SLUG, region.slug)])
    with CaptureQueriesContext(connection) as many:
        read(client, home)
    assert len(many) == len(one)


def test_a_draft_is_not_shown(client, home, add_article):
    page = add_article()
    page.unpublish()
    assert client.get(page.url).status_code == 404
    assert not articles.live("nn").exists()


def test_a_regions_story_is_found_by_its_region(client, home, region):
    story = RegionStory(
        title=region.name,
        slug="forteljing",
        region=f"{SLUG}/{region.slug}",
        summary="Vi bygde saman.",
        advice="<p>Start med leiarane.</p>",
        locale=Locale.objects.get(language_code="nn"),
    )
    home.add_child(instance=story)
    story.save_revision().publish()
    assert stories.story_of(SLUG, region.slug, "nn").summary == "Vi bygde saman."
    assert stories.story_of(SLUG, "ingen", "nn") is None
    assert [one.pk for one in stories.with_advice(SLUG, "nn")] == [story.pk]
    assert "Start med leiarane." in read(client, story)
