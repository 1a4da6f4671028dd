"""People, their roles, and letting new ones in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_POST, require_safe

from byregion.audit.domain.trail import record
from byregion.common.clock import now
from byregion.common.tables import Table
from byregion.people import rules
from byregion.people.domain import invitations, own_data, roles
from byregion.people.enums import Role
from byregion.people.models import Invitation, User
from byregion.people.permissions import Permission, Place
from byregion.people.queries.people import people
from byregion.web.access import can, requires, requires_somewhere
from byregion.web.account.own_forms import EraseForm
from byregion.web.account.places import with_places
from byregion.web.office.frame import frame
from byregion.web.office.people_forms import InviteForm, RoleForm

PER_PAGE = 50
looks_after = requires_somewhere(Permission.INVITE_MEMBERS)


@require_safe
@looks_after
def listing(request: HttpRequest) -> HttpResponse:
    """List the people whom one looks after, and the invitations under way."""
    by, at = _me(request), now()
    page = Paginator(people(by, **_filters(request)), PER_PAGE).get_page(request.GET.get("side"))
    with_places([held for person in page.object_list for held in person.held])
    _note("people.listed", "people", "list", request, {"count": len(page.object_list)})
    context = {
        "page": page,
        "filters": _filters(request),
        "roles": Role.choices,
        "may_export": can(request, Permission.MANAGE_PEOPLE),
        "invitations": with_places(rules.invitations_in_sight(by).select_related("invited_by")),
        "at": at,
    }
    return render(request, "office/people/list.html", context | _frame(request))


@require_safe
@requires(Permission.MANAGE_PEOPLE)
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as a file; that it was taken stands in the trail."""
    found = list(people(_me(request), **_filters(request)))
    _note("people.exported", "people", "list", request, {"count": len(found)})
    table = Table(
        name="people",
        title=_("People"),
        columns=("name", "email", "roles", "organisations"),
        rows=[
            (
                person.name,
                person.email,
                "; ".join(f"{held.role} {held.programme}/{held.region}" for held in person.held),
                "; ".join(one.organisation.name for one in person.affiliations.all()),
            )
            for person in found
        ],
        source="Byregion",
        licence="",
        as_of=now().date(),
    )
    response = HttpResponse(table.encode("csv"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="people.csv"'
    return response


@looks_after
def invite(request: HttpRequest) -> HttpResponseBase:
    """Invite people to a role by letter."""
    by = _me(request)
    form = InviteForm(request.POST or None, by=by, initial=_usual(by))
    if request.method == "POST" and form.is_valid():
        for address in form.cleaned_data["emails"]:
            offer = _offer(form.cleaned_data, address)
            link = _linker(request, invitations.language_of(offer))
            invitations.invite(offer, link=link, place=_named_place, by=by, at=now())
        count = len(form.cleaned_data["emails"])
        said = ngettext(
            "%(count)s letter is on its way.", "%(count)s letters are on their way.", count
        )
        messages.success(request, said % {"count": count})
        return redirect("office:people")
    context = {"form": form} | _frame(request, {"label": _("Invite"), "url": ""})
    return render(request, "office/people/invite.html", context)


@looks_after
def detail(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Show one person with roles, and give a role; that the page was read is in the trail."""
    by, person = _me(request), _person(request, key)
    form = RoleForm(request.POST or None, by=by, initial=_usual(by))
    if request.method == "POST" and form.is_valid():
        roles.give_role(
            person, form.cleaned_data["role"], place=form.cleaned_data["place"], by=by, at=now()
        )
        messages.success(request, _("The role is given."))
        return redirect("office:person", key=key)
    _note("person.read", "person", key, request, {})
    context = {
        "person": person,
        "form": form,
        "held": with_places(rules.roles_in_sight(by).filter(person=person)),
        "affiliations": person.affiliations.select_related("organisation"),
        "may_erase": rules.sees_everybody(by),
    }
    return render(
        request, "office/people/detail.html", context | _frame(request, {"label": str(person)})
    )


@require_POST
@looks_after
def end_role(request: HttpRequest, pk: int) -> HttpResponseBase:
    """End a role that one may end."""
    by = _me(request)
    held = get_object_or_404(rules.roles_in_sight(by).select_related("person"), pk=pk)
    if not rules.may_give(by, Role(held.role), Place(held.programme, held.region)):
        raise PermissionDenied
    try:
        roles.end_role(held, by=by, at=now())
    except roles.CannotEndRole:
        messages.error(request, _("This is the last administrator: make another first."))
    else:
        messages.success(request, _("The role is ended."))
    if rules.people_in_sight(by).filter(pk=held.person_id).exists():
        return redirect("office:person", key=held.person.key)
    return redirect("office:people")


@require_POST
@looks_after
def send_again(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send an invitation again; the link in the old letter no longer works."""
    invitation = _invitation(request, pk)
    link = _linker(request, invitation.language)
    try:
        invitations.resend(invitation, link=link, place=_named_place, by=_me(request), at=now())
    except invitations.TooSoon:
        messages.warning(request, _("A letter was sent just now. Give it ten minutes to arrive."))
    except invitations.CannotResend:
        messages.info(request, _("The invitation is taken up or withdrawn already."))
    else:
        messages.success(request, _("A new letter is on its way."))
    return redirect("office:people")


@require_POST
@looks_after
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take an invitation back."""
    invitations.withdraw(_invitation(request, pk), by=_me(request), at=now())
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("office:people")


@requires(Permission.MANAGE_PEOPLE, place=lambda key: Place())
def erase(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Erase a person who has asked for it."""
    person, form = _person(request, key), EraseForm(request.POST or None)
    form.fields["sure"].label = _("Yes, erase the account and what is kept about this person")
    if request.method == "POST" and form.is_valid():
        try:
            own_data.erase(person, by=_me(request), at=now())
        except own_data.CannotErase:
            form.add_error(None, _("This is the last administrator: make another first."))
        else:
            messages.success(request, _("The account is erased."))
            return redirect("office:people")
    context = {"person": person, "form": form} | _frame(request, {"label": str(person)})
    return render(request, "office/people/erase.html", context)


def _me(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _person(request: HttpRequest, key: UUID) -> User:
    return get_object_or_404(rules.people_in_sight(_me(request)), key=key)


def _invitation(request: HttpRequest, pk: int) -> Invitation:
    invitation = get_object_or_404(rules.invitations_in_sight(_me(request)), pk=pk)
    place = Place(invitation.programme, invitation.region)
    if not rules.may_give(_me(request), Role(invitation.role), place):
        raise PermissionDenied
    return invitation


def _usual(by: User) -> dict[str, str]:
    """Begin with what the person may give: a leader lets members into their own region."""
    if rules.sees_everybody(by):
        return {"role": Role.MEMBER, "language": by.language}
    held = rules.roles_in_sight(by).filter(person=by).exclude(role=Role.MEMBER).first()
    place = f"{held.programme}/{held.region}" if held else "/"
    return {"role": Role.MEMBER, "place": place, "language": by.language}


def _offer(cleaned: Mapping[str, object], address: str) -> invitations.Offer:
    chosen = {name: cleaned[name] for name in ("role", "place", "name", "organisation", "language")}
    return invitations.Offer(email=address, **chosen)  # type: ignore[arg-type]


def _linker(request: HttpRequest, language: str) -> Callable[[str], str]:
    def link(token: str) -> str:
        with override(language):
            path = reverse("account_invitation", kwargs={"token": token})
        return request.build_absolute_uri(path)

    return link


def _named_place(invitation: Invitation) -> str:
    with override(invitation.language):
        return str(with_places([invitation])[0].where)  # type: ignore[attr-defined]


def _filters(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in ("text", "role")}


def _note(
    act: str, kind: str, key: object, request: HttpRequest, details: Mapping[str, int]
) -> None:
    record(
        act,
        subject_kind=kind,
        subject_key=str(key),
        at=now(),
        by=str(_me(request).key),
        details=details,
    )


def _frame(request: HttpRequest, *trail: Mapping[str, object]) -> dict[str, object]:
    start = {"label": _("People"), "url": reverse("office:people")}
    return frame(request, trail=[start, *trail])
