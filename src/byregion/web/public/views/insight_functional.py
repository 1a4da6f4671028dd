"""Functional regions for a year and a threshold that the reader moves."""

from __future__ import annotations

import time
from itertools import product
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.insight.queries import free
from byregion.programme.queries import programmes
from byregion.web.public.site import frame
from byregion.web.public.views.insight_limits import DIVISION, bounded, charge
from byregion.web.public.views.insight_map import functional_map
from byregion.web.public.views.insight_page import unkept

# In seconds, between two answers that are made beforehand.
PAUSE = 0.05


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


def warm_up() -> None:
    """Divide and draw every year by every threshold, so that no reader waits for the first.

    The usual threshold of each year first, since that is what takes time in a year.
    """
    at = free.loaded()
    if at is None:
        return
    latest_first = at.years[::-1]
    thresholds = range(free.LEAST_THRESHOLD, free.MOST_THRESHOLD + 1)
    usual = [(year, free.USUAL_THRESHOLD) for year in latest_first]
    for year, percent in (*usual, *product(latest_first, thresholds)):
        functional_map(free.functional_regions(at, year, percent), year)
        # Readers come in between.
        time.sleep(PAUSE)


def _answer(request: HttpRequest, at: free.Loaded) -> dict[str, Any]:
    year = _number(request.GET.get("ar"), list(at.years), at.years[-1])
    allowed = list(range(free.LEAST_THRESHOLD, free.MOST_THRESHOLD + 1))
    percent = _number(request.GET.get("grense"), allowed, free.USUAL_THRESHOLD)
    if not free.has_functional_regions(at, year, percent):
        charge(request, DIVISION)
    found = free.functional_regions(at, year, percent)
    least = 100 * free.requirements(percent).minimum_self_containment
    return {"year": year, "percent": percent, "large": least, **functional_map(found, year)}


def _number(value: str | None, allowed: list[int], otherwise: int) -> int:
    found = int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else None
    return found if found in allowed else otherwise
