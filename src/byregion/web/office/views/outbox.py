"""The outbox: which letters wait, have gone or were given up."""

from __future__ import annotations

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from byregion.audit.domain.trail import record
from byregion.common.clock import now
from byregion.mail.domain import outbox
from byregion.mail.enums import LetterStatus
from byregion.mail.models import Letter
from byregion.people.models import User
from byregion.people.permissions import EVERYWHERE, Permission, Place
from byregion.web.access import requires
from byregion.web.office.frame import frame

PER_PAGE = 50


def _everywhere(**address: object) -> Place:
    return EVERYWHERE


reads_outbox = requires(Permission.READ_OUTBOX, place=_everywhere)


@require_safe
@reads_outbox
def listing(request: HttpRequest) -> HttpResponse:
    """List letters, the newest first, narrowed by state and by a part of the address."""
    filters = {name: request.GET.get(name, "").strip() for name in ("state", "to")}
    found = Letter.objects.all()
    if filters["state"]:
        found = found.filter(status=filters["state"])
    if filters["to"]:
        found = found.filter(to_address__icontains=filters["to"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("side"))
    _note(request, "outbox.listed", "list", count=len(page.object_list))
    context = {"page": page, "filters": filters, "states": LetterStatus.choices}
    return render(request, "office/outbox/list.html", context | _frame(request))


@csp_update({"frame-src": [SELF]})
@require_safe
@reads_outbox
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a letter as text and, in a frame that can do nothing, as HTML."""
    shown = get_object_or_404(Letter, pk=pk)
    _note(request, "letter.read", pk)
    context = {
        "letter": shown,
        "language": dict(settings.LANGUAGES).get(shown.language, shown.language),
        "may_send": shown.status in {LetterStatus.FAILED, LetterStatus.KEPT},
    }
    here = {"label": shown.subject, "url": ""}
    return render(request, "office/outbox/letter.html", context | _frame(request, here))


# A letter carries its own styles, and is shown as a mail program would: no script, no picture.
@csp(
    {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "frame-ancestors": [SELF], "sandbox": []}
)
@xframe_options_sameorigin
@require_safe
@reads_outbox
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the letter's HTML alone, for the frame; it may be opened by itself, and read so."""
    shown = get_object_or_404(Letter, pk=pk)
    _note(request, "letter.read", pk)
    return HttpResponse(shown.html)


@require_POST
@reads_outbox
def send_again(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put a letter that was given up, or kept, in the queue again."""
    wanted = get_object_or_404(Letter, pk=pk)
    try:
        outbox.send_again(wanted, by=_key(request), at=now())
    except outbox.CannotSendAgain:
        messages.error(request, _("The letter waits already, or has gone."))
    else:
        messages.success(request, _("The letter waits to be sent."))
    return redirect("office:letter", pk=pk)


def _note(request: HttpRequest, act: str, key: str | int, **details: int) -> None:
    kind = act.partition(".")[0]
    record(act, subject_kind=kind, subject_key=key, at=now(), by=_key(request), details=details)


def _key(request: HttpRequest) -> str:
    return str(request.user.key) if isinstance(request.user, User) else ""


def _frame(request: HttpRequest, *trail: dict[str, str]) -> dict[str, object]:
    start = {"label": _("Outbox"), "url": reverse("office:outbox")}
    return frame(request, trail=[start, *trail])
