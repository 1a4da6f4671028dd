"""Who is visiting, for the header of every page."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def visitor(request: HttpRequest) -> dict[str, object]:
    """Give the person signed in, read only where the browser has a session's cookie.

    A page for somebody without one asks nothing of the session, so it can be kept and shared.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return {"visitor": None}
    return {"visitor": SimpleLazyObject(lambda: _signed_in(request))}


def _signed_in(request: HttpRequest) -> object:
    user = getattr(request, "user", None)
    try:
        return user if user is not None and user.is_authenticated else None
    except DatabaseError:
        # The page that says so must still have a header.
        return None
