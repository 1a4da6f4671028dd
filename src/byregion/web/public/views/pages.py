"""The front page and the pages about the programme and the site."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.network.queries import gatherings
from byregion.network.queries.nearest import nearest
from byregion.people import purposes
from byregion.programme.models import Programme
from byregion.programme.queries import programmes
from byregion.programme.queries import regions as region_queries
from byregion.web.public import maps
from byregion.web.public.site import frame, programme_or_404


@require_safe
def front(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Show what the programme is, its key figures and its regions; or how to load a programme."""
    programme = programme_or_404(slug) if slug else programmes.default_programme()
    context = frame(request, programme)
    if programme:
        regions = region_queries.outlines(programme)
        context |= {
            "map": maps.national(regions, programme.vintage),
            "coverage": programmes.coverage(programme),
            "regions": regions,
            "others": list(Programme.objects.exclude(pk=programme.pk).order_by("slug")),
            "gatherings": nearest(gatherings.listed(programme)),
        }
    return render(request, "public/front.html", context)


@require_safe
def coverage(request: HttpRequest, programme: str) -> HttpResponse:
    """Say openly how complete the data is: what is stated, what is known, what is not."""
    shown = programme_or_404(programme)
    context = {
        "coverage": programmes.coverage(shown),
        "figures": shown.figures.select_related("phase", "source"),
        "gaps": shown.gaps.all(),
        **frame(request, shown, trail=[{"label": _("What we know"), "url": ""}]),
    }
    return render(request, "public/coverage.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what the programme was, and what this site is."""
    programme = programmes.default_programme()
    trail = [{"label": _("About this site"), "url": ""}]
    return render(request, "public/about.html", frame(request, programme, trail=trail))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """State how accessible the site is, and how that is tested."""
    programme = programmes.default_programme()
    trail = [{"label": _("Accessibility"), "url": ""}]
    context = {"contact": settings.CONTACT, **frame(request, programme, trail=trail)}
    return render(request, "public/accessibility.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what the site keeps about those who read it, nothing, and about those with accounts."""
    programme = programmes.default_programme()
    trail = [{"label": _("Privacy"), "url": ""}]
    context = {
        "contact": settings.CONTACT,
        "purposes": purposes.PURPOSES,
        **frame(request, programme, trail=trail),
    }
    return render(request, "public/privacy.html", context)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that look for the mark at its old address to where it lies."""
    return redirect(static("dist/mark.svg"))
