"""The page tree: three languages tied together, made once."""

import pytest
from wagtail.models import Locale, Page, Site

from byregion.knowledge.domain.tree import set_up_tree
from byregion.knowledge.models import ArticlePage, KnowledgeHome

pytestmark = pytest.mark.django_db


def test_every_language_has_a_start_page_of_the_same_tree(home):
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"nn", "nb", "en"}
    assert KnowledgeHome.objects.count() == 3
    assert KnowledgeHome.objects.values("translation_key").distinct().count() == 1
    titles = dict(KnowledgeHome.objects.values_list("locale__language_code", "title"))
    assert titles == {"nn": "Artiklar", "nb": "Artikler", "en": "Articles"}


def test_setting_up_again_changes_nothing(home):
    before = list(Page.objects.order_by("pk").values())
    assert set_up_tree("http://localhost:8000") == home
    assert list(Page.objects.order_by("pk").values()) == before


def test_the_site_follows_the_installations_address(home):
    set_up_tree("https://byregion.example.no")
    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_page_id) == ("byregion.example.no", 443, home.pk)


def test_an_article_stands_in_the_other_languages_until_it_is_translated(add_article, locales):
    article = add_article()
    others = ArticlePage.objects.exclude(pk=article.pk)
    assert {one.locale.language_code for one in others} == {"nb", "en"}
    assert all(one.alias_of_id == article.pk for one in others)
    assert {one.shown_language for one in others} == {"nn"}
