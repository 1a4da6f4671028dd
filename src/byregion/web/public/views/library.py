"""The library: a list that narrows, a page for each entry, and how it is cited."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.common.collation import norwegian_order
from byregion.knowledge import choices
from byregion.knowledge.bibliography.entry import Entry
from byregion.knowledge.domain import citations
from byregion.knowledge.models import Method, PublicationKind
from byregion.knowledge.queries import publications as queries
from byregion.web.public.filters import text as clean
from byregion.web.public.site import frame, programme_or_404
from byregion.web.public.views.downloads import file_of
from byregion.web.public.views.search import languages

PER_PAGE = 25
Choice = tuple[str, str]


@require_safe
def listing(request: HttpRequest, programme: str) -> HttpResponse:
    """List the entries that the address asks for, the newest first."""
    shown = programme_or_404(programme)
    every = queries.entries(programme)
    wanted = _wanted(request.GET)
    chosen = queries.chosen(every, wanted)
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("side"))
    context = {
        "page": page,
        "total": len(chosen),
        "filters": _filters(every, wanted),
        "wanted_text": wanted.text,
        "is_narrowed": wanted != queries.LibraryFilter(),
        "query": request.GET.urlencode(),
        **_names(every),
        **frame(request, shown, trail=[{"label": _("Publications"), "url": ""}]),
    }
    return render(request, "public/library/list.html", context)


@require_safe
def detail(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """Show an entry with its summary, its file or address, and its citation."""
    shown = programme_or_404(programme)
    entry = queries.one(programme, slug)
    if entry is None:
        return _moved(programme, slug)
    listed = {"label": _("Publications"), "url": reverse("public:publications", args=[programme])}
    context = {
        "entry": entry,
        "reference": citations.reference(entry),
        "citations": [
            ("BibTeX", "bib", citations.bibtex(entry)),
            ("RIS", "ris", citations.ris(entry)),
            ("CSL-JSON", "json", citations.csl_json(entry)),
        ],
        **_names([entry]),
        **frame(request, shown, trail=[listed, {"label": entry.title, "url": ""}]),
    }
    return render(request, "public/library/detail.html", context)


@require_safe
def cited(request: HttpRequest, programme: str, slug: str, kind: str) -> HttpResponse:
    """Give an entry's citation as a file."""
    entry = queries.one(programme, slug)
    if entry is None:
        raise Http404(slug)
    return _citation_file(citations.encode(entry, kind), slug, kind)


@require_safe
def citations_of_all(request: HttpRequest, programme: str, kind: str) -> HttpResponse:
    """Give the citations of all the entries that the address asks for, in one file."""
    programme_or_404(programme)
    chosen = queries.chosen(queries.entries(programme), _wanted(request.GET))
    if kind == "json":
        text = json.dumps([citations.csl(entry) for entry in chosen], ensure_ascii=False, indent=2)
    else:
        text = "\n".join(citations.encode(entry, kind) for entry in chosen)
    return _citation_file(text, "publications", kind)


@require_safe
def table(request: HttpRequest, programme: str, kind: str) -> HttpResponse:
    """Give the entries that the address asks for as a table."""
    shown = programme_or_404(programme)
    chosen = queries.chosen(queries.entries(programme), _wanted(request.GET))
    return file_of(queries.table(shown, chosen), kind)


def _citation_file(text: str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=citations.CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _moved(programme: str, slug: str) -> HttpResponse:
    now = queries.moved(slug)
    if not now:
        raise Http404(slug)
    return redirect("public:publication", programme, now, permanent=True)


def _wanted(asked: QueryDict) -> queries.LibraryFilter:
    year = asked.get("ar", "")
    return queries.LibraryFilter(
        theme=asked.get("tema", ""),
        region=asked.get("region", ""),
        year=int(year) if re.fullmatch(r"[0-9]{4}", year) else None,
        kind=asked.get("type", ""),
        language=asked.get("sprak", ""),
        institution=clean(asked.get("institusjon", "")),
        method=asked.get("metode", ""),
        text=clean(asked.get("q", "")),
    )


def _filters(
    every: list[Entry], wanted: queries.LibraryFilter
) -> list[tuple[str, str, str, list[Choice]]]:
    # Only what some entry has is offered, or a choice would lead nowhere.
    regions = {address for entry in every for address in entry.regions}
    themes = {address for entry in every for address in entry.themes}
    names = _names(every)
    years = sorted({entry.year for entry in every if entry.year}, reverse=True)
    institutions = {name for entry in every for name in queries.institutions_of(entry)}
    found = [
        ("tema", _("Theme"), wanted.theme, [one for one in choices.themes() if one[0] in themes]),
        ("region", _("Region"), wanted.region,
         [one for one in choices.regions() if one[0] in regions]),
        ("ar", _("Year"), str(wanted.year or ""), [(str(year), str(year)) for year in years]),
        ("type", _("Type"), wanted.kind, _held(names["kinds"], (one.kind for one in every))),
        ("metode", _("Method"), wanted.method,
         _held(names["methods"], (one.method for one in every))),
        ("sprak", _("Language"), wanted.language,
         _held(names["languages"], (one.language for one in every))),
        ("institusjon", _("Institution"), wanted.institution,
         [(name, name) for name in sorted(institutions, key=norwegian_order)]),
    ]  # fmt: skip
    return [one for one in found if one[3]]


def _held(names: dict[str, str], values: Iterable[str]) -> list[Choice]:
    held = set(values)
    return [(key, name) for key, name in names.items() if key in held]


def _names(entries: Iterable[Entry]) -> dict[str, dict[str, str]]:
    return {
        "kinds": {value: str(label) for value, label in PublicationKind.choices},
        "methods": {value: str(label) for value, label in Method.choices},
        "languages": languages([entry.language for entry in entries]),
        "region_names": dict(choices.regions()),
        "theme_names": dict(choices.themes()),
    }
