"""What the office's pages about gatherings and about groups share: names, and how acts are told."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from byregion.network.domain.refusal import Refused
from byregion.programme.models import CityRegion


def region_names(programme: str) -> dict[str, str]:
    """Give the regions' names by slug."""
    found = CityRegion.objects.filter(programme__slug=programme)
    return dict(found.values_list("slug", "name"))


def attempt(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do an act and tell how it went: done, or why it can't be."""
    try:
        act()
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return False
    messages.success(request, done)
    return True
