"""Awards and themes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.programme.queries import programmes
from byregion.programme.queries import regions as queries
from byregion.web.public.materials import placed_by_theme
from byregion.web.public.site import frame, programme_or_404


@require_safe
def awards(request: HttpRequest, programme: str) -> HttpResponse:
    """Show who got what for what; the part that is not traced to a region stands apart."""
    shown = programme_or_404(programme)
    known = list(queries.awards(shown))
    context = {
        "awards": known,
        "largest": known[0].amount_nok if known else 0,
        "coverage": programmes.coverage(shown),
        "themes": queries.themes_with_regions(shown),
        "told": placed_by_theme(programme),
        **frame(request, shown, trail=[{"label": _("Awards and themes"), "url": ""}]),
    }
    return render(request, "public/awards.html", context)
