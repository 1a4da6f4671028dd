"""What every page shows around its content: navigation, languages, footer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from byregion.programme.models import Programme


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
    nav = _navigation(programme) if programme else []
    for item in nav:
        item["current"] = request.path.startswith(item["url"])
    return {
        "programme": programme,
        "feeds": _feeds(programme),
        "breadcrumb": [{"url": reverse("public:front"), "label": _("Front page")}, *trail]
        if trail
        else [],
        "site": {
            "nav": nav,
            "home_url": reverse("public:front"),
            "search_url": reverse("public:search"),
            "languages": _languages(request),
            "footer": [
                {"url": reverse("public:about"), "label": _("About this site")},
                *_network_links(programme),
                {"url": reverse("public:data"), "label": _("Open data")},
                {"url": reverse("public:accessibility"), "label": _("Accessibility")},
                {"url": reverse("public:privacy"), "label": _("Privacy")},
            ],
        },
    }


def _network_links(programme: Programme | None) -> list[Link]:
    advice = _("Advice from regions")
    found: list[Link] = []
    if programme is not None:
        found.append({"url": reverse("public:advice", args=[programme.slug]), "label": advice})
    return [*found, {"url": reverse("public:newsletter"), "label": _("Newsletter")}]


def _feeds(programme: Programme | None) -> list[Link]:
    """Name the feeds that a reader's program may find on any page; Atom alone, one a subject."""
    found: list[Link] = [{"url": reverse("public:feed", args=["atom"]), "label": _("Articles")}]
    if programme is not None:
        url = reverse("public:feed-gatherings", args=[programme.slug, "atom"])
        found.append({"url": url, "label": _("Gatherings")})
    return found


def everywhere(request: HttpRequest) -> dict[str, object]:
    """Context for pages that no view of ours makes: articles, sign-in, errors; made when asked."""

    def lazily(key: str) -> object:
        return SimpleLazyObject(lambda: frame(request, _first())[key])

    return {"site": lazily("site"), "programme": lazily("programme"), "feeds": lazily("feeds")}


def _first() -> Programme | None:
    return Programme.objects.order_by("pk").first()


def _navigation(programme: Programme) -> list[Link]:
    slug = programme.slug
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
    active = get_language()
    names = {"nn": "Nynorsk", "nb": "Bokmål", "en": "English"}
    return [
        {
            "code": code,
            "name": names[code],
            "url": translate_url(request.get_full_path(), code),
            "current": code == active,
        }
        for code, _name in settings.LANGUAGES
    ]
