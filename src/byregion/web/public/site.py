"""What every page shows around its content: navigation, languages, footer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypedDict

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from byregion.programme.models import Programme
from byregion.programme.queries import programmes


class Link(TypedDict, total=False):
    """One link in a list of links."""

    url: str
    label: str
    current: bool
    code: str
    name: str


def frame(
    request: HttpRequest, programme: Programme | None, *, trail: Sequence[Mapping[str, object]] = ()
) -> dict[str, object]:
    """Context that `base.html` needs, in a form that a view can merge with its own."""
    links = _links(programme.slug if programme else "", get_language() or "nn")
    return {
        "programme": programme,
        "feeds": links.feeds,
        "breadcrumb": [{"url": links.home, "label": _("Front page")}, *trail] if trail else [],
        "site": {
            "name": "Byregion",
            "nav": [
                {**link, "current": request.path.startswith(link["url"])} for link in links.nav
            ],
            "home_url": links.home,
            "search_url": links.search,
            "languages": _languages(request),
            "footer": links.footer,
        },
    }


@dataclass(frozen=True, slots=True)
class _Links:
    """The links that all pages of a programme have around them, in one language."""

    home: str
    search: str
    nav: tuple[Link, ...]
    feeds: tuple[Link, ...]
    footer: tuple[Link, ...]


# Addresses and words are the code's own; only a programme that is no more could fall out.
@lru_cache(maxsize=64)
def _links(programme: str, _language: str) -> _Links:
    return _Links(
        home=reverse("public:front"),
        search=reverse("public:search"),
        nav=tuple(_navigation(programme)) if programme else (),
        feeds=tuple(_feeds(programme)),
        footer=(
            {"url": reverse("public:about"), "label": _("About this site")},
            *_network_links(programme),
            {"url": reverse("public:data"), "label": _("Open data")},
            {"url": reverse("public:accessibility"), "label": _("Accessibility")},
            {"url": reverse("public:privacy"), "label": _("Privacy")},
        ),
    )


def programme_or_404(slug: str) -> Programme:
    """Give the programme of an address. Raises Http404."""
    try:
        return programmes.of_slug(slug)
    except Programme.DoesNotExist:
        raise Http404(slug) from None


def _network_links(programme: str) -> list[Link]:
    advice = _("Advice from regions")
    found: list[Link] = []
    if programme:
        found.append({"url": reverse("public:advice", args=[programme]), "label": advice})
    return [*found, {"url": reverse("public:newsletter"), "label": _("Newsletter")}]


def _feeds(programme: str) -> list[Link]:
    """Name the feeds that a reader's program may find on any page; Atom alone, one a subject."""
    found: list[Link] = [{"url": reverse("public:feed", args=["atom"]), "label": _("Articles")}]
    if programme:
        url = reverse("public:feed-gatherings", args=[programme, "atom"])
        found.append({"url": url, "label": _("Gatherings")})
    return found


def everywhere(request: HttpRequest) -> dict[str, object]:
    """Context for pages that no view of ours makes: articles, sign-in, errors; made when asked."""

    def lazily(key: str) -> object:
        return SimpleLazyObject(lambda: frame(request, programmes.default_programme())[key])

    return {"site": lazily("site"), "programme": lazily("programme"), "feeds": lazily("feeds")}


def _navigation(slug: str) -> list[Link]:
    return [
        {"url": reverse("public:regions", args=[slug]), "label": _("Regions")},
        {"url": reverse("public:municipalities", args=[slug]), "label": _("Municipalities")},
        {"url": reverse("public:insight-overview", args=[slug]), "label": _("Analysis")},
        {"url": reverse("public:awards", args=[slug]), "label": _("Awards and themes")},
        {"url": reverse("public:gatherings", args=[slug]), "label": _("Gatherings")},
        {"url": reverse("wagtail_serve", args=[""]), "label": _("Articles")},
        {"url": reverse("public:publications", args=[slug]), "label": _("Publications")},
        {"url": reverse("public:coverage", args=[slug]), "label": _("What we know")},
    ]


def _languages(request: HttpRequest) -> list[Link]:
    active, here = get_language(), request.get_full_path()
    names = {"nn": "Nynorsk", "nb": "Bokmål", "en": "English"}
    return [
        {
            "code": code,
            "name": names[code],
            "url": here if code == active else translate_url(here, code),
            "current": code == active,
        }
        for code, _name in settings.LANGUAGES
    ]
