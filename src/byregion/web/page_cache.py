"""Whole pages, kept in memory until anything public changes.

The key is all that a public page depends on: its address, the encoding, and the revision of the
database. Public pages have no sessions and no cookies; a response that sets one is not kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import get_conditional_response

from byregion.common import revision

Handler = Callable[[HttpRequest], HttpResponseBase]
LONGEST_ADDRESS = 600
LARGEST_BODY = 2_000_000


def page_cache(get_response: Handler) -> Handler:
    """Middleware: answer from memory where the same page was made under the same revision."""
    pages = caches["pages"]

    def answer(request: HttpRequest) -> HttpResponseBase:
        number = revision.current() if _is_for_everyone(request) else None
        if number is None:
            return get_response(request)
        key = _key(request, number)
        kept = pages.get(key)
        if kept is None:
            with revision.pinned(number):
                response = get_response(request)
            if not _may_keep(response):
                return response
            kept = _frozen(response)
            pages.set(key, kept, timeout=None)
        return _thawed(request, kept)

    return answer


def _is_for_everyone(request: HttpRequest) -> bool:
    if request.method not in {"GET", "HEAD"} or request.COOKIES:
        return False
    return len(request.get_full_path()) <= LONGEST_ADDRESS


def _key(request: HttpRequest, number: int) -> str:
    # To ask for the host refuses a wrong one, also where the page is kept.
    encoding = "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else "plain"
    where = f"{request.scheme} {request.get_host()} {request.get_full_path()}"
    text = f"{number} {encoding} {request.method} {where}"
    return hashlib.sha256(text.encode()).hexdigest()


def _may_keep(response: HttpResponseBase) -> bool:
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        # A page about one person, or about the hour, says that nobody may keep it.
        and "no-store" not in response.get("Cache-Control", "")
        and len(response.content) <= LARGEST_BODY
    )


def _frozen(response: HttpResponseBase) -> tuple[bytes, dict[str, str]]:
    if not isinstance(response, HttpResponse):  # pragma: no cover - _may_keep has said so
        raise TypeError(type(response))
    headers = dict(response.items())
    digest = hashlib.sha256(response.content).hexdigest()[:20]
    headers["ETag"] = f'"{digest}"'
    # A browser asks each time, and is told in a few bytes that nothing has changed.
    headers.setdefault("Cache-Control", "no-cache")
    return response.content, headers


def _thawed(request: HttpRequest, kept: tuple[bytes, dict[str, str]]) -> HttpResponseBase:
    content, headers = kept
    response = HttpResponse(content)
    for name, value in headers.items():
        response[name] = value
    if "If-None-Match" not in request.headers:
        return response
    answer = get_conditional_response(request, etag=headers["ETag"], response=response)
    if isinstance(answer, HttpResponseNotModified):
        return answer
    return response
