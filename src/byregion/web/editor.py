"""The way into the editor: who may, and what its pages may run.

Wagtail's own pages hold inline scripts and styles, so the strict policy of the rest can't apply to
them. They get one that is as strict as they can bear, and are open only to those who edit.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from byregion.knowledge.domain.editors import admit
from byregion.people.models import User
from byregion.people.permissions import Permission, may_somewhere
from byregion.web.access import has_second_factor, is_shut_out

PREFIX = "/redaktor/"
INLINE = "'unsafe-inline'"
POLICY = {
    "script-src": ["'self'", INLINE],
    "style-src": ["'self'", INLINE],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
    "media-src": ["'self'", "blob:"],
}
Handler = Callable[[HttpRequest], HttpResponseBase]


def guard(get_response: Handler) -> Handler:
    """Middleware: let only editors into the editor, with the policy that its pages need."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        stop = _stop(request)
        if stop is not None:
            return stop
        response = get_response(request)
        response._csp_replace = POLICY  # type: ignore[attr-defined]
        response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        return response

    return answer


def _stop(request: HttpRequest) -> HttpResponseBase | None:
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.get_full_path())
    if is_shut_out(user) or not may_somewhere(user, Permission.EDIT_PAGES):
        raise PermissionDenied
    if not has_second_factor(request):
        return redirect("mfa_index")
    admit(user)
    return None
