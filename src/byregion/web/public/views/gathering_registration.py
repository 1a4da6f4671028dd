"""Register for a gathering, and look after the registration by the link in the letter.

A GET shows and never acts: mail programs open links by themselves.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from byregion.common.clock import now
from byregion.network import addresses
from byregion.network.domain.refusal import Refused
from byregion.network.domain.registration import Sender, cancel, change, register
from byregion.network.models import Gathering, Party, Registration
from byregion.network.queries import places
from byregion.network.queries import registrations as queries
from byregion.network.rules import own_regions
from byregion.people.models import User
from byregion.programme.models import CityRegion
from byregion.web.public.gathering_forms import PartyForm, PersonForm
from byregion.web.public.views.gathering import as_calendar, below, language, public_or_404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registering(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """Show the form; register when it is sent and in order, else say what to mend."""
    gathering = public_or_404(programme, slug)
    data = request.POST if request.method == "POST" else None
    form = PartyForm(gathering, _regions(gathering), data=data, initial=_known_of(request))
    if data is not None and form.is_valid():
        try:
            party = _register(request, form)
            return redirect("public:gathering-own", programme, slug, addresses.token_of(party))
        except Refused as refusal:
            form.refuse(str(refusal))
    room = places.room_of(gathering)
    context = {
        "gathering": gathering,
        "form": form,
        "is_open": gathering.registration_is_open(now()),
        "is_early": _is_early(gathering),
        "free": None if room.free is None else max(0, room.free),
        "steps": _steps(form),
        "wrong": any(person.errors for person in form.people) if data is not None else False,
        **below(request, gathering, _("Registration")),
    }
    return render(request, "public/gathering/register.html", context)


@never_cache
@require_safe
def own(request: HttpRequest, programme: str, slug: str, token: str) -> HttpResponse:
    """Show a party its registration."""
    party = _party_or_404(programme, slug, token)
    context = {
        "gathering": party.gathering,
        "party": party,
        "token": token,
        "regions": dict(_regions(party.gathering)),
        "is_active": any(one.is_active for one in party.listed),
        **below(request, party.gathering, _("My registration")),
    }
    return render(request, "public/gathering/own.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def changing(request: HttpRequest, programme: str, slug: str, token: str, key: int) -> HttpResponse:
    """Change what is said of one person of the party."""
    party = _party_or_404(programme, slug, token)
    registration = _of_party(party, key)
    form = PersonForm(
        party.gathering,
        [],
        request.POST if request.method == "POST" else None,
        is_first=registration == party.listed[0],
        registration=registration,
        initial=PersonForm.said_by(registration),
    )
    if request.method == "POST" and form.is_valid():
        try:
            change(registration, form.person(), at=now(), by=party.person)
            messages.success(request, _("The change is saved, and a letter confirms it."))
            return redirect("public:gathering-own", programme, slug, token)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "gathering": party.gathering,
        "form": form,
        "token": token,
        **below(request, party.gathering, _("Change the registration")),
    }
    return render(request, "public/gathering/change.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancelling(request: HttpRequest, programme: str, slug: str, token: str) -> HttpResponse:
    """Ask whom to cancel, and cancel them when the form is sent."""
    party = _party_or_404(programme, slug, token)
    active = [one for one in party.listed if one.is_active]
    problem = ""
    if request.method == "POST":
        problem = _cancel(party, active, request.POST.getlist("who"))
        if not problem:
            messages.success(request, _("The registration is cancelled, and a letter says so."))
            return redirect("public:gathering-own", programme, slug, token)
    context = {
        "gathering": party.gathering,
        "active": active,
        "problem": problem,
        "token": token,
        **below(request, party.gathering, _("Cancel the registration")),
    }
    return render(request, "public/gathering/cancel.html", context)


@never_cache
@require_safe
def own_calendar(request: HttpRequest, programme: str, slug: str, token: str) -> HttpResponse:
    """Give a party its own calendar."""
    from byregion.network import calendar  # noqa: PLC0415 - slow to import

    party = _party_or_404(programme, slug, token)
    return as_calendar(calendar.own(party, language()), slug)


def _register(request: HttpRequest, form: PartyForm) -> Party:
    people = [each.person() for each in form.people]
    key = str(request.user.key) if isinstance(request.user, User) else ""
    sender = Sender(people[0].address, language(), person=key)
    return register(form.gathering, people, sender=sender, form_key=form.form_key, at=now())


def _cancel(party: Party, active: list[Registration], chosen: list[str]) -> str:
    # One alone needs no tick; of several, those who are ticked. Gives what is wrong, if anything.
    only = [one for one in active if len(active) == 1 or str(one.pk) in chosen]
    if active and not only:
        return _("Tick whom to cancel.")
    try:
        cancel(party, at=now(), by=party.person, only=only)
    except Refused as refusal:
        return str(refusal)
    return ""


def _regions(gathering: Gathering) -> list[tuple[str, str]]:
    found = CityRegion.objects.filter(programme__slug=gathering.programme)
    return list(found.values_list("slug", "name"))


def _known_of(request: HttpRequest) -> dict[str, Any]:
    if not isinstance(request.user, User):
        return {}
    region = next((place.region for place in own_regions(request.user)), "")
    return {"name": request.user.name, "address": request.user.email, "region": region}


def _is_early(gathering: Gathering) -> bool:
    opens = gathering.registration_opens_at
    return opens is not None and now() < opens


def _steps(form: PartyForm) -> list[tuple[str, str]]:
    first = form.people[0]
    steps = [("who", _("Who comes"))]
    if "sessions" in first.fields or first.questions:
        steps.append(("needs", _("Choices and needs")))
    return [*steps, ("send", _("Look over and send"))]


def _party_or_404(programme: str, slug: str, token: str) -> Party:
    gathering = public_or_404(programme, slug)
    try:
        party = queries.party(addresses.key_in(token), gathering)
    except addresses.NotOurs:
        party = None
    if party is None:
        raise Http404(slug)
    return party


def _of_party(party: Party, key: int) -> Registration:
    for one in party.listed:
        if one.pk == key:
            return one
    raise Http404(str(key))
