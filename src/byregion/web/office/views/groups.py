"""Groups of regions in the office: the list, one, making, proposing and editing."""

from __future__ import annotations

from typing import Any
from uuid import uuid4, uuid5

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byregion.common.clock import now
from byregion.common.collation import norwegian_order
from byregion.network import rules
from byregion.network.composition import propose
from byregion.network.domain import groups as verbs
from byregion.network.domain.refusal import Refused
from byregion.network.models import Group
from byregion.network.queries import groups as queries
from byregion.people.models import User
from byregion.people.permissions import Permission, Place
from byregion.programme.models import Programme
from byregion.web.access import can, requires
from byregion.web.office.form_parts import LANGUAGES, key_of
from byregion.web.office.group_forms import GroupForm, ProposalForm
from byregion.web.office.group_frame import around, group_or_403, in_groups, me
from byregion.web.office.network_frame import attempt, region_names

FORM = require_http_methods(["GET", "HEAD", "POST"])
manages = requires(Permission.MANAGE_GROUPS)


@require_safe
@in_groups
def listing(request: HttpRequest) -> HttpResponse:
    """List the groups that the visitor takes part in."""
    programmes = [
        one
        for one in Programme.objects.order_by("pk")
        if can(request, Permission.MANAGE_GROUPS, Place(one.slug))
    ]
    context = {
        "groups": queries.listed(rules.groups_of(me(request))),
        "programmes": programmes,
        **around(request),
    }
    return render(request, "office/group/list.html", context)


@require_safe
@in_groups
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a group: regions, people, meetings, files and what is being discussed."""
    group = group_or_403(request, pk)
    context = {
        "regions": _named(group.regions.values_list("region", flat=True), group.programme),
        "people": rules.people_in(group),
        "facilitators": [row.person for row in group.facilitators.select_related("person")],
        "coming": group.meetings.filter(starts_at__gte=now()).order_by("starts_at"),
        "past": group.meetings.filter(starts_at__lt=now()),
        "files": group.files.select_related("shared_by"),
        "threads": queries.threads(group),
        **around(request, group),
    }
    return render(request, "office/group/detail.html", context)


@FORM
@manages
def create(request: HttpRequest, programme: str) -> HttpResponse:
    """Make a group."""
    get_object_or_404(Programme, slug=programme)
    form = _form(request, programme, initial={"regions": request.GET.getlist("region")})
    if request.method == "POST" and form.is_valid():
        group = _make(request, programme, form)
        messages.success(request, _("The group is made."))
        return redirect("office:group", group.pk)
    context = {"form": form, **around(request, label=_("A new group"))}
    return render(request, "office/group/edit.html", context)


@FORM
@in_groups
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a group is, its regions and who leads it."""
    group = group_or_403(request, pk, to_lead=True)
    initial = {
        "regions": list(group.regions.values_list("region", flat=True)),
        "facilitators": list(group.facilitators.values_list("person", flat=True)),
    }
    # The form's own row: what is typed wrong must not show in the page around it.
    form = _form(request, group.programme, initial=initial, instance=Group.objects.get(pk=pk))
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and attempt(request, lambda: _edit(request, group, form), _("The change is saved.")):
        return redirect("office:group", pk)
    context = {"form": form, **around(request, group, _("Edit"))}
    return render(request, "office/group/edit.html", context)


@require_POST
@in_groups
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a group, or open it again."""
    group = group_or_403(request, pk, to_lead=True)
    if request.POST.get("act") == "close":
        attempt(
            request,
            lambda: verbs.close_group(group, by=me(request), at=now()),
            _("The group is closed."),
        )
    else:
        attempt(
            request,
            lambda: verbs.reopen_group(group, by=me(request), at=now()),
            _("The group is open again."),
        )
    return redirect("office:group", pk)


@FORM
@manages
def proposal(request: HttpRequest, programme: str) -> HttpResponse:
    """Propose groups by theme, size and distance; make them once they have been moved by hand."""
    shown = get_object_or_404(Programme, slug=programme)
    names, form = region_names(programme), ProposalForm(request.GET or None)
    if request.method == "POST":
        made = _make_all(request, programme, names)
        messages.success(request, _("%(number)s groups are made.") % {"number": made})
        return redirect("office:groups")
    groups, problem = [], ""
    if request.GET and form.is_valid():
        try:
            groups = propose(
                queries.traits(shown), count=form.cleaned_data["antal"], weights=form.weights()
            )
        except ValueError:
            problem = _("There are not so many regions.")
    context = {
        "form": form,
        "rows": _rows(groups, names),
        "numbers": range(1, len(groups) + 1),
        "problem": problem,
        "of": shown,
        "form_key": uuid4(),
        **around(request, label=_("Propose groups")),
    }
    return render(request, "office/group/proposal.html", context)


def _rows(groups: list[list[str]], names: dict[str, str]) -> list[tuple[str, str, int]]:
    """Give each region with the number of its group, group by group."""
    return [
        (slug, names[slug], number)
        for number, group in enumerate(groups, start=1)
        for slug in sorted(group, key=lambda slug: norwegian_order(names[slug]))
    ]


@transaction.atomic
def _make_all(request: HttpRequest, programme: str, names: dict[str, str]) -> int:
    form_key = key_of(request.POST)
    chosen: dict[str, list[str]] = {}
    for slug in names:
        number = request.POST.get(f"gruppe-{slug}", "")
        if number.isdecimal() and 0 < int(number) <= len(names):
            chosen.setdefault(number, []).append(slug)
    for number, regions in sorted(chosen.items(), key=lambda each: int(each[0])):
        values: dict[str, Any] = {"programme": programme}
        for code in LANGUAGES:
            with override(code):
                values[f"name_{code}"] = _("Group %(number)s") % {"number": number}
        key = uuid5(form_key, number)
        verbs.make_group(values, regions=regions, by=me(request), at=now(), key=key)
    return len(chosen)


def _form(request: HttpRequest, programme: str, **options: Any) -> GroupForm:
    regions = sorted(region_names(programme).items(), key=lambda one: norwegian_order(one[1]))
    return GroupForm(regions, _may_lead(programme), request.POST or None, **options)


def _may_lead(programme: str) -> QuerySet[User]:
    return queries.may_facilitate(programme)


@transaction.atomic
def _make(request: HttpRequest, programme: str, form: GroupForm) -> Group:
    by, at = me(request), now()
    values = {"programme": programme, **form.values()}
    regions, key = form.cleaned_data["regions"], form.cleaned_data["form_key"]
    group = verbs.make_group(values, regions=regions, by=by, at=at, key=key)
    verbs.set_facilitators(group, form.cleaned_data["facilitators"], by=by, at=at)
    return group


@transaction.atomic
def _edit(request: HttpRequest, group: Group, form: GroupForm) -> None:
    by, at = me(request), now()
    if group.is_closed:
        raise Refused(_("The group is closed: it can be read, and nothing is added."))
    verbs.edit_group(group, form.values(), by=by, at=at)
    verbs.set_regions(group, form.cleaned_data["regions"], by=by, at=at)
    verbs.set_facilitators(group, form.cleaned_data["facilitators"], by=by, at=at)


def _named(regions: Any, programme: str) -> list[tuple[str, str]]:
    names = region_names(programme)
    found = [(slug, names.get(slug, slug)) for slug in regions]
    return sorted(found, key=lambda one: norwegian_order(one[1]))
