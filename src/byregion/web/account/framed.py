"""Put allauth's pages in our frame, each with a declared rule."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from byregion.programme.queries import programmes
from byregion.web.access import (
    OPEN,
    SIGNED_IN,
    Rule,
    View,
    has_second_factor,
    is_staff,
    kept_nowhere,
)
from byregion.web.public.site import frame

ACCOUNT = _("My account")


def account_frame(request: HttpRequest, title: Promise | str = "") -> dict[str, object]:
    """Give what `account/base.html` needs; one's own pages stand under one's account."""
    trail: list[dict[str, object]] = []
    if title and title is not ACCOUNT and request.user.is_authenticated:
        trail = [{"url": reverse("account_profile"), "label": ACCOUNT}]
    if title:
        trail.append({"url": "", "label": title})
    return {
        **frame(request, programmes.default_programme(), trail=trail),
        "title": title,
        "must_set_second_step": is_staff(request) and not has_second_factor(request),
    }


def before_sign_in(view: View, title: Promise) -> View:
    """Show a page of allauth's that is open to all: it is the way in."""
    return _framed(view, title, OPEN)


def of_ones_own(view: View, title: Promise) -> View:
    """Show a page of allauth's for the person signed in.

    It asks for the sign-in itself; a second factor it can't ask for, as one is set up here.
    """
    return _framed(view, title, SIGNED_IN)


def _framed(view: View, title: Promise, rule: Rule) -> View:
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse):
            # allauth's context has a `site` of its own.
            response.context_data = {
                **(response.context_data or {}),
                **account_frame(request, title),
            }
        return response if rule == OPEN else kept_nowhere(response)

    shown.rule = rule  # type: ignore[attr-defined]
    return shown
