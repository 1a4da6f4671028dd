"""Search in everything on the site."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.knowledge import choices
from byregion.knowledge.queries import search as queries
from byregion.knowledge.search.passage import Part
from byregion.programme.queries import programmes
from byregion.web.public.filters import text as clean
from byregion.web.public.site import frame

# The facet's name in the index, and the word for it in the address.
FACETS = {"kind": "type", "theme": "tema", "region": "region", "year": "ar", "language": "sprak"}
MOST_VALUES = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit with its address and the name of its kind."""

    title: list[Part]
    passage: list[Part]
    url: str
    kind: str
    language: str
    passage_language: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Value:
    """One value that hits can be narrowed to; the address adds it, or takes it away."""

    name: str
    count: int
    is_chosen: bool
    query: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to divide the hits."""

    title: str
    values: list[Value]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what has the words in the address's q, and how it divides."""
    wanted = _wanted(request.GET)
    number = request.GET.get("side", "")
    page = int(number) if re.fullmatch(r"[0-9]{1,4}", number) else 1
    locale = (get_language() or "nn").split("-")[0]
    found = queries.search(wanted, locale=locale, page=page)
    context = {
        "wanted": wanted.text,
        "found": found,
        "hits": [_shown(hit) for hit in found.hits],
        "facets": _facets(request.GET, wanted, found),
        "is_narrowed": any(request.GET.get(name) for name in FACETS.values()),
        **frame(
            request,
            programmes.default_programme(),
            trail=[{"label": _("Search"), "url": ""}],
        ),
    }
    return render(request, "public/search.html", context)


def _wanted(asked: QueryDict) -> queries.Wanted:
    year = asked.get("ar", "")
    return queries.Wanted(
        text=clean(asked.get("q", "")),
        kind=asked.get("type", ""),
        theme=asked.get("tema", ""),
        region=asked.get("region", ""),
        year=int(year) if re.fullmatch(r"[0-9]{4}", year) else None,
        language=asked.get("sprak", ""),
    )


def _shown(hit: queries.Hit) -> Shown:
    address = hit.address
    url = address if isinstance(address, str) else reverse(address[0], args=address[1:])
    return Shown(
        title=hit.title,
        passage=hit.passage,
        url=url,
        kind=kinds()[hit.kind],
        language=hit.language,
        passage_language=hit.passage_language,
        year=hit.year,
    )


def _facets(asked: QueryDict, wanted: queries.Wanted, found: queries.Found) -> list[Facet]:
    if not found.facets:
        return []
    names: dict[str, Mapping[str, str]] = {
        "kind": kinds(),
        "theme": dict(choices.themes()),
        "region": dict(choices.regions()),
        "language": languages([code for code, _count in found.facets["language"]]),
    }
    titles = {
        "kind": _("Type"), "theme": _("Theme"), "region": _("Region"), "year": _("Year"),
        "language": _("Language"),
    }  # fmt: skip
    shown = []
    for facet, word in FACETS.items():
        chosen = str(getattr(wanted, facet) or "")
        values = [
            Value(names[facet][key] if facet in names else key, count, key == chosen,
                  _query(asked, word, "" if key == chosen else key))
            for key, count in found.facets[facet]
            if facet not in names or key in names[facet]
        ][:MOST_VALUES]  # fmt: skip
        if len(values) > 1 or chosen:
            shown.append(Facet(titles[facet], values))
    return shown


def _query(asked: QueryDict, word: str, value: str) -> str:
    query = asked.copy()
    query.pop("side", None)
    query.pop(word, None)
    if value:
        query[word] = value
    return query.urlencode()


def kinds() -> dict[str, str]:
    """Name the kinds of what can be found, in the active language."""
    return {
        "region": _("Region"),
        "municipality": _("Municipality"),
        "county": _("County"),
        "gathering": _("Gathering"),
        "publication": _("Publication"),
        "article": _("Article"),
        "page": _("Page"),
        "story": _("A region tells"),
        "question": _("Advice from the regions"),
    }


def languages(codes: list[str]) -> dict[str, str]:
    """Name languages by their codes, in the active language; one not known keeps its code."""
    known = {"no": _("Norwegian"), "se": _("Northern Sámi")}
    for code in codes:
        if code and code not in known:
            try:
                known[code] = get_language_info(code)["name_translated"].capitalize()
            except KeyError:
                known[code] = code
    return known
