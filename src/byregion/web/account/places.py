"""Where a role is held, by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.utils.translation import get_language

from byregion.programme.models import CityRegion, Programme


class Placed(Protocol):
    """A row that names a place by slugs."""

    programme: str
    region: str


T = TypeVar("T", bound=Placed)


def with_places(rows: Iterable[T]) -> list[T]:
    """Give the rows as a list, each with `where`: the name of its place, empty for everywhere.

    A slug whose programme or region isn't there (any more) is shown as it is.
    """
    found = list(rows)
    names: dict[tuple[str, str], str] = {}
    for slug, name in Programme.objects.values_list("slug", f"name_{get_language() or 'nn'}"):
        names[slug, ""] = name
    wanted = {row.region for row in found if row.region}
    regions = CityRegion.objects.filter(slug__in=wanted)
    for programme, slug, name in regions.values_list("programme__slug", "slug", "name"):
        names[programme, slug] = name
    for row in found:
        row.where = names.get((row.programme, row.region), row.region or row.programme)  # type: ignore[attr-defined]
    return found
