"""The list of regions and the page of one region."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.common.remembered import until_changed
from byregion.programme.enums import CoreStructure
from byregion.programme.models import CityRegion, Programme
from byregion.programme.queries import programmes
from byregion.programme.queries import regions as queries
from byregion.web.public import maps
from byregion.web.public.filters import region_filter, slugs
from byregion.web.public.site import frame, programme_or_404

# More columns than this cannot be read side by side.
MOST_COMPARED = 4


@require_safe
def listing(request: HttpRequest, programme: str) -> HttpResponse:
    """List the regions, narrowed by what the address says."""
    shown = programme_or_404(programme)
    chosen = region_filter(request.GET)
    found = queries.regions(shown, chosen)
    every = _rows(shown)
    context = {
        "regions": found,
        # One that has come or gone since the list was read has no row; the page isn't shown again.
        "rows": [every[region.slug] for region in found if region.slug in every],
        "map": maps.national(map(queries.outline, found), shown.vintage),
        "chosen": chosen,
        "choices": queries.choices(shown),
        "structures": CoreStructure.choices,
        "sizes": tuple(queries.SIZES),
        "sorts": _sorts(),
        "coverage": programmes.coverage(shown),
        "query": request.GET.urlencode(),
        **frame(request, shown, trail=[{"label": _("Regions"), "url": ""}]),
    }
    return render(request, "public/region/list.html", context)


@until_changed(most=16)
def _rows(programme: Programme) -> dict[str, SafeString]:
    """Each region's row, whichever filter brings it into the list."""
    return {
        region.slug: render_to_string(
            "public/region/row.html", {"programme": programme, "region": region}
        )
        for region in queries.regions(programme)
    }


@require_safe
def detail(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """Show one region: what it is, members, theme, money, documents, sources."""
    shown = programme_or_404(programme)
    try:
        region = queries.region(shown, slug)
    except CityRegion.DoesNotExist:
        raise Http404(slug) from None
    trail = [
        {"label": _("Regions"), "url": reverse("public:regions", args=[programme])},
        {"label": region.name, "url": ""},
    ]
    context = {
        "region": region,
        "map": maps.regional(region, shown.vintage),
        **frame(request, shown, trail=trail),
    }
    return render(request, "public/region/detail.html", context)


@require_safe
def compare(request: HttpRequest, programme: str) -> HttpResponse:
    """Set up to four regions side by side."""
    shown = programme_or_404(programme)
    asked = slugs(request.GET.getlist("region"))
    trail = [
        {"label": _("Regions"), "url": reverse("public:regions", args=[programme])},
        {"label": _("Compare"), "url": ""},
    ]
    context = {
        "regions": queries.compared(shown, asked[:MOST_COMPARED]),
        "left_out": max(0, len(asked) - MOST_COMPARED),
        "most": MOST_COMPARED,
        "choices": shown.regions.all(),
        **frame(request, shown, trail=trail),
    }
    return render(request, "public/region/compare.html", context)


def _sorts() -> list[tuple[str, str]]:
    return [
        ("name", _("Name")),
        ("county", _("County")),
        ("members", _("Number of municipalities")),
        ("population", _("Population")),
    ]
