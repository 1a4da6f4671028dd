"""Which articles, by what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import Model

from byregion.common.remembered import until_changed
from byregion.knowledge import choices

if TYPE_CHECKING:
    from wagtail.models import Page

PER_PAGE = 12


def live(language: str) -> Any:
    """Give the published articles in a language, the newest first."""
    article: type[Model] = apps.get_model("knowledge", "ArticlePage")
    return (
        article._default_manager.filter(live=True, locale__language_code=language)
        .select_related("picture", "locale", "alias_of__locale")
        .prefetch_related("references", "picture__renditions")
        .order_by("-published_date", "-pk")
    )


def about(language: str, *, kind: str, programme: str, slug: str) -> Any:
    """Give the published articles about a region or a theme."""
    return live(language).filter(
        references__kind=kind, references__programme=programme, references__slug=slug
    )


@until_changed(most=16)
def newest(language: str, most: int) -> list[Any]:
    """Give the newest published articles in a language."""
    return list(live(language)[:most])


@until_changed(most=256)
def newest_about_region(language: str, programme: str, slug: str, most: int) -> list[Any]:
    """Give the newest published articles about a region."""
    return list(about(language, kind="region", programme=programme, slug=slug)[:most])


def listing(home: Page, asked: Mapping[str, str]) -> dict[str, Any]:
    """Give a page of the articles under `home`, narrowed by region and theme where asked."""
    found = live(home.locale.language_code).descendant_of(home)
    for kind, name in (("region", "region"), ("theme", "tema")):
        programme, _slash, slug = asked.get(name, "").partition("/")
        if slug:
            found = found.filter(
                references__kind=kind, references__programme=programme, references__slug=slug
            )
    return {
        "articles": Paginator(found, PER_PAGE).get_page(asked.get("side")),
        "regions": choices.regions(),
        "themes": choices.themes(),
        "chosen_region": asked.get("region", ""),
        "chosen_theme": asked.get("tema", ""),
    }
