"""To the organisation's sign-in, and back."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2CallbackView,
    OAuth2LoginView,
    OAuth2View,
)
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse

from byregion.web.account.organisation_client import OrganisationEndpoint

log = logging.getLogger(__name__)


def leave(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send the visitor to the provider by a page, not by a redirect.

    A form may only lead to ourselves, says the policy, and browsers count redirects after it.
    """
    try:
        response: HttpResponseBase = _walk(OAuth2LoginView, request, provider_id)
    except OSError as error:
        return _no_answer(request, error)
    if isinstance(response, HttpResponseRedirect) and urlsplit(response.url).netloc:
        page = TemplateResponse(request, "account/leave.html", {"address": response.url})
        page.headers["Cache-Control"] = "no-store"
        return page
    return response


def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take the provider's answer, and sign in the person whom it vouches for."""
    try:
        response: HttpResponseBase = _walk(OAuth2CallbackView, request, provider_id)
    except OSError as error:
        return _no_answer(request, error)
    return response


def _walk(step: type[OAuth2View], request: HttpRequest, provider_id: str) -> HttpResponseBase:
    endpoint = OrganisationEndpoint(request, provider_id)
    try:
        response: HttpResponseBase = step.adapter_view(endpoint)(request)
    except SocialApp.DoesNotExist:
        raise Http404(provider_id) from None
    return response


def _no_answer(request: HttpRequest, error: OSError) -> HttpResponseBase:
    # The errors of `requests`, which allauth asks the provider with, are OSErrors.
    log.warning("the OpenID provider gave no answer: %s", type(error).__name__)
    return TemplateResponse(request, "socialaccount/authentication_error.html", {}, status=502)
