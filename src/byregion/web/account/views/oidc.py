"""On to the organisation's sign-in."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.socialaccount.providers.openid_connect import views
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse


def leave(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send the visitor to the provider by a page, not by a redirect.

    A form may only lead to ourselves, says the policy, and browsers count redirects after it.
    """
    response: HttpResponseBase = views.login(request, provider_id)
    if isinstance(response, HttpResponseRedirect) and urlsplit(response.url).netloc:
        page = TemplateResponse(request, "account/leave.html", {"address": response.url})
        page.headers["Cache-Control"] = "no-store"
        return page
    return response
