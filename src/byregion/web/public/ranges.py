"""One part of a file, for whoever asks for it: so that a film can be wound (RFC 9110, 14).

One range is given. Several at once, and what can't be understood, give the whole, as the standard
lets them; a part beyond the end is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.files.base import File
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

BLOCK = 256 * 1024
_ONE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*")


class Unsatisfiable(Exception):
    """The part asked for lies beyond the end."""


def never_compressed(request: HttpRequest) -> None:
    """Let the answer go as it is: a part of a file is counted in the file's own bytes."""
    request.META["HTTP_ACCEPT_ENCODING"] = "identity"


def part_of(request: HttpRequest, whole: HttpResponseBase, file: File[bytes]) -> HttpResponseBase:
    """Make the answer that has all of `file` into one of the part that the request asks for.

    It stays the same answer, for to close one says that the request has ended.
    """
    if not isinstance(whole, StreamingHttpResponse) or whole.status_code != 200:
        return whole
    whole["Accept-Ranges"] = "bytes"
    try:
        found = _asked(request, whole, file.size)
    except Unsatisfiable:
        return _cut(whole, 416, f"bytes */{file.size}", 0, iter(()))
    if found is None:
        return whole
    first, last = found
    told = f"bytes {first}-{last}/{file.size}"
    return _cut(whole, 206, told, last - first + 1, _bytes(file, first, last))


def _cut(
    whole: StreamingHttpResponse, status: int, told: str, length: int, content: Iterator[bytes]
) -> StreamingHttpResponse:
    whole.status_code = status
    whole["Content-Range"] = told
    whole["Content-Length"] = str(length)
    whole.streaming_content = content
    return whole


def _asked(request: HttpRequest, whole: HttpResponseBase, size: int) -> tuple[int, int] | None:
    match = _ONE.fullmatch(request.headers.get("Range", ""))
    if match is None or request.method != "GET" or not _is_same(request, whole):
        return None
    first, last = match[1], match[2]
    if first and last and int(last) < int(first):
        return None
    if not first:
        return _ending(last, size)
    if int(first) >= size:
        raise Unsatisfiable
    return int(first), min(int(last or size), size - 1)


def _ending(count: str, size: int) -> tuple[int, int] | None:
    if not count:
        return None
    if int(count) == 0 or size == 0:
        raise Unsatisfiable
    return max(0, size - int(count)), size - 1


def _is_same(request: HttpRequest, whole: HttpResponseBase) -> bool:
    # Whoever has a part already wants the rest only of the same file.
    held = request.headers.get("If-Range", "")
    return not held or held in {whole.get("ETag"), whole.get("Last-Modified")}


def _bytes(file: File[bytes], first: int, last: int) -> Iterator[bytes]:
    left = last - first + 1
    with file.open("rb") as content:
        content.seek(first)
        while left > 0 and (block := content.read(min(BLOCK, left))):
            left -= len(block)
            yield block
