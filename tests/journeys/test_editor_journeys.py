"""An editor's day: an article with a figure in two languages, reviewed, published and found."""

import pytest
from playwright.sync_api import expect
from tests.factories.people import make_person
from tests.journeys import axe
from tests.journeys.sessions import signed_in
from wagtail.models import Locale

from byregion.knowledge.models import ArticlePage, KnowledgeHome
from byregion.people.enums import Role
from byregion.people.permissions import Place

pytestmark = pytest.mark.journey
SLUG = "byregionprogrammet"
TEXT = "Pendlarane bind byen og omlandet saman."


@pytest.fixture
def enter(visit, live_site):
    """Give a function that opens an address as a new editor, signed in with two steps."""

    def open_as_editor(address):
        person = make_person(Role.OPERATOR, Place(SLUG))
        return visit(address, storage_state=signed_in(person))

    return open_as_editor


def add_block(page, name):
    page.locator("button.c-sf-add-button").last.click()
    page.get_by_role("option", name=name, exact=True).click()


def write_article(page):
    page.locator("#id_title").fill("Kva vi lærte av samlinga")
    page.locator("#id_intro").fill("Tre råd frå regionane.")
    page.locator("#id_published_date").fill("2026-03-01")
    page.keyboard.press("Escape")
    add_block(page, "Tekst")
    page.locator(".public-DraftEditor-content").last.click()
    page.keyboard.type(TEXT)
    add_block(page, "Figur fra en analyse")
    page.locator("select[name$=value-region]").select_option(f"{SLUG}/kristiansandsregionen")
    page.locator("select[name$=value-figure]").select_option("commuting.matrix")


def choose_action(page, name):
    page.get_by_role("button", name="Flere handlinger").click()
    page.locator(f"button[name={name}]").click()


def translate(page):
    page.get_by_label("Bokmål").check()
    page.locator("main input[type=submit]").click()
    buttons = page.get_by_role("button", name="Translate", exact=True)
    for words in ("Hva vi lærte av samlingen", "Tre råd fra regionene.", "Pendlerne binder."):
        buttons.first.click()
        page.locator("textarea").last.fill(words)
        page.get_by_role("button", name="Lagre", exact=True).click()
    page.get_by_role("button", name="Publish in Bokmål").click()
    expect(page.locator(".messages")).to_be_visible()


def test_an_article_is_written_reviewed_translated_and_published(enter, visit):
    home = KnowledgeHome.objects.get(locale__language_code="nn")
    page = enter(f"/redaktor/pages/add/knowledge/articlepage/{home.pk}/")
    write_article(page)
    choose_action(page, "action-submit")
    expect(page.locator(".messages")).to_contain_text("Kva vi lærte av samlinga")
    article = ArticlePage.objects.get(slug="kva-vi-lærte-av-samlinga", alias_of=None)
    assert not article.live

    reviewer = enter(f"/redaktor/pages/{article.pk}/edit/")
    expect(reviewer.locator("#id_intro")).to_have_value("Tre råd frå regionane.")
    reviewer.get_by_role("button", name="Flere handlinger").click()
    reviewer.locator("button[data-workflow-action-name=approve]").first.click()
    expect(reviewer.locator(".messages")).to_be_visible()

    reader = visit(article.url)
    expect(reader.get_by_text(TEXT)).to_be_visible()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Kva vi lærte av samlinga")

    translate(enter(f"/redaktor/localize/submit/page/{article.pk}/"))
    translated = article.get_translation(Locale.objects.get(language_code="nb"))
    in_bokmal = visit(translated.url)
    expect(in_bokmal.get_by_role("heading", level=1)).to_have_text("Hva vi lærte av samlingen")
    expect(in_bokmal.get_by_text("ikke oversatt")).to_have_count(0)
    assert axe.faults(in_bokmal) == []

    find_by_search(visit("/"), article)


def find_by_search(page, article):
    page.get_by_label("Finn kommunen din").fill("samling pendlar")
    page.keyboard.press("Enter")
    hit = page.locator(".hits li", has=page.get_by_role("link", name=article.title))
    expect(hit).to_have_count(1)
    # The words are marked in the title and in the text, whatever ending they stand with.
    expect(hit.locator("mark", has_text="samlinga").first).to_be_visible()
    expect(hit.locator("mark", has_text="Pendlarane")).to_be_visible()
    hit.get_by_role("link").click()
    expect(page.get_by_text(TEXT)).to_be_visible()
