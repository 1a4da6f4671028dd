"""Functional regions for a year and a threshold that the reader moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion import wording
from byregion.insight.queries import free
from byregion.programme.queries import programmes
from byregion.web.public import divisions
from byregion.web.public.site import frame
from byregion.web.public.views.insight_limits import DIVISION, bounded, charge
from byregion.web.public.views.insight_page import unkept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from byregion.analysis.provenance import TableSource


@require_safe
@bounded
def functional(request: HttpRequest, programme: str) -> HttpResponseBase:
    """Divide the country into functional regions, for the year and threshold of the address."""
    shown = programmes.default_programme()
    if shown is None or shown.slug != programme:
        raise Http404(programme)
    at = free.loaded()
    context: dict[str, Any] = {
        "at": at,
        "least": free.LEAST_THRESHOLD,
        "most": free.MOST_THRESHOLD,
    }
    if at:
        context |= _answer(request, at)
    up = reverse("public:insight-overview", args=[programme])
    trail = [{"label": _("Analyses"), "url": up}, {"label": _("Functional regions"), "url": ""}]
    context |= frame(request, shown, trail=trail)
    return unkept(request, "public/insight/functional.html", context)


def _answer(request: HttpRequest, at: free.Loaded) -> dict[str, Any]:
    year = _number(request.GET.get("ar"), list(at.years), at.years[-1])
    allowed = list(range(free.LEAST_THRESHOLD, free.MOST_THRESHOLD + 1))
    percent = _number(request.GET.get("grense"), allowed, free.USUAL_THRESHOLD)
    if not divisions.is_there(at, year, percent):
        charge(request, DIVISION)
    answer = divisions.division(at, year, percent)
    return {"year": year, "percent": percent, **answer, "sources": _said(answer["sources"])}


def _said(sources: Iterable[TableSource]) -> list[str]:
    """Name each source in the reader's language, with its number and the day of retrieval."""
    language = get_language() or "nn"
    return [
        ", ".join(
            (
                f"{wording.publisher(one, language)} {one.table}",
                wording.source_title(one, language),
                *((formats.date_format(one.retrieved, "j. F Y"),) if one.retrieved else ()),
            )
        )
        for one in sources
    ]


def _number(value: str | None, allowed: list[int], otherwise: int) -> int:
    found = int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else None
    return found if found in allowed else otherwise
