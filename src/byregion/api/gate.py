"""What stands before every address: which methods, which characters, who may read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from byregion.api import problems

View = Callable[..., HttpResponseBase]
Known = Callable[[], frozenset[str] | None]
METHODS = "GET, HEAD, OPTIONS"
LONGEST_QUERY = 4000


def gated(view: View, *, known: Known = lambda: None) -> View:
    """Let only readable requests for reading through, and let any site read the answer.

    `known` gives the parameters that the address may carry; None lets any through.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = (
            _wrong_method(request)
            or _unreadable(request)
            or _unusable_parameters(request, known())
            or _read(view, request, *args, **kwargs)
        )
        response["Access-Control-Allow-Origin"] = "*"
        response["Content-Language"] = "nn, nb, en" if response.status_code < 400 else "en"
        return response

    return answer


def unknown_address(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Say that no resource has this address, and where the list of them is."""
    return problems.answer(
        "not-found",
        "No resource has this address. All of them are listed in /api/v1/openapi.json; they are "
        "written without a slash at the end.",
    )


def _read(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    # HEAD is answered as GET; the server leaves the body out.
    asked, request.method = request.method, "GET"
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = asked


def _wrong_method(request: HttpRequest) -> HttpResponse | None:
    if request.method in {"GET", "HEAD"}:
        return None
    if request.method == "OPTIONS":
        return _options()
    refused = problems.answer(
        "method-not-allowed",
        f"{request.method} is not possible here: nothing can be written. Use GET.",
    )
    refused["Allow"] = METHODS
    return refused


def _options() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Allow"] = METHODS
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "*"
    response["Access-Control-Max-Age"] = "86400"
    del response["Content-Type"]
    return response


def _unreadable(request: HttpRequest) -> HttpResponse | None:
    fault = _fault(request)
    return None if fault is None else problems.answer("bad-request", fault)


def _fault(request: HttpRequest) -> str | None:
    # WSGI hands bytes over as Latin-1.
    query = unquote_to_bytes(request.META.get("QUERY_STRING", "").encode("latin-1", "replace"))
    if len(query) > LONGEST_QUERY:
        return f"The question in the address is longer than {LONGEST_QUERY} bytes. Shorten it."
    try:
        text = query.decode()
        request.GET  # noqa: B018 - read here, so that too many parameters are refused here
    except UnicodeDecodeError as error:
        return f"The question in the address is not UTF-8: {error.reason}. Encode it as UTF-8."
    except SuspiciousOperation as error:
        return f"The question in the address was refused: {error} Ask for less."
    if "\x00" in text or "\x00" in request.path:
        return "The address holds a null character (%00). Leave it out."
    return None


def _unusable_parameters(request: HttpRequest, known: frozenset[str] | None) -> HttpResponse | None:
    # A misspelt filter, or one of two values left out, must not look like an answer to it.
    if known is None:
        return None
    there = ", ".join(sorted(known)) or "none"
    found = {
        name: f"is not a parameter here; there are: {there}"
        if name not in known
        else f"is given {len(values)} times; give it once"
        for name, values in sorted(request.GET.lists())
        if name not in known or len(values) > 1
    }
    complaints = [problems.Complaint(parameter=name, message=said) for name, said in found.items()]
    return problems.unusable(complaints) if complaints else None
