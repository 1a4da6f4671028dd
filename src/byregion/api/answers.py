"""From rows to shapes: what every subject needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import HttpRequest

from byregion.analysis.geography.vintage import municipality
from byregion.api.parameters import Paging, absolute, address
from byregion.api.problems import NotThere
from byregion.api.schemas import Answer, Listing, Meta, Named, Text
from byregion.programme.models import Programme

Row = TypeVar("Row")
Shape = TypeVar("Shape")


def programme_called(slug: str) -> Programme:
    """Find a programme, or say which there are."""
    try:
        return Programme.objects.get(slug=slug)
    except Programme.DoesNotExist:
        known = ", ".join(Programme.objects.values_list("slug", flat=True)) or "none yet"
        raise NotThere(f"There is no programme {slug!r}. There are: {known}.") from None


def programme_meta(programme: Programme, request: HttpRequest, query: Any = None) -> Meta:
    """Give what is to be known of an answer about a programme."""
    return Meta(
        source=f"Byregion, {programme.name_en}; the facts name their own sources",
        licence=programme.licence,
        as_of=programme.as_of,
        address=address(request, query),
    )


def one(meta: Meta, data: Shape) -> Answer[Shape]:
    """Answer with one thing."""
    return Answer(meta=meta, data=data)


def listing(
    rows: Sequence[Row],
    shape: Callable[[Row], Shape],
    *,
    meta: Meta,
    request: HttpRequest,
    query: Paging,
) -> Listing[Shape]:
    """Answer with the part of a list that was asked for; only that part is given its shape."""
    end = query.offset + query.limit
    more = query.model_copy(update={"offset": end})
    return Listing(
        meta=meta,
        total=len(rows),
        limit=query.limit,
        offset=query.offset,
        next=address(request, more) if end < len(rows) else None,
        data=[shape(row) for row in rows[query.offset : end]],
    )


def text(row: object | None, field: str) -> Text:
    """Read a text's three columns; an empty one, or one of no row, is not known."""
    if row is None:
        return Text(nn=None, nb=None, en=None)
    nn, nb, en = (getattr(row, f"{field}_{language}") or None for language in ("nn", "nb", "en"))
    return Text(nn=nn, nb=nb, en=en)


def county_named(code: str, name: str) -> Named:
    """Name a county, with its address."""
    return Named(key=code, name=name, address=absolute(f"/counties/{code}"))


def region_named(programme: str, slug: str, name: str) -> Named:
    """Name a region, with its address."""
    return Named(key=slug, name=name, address=absolute(f"/programmes/{programme}/regions/{slug}"))


def municipality_named(code: str) -> Named:
    """Name a municipality number of any year, with its address."""
    name = municipality(code).official_name()
    return Named(key=code, name=name, address=absolute(f"/municipalities/{code}"))
