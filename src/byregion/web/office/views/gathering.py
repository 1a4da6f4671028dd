"""Gatherings in the office: the list, one's life, making, editing and copying."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byregion.common.clock import now
from byregion.network.domain import gathering as verbs
from byregion.network.domain.copying import copy_gathering
from byregion.network.domain.refusal import Refused
from byregion.network.enums import FormKind
from byregion.network.models import Gathering
from byregion.network.queries import gatherings as queries
from byregion.network.queries import places
from byregion.network.queries import registrations as people
from byregion.people.permissions import Permission, Place
from byregion.programme.models import Gathering as KnownGathering
from byregion.web.access import can, requires_somewhere
from byregion.web.office import gathering_frame as office
from byregion.web.office.gathering_forms import CancelForm, CopyForm, GatheringForm, OpeningForm
from byregion.web.office.network_frame import attempt, region_names
from byregion.web.public.materials import may_manage

FORM = require_http_methods(["GET", "HEAD", "POST"])
somewhere = requires_somewhere(Permission.CHECK_IN)
makes = requires_somewhere(Permission.MANAGE_LOCAL_GATHERINGS)


@require_safe
@somewhere
def listing(request: HttpRequest) -> HttpResponse:
    """List the gatherings that are the visitor's, and known ones that can be taken in."""
    mine = office.my_gatherings(request)
    context = {
        "gatherings": mine,
        "may_make": bool(office.places(request)),
        "known": _known(request),
        **office.around(request),
    }
    return render(request, "office/gathering/list.html", context)


@FORM
@makes
def create(request: HttpRequest) -> HttpResponse:
    """Make a draft."""
    choices = [
        (f"{place.programme}/{place.region}", name) for place, name in office.places(request)
    ]
    form = GatheringForm(choices, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.create_gathering(form.values(), at=now(), by=office.me(request))
            told = _("The gathering is made, as a draft that only the office sees.")
            messages.success(request, told)
            return redirect("office:gathering", made.pk)
        except Refused as refusal:
            form.add_error("slug", str(refusal))
    context = {"form": form, **office.around(request, label=_("A new gathering"))}
    return render(request, "office/gathering/edit.html", context)


@require_safe
@office.checks_in
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where a gathering stands and what can be done."""
    gathering = get_object_or_404(Gathering, pk=pk)
    room = places.room_of(gathering)
    context = {
        "counts": people.by_status(gathering),
        "regions": _named(people.by_region(gathering), gathering),
        "free": room.free,
        "open_now": gathering.registration_is_open(now()),
        "sessions": gathering.sessions.count(),
        "questions": gathering.questions.filter(form=FormKind.REGISTRATION).count(),
        "asked": gathering.questions.filter(form=FormKind.EVALUATION).count(),
        "missing": queries.without_presentation(gathering),
        "came": gathering.registrations.filter(checked_in_at__isnull=False).count(),
        "may_manage": may_manage(request, gathering),
        **office.around(request, gathering),
    }
    return render(request, "office/gathering/detail.html", context)


@FORM
@office.manages
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a gathering is."""
    gathering = get_object_or_404(Gathering, pk=pk)
    form = GatheringForm([], request.POST or None, instance=Gathering.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.edit_gathering(gathering, form.values(), at=now(), by=office.me(request))
            messages.success(request, _("The change is saved."))
            return redirect("office:gathering", pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, **office.around(request, gathering, _("Edit"))}
    return render(request, "office/gathering/edit.html", context)


@FORM
@office.manages
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Make next year's out of this one."""
    gathering = get_object_or_404(Gathering, pk=pk)
    form = CopyForm(gathering, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = copy_gathering(gathering, **form.cleaned_data, at=now(), by=office.me(request))
        messages.success(request, _("The copy is made. Go through titles, texts and speakers."))
        return redirect("office:gathering", made.pk)
    context = {"form": form, **office.around(request, gathering, _("Copy"))}
    return render(request, "office/gathering/copy.html", context)


@FORM
@office.manages
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when people register."""
    gathering = get_object_or_404(Gathering, pk=pk)
    known = {
        "opens_at": gathering.registration_opens_at or now(),
        "closes_at": gathering.registration_closes_at,
    }
    form = OpeningForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        act = partial(
            verbs.open_registration,
            gathering,
            **form.cleaned_data,
            at=now(),
            by=office.me(request),
        )
        if attempt(request, act, _("The registration's time is set.")):
            return redirect("office:gathering", pk)
    context = {"form": form, **office.around(request, gathering, _("Registration"))}
    return render(request, "office/gathering/opening.html", context)


@FORM
@office.manages
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a gathering off, and tell all who were coming why."""
    gathering = get_object_or_404(Gathering, pk=pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        act = partial(
            verbs.cancel_gathering, gathering, reason=reason, at=now(), by=office.me(request)
        )
        attempt(request, act, _("It is called off, and letters are on their way."))
        return redirect("office:gathering", pk)
    context = {
        "form": form,
        "counts": people.by_status(gathering),
        **office.around(request, gathering, _("Call off")),
    }
    return render(request, "office/gathering/call_off.html", context)


ACTS: dict[str, Callable[..., None]] = {
    "publish": verbs.publish_gathering,
    "withdraw": verbs.withdraw_gathering,
    "hold": verbs.hold_gathering,
    "reopen": verbs.reopen_gathering,
}


@require_POST
@office.manages
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish, withdraw, close or reopen a gathering."""
    gathering = get_object_or_404(Gathering, pk=pk)
    verb = ACTS.get(request.POST.get("act", ""))
    if verb is not None:
        act = partial(verb, gathering, at=now(), by=office.me(request))
        attempt(request, act, _("Done: the gathering has a new status."))
    return redirect("office:gathering", pk)


@require_POST
@makes
def adopt(request: HttpRequest, known: int) -> HttpResponse:
    """Take a gathering that sources tell of into the office."""
    told = get_object_or_404(KnownGathering, pk=known)
    if not can(request, Permission.MANAGE_GATHERINGS, Place(told.programme.slug)):
        raise PermissionDenied
    made = verbs.adopt_gathering(told, at=now(), by=office.me(request))
    messages.success(request, _("What sources tell stays as it is; add what remains of it."))
    return redirect("office:gathering", made.pk)


def _known(request: HttpRequest) -> list[KnownGathering]:
    taken = set(Gathering.objects.values_list("programme", "slug"))
    return [
        known
        for known in KnownGathering.objects.select_related("programme").order_by("-start_date")
        if (known.programme.slug, known.slug) not in taken
        and can(request, Permission.MANAGE_GATHERINGS, Place(known.programme.slug))
    ]


def _named(rows: list[people.FromRegion], gathering: Gathering) -> list[tuple[str, Any]]:
    names = region_names(gathering.programme)
    return [(names.get(row.region, row.region or _("From no region")), row) for row in rows]
