"""Regions like one's own, and contact with them: asked for, answered, noted, learnt from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byregion.common.clock import now
from byregion.insight.queries.peers import alike
from byregion.network import rules
from byregion.network.domain import contacts as verbs
from byregion.network.domain.refusal import Refused
from byregion.network.enums import ContactKind, ContactStatus
from byregion.network.models import Contact
from byregion.network.queries import contacts as queries
from byregion.people.permissions import Permission, Place
from byregion.programme.models import CityRegion
from byregion.web.access import can, requires
from byregion.web.office.frame import frame
from byregion.web.office.group_forms import ContactForm, LearningForm, NoteForm
from byregion.web.office.group_frame import in_groups, me
from byregion.web.office.network_frame import attempt, region_names

FORM = require_http_methods(["GET", "HEAD", "POST"])
takes_part = requires(Permission.TAKE_PART_IN_GROUPS)


@require_safe
@in_groups
def listing(request: HttpRequest) -> HttpResponse:
    """List one's own regions, and the contacts that they have."""
    places = rules.own_regions(me(request))
    names = {place.programme: region_names(place.programme) for place in places}
    contacts = [_Shown(one, names[one.programme]) for one in queries.of_regions(places)]
    own = [(place, names[place.programme].get(place.region, place.region)) for place in places]
    context = {"own": own, "contacts": contacts, **_around(request)}
    return render(request, "office/contact/list.html", context)


@require_safe
@takes_part
def peers(request: HttpRequest, programme: str, region: str) -> HttpResponse:
    """Show the regions that are like one's own, and why."""
    shown = _region_or_404(programme, region)
    context = {
        "region": shown,
        "alike": alike(shown.programme, region),
        "may_ask": Place(programme, region) in rules.own_regions(me(request)),
        **_around(request, _("Regions like %(name)s") % {"name": shown.name}),
    }
    return render(request, "office/contact/peers.html", context)


@FORM
@in_groups
def ask(request: HttpRequest, programme: str, region: str, other: str) -> HttpResponse:
    """Ask another region for contact, on behalf of one's own."""
    asker, asked = _region_or_404(programme, region), _region_or_404(programme, other)
    if Place(programme, region) not in rules.own_regions(me(request)):
        raise PermissionDenied
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ends = verbs.Ends(programme, region, other)
        kind, message = ContactKind(form.cleaned_data["kind"]), form.cleaned_data["message"]
        try:
            made = verbs.ask_contact(ends, kind, message, by=me(request), at=now())
            return redirect("office:contact", made.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    label = _("Ask %(name)s") % {"name": asked.name}
    context = {"form": form, "asker": asker, "asked": asked, **_around(request, label)}
    return render(request, "office/contact/ask.html", context)


@require_safe
@in_groups
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a contact to the people of its two regions."""
    contact, sides = _own_or_403(request, pk)
    names = region_names(contact.programme)
    shown = _Shown(contact, names)
    has_agreed = contact.from_agreed_at if contact.from_region in sides else contact.to_agreed_at
    context = {
        "contact": contact,
        "shown": shown,
        "steps": _steps(contact, sides),
        "notes": contact.notes.select_related("author"),
        "names": names,
        "has_begun": contact.status in {ContactStatus.ACCEPTED, ContactStatus.DONE},
        "note_form": NoteForm(),
        "learning_form": LearningForm(initial={"text": contact.learning}),
        "may_agree": bool(contact.learning and not has_agreed),
        **_around(request, f"{shown.asker} – {shown.asked}"),
    }
    return render(request, "office/contact/detail.html", context)


@require_POST
@in_groups
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, decline, withdraw or close."""
    contact, _sides = _own_or_403(request, pk)
    status = request.POST.get("status", "")
    if status not in ContactStatus.values:
        raise Http404(status)
    act = partial(verbs.move_contact, contact, ContactStatus(status), by=me(request), at=now())
    return _done(request, pk, act, _("It is done, and the other region is told."))


@require_POST
@in_groups
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Note something for the two regions."""
    contact, _sides = _own_or_403(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _done(request, pk, _refuse(_("Write something before you save.")), "")
    text, key = form.cleaned_data["text"], form.cleaned_data["form_key"]
    act = partial(verbs.write_note, contact, text, form_key=key, by=me(request), at=now())
    return _done(request, pk, act, _("The note is saved."))


@require_POST
@in_groups
def learning(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was learnt, or agree to what the other region wrote."""
    contact, _sides = _own_or_403(request, pk)
    if "agree" in request.POST:
        act = partial(verbs.agree, contact, request.POST["agree"], by=me(request), at=now())
        return _done(request, pk, act, _("You have agreed. It is public."))
    form = LearningForm(request.POST)
    if not form.is_valid():
        return _done(request, pk, _refuse(_("The text is too long.")), "")
    language = (get_language() or "nn").split("-")[0]
    text = form.cleaned_data["text"]
    act = partial(
        verbs.propose_learning, contact, text, language=language, by=me(request), at=now()
    )
    return _done(request, pk, act, _("It is saved, and the other region is asked to agree."))


class _Shown:
    """A contact with its regions' names."""

    def __init__(self, contact: Contact, names: dict[str, str]) -> None:
        self.contact = contact
        self.asker = names.get(contact.from_region, contact.from_region)
        self.asked = names.get(contact.to_region, contact.to_region)


def _refuse(why: str) -> Callable[[], object]:
    def act() -> None:
        raise Refused(why)

    return act


def _done(request: HttpRequest, pk: int, act: Callable[[], object], done: str) -> HttpResponse:
    attempt(request, act, done)
    return redirect("office:contact", pk)


def _own_or_403(request: HttpRequest, pk: int) -> tuple[Contact, list[str]]:
    contact = get_object_or_404(Contact, pk=pk)
    sides = rules.sides(me(request), contact)
    if not sides and not can(request, Permission.MANAGE_GROUPS, Place(contact.programme)):
        raise PermissionDenied
    return contact, sides


def _steps(contact: Contact, sides: list[str]) -> list[tuple[str, str]]:
    """Give what the reader may make of the contact, as status and the button's words."""
    words = {
        ContactStatus.ACCEPTED: _("Accept"),
        ContactStatus.DECLINED: _("Decline"),
        ContactStatus.WITHDRAWN: _("Withdraw"),
        ContactStatus.DONE: _("It is done"),
    }
    ends = {
        verbs.ASKER: contact.from_region in sides,
        verbs.ASKED: contact.to_region in sides,
        verbs.EITHER: bool(sides),
    }
    steps = verbs.TRANSITIONS[contact.status].items()
    return [(status, words[ContactStatus(status)]) for status, end in steps if ends[end]]


def _region_or_404(programme: str, region: str) -> CityRegion:
    found = CityRegion.objects.select_related("programme")
    return get_object_or_404(found, programme__slug=programme, slug=region)


def _around(request: HttpRequest, label: str = "") -> dict[str, object]:
    trail = [{"label": _("Contact between regions"), "url": reverse("office:contacts")}]
    return frame(request, trail=[*trail, *([{"label": label, "url": ""}] if label else [])])
