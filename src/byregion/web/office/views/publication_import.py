"""A file of publications: read, shown with what would become of each, and taken in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from byregion.common.clock import now
from byregion.knowledge.bibliography.incoming import columns
from byregion.knowledge.domain import publications as verbs
from byregion.web.office.publication_forms import ListForm, PreviewedForm
from byregion.web.office.publication_scope import programme_for_new
from byregion.web.office.views.publications import around, librarian, me


@require_http_methods(["GET", "HEAD", "POST"])
@librarian
def choose(request: HttpRequest) -> HttpResponse:
    """Take a file, and show what would be added, what is there already, and what is wrong."""
    form = ListForm(request.POST or None, request.FILES or None)
    context = {"form": form, "columns": columns(), **around(request, _("From a file"))}
    if request.method == "POST" and form.is_valid():
        previewed = verbs.preview(form.cleaned_data["file"])
        context |= {
            "previewed": previewed,
            "new": sum(one.may_be_added for one in previewed),
            "wrong": sum(bool(one.draft.faults) for one in previewed),
            "text": form.text,
            "name": form.name,
        }
        return render(request, "office/library/preview.html", context)
    return render(request, "office/library/import.html", context)


@require_POST
@librarian
def take_in(request: HttpRequest) -> HttpResponse:
    """Add the ticked entries of the previewed file."""
    form = PreviewedForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Nothing was ticked. Choose the file again."))
        return redirect("office:library-import")
    added = verbs.take_in(
        form.cleaned_data["drafts"],
        lines=form.cleaned_data["line"],
        by=me(request),
        at=now(),
        programme=programme_for_new(request),
    )
    said = ngettext(
        "%(count)s publication was added.", "%(count)s publications were added.", len(added)
    )
    messages.success(request, said % {"count": len(added)})
    return redirect("office:library")
