"""How numbers and addresses are written for a reader."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django import template
from django.utils.formats import localize, number_format
from django.utils.html import format_html
from django.utils.translation import gettext

from byregion.common.translation import Text

register = template.Library()


@register.filter
def millions(amount: int | None) -> str:
    """Write an amount in millions, with as many decimals as it needs, two at the most."""
    if amount is None:
        return "–"
    value = f"{amount / 1_000_000:.2f}".rstrip("0").rstrip(".")
    decimals = len(value.partition(".")[2])
    return str(number_format(value, decimal_pos=decimals))


@register.filter
def known(value: object) -> str:
    """Write what is known, a translated text marked with its language; or that it isn't known."""
    if not str(value or ""):
        return format_html('<span class="unknown">{}</span>', gettext("not known"))
    if isinstance(value, Text):
        return format_html('<span lang="{}">{}</span>', value.language, value.text)
    return str(localize(value))


@register.filter
def share(amount: int, largest: int) -> str:
    """Length of a bar in hundredths of the longest; a point, whatever the language."""
    return f"{100 * amount / largest:.1f}" if largest else "0"


@register.filter
def dash(text: str) -> str:
    """Write a span with the dash that spans have."""
    return text.replace("-", "–")


@register.filter
def site(url: str) -> str:
    """Name the site that an address leads to, and its page: a site may stand there twice."""
    parts = urlsplit(url)
    host = parts.netloc.removeprefix("www.")
    page = unquote(parts.path).rstrip("/").rpartition("/")[2]
    return f"{host}: {page[:60]}" if page else host


@register.filter
def subject(slug: str) -> str:
    """Say in words what a published figure counts."""
    return {
        "regions": gettext("city regions"),
        "municipalities": gettext("municipalities"),
        "counties": gettext("counties"),
        "awarded_nok": gettext("kroner awarded"),
        "announced_nok": gettext("kroner announced"),
    }.get(slug, slug)


@register.filter
def tongue(code: str) -> str:
    """Name the language of a parallel name."""
    return {
        "se": gettext("Northern Sámi name"),
        "sma": gettext("Southern Sámi name"),
        "smj": gettext("Lule Sámi name"),
        "fkv": gettext("Kven name"),
    }.get(code, code)


@register.filter
def happened(kind: str) -> str:
    """Say what a change of division was."""
    return {
        "renumbered": gettext("new number"),
        "merged": gettext("merger"),
        "split": gettext("split"),
        "part_moved": gettext("a part moved"),
        "renamed": gettext("new name"),
        "county_changed": gettext("new county"),
    }.get(kind, kind)
