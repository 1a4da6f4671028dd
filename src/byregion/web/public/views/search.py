"""Search in everything on the site."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.programme.models import Programme
from byregion.programme.queries import programmes
from byregion.programme.queries import search as queries
from byregion.web.public.filters import text as clean
from byregion.web.public.site import frame


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit with its address and the name of its kind."""

    title: str
    text: str
    url: str
    kind: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what is like the words in the address's q."""
    programme = programmes.default_programme()
    wanted = clean(request.GET.get("q", ""))
    hits = queries.search(programme, wanted) if programme else []
    context = {
        "wanted": wanted,
        "hits": [_shown(programme, hit) for hit in hits] if programme else [],
        **frame(request, programme, trail=[{"label": _("Search"), "url": ""}]),
    }
    return render(request, "public/search.html", context)


def _shown(programme: Programme, hit: queries.Hit) -> Shown:
    return Shown(
        title=hit.title, text=hit.text, url=_address(programme.slug, hit), kind=_kind(hit.kind)
    )


def _address(slug: str, hit: queries.Hit) -> str:
    match hit.kind:
        case "municipality" | "county":
            return reverse(f"public:{hit.kind}", args=[hit.key])
        case "region":
            return reverse("public:region", args=[slug, hit.key])
        case _:
            return reverse(f"public:{hit.kind}s", args=[slug]) + f"#{hit.key}"


def _kind(kind: str) -> str:
    return {
        "region": _("Region"),
        "municipality": _("Municipality"),
        "county": _("County"),
        "gathering": _("Gathering"),
        "publication": _("Publication"),
    }[kind]
