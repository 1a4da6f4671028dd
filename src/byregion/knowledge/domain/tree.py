"""The page tree that an installation begins with: a start page in each language, tied together."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization

from byregion.knowledge.models import KnowledgeHome

# The first is written first; a page in it shows in the others until it is translated.
LANGUAGES = ("nn", "nb", "en")


@transaction.atomic
def set_up_tree(base_url: str) -> KnowledgeHome:
    """Make what is missing of languages, start pages and site; again, it changes nothing."""
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES]
    home = KnowledgeHome.objects.filter(locale=locales[0]).first() or _first_home(locales[0])
    for locale in locales[1:]:
        # The start page first: telling Wagtail to follow a language copies what is missing there.
        if home.get_translation_or_none(locale) is None:
            _translated_home(home, locale)
        LocaleSynchronization.objects.get_or_create(
            locale=locale, defaults={"sync_from": locales[0]}
        )
    parts = urlsplit(base_url)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": parts.hostname or "localhost",
            "port": parts.port or (443 if parts.scheme == "https" else 80),
            "site_name": "Byregion",
            "root_page": home,
        },
    )
    return home


def root_page() -> Page:
    """Give the root that every page stands under, made where it doesn't stand."""
    locale, _is_new = Locale.objects.get_or_create(language_code=LANGUAGES[0])
    return Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)


def _first_home(locale: Locale) -> KnowledgeHome:
    root = root_page()
    # Wagtail's own welcome page is of no use to anybody here.
    for page in root.get_children().filter(slug="home"):
        page.delete()
    root.refresh_from_db()
    with override(locale.language_code):
        home = KnowledgeHome(title=_("Articles"), slug="artiklar", locale=locale)
    root.add_child(instance=home)
    return home


def _translated_home(home: KnowledgeHome, locale: Locale) -> None:
    with override(locale.language_code):
        copy = home.copy_for_translation(locale)
        copy.title = copy.draft_title = _("Articles")
        copy.slug = f"artiklar-{locale.language_code}"
        copy.save_revision().publish()
