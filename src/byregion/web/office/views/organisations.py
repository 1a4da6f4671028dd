"""The bodies that people work for."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from byregion.common.clock import now
from byregion.people.domain.organisations import add_organisation, change_organisation
from byregion.people.models import Organisation
from byregion.people.permissions import EVERYWHERE, Permission, Place
from byregion.web.access import requires
from byregion.web.office.frame import frame
from byregion.web.office.group_frame import me
from byregion.web.office.organisation_forms import OrganisationForm


def _everywhere(**address: object) -> Place:
    return EVERYWHERE


manages = requires(Permission.MANAGE_PEOPLE, place=_everywhere)
FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@manages
def listing(request: HttpRequest) -> HttpResponse:
    """List the bodies, with how many work for each."""
    found = Organisation.objects.annotate(members=Count("affiliations")).order_by("name")
    context = {"organisations": found, **_around(request)}
    return render(request, "office/people/organisations.html", context)


@FORM
@manages
def add(request: HttpRequest) -> HttpResponse:
    """Enter a body."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = add_organisation(form.cleaned_data, by=me(request), at=now())
        messages.success(request, _("%(name)s is entered.") % {"name": made.name})
        return redirect("office:organisations")
    context = {"form": form, **_around(request, _("A new organisation"))}
    return render(request, "office/people/organisation.html", context)


@FORM
@manages
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a body."""
    found = get_object_or_404(Organisation, slug=slug)
    form = OrganisationForm(request.POST or None, instance=Organisation.objects.get(pk=found.pk))
    if request.method == "POST" and form.is_valid():
        change_organisation(found, form.cleaned_data, by=me(request), at=now())
        messages.success(request, _("The change is saved."))
        return redirect("office:organisations")
    context = {"form": form, "organisation": found, **_around(request, found.name)}
    return render(request, "office/people/organisation.html", context)


def _around(request: HttpRequest, label: str = "") -> dict[str, object]:
    trail = [
        {"label": _("People"), "url": reverse("office:people")},
        {"label": _("Organisations"), "url": reverse("office:organisations")},
    ]
    return frame(request, trail=[*trail, *([{"label": label, "url": ""}] if label else [])])
