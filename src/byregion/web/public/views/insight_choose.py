"""Choose municipalities to analyse: on the map, by name, or from the list of a county."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.analysis.errors import AnalysisError
from byregion.insight.choice import MOST_MUNICIPALITIES, BadChoice, Choice, checked
from byregion.insight.queries import free
from byregion.programme.queries import programmes
from byregion.web.public import analysis_maps, maps
from byregion.web.public.filters import text
from byregion.web.public.site import frame
from byregion.web.public.views.insight_page import unkept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from byregion.analysis.geography.vintage import Municipality
    from byregion.insight.queries.free import Loaded

# A choice is never larger; of a longer list in an address the first are read.
MOST_READ = 60


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen municipality, whether it is said to be a core, and the address without it."""

    code: str
    name: str
    is_core: bool
    without: str


@dataclass(frozen=True, slots=True)
class County:
    """A county's municipalities, and how many of them are chosen."""

    code: str
    name: str
    municipalities: list[Municipality]
    chosen: int


@require_safe
def choose(request: HttpRequest) -> HttpResponseBase:
    """Let anyone choose municipalities; the choice leads to an address of its own."""
    asked = Choice.of(_listed(request) + _codes(request, "kommune"), _codes(request, "kjerne"))
    at = free.loaded()
    sought = text(request.GET.get("q", ""))
    if at is None:
        return choose_page(request, None, asked, sought=sought)
    # A core that was taken out of the choice is no longer one.
    asked = Choice.of(asked.codes, set(asked.cores) & set(asked.codes))
    problem: BadChoice | None = None
    try:
        chosen = checked(asked, at.vintage)
        if "analyser" in request.GET:
            return redirect("public:insight-free", codes=chosen.text)
    except BadChoice as error:
        chosen = error.choice
        problem = None if error.is_empty and not _said(request, error) else error
    return choose_page(request, at, chosen, sought=sought, problem=problem)


def choose_page(
    request: HttpRequest,
    at: Loaded | None,
    choice: Choice,
    *,
    sought: str = "",
    problem: BadChoice | None = None,
    status: int = 200,
) -> HttpResponseBase:
    """Show the choice, what is wrong with it, and what else may be chosen."""
    trail = [{"label": _("Analyse any municipalities"), "url": ""}]
    context: dict[str, Any] = {
        "at": at,
        "most": MOST_MUNICIPALITIES,
        "sought": sought,
        "problem": problem,
        **frame(request, programmes.default_programme(), trail=trail),
    }
    if at is not None:
        counties = _counties(at, sought, choice)
        shown = {one.code for county in counties for one in county.municipalities}
        context |= {
            "all": choice.codes,
            # What the lists do not show is kept beside them.
            "hidden": "-".join(code for code in choice.codes if code not in shown),
            "chosen": _chips(choice, at, sought),
            "counties": counties,
            "year": at.years[-1],
            "map": analysis_maps.picker_map(),
            "shapes": _toggles(choice, at, sought),
        }
    return unkept(request, "public/insight/choose.html", context, status=status)


def as_query(choice: Choice) -> str:
    """Give the query that shows a choice, to be changed."""
    cores = [("kjerne", code) for code in choice.cores]
    return urlencode([("liste", "-".join(choice.codes)), *cores])


@require_safe
def picker(request: HttpRequest, year: int) -> HttpResponse:
    """Give the municipalities of a year as GeoJSON to pick from."""
    try:
        body = _picker(year)
    except AnalysisError:
        raise Http404(str(year)) from None
    response = HttpResponse(body, content_type="application/geo+json")
    patch_cache_control(response, max_age=86_400, public=True)
    return response


@lru_cache(maxsize=2)
def _picker(year: int) -> str:
    content = {
        "type": "FeatureCollection",
        "features": maps.picker_features(
            (one.key, one.name, one.codes) for one in analysis_maps.pickable(year)
        ),
        "hosts": {"type": "FeatureCollection", "features": []},
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _codes(request: HttpRequest, name: str) -> list[str]:
    return [text(value) for value in request.GET.getlist(name)[:MOST_READ] if value.strip()]


def _listed(request: HttpRequest) -> list[str]:
    return [text(part) for part in request.GET.get("liste", "").split("-")[:MOST_READ] if part]


def _said(request: HttpRequest, error: BadChoice) -> bool:
    return "analyser" in request.GET or bool(error.unknown)


def _chips(choice: Choice, at: Loaded, sought: str) -> list[Chip]:
    return [
        Chip(
            one.code,
            one.name,
            one.code in choice.cores,
            _address([code for code in choice.codes if code != one.code], choice.cores, sought),
        )
        for one in free.matching("", at.vintage)
        if one.code in choice.codes
    ]


def _counties(at: Loaded, sought: str, choice: Choice) -> list[County]:
    grouped: dict[str, list[Municipality]] = defaultdict(list)
    for one in free.matching(sought, at.vintage):
        grouped[one.code[:2]].append(one)
    return [
        County(
            county.code,
            county.name,
            grouped[county.code],
            sum(one.code in choice.codes for one in grouped[county.code]),
        )
        for county in at.vintage.counties()
        if county.code in grouped
    ]


def _toggles(choice: Choice, at: Loaded, sought: str) -> list[dict[str, Any]]:
    """Give each shape of the map with the address that its municipalities lead to."""
    chosen = set(choice.codes)
    return [
        {
            "codes": "-".join(one.codes),
            "name": one.name,
            "path": one.path,
            "is_chosen": chosen.issuperset(one.codes),
            "url": _address(_toggled(chosen, one.codes), choice.cores, sought),
        }
        for one in analysis_maps.pickable(at.years[-1])
    ]


def _toggled(chosen: set[str], codes: Sequence[str]) -> list[str]:
    return sorted(chosen - set(codes) if chosen.issuperset(codes) else chosen | set(codes))


def _address(codes: Sequence[str], cores: Sequence[str], sought: str) -> str:
    query = as_query(Choice.of(codes, set(cores) & set(codes)))
    also = f"&{urlencode({'q': sought})}" if sought else ""
    return f"{reverse('public:insight-choose')}?{query}{also}"
