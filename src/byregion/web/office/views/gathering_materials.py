"""What remains after a gathering, in the office: presentations, films, pictures, documents."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from byregion.common.clock import now
from byregion.network.domain.chasing import ask_for_presentations
from byregion.network.models import Gathering, Material
from byregion.network.queries import gatherings as queries
from byregion.web.office import gathering_files as files
from byregion.web.office import gathering_frame as office
from byregion.web.office.gathering_material_forms import MaterialForm
from byregion.web.office.network_frame import region_names
from byregion.web.public.materials import placed

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@office.manages
def materials(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what remains, and say what is still missing."""
    gathering = get_object_or_404(Gathering, pk=pk)
    form = _form(request, gathering, Material(gathering=gathering))
    if request.method == "POST" and form.is_valid():
        files.save(form, at=now(), by=office.me(request))
        messages.success(request, _("It is added."))
        return redirect("office:materials", pk)
    context = {
        "form": form,
        "materials": placed(queries.materials(gathering)),
        "missing": queries.without_presentation(gathering),
        **office.around(request, gathering, _("Presentations and films")),
    }
    return render(request, "office/gathering/materials.html", context)


@FORM
@office.manages
def material(request: HttpRequest, pk: int, material: int) -> HttpResponse:
    """Change what is told of something, or put another file in its place."""
    gathering = get_object_or_404(Gathering, pk=pk)
    known = get_object_or_404(gathering.materials, pk=material)
    form = _form(request, gathering, gathering.materials.get(pk=material))
    if request.method == "POST" and form.is_valid():
        files.save(form, at=now(), by=office.me(request))
        messages.success(request, _("The change is saved."))
        return redirect("office:materials", pk)
    context = {
        "form": form,
        "material": placed([known])[0],
        **office.around(request, gathering, known.title),
    }
    return render(request, "office/gathering/material.html", context)


@require_POST
@office.manages
def remove_material(request: HttpRequest, pk: int, material: int) -> HttpResponse:
    """Take something away."""
    found = get_object_or_404(Material, pk=material, gathering=pk)
    files.remove(found, at=now(), by=office.me(request))
    messages.success(request, _("It is taken away."))
    return redirect("office:materials", pk)


@require_POST
@office.manages
def chase(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask those who spoke for the presentations that are missing; once a day."""
    gathering = get_object_or_404(Gathering, pk=pk)
    at = now()
    day = localtime(at).date().isoformat()
    number = ask_for_presentations(gathering, at=at, by=office.me(request), key=day)
    told = ngettext(
        "%(number)d letter is on its way.", "%(number)d letters are on their way.", number
    )
    if number:
        messages.success(request, told % {"number": number})
    else:
        why = _("Nobody was written to: whoever is missing has no address, or was asked today.")
        messages.warning(request, why)
    return redirect("office:materials", pk)


def _form(request: HttpRequest, gathering: Gathering, material: Material) -> MaterialForm:
    regions = list(region_names(gathering.programme).items())
    data, sent = request.POST or None, request.FILES or None
    return MaterialForm(gathering, regions, data, sent, instance=material)
