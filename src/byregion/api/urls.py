"""Addresses for machines: version 1 under `v1/`, and an answer that machines can read elsewhere."""

import re
from collections.abc import Iterable
from functools import cache, partial
from typing import cast

from django.urls import URLPattern, include, path, re_path

from byregion.api.gate import gated, unknown_address
from byregion.api.service import query_parameters, service


@cache
def _parameters() -> dict[str, frozenset[str]]:
    return query_parameters(service) | {"openapi.json": frozenset()}


def _known(route: str) -> frozenset[str] | None:
    return _parameters().get(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route))


def _gated(patterns: Iterable[URLPattern]) -> list[URLPattern]:
    found = list(patterns)
    for pattern in found:
        # The interface's own address is only there for its other addresses to be derived from.
        view = unknown_address if pattern.name == "api-root" else pattern.callback
        pattern.callback = gated(view, known=partial(_known, str(pattern.pattern)))
    return found


_patterns, _app, _namespace = service.urls
urlpatterns = [
    path("v1/", include((_gated(cast("list[URLPattern]", _patterns)), _app), namespace=_namespace)),
    # Anything at all, a line break too, which the converter `path` would let by to the web pages.
    re_path(r"[\s\S]*", gated(unknown_address)),
]
