"""Whose the library's entries are: a librarian of one programme leaves the others' alone."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from byregion.knowledge.models import Publication
from byregion.people.permissions import Permission, Place
from byregion.programme.models import Programme
from byregion.programme.queries import programmes
from byregion.web.access import can


def programmes_of(request: HttpRequest) -> list[str]:
    """Name the programmes whose entries the visitor may change; "" is those of no programme."""
    slugs = ["", *Programme.objects.order_by("pk").values_list("slug", flat=True)]
    return [slug for slug in slugs if _may(request, slug)]


def programme_for_new(request: HttpRequest) -> str:
    """Name the programme that an entry which the visitor adds belongs to.

    The installation's own where they may, else one of theirs. Raises PermissionDenied where a role
    is held in a programme that isn't there.
    """
    usual = programmes.default_programme()
    if usual is None or _may(request, usual.slug):
        return usual.slug if usual else ""
    found = programmes_of(request)
    if not found:
        raise PermissionDenied
    return found[0]


def check_theirs(request: HttpRequest, *entries: Publication) -> None:
    """Raise PermissionDenied where an entry belongs to a programme that isn't the visitor's."""
    check_programmes(request, *(entry.programme for entry in entries))


def check_programmes(request: HttpRequest, *slugs: str) -> None:
    """Raise PermissionDenied where the library of one of the programmes isn't the visitor's."""
    if not all(_may(request, slug) for slug in slugs):
        raise PermissionDenied


def _may(request: HttpRequest, programme: str) -> bool:
    return can(request, Permission.MANAGE_LIBRARY, Place(programme))
