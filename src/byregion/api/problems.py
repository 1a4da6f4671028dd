"""Errors as RFC 9457 has them: what is wrong, and how to mend it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Literal

from django.conf import settings
from django.http import HttpResponse
from pydantic import BaseModel, ConfigDict

MEDIA_TYPE = "application/problem+json"
Kind = Literal["bad-request", "not-found", "method-not-allowed", "unusable-value", "fault-of-ours"]

TITLES: Mapping[Kind, str] = {
    "bad-request": "The request cannot be read",
    "not-found": "There is nothing at this address",
    "method-not-allowed": "This interface can only be read",
    "unusable-value": "A value in the address cannot be used",
    "fault-of-ours": "Something went wrong here",
}
MENDING: Mapping[Kind, str] = {
    "bad-request": "Encode the address as UTF-8, without null characters, and keep it short.",
    "not-found": "The detail says where the list of what exists is.",
    "method-not-allowed": "Use GET, or HEAD for the headers alone.",
    "unusable-value": "The errors name each value and say what it must be.",
    "fault-of-ours": "Try again later; it has been logged.",
}
STATUSES: Mapping[Kind, HTTPStatus] = {
    "bad-request": HTTPStatus.BAD_REQUEST,
    "not-found": HTTPStatus.NOT_FOUND,
    "method-not-allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "unusable-value": HTTPStatus.UNPROCESSABLE_ENTITY,
    "fault-of-ours": HTTPStatus.INTERNAL_SERVER_ERROR,
}
# What a client must be ready for at any address; a fault of ours is not part of the agreement.
DECLARED: tuple[Kind, ...] = ("bad-request", "not-found", "method-not-allowed", "unusable-value")


class Complaint(BaseModel):
    """One value in the address that cannot be used."""

    model_config = ConfigDict(extra="forbid")

    parameter: str
    message: str


class Problem(BaseModel):
    """An error: `detail` says what is wrong and how to mend it; `errors` names the values."""

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    status: int
    detail: str
    errors: list[Complaint]


class ProblemKind(BaseModel):
    """What a kind of problem means; a problem's `type` is the address of this."""

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    status: int
    mending: str


class NotThere(Exception):
    """What the address names does not exist; the message says what does."""


class Unusable(Exception):
    """A value in the address has the right form, but means nothing."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__(f"{len(self.complaints)} values cannot be used")


def described(kind: Kind) -> ProblemKind:
    """Say what a kind of problem means."""
    return ProblemKind(
        type=_address(kind),
        title=TITLES[kind],
        status=STATUSES[kind].value,
        mending=MENDING[kind],
    )


def _address(kind: Kind) -> str:
    return f"{settings.BASE_URL}/api/v1/problems/{kind}"


def answer(kind: Kind, detail: str, complaints: Iterable[Complaint] = ()) -> HttpResponse:
    """Answer with a problem."""
    problem = Problem(
        type=_address(kind),
        title=TITLES[kind],
        status=STATUSES[kind].value,
        detail=detail,
        errors=list(complaints),
    )
    body = json.dumps(problem.model_dump(), ensure_ascii=False)
    return HttpResponse(body, status=STATUSES[kind].value, content_type=MEDIA_TYPE)


def unusable(complaints: Iterable[Complaint]) -> HttpResponse:
    """Answer that values in the address cannot be used, and why each cannot."""
    found = list(complaints)
    detail = "; ".join(f"{item.parameter}: {item.message}" for item in found)
    return answer("unusable-value", f"{detail}.", found)


def complaints(errors: Iterable[Mapping[str, Any]]) -> list[Complaint]:
    """Say what the validation of an address found, one complaint a value."""
    return [
        Complaint(parameter=str(error["loc"][-1]), message=_sentence(error)) for error in errors
    ]


def _sentence(error: Mapping[str, Any]) -> str:
    limits = error.get("ctx", {})
    if error["type"] == "string_pattern_mismatch":
        return f"must match the pattern {limits['pattern']}"
    return re.sub(r"^(Input|String) should", "must", str(error["msg"]))
