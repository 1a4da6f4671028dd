"""One's own account: who one is here, what is kept, a copy of it, and the way out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from byregion.common.clock import now
from byregion.people import purposes
from byregion.people.domain import affiliations, own_data
from byregion.people.domain.profile import change_profile
from byregion.people.models import User
from byregion.web.access import signed_in
from byregion.web.account.framed import ACCOUNT, account_frame
from byregion.web.account.own_forms import AffiliationForm, EraseForm, ProfileForm
from byregion.web.account.places import with_places


def me(request: HttpRequest) -> User:
    """Give the person signed in, fresh: a form may have put unchecked values on the request's."""
    return get_object_or_404(User, pk=request.user.pk)


@never_cache
@signed_in
def show(request: HttpRequest) -> HttpResponseBase:
    """Show one's account, and change name and language."""
    person = me(request)
    form = ProfileForm(request.POST or None, instance=me(request))
    if request.method == "POST" and form.is_valid():
        change_profile(person, **form.cleaned_data, by=person, at=now())
        messages.success(request, _("Your profile is saved."))
        return redirect("account_profile")
    context = {
        "person": person,
        "form": form,
        "affiliation_form": AffiliationForm(),
        "affiliations": person.affiliations.select_related("organisation"),
        "roles": with_places(person.roles.filter(ended_at=None)),
    }
    return render(request, "people/profile.html", context | account_frame(request, ACCOUNT))


@require_POST
@signed_in
def join(request: HttpRequest) -> HttpResponseBase:
    """Say where one works."""
    form = AffiliationForm(request.POST)
    if form.is_valid():
        chosen, title = form.cleaned_data["organisation"], form.cleaned_data["title"]
        affiliations.affiliate(me(request), chosen, title=title, by=me(request), at=now())
        messages.success(request, _("Your organisations are saved."))
    else:
        messages.error(request, _("Choose an organisation in the list."))
    return redirect("account_profile")


@require_POST
@signed_in
def leave(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say that one no longer works there."""
    affiliation = get_object_or_404(me(request).affiliations, pk=pk)
    affiliations.end_affiliation(affiliation, by=me(request), at=now())
    messages.success(request, _("Your organisations are saved."))
    return redirect("account_profile")


@require_safe
@signed_in
def kept(request: HttpRequest) -> HttpResponse:
    """Say what is kept about people, why, and for how long."""
    context = {"purposes": purposes.PURPOSES} | account_frame(request, _("What is kept about me"))
    return render(request, "people/kept.html", context)


@require_POST
@never_cache
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """Give all that is kept about one, as a file."""
    data = own_data.export(me(request), at=now())
    response = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="byregion-data.json"'
    return response


@never_cache
@signed_in
def erase(request: HttpRequest) -> HttpResponseBase:
    """Erase one's account, when one is sure."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = me(request)
        try:
            own_data.erase(person, by=person, at=now())
        except own_data.CannotErase:
            form.add_error(None, _("You are the last administrator: make another first."))
        else:
            logout(request)
            messages.success(request, _("Your account is erased, and you are signed out."))
            return redirect("account_login")
    context = {"form": form} | account_frame(request, _("Erase my account"))
    return render(request, "people/erase.html", context)
