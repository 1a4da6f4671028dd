"""What articles are about, by name."""

from __future__ import annotations

from typing import TypedDict

from django import template
from django.urls import reverse

from byregion.knowledge import choices
from byregion.knowledge.models import ArticlePage

register = template.Library()


class Named(TypedDict):
    """Something an article is about, and where it is shown."""

    name: str
    url: str


@register.simple_tag
def named_references(page: ArticlePage) -> list[Named]:
    """Name the regions and themes of an article; one that no longer exists is left out."""
    held = list(page.references.all())
    if not held:
        return []
    regions, themes = dict(choices.regions()), dict(choices.themes())
    named: list[Named] = []
    for one in held:
        if one.kind == "region" and one.address in regions:
            url = reverse("public:region", args=[one.programme, one.slug])
            named.append({"name": regions[one.address], "url": url})
        if one.kind == "theme" and one.address in themes:
            url = f"{reverse('public:regions', args=[one.programme])}?tema={one.slug}"
            named.append({"name": themes[one.address], "url": url})
    return named
