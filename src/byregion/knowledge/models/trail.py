"""The way back from a page, as the site's frame shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from wagtail.models import Page


def trail_of(page: Page) -> list[dict[str, str]]:
    """Give the front page, the pages above and the page itself, as links with labels."""
    above = page.get_ancestors().live().filter(depth__gt=1)
    return [
        {"url": reverse("public:front"), "label": _("Front page")},
        *({"url": one.url or "", "label": one.title} for one in above),
        {"url": "", "label": page.title},
    ]
