"""A newsletter as the HTML of a letter: one sheet of styles, written into the marks themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import css_inline
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import override

from byregion.knowledge.queries.newsletter import Content, Item

# Stands where each receiver's own address to end it goes.
OWN_ADDRESS = "https://end.invalid/"


@dataclass(frozen=True, slots=True)
class Told:
    """An item with its days as dates, for a template."""

    item: Item
    start: date | None
    end: date | None


def told(content: Content) -> list[Told]:
    """Give the items as a template wants them."""
    return [Told(item, _date(item.start_date), _date(item.end_date)) for item in content.items]


def as_html(content: Content, *, language: str, page: str) -> str:
    """Make a letter's HTML, with OWN_ADDRESS where the receiver's own address goes."""
    context = {
        "content": content,
        "items": told(content),
        "language": language,
        "page": page,
        "end": OWN_ADDRESS,
    }
    with override(language):
        html = render_to_string("knowledge/newsletter/letter.html", context)
    return css_inline.inline(html, load_remote_stylesheets=False)


def for_receiver(html: str, end_page: str) -> str:
    """Put the receiver's own address into the letter."""
    return html.replace(OWN_ADDRESS, escape(end_page))


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
