"""The office's start: what the person may do here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from byregion.web.access import signed_in
from byregion.web.office.frame import frame


@signed_in
def start(request: HttpRequest) -> HttpResponse:
    """List the sections that the person may enter, or say that there are none yet."""
    return render(request, "office/start.html", frame(request))
