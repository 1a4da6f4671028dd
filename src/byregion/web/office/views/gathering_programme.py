"""The programme of a gathering in the office: its sessions."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byregion.common.clock import now
from byregion.network.domain.programme_items import remove_session, save_session
from byregion.network.domain.refusal import Refused
from byregion.network.models import Gathering, Session
from byregion.network.queries import gatherings as queries
from byregion.web.office import gathering_frame as office
from byregion.web.office.gathering_programme_forms import SessionForm, SpeakerForms, speakers_in
from byregion.web.office.network_frame import attempt, region_names

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@office.manages
def sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the programme as it will look, with ways to change it."""
    gathering = get_object_or_404(Gathering, pk=pk)
    context = {
        "days": queries.days(gathering),
        **office.around(request, gathering, _("Programme")),
    }
    return render(request, "office/gathering/sessions.html", context)


@FORM
@office.manages
def session(request: HttpRequest, pk: int, session: int | None = None) -> HttpResponse:
    """Make or change a session with its speakers."""
    gathering = get_object_or_404(Gathering, pk=pk)
    regions = list(region_names(gathering.programme).items())
    edited = _session(gathering, session)
    form = SessionForm(edited, request.POST or None)
    rows = SpeakerForms(
        request.POST or None,
        initial=_speakers(edited),
        form_kwargs={"regions": regions},
        prefix="speaker",
    )
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            save_session(form.filled(), speakers=speakers_in(rows), at=now(), by=office.me(request))
            messages.success(request, _("The session is saved."))
            again = "again" in request.POST
            return redirect("office:session-new" if again else "office:sessions", pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "speakers": rows,
        "session": edited,
        "rooms": list(queries.rooms(gathering.sessions.all())),
        **office.around(request, gathering, _("Session")),
    }
    return render(request, "office/gathering/session.html", context)


@require_POST
@office.manages
def remove(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Take a session out."""
    found = get_object_or_404(Session, pk=session, gathering=pk)
    act = partial(remove_session, found, at=now(), by=office.me(request))
    attempt(request, act, _("The session is taken out."))
    return redirect("office:sessions", pk)


def _session(gathering: Gathering, key: int | None) -> Session:
    if key is None:
        return Session(gathering=gathering)
    return get_object_or_404(gathering.sessions, pk=key)


def _speakers(session: Session) -> list[dict[str, str]]:
    names = ("name", "title", "organisation", "role", "region", "address")
    if session._state.adding:
        return []
    return [{name: str(getattr(each, name)) for name in names} for each in session.speakers.all()]
