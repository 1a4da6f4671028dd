"""Who may open an address: every view says it, and a test walks all addresses to hold us to it.

The rules are `people.permissions`; here they meet a request. A person without the right gets 403,
somebody not signed in is asked to sign in, and staff without a second factor are asked to set one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.cache import add_never_cache_headers

from byregion.people.domain.demo import is_demo
from byregion.people.models import User
from byregion.people.permissions import EVERYWHERE, Permission, Place, may, may_somewhere

View = Callable[..., HttpResponseBase]
PlaceOf = Callable[..., Place]


@dataclass(frozen=True, slots=True)
class Rule:
    """What an address asks of the visitor. No permission and no sign-in is open to all."""

    signed_in: bool = False
    permission: Permission | None = None
    # Whether holding the permission anywhere is enough: lists that show only one's own.
    somewhere: bool = False


OPEN = Rule()
SIGNED_IN = Rule(signed_in=True)


def open_to_all(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Declare a list of addresses open to everyone, signed in or not."""
    kept = list(patterns)
    for pattern in kept:
        if isinstance(pattern, URLPattern) and not hasattr(pattern.callback, "rule"):
            pattern.callback.rule = OPEN  # type: ignore[attr-defined]
    return kept


def anyone(view: View) -> View:
    """Declare a view open to everyone."""
    view.rule = OPEN  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Let only people who are signed in open the view."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _stop(request) or kept_nowhere(view(request, *args, **kwargs))

    guarded.rule = SIGNED_IN  # type: ignore[attr-defined]
    return guarded


def place_in_address(**address: Any) -> Place:
    """Give the place that the address names: `programme` and `region` in its path."""
    return Place(str(address.get("programme", "")), str(address.get("region", "")))


def requires(
    permission: Permission, *, place: PlaceOf = place_in_address
) -> Callable[[View], View]:
    """Let only people with `permission` at the address's place open the view.

    `place` gets the address's arguments and gives the place; it raises Http404 where the object
    that the address names doesn't exist.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            stop = _stop(request)
            if stop is not None:
                return stop
            if not may(_person(request), permission, place(**kwargs)):
                raise PermissionDenied
            return kept_nowhere(view(request, *args, **kwargs))

        guarded.rule = Rule(signed_in=True, permission=permission)  # type: ignore[attr-defined]
        return guarded

    return decorate


def requires_somewhere(permission: Permission) -> Callable[[View], View]:
    """Let people in who hold `permission` anywhere; the view shows only what is theirs."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            stop = _stop(request)
            if stop is not None:
                return stop
            if not may_somewhere(_person(request), permission):
                raise PermissionDenied
            return kept_nowhere(view(request, *args, **kwargs))

        rule = Rule(signed_in=True, permission=permission, somewhere=True)
        guarded.rule = rule  # type: ignore[attr-defined]
        return guarded

    return decorate


def can(request: HttpRequest, permission: Permission, place: Place = EVERYWHERE) -> bool:
    """Whether the visitor may do that there: for links and buttons; the act checks again."""
    return may(_person(request), permission, place)


def _person(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def _stop(request: HttpRequest) -> HttpResponseBase | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if is_shut_out(_person(request)):
        raise PermissionDenied
    if request.user.is_staff and not has_second_factor(request):
        return redirect("mfa_index")
    return None


def is_shut_out(person: User) -> bool:
    """Whether it is one of a demonstration's people where there is no trial any longer."""
    return is_demo(person) and not settings.DEMO


def kept_nowhere(response: HttpResponseBase) -> HttpResponseBase:
    """Let what is made for one person be kept nowhere on the way, nor on a machine others use."""
    add_never_cache_headers(response)
    return response


def is_staff(request: HttpRequest) -> bool:
    """Whether the visitor holds a role that asks for a second factor."""
    return request.user.is_authenticated and request.user.is_staff


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the person has set a second factor, or signed in through their organisation.

    An organisation's own sign-in is trusted to ask for its own second factor. In a trial on one
    machine (settings.DEMO) the demonstration's people, whose passwords are public, need none.
    """
    from allauth.account.authentication import (  # noqa: PLC0415 - needs the apps loaded
        get_authentication_records,
    )
    from allauth.mfa.utils import is_mfa_enabled  # noqa: PLC0415

    records = get_authentication_records(request, request.user)
    if any(record.get("method") == "socialaccount" for record in records):
        return True
    if settings.DEMO and is_demo(_person(request)):
        return True
    return bool(is_mfa_enabled(request.user))
