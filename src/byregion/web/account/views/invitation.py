"""Take up an invitation."""

from __future__ import annotations

from typing import cast

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from byregion.common.clock import now
from byregion.people import purposes
from byregion.people.domain import invitations
from byregion.people.models import Invitation, User
from byregion.web.access import anyone
from byregion.web.account.framed import account_frame
from byregion.web.account.own_forms import AcceptForm
from byregion.web.account.places import with_places


@anyone
@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show who invites to what, and let the reader choose a password; then they are signed in.

    Opening the page takes nothing up: mail programs follow links before people do.
    """
    invitation = invitations.by_token(token, at=now())
    if invitation is None:
        context = account_frame(request, _("The invitation can't be used"))
        return render(request, "people/invitation_gone.html", context, status=410)
    if User.objects.filter(email=invitation.email).exists():
        return _known(request, invitation)
    form = AcceptForm(
        request.POST or None, email=invitation.email, initial={"name": invitation.name}
    )
    if request.method == "POST" and form.is_valid():
        person = invitations.accept(invitation, **form.cleaned_data, at=now())
        return _enter(request, person)
    context = {
        "form": form,
        "invitation": with_places([invitation])[0],
        "purposes": purposes.PURPOSES,
    }
    context |= account_frame(request, _("You are invited"))
    return render(request, "people/invitation.html", context)


def _known(request: HttpRequest, invitation: Invitation) -> HttpResponseBase:
    # They have an account: the letter proves the address, and the password stays their own.
    invitations.accept(invitation, name="", password=None, at=now())
    messages.success(request, _("You have an account already. Sign in to use your new role."))
    return redirect("account_login")


def _enter(request: HttpRequest, person: User) -> HttpResponseBase:
    # They have just chosen the password, so a second step can be set up without typing it again.
    record_authentication(
        request, person, method="password", email=person.email, reauthenticated=True
    )
    response = perform_login(
        request, person, redirect_url=None, email=person.email, signal_kwargs={}
    )
    request.session.set_expiry(0)
    return cast("HttpResponseBase", response)
