"""The shapes of a map, each a link."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from byregion.web.public.maps import Map

register = template.Library()
SHAPE = (
    '<a href="{}{}/" aria-label="{}">'
    '<path class="region region-{}" d="{}"><title>{}</title></path></a>'
)
# Links have the names already, so that nobody hears them twice.
NAME = '<text class="map-label" x="{}" y="{}" aria-hidden="true">{}</text>'


# The same map stands on several pages, for every reader.
@register.simple_tag
@lru_cache(maxsize=128)
def shapes(drawn: Map, base: str) -> SafeString:
    """Draw each shape of a map as a link to what it stands for, below an address; names on top."""
    rows = ((base, one.key, one.name, one.colour, one.path, one.name) for one in drawn.shapes)
    names = ((*one.label, one.name) for one in drawn.shapes if one.label)
    return format_html_join("\n", SHAPE, rows) + format_html_join("\n", NAME, names)
