"""A group's meetings, and what it shares."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byregion.common.clock import now
from byregion.network.domain import groups as verbs
from byregion.network.models import Group
from byregion.web.office.group_forms import MeetingForm, ShareForm
from byregion.web.office.group_frame import around, group_or_403, in_groups, me
from byregion.web.office.network_frame import attempt

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@in_groups
def meeting(request: HttpRequest, pk: int, meeting: int | None = None) -> HttpResponse:
    """Set a meeting, or change one."""
    group = group_or_403(request, pk, to_lead=True)
    known = get_object_or_404(group.meetings, pk=meeting) if meeting else None
    form = MeetingForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        stored = group.meetings.get(pk=meeting) if meeting else None
        save = partial(verbs.save_meeting, group, form.values(), by=me(request), at=now())
        key = form.cleaned_data["form_key"]
        done = _("The meeting is saved.")
        if attempt(request, lambda: save(meeting=stored, form_key=key), done):
            return redirect("office:group", pk)
    context = {"form": form, "meeting": known, **around(request, group, _("Meeting"))}
    return render(request, "office/group/meeting.html", context)


@require_POST
@in_groups
def remove_meeting(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Take a meeting out."""
    group = group_or_403(request, pk, to_lead=True)
    known = get_object_or_404(group.meetings, pk=meeting)
    act = partial(verbs.remove_meeting, known, by=me(request), at=now())
    attempt(request, act, _("The meeting is taken out."))
    return redirect("office:group", pk)


@FORM
@in_groups
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Share a file or an address with the group."""
    group = group_or_403(request, pk)
    form = ShareForm(request.POST or None, request.FILES or None)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and attempt(request, lambda: _share(request, group, form), _("It is shared.")):
        return redirect("office:group", pk)
    context = {"form": form, **around(request, group, _("Share"))}
    return render(request, "office/group/share.html", context)


@require_safe
@in_groups
def download(request: HttpRequest, pk: int, file: UUID) -> HttpResponseBase:
    """Give a file to who takes part: to be saved, and never to run in the page."""
    group = group_or_403(request, pk)
    shared = get_object_or_404(group.files.exclude(file=""), key=file)
    try:
        content = shared.file.open("rb")
    except FileNotFoundError:
        raise Http404(shared.title) from None
    response = FileResponse(
        content,
        as_attachment=True,
        filename=shared.file_name,
        content_type=shared.content_type,
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@in_groups
def remove_file(request: HttpRequest, pk: int, file: UUID) -> HttpResponse:
    """Take away what one has shared, or what anybody has where one leads."""
    group = group_or_403(request, pk)
    shared = get_object_or_404(group.files, key=file)
    if shared.shared_by_id != me(request).pk:
        group_or_403(request, pk, to_lead=True)
    act = partial(verbs.remove_file, shared, by=me(request), at=now())
    attempt(request, act, _("It is no longer shared."))
    return redirect("office:group", pk)


def _share(request: HttpRequest, group: Group, form: ShareForm) -> None:
    data, by, at = form.cleaned_data, me(request), now()
    title, key = data["title"], data["form_key"]
    if form.upload is not None:
        verbs.share_file(group, form.upload, title=title, key=key, by=by, at=at)
    else:
        verbs.share_address(group, data["url"], title=title, key=key, by=by, at=at)
