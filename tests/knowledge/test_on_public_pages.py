"""What is told stands beside the facts: on the front page and on the regions' pages."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from byregion.knowledge.models import FrontContent, RegionStory

pytestmark = pytest.mark.django_db
SLUG = "byregionprogrammet"


@pytest.fixture
def region(programme):
    return programme.regions.order_by("slug").first()


def text_of(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def test_the_front_page_shows_the_newest_articles(client, add_article):
    assert "Nyaste artiklar" not in text_of(client, "public:front")
    for number in range(4):
        add_article(f"Sak {number}", f"sak-{number}")
    text = text_of(client, "public:front")
    assert "Nyaste artiklar" in text
    assert text.count('class="article-list"') == 1
    assert "Sak 0</a>" not in text  # three are shown, the newest


def test_the_front_page_shows_what_editors_put_there_in_its_language(client, home, locales):
    FrontContent.objects.create(
        programme=SLUG,
        locale=locales["nb"],
        body=[{"type": "text", "value": "<p>Velkommen til samling</p>"}],
        live=True,
    )
    assert "Velkommen til samling" not in text_of(client, "public:front")
    with override("nb"):
        assert "Velkommen til samling" in text_of(client, "public:front")


def test_a_draft_of_the_front_page_is_not_shown(client, home, locales):
    FrontContent.objects.create(
        programme=SLUG,
        locale=locales["nn"],
        body=[{"type": "text", "value": "<p>Utkast</p>"}],
        live=False,
    )
    assert "Utkast" not in text_of(client, "public:front")


def test_a_regions_page_shows_its_story_and_the_articles_about_it(
    client, home, add_article, region
):
    add_article("Om regionen", "om", references=[("region", SLUG, region.slug)])
    add_article("Om noko anna", "anna")
    story = RegionStory(
        title=region.name,
        slug="forteljing",
        region=f"{SLUG}/{region.slug}",
        summary="Vi bygde saman.",
        locale=home.locale,
    )
    home.add_child(instance=story)
    story.save_revision().publish()
    text = text_of(client, "public:region", SLUG, region.slug)
    assert "Vi bygde saman." in text
    assert "Om regionen</a>" in text
    assert "Om noko anna</a>" not in text


def test_a_kept_page_is_made_anew_when_an_article_is_published(client, add_article):
    assert "Ei sak</a>" not in text_of(client, "public:front")
    page = add_article()
    assert "Ei sak</a>" in text_of(client, "public:front")
    page.unpublish()
    assert "Ei sak</a>" not in text_of(client, "public:front")
