"""What the office's pages about a gathering share: who may, what stands around, names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from byregion.audit.domain.trail import record
from byregion.common.clock import now
from byregion.network.models import Gathering
from byregion.people.models import User
from byregion.people.permissions import Permission, Place
from byregion.programme.models import Programme
from byregion.web.access import can, requires
from byregion.web.office.frame import frame

View = Callable[..., HttpResponseBase]


def place_of(pk: int, **_rest: Any) -> Place:
    """Give the place of the gathering that the address names. Raises Http404."""
    gathering = get_object_or_404(Gathering, pk=pk)
    return Place(gathering.programme, gathering.region)


def manages(view: View) -> View:
    """Let in who manages this gathering: the operator, and of a local one the region's leader."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        place = place_of(**kwargs)
        if not place.region and not can(request, Permission.MANAGE_GATHERINGS, place):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return requires(Permission.MANAGE_LOCAL_GATHERINGS, place=place_of)(checked)


checks_in = requires(Permission.CHECK_IN, place=place_of)


def places(request: HttpRequest) -> list[tuple[Place, str]]:
    """Give the places where the visitor may hold a gathering, with their names."""
    found = []
    for programme in Programme.objects.order_by("pk").prefetch_related("regions"):
        whole = Place(programme.slug)
        if can(request, Permission.MANAGE_GATHERINGS, whole):
            found.append((whole, _("%(programme)s: national") % {"programme": programme.name}))
        for region in programme.regions.all():
            place = Place(programme.slug, region.slug)
            if can(request, Permission.MANAGE_LOCAL_GATHERINGS, place):
                found.append((place, region.name))
    return found


def my_gatherings(request: HttpRequest) -> list[Gathering]:
    """Give the gatherings that the visitor may check people in at, the latest first."""
    return [
        gathering
        for gathering in Gathering.objects.order_by("-start_date", "slug")
        if can(request, Permission.CHECK_IN, Place(gathering.programme, gathering.region))
    ]


def me(request: HttpRequest) -> str:
    """Give the visitor's key, as the trail names them."""
    return str(request.user.key) if isinstance(request.user, User) else ""


def note_reading(request: HttpRequest, gathering: Gathering, act: str, people: int) -> None:
    """Note in the trail that somebody read or took away personal data."""
    record(
        act,
        subject_kind="gathering",
        subject_key=str(gathering.key),
        at=now(),
        by=me(request),
        details={"people": people},
    )


def around(
    request: HttpRequest, gathering: Gathering | None = None, label: str = ""
) -> Mapping[str, object]:
    """Give the frame of a page about gatherings, about one, or below one."""
    trail = [{"label": _("Gatherings"), "url": reverse("office:gatherings")}]
    if gathering is not None:
        url = reverse("office:gathering", args=[gathering.pk])
        trail.append({"label": str(gathering.title), "url": url})
    if label:
        trail.append({"label": label, "url": ""})
    return {**frame(request, trail=trail), "gathering": gathering}
