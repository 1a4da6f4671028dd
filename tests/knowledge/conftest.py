"""A site with a page tree in three languages, and the real programme."""

from datetime import date

import pytest
from wagtail.models import Locale
from wagtail_localize.synctree import create_aliases_for_new_page

from byregion.knowledge.domain.tree import set_up_tree
from byregion.knowledge.models import ArticlePage
from byregion.programme.bundle import EMBEDDED
from byregion.programme.domain.bundle import import_bundle


@pytest.fixture
def programme(db):
    return import_bundle(EMBEDDED).programme


@pytest.fixture
def home(programme):
    return set_up_tree("http://localhost:8000")


@pytest.fixture
def locales():
    return {code: Locale.objects.get(language_code=code) for code in ("nn", "nb", "en")}


@pytest.fixture
def add_article(home):
    """Give a function that publishes an article under the nynorsk start page."""

    def add(title="Ei sak", slug="ei-sak", references=(), **fields):
        values = {"intro": "Kort sagt.", "published_date": date(2026, 3, 1), "body": [], **fields}
        page = ArticlePage(title=title, slug=slug, locale=home.locale, **values)
        home.add_child(instance=page)
        for kind, programme, key in references:
            page.references.create(kind=kind, programme=programme, slug=key)
        page.save_revision().publish()
        create_aliases_for_new_page(page)  # the editor's own "create" does so
        return page

    return add
