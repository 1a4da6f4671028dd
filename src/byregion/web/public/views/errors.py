"""Pages for what isn't there and for what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from byregion.programme.queries import programmes
from byregion.web.public.site import frame


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the address leads nowhere, and where to look instead."""
    context = frame(request, programmes.default_programme())
    return render(request, "public/not_found.html", context, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that one's role doesn't open this page, and who can change that."""
    context = frame(request, programmes.default_programme())
    return render(request, "public/forbidden.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours; asks nothing of the database, which may be the fault."""
    return render(request, "public/server_error.html", status=500)
