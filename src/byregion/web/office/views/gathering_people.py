"""Who comes: the list, the waiting list, files to take away, the door."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from byregion.common.clock import now
from byregion.common.collation import norwegian_order
from byregion.common.tables import CONTENT_TYPES, Table
from byregion.network import addresses, badges
from byregion.network.domain import attending, registration
from byregion.network.domain.refusal import Refused
from byregion.network.enums import FormKind, RegistrationStatus
from byregion.network.models import Gathering, Registration
from byregion.network.queries import registrations as queries
from byregion.web.office import gathering_frame as office
from byregion.web.office.network_frame import attempt, region_names
from byregion.web.public.templatetags.gatherings import answered


@never_cache
@require_safe
@office.manages
def registrations(request: HttpRequest, pk: int) -> HttpResponse:
    """List those who are registered, narrowed by what the address says."""
    gathering = get_object_or_404(Gathering, pk=pk)
    chosen = _chosen(request)
    found = queries.registrations(gathering, chosen)
    office.note_reading(request, gathering, "registrations.read", len(found))
    context = {
        "registrations": found,
        "chosen": chosen,
        "query": request.GET.urlencode(),
        "statuses": RegistrationStatus.choices,
        "regions": region_names(gathering.programme),
        **office.around(request, gathering, _("Registrations")),
    }
    return render(request, "office/gathering/registrations.html", context)


@never_cache
@require_safe
@office.manages
def party(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """Show people who were registered together, with what they answered."""
    gathering = get_object_or_404(Gathering, pk=pk)
    found = queries.party(key, gathering)
    if found is None:
        return redirect("office:registrations", pk)
    office.note_reading(request, gathering, "registrations.read", len(found.listed))
    context = {
        "party": found,
        "regions": region_names(gathering.programme),
        "is_active": any(one.is_active for one in found.listed),
        "is_waiting": any(one.status == RegistrationStatus.WAITING for one in found.listed),
        "own_page": addresses.own_page(found, found.language),
        **office.around(request, gathering, _("Registration")),
    }
    return render(request, "office/gathering/party.html", context)


@require_POST
@office.manages
def act_on_party(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """Give a party its places, decline it or cancel it."""
    gathering = get_object_or_404(Gathering, pk=pk)
    found = queries.party(key, gathering)
    verbs = {
        "give": (registration.give_place, _("They have got a place, and a letter says so.")),
        "decline": (registration.decline, _("They are declined, and a letter says so.")),
        "cancel": (registration.cancel, _("The registration is cancelled, and a letter says so.")),
    }
    wanted = request.POST.get("act", "")
    if found is None or wanted not in verbs:
        return redirect("office:registrations", pk)
    verb, done = verbs[wanted]
    attempt(request, partial(verb, found, at=now(), by=office.me(request)), done)
    if request.POST.get("back") == "waiting":
        return redirect("office:waiting", pk)
    return redirect("office:party", pk, key)


@never_cache
@require_safe
@office.manages
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the waiting list in its order."""
    gathering = get_object_or_404(Gathering, pk=pk)
    found = queries.waiting(gathering)
    office.note_reading(request, gathering, "registrations.read", len(found))
    context = {
        "parties": found,
        "regions": region_names(gathering.programme),
        **office.around(request, gathering, _("Waiting list")),
    }
    return render(request, "office/gathering/waiting.html", context)


@never_cache
@require_safe
@office.manages
def export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give the list as a file; that it was taken stands in the trail."""
    gathering = get_object_or_404(Gathering, pk=pk)
    found = queries.registrations(gathering, _chosen(request))
    office.note_reading(request, gathering, "registrations.exported", len(found))
    table = _table(gathering, found, localtime(now()).date())
    response = HttpResponse(table.encode(kind), content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{gathering.slug}.{kind}"'
    return response


@never_cache
@require_safe
@office.checks_in
def door(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the list for the door: big buttons, by name."""
    gathering = get_object_or_404(Gathering, pk=pk)
    text = request.GET.get("q", "")
    confirmed = queries.Chosen(RegistrationStatus.CONFIRMED, text=text)
    found = _by_name(queries.registrations(gathering, confirmed))
    office.note_reading(request, gathering, "registrations.read", len(found))
    context = {
        "registrations": found,
        "text": text,
        "came": sum(1 for one in found if one.checked_in_at),
        "regions": region_names(gathering.programme),
        **office.around(request, gathering, _("Check-in")),
    }
    return render(request, "office/gathering/door.html", context)


@require_POST
@office.checks_in
def check_in(request: HttpRequest, pk: int, registration: int) -> HttpResponse:
    """Note that somebody has come, or take it back; then to the same place in the list."""
    found = get_object_or_404(Registration, pk=registration, gathering=pk)
    verb = attending.undo_check_in if "undo" in request.POST else attending.check_in
    try:
        verb(found, at=now(), by=office.me(request))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    text = request.POST.get("q", "")
    query = f"?{urlencode({'q': text})}" if text else ""
    return redirect(f"{reverse('office:door', args=[pk])}{query}#p{found.pk}")


@never_cache
@require_safe
@office.manages
def name_badges(request: HttpRequest, pk: int) -> HttpResponse:
    """Give name badges for those with a place, as PDF."""
    return _printed(request, pk, "name-badges", badges.name_badges)


@never_cache
@require_safe
@office.manages
def door_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the list for the door on paper, as PDF."""
    return _printed(request, pk, "list", badges.door_list)


def _printed(request: HttpRequest, pk: int, name: str, made: badges.Print) -> HttpResponse:
    gathering = get_object_or_404(Gathering, pk=pk)
    found = _by_name(queries.registrations(gathering, queries.Chosen(RegistrationStatus.CONFIRMED)))
    office.note_reading(request, gathering, "registrations.exported", len(found))
    names = region_names(gathering.programme)
    people = [badges.Badge(one.name, one.organisation, names.get(one.region, "")) for one in found]
    content = made(gathering, people, made_on=localtime(now()).date())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{gathering.slug}-{name}.pdf"'
    return response


def _by_name(found: list[Registration]) -> list[Registration]:
    return sorted(found, key=lambda one: (norwegian_order(one.name), one.pk))


def _chosen(request: HttpRequest) -> queries.Chosen:
    status = request.GET.get("status", "")
    return queries.Chosen(
        status=status if status in RegistrationStatus.values else "",
        region=request.GET.get("region", ""),
        text=request.GET.get("q", ""),
    )


def _table(gathering: Gathering, found: list[Registration], day: date) -> Table:
    names = region_names(gathering.programme)
    questions = queries.questions(gathering, FormKind.REGISTRATION)
    head = (
        _("Number"),
        _("Status"),
        _("Name"),
        _("E-mail"),
        _("Organisation"),
        _("City region"),
        _("Sessions"),
        _("Registered"),
        _("Checked in"),
    )
    rows = []
    for one in found:
        given = {answer.question_id: answered(answer) for answer in one.answers.all()}
        rows.append(
            (
                one.party.number,
                str(one.get_status_display()),
                one.name,
                one.address or one.party.address,
                one.organisation,
                names.get(one.region, one.region),
                "; ".join(session.title.text for session in one.sessions.all()),
                localtime(one.party.registered_at).date(),
                localtime(one.checked_in_at).date() if one.checked_in_at else None,
                *(given.get(question.pk) for question in questions),
            )
        )
    return Table(
        name="registrations",
        title=gathering.title.text,
        columns=(*head, *(question.label.text for question in questions)),
        rows=rows,
        source=_("Registrations"),
        licence=_("Personal data: delete when it is no longer needed"),
        as_of=day,
    )
