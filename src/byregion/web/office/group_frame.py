"""What the office's pages about groups share: the group, who may, what stands around."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from byregion.network import rules
from byregion.network.models import Group
from byregion.people.models import User
from byregion.people.permissions import Permission
from byregion.web.access import requires_somewhere
from byregion.web.office.frame import frame

in_groups = requires_somewhere(Permission.TAKE_PART_IN_GROUPS)


def me(request: HttpRequest) -> User:
    """Give the visitor, who is signed in where a view has a rule."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def group_or_403(request: HttpRequest, pk: int, *, to_lead: bool = False) -> Group:
    """Give the group to who takes part in it, or leads it where that is asked for."""
    group = get_object_or_404(Group, pk=pk)
    if not (rules.leads if to_lead else rules.takes_part)(me(request), group):
        raise PermissionDenied
    return group


def around(request: HttpRequest, group: Group | None = None, label: str = "") -> dict[str, object]:
    """Give the frame of a page about groups, about one, or below one."""
    trail: list[Mapping[str, object]] = [{"label": _("Groups"), "url": reverse("office:groups")}]
    if group is not None:
        url = reverse("office:group", args=[group.pk])
        trail.append({"label": str(group.name), "url": url})
    if label:
        trail.append({"label": label, "url": ""})
    context = {**frame(request, trail=trail), "group": group}
    if group is not None:
        context["leads"] = rules.leads(me(request), group)
    return context
