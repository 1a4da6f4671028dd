"""What an address may ask for, with the forms that values must have."""

from __future__ import annotations

from typing import Annotated, Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import urlencode
from ninja import Path, Schema
from pydantic import Field

Slug = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]+$", max_length=80)]
MunicipalityCode = Annotated[
    str, Path(pattern=r"^[0-9]{4}$", description="Municipality number, of any year since 2005.")
]
CountyCode = Annotated[
    str, Path(pattern=r"^[0-9]{2}$", description="County number, of any year since 2005.")
]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$")]


class Paging(Schema):
    """Which part of a list."""

    limit: int = Field(100, ge=1, le=1000, description="How many at most.")
    offset: int = Field(0, ge=0, le=1_000_000, description="How many to skip.")


class RegionFilter(Schema):
    """What regions may be chosen by; nothing given means all."""

    county: str | None = Field(
        None, pattern=r"^[0-9]{2}$", description="County number: the host's, or any member's."
    )
    phase: int | None = Field(None, ge=1, le=99, description="Took part in the phase.")
    theme: str | None = Field(
        None, pattern=r"^[-a-zA-Z0-9_]+$", max_length=50, description="Slug of a theme."
    )
    structure: Literal["single", "multi", "unknown"] | None = Field(
        None, description="One core or several; `unknown` where it is not stated."
    )
    q: str | None = Field(
        None, max_length=100, description="Text in the name, the theme, the keywords or a member."
    )


class RegionQuery(RegionFilter, Paging):
    """Which regions, which part of the list, and in which order."""

    sort: Literal["name", "county", "members", "population"] = Field(
        "name", description="`members` and `population` put the largest first, unknown last."
    )


def address(request: HttpRequest, query: Schema | None = None) -> str:
    """Give the canonical address: only what differs from the ordinary, in a fixed order."""
    chosen = query.model_dump(exclude_defaults=True) if query else {}
    tail = f"?{urlencode(sorted(chosen.items()))}" if chosen else ""
    return f"{settings.BASE_URL}{request.path}{tail}"


def absolute(path: str) -> str:
    """Give the full address of a path in this version of the interface."""
    return f"{settings.BASE_URL}/api/v1{path}"
