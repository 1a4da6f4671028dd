"""Named reads of contact between regions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from byregion.network.enums import ContactStatus
from byregion.network.models import Contact
from byregion.people.permissions import Place


def of_regions(places: Iterable[Place]) -> QuerySet[Contact]:
    """Give the contacts that one of the regions is an end of, the latest first."""
    condition = Q(pk=None)
    for place in places:
        ends = Q(from_region=place.region) | Q(to_region=place.region)
        condition |= Q(programme=place.programme) & ends
    return Contact.objects.filter(condition)


def learnt(programme: str, region: str = "") -> QuerySet[Contact]:
    """Give the contacts whose lessons both regions have agreed to make public, the latest first."""
    found = Contact.objects.filter(
        programme=programme,
        status__in=[ContactStatus.ACCEPTED, ContactStatus.DONE],
        from_agreed_at__isnull=False,
        to_agreed_at__isnull=False,
    ).exclude(learning="")
    if region:
        found = found.filter(Q(from_region=region) | Q(to_region=region))
    return found
