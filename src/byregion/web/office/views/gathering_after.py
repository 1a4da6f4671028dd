"""Around and after: quotas, letters to all, what came of it, what people thought."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from byregion.common.clock import now
from byregion.network import addresses
from byregion.network.domain.evaluation import evaluation_span
from byregion.network.domain.gathering import edit_gathering, set_quotas
from byregion.network.domain.messages import send_message
from byregion.network.models import Gathering
from byregion.network.queries import evaluation as figures
from byregion.web.office import gathering_frame as office
from byregion.web.office.gathering_after_forms import (
    MessageForm,
    OutcomeForm,
    QuotaForm,
)
from byregion.web.office.network_frame import attempt, region_names

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@office.manages
def quotas(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how many may come from each region."""
    gathering = get_object_or_404(Gathering, pk=pk)
    regions = list(region_names(gathering.programme).items())
    form = QuotaForm(gathering, regions, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_quotas(gathering, form.places(), at=now(), by=office.me(request))
        messages.success(request, _("The quotas are set."))
        return redirect("office:gathering", pk)
    context = {"form": form, **office.around(request, gathering, _("Quotas"))}
    return render(request, "office/gathering/quotas.html", context)


@FORM
@office.manages
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to all who come, or wait."""
    gathering = get_object_or_404(Gathering, pk=pk)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = send_message(
            gathering,
            form.texts(),
            statuses=set(form.cleaned_data["to"]),
            form_key=form.form_key,
            at=now(),
            by=office.me(request),
        )
        told = ngettext(
            "%(number)d letter is on its way.", "%(number)d letters are on their way.", number
        )
        messages.success(request, told % {"number": number})
        return redirect("office:gathering", pk)
    context = {"form": form, **office.around(request, gathering, _("Write to all"))}
    return render(request, "office/gathering/message.html", context)


@FORM
@office.manages
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what came of it, and choose whether the evaluation is public."""
    gathering = get_object_or_404(Gathering, pk=pk)
    form = OutcomeForm(request.POST or None, instance=Gathering.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        act = partial(edit_gathering, gathering, form.cleaned_data, at=now(), by=office.me(request))
        if attempt(request, act, _("The change is saved.")):
            return redirect("office:gathering", pk)
    context = {"form": form, **office.around(request, gathering, _("What came of it"))}
    return render(request, "office/gathering/outcome.html", context)


@require_safe
@office.manages
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what people thought, here and at the gathering that this one was copied from."""
    gathering = get_object_or_404(Gathering, pk=pk)
    context = {
        "results": figures.results(gathering, with_texts=True),
        "fewest": figures.FEWEST_PUBLIC,
        "span": evaluation_span(gathering),
        "link": addresses.evaluation_page(gathering, "nn"),
        "previous": gathering.copied_from,
        **office.around(request, gathering, _("Evaluation")),
    }
    return render(request, "office/gathering/evaluation.html", context)
