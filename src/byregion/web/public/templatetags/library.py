"""What the pages of the library look up by key."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.urls import reverse

register = template.Library()


@register.filter
def named(names: Mapping[str, str], key: str) -> str:
    """Give what a key is called; empty where it isn't known any longer."""
    return names.get(key, "")


@register.simple_tag
def region_url(address: str) -> str:
    """Give the page of a region named as "programme/region"."""
    return reverse("public:region", args=address.split("/"))
