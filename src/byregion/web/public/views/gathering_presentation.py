"""Take in the presentation of somebody who spoke, by the link in the letter that asked for it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from byregion.common.clock import now
from byregion.knowledge.domain import attachments
from byregion.network import addresses
from byregion.network.domain.materials import save_material
from byregion.network.enums import MaterialKind
from byregion.network.models import Gathering, Material, Session
from byregion.web.public.presentation_forms import PresentationForm
from byregion.web.public.views.gathering import below, public_or_404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def presentation(request: HttpRequest, programme: str, slug: str, token: str) -> HttpResponse:
    """Ask for the file, once: when a session has its presentation, the link only thanks."""
    gathering = public_or_404(programme, slug)
    session = _session_or_404(gathering, token)
    is_there = session.materials.exists()
    data, sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PresentationForm(data, sent, initial={"title": str(session.title)})
    if data is not None and not is_there and not gathering.is_cancelled and form.is_valid():
        _keep(form, session, now())
        return redirect(request.path)
    context = {
        "gathering": gathering,
        "session": session,
        "form": form,
        "is_there": is_there,
        **below(request, gathering, _("Your presentation")),
    }
    return render(request, "public/gathering/presentation.html", context)


@transaction.atomic
def _keep(form: PresentationForm, session: Session, at: datetime) -> None:
    # Locked, so that two who send at once don't both put theirs there.
    locked = Session.objects.select_for_update().get(pk=session.pk)
    if form.checked is None or locked.materials.exists():
        return
    title = form.cleaned_data["title"]
    with attachments.kept(form.cleaned_data["upload"], form.checked, title=title) as key:
        made = Material(
            gathering=locked.gathering,
            session=locked,
            kind=MaterialKind.PRESENTATION,
            title=title,
            language=locked.language,
            file_key=key,
        )
        save_material(made, at=at, by="")


def _session_or_404(gathering: Gathering, token: str) -> Session:
    try:
        key = addresses.session_in(token)
    except addresses.NotOurs:
        raise Http404(token) from None
    return get_object_or_404(gathering.sessions, key=key)
