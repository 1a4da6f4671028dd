"""Entries that are likely one: found, set side by side, and made one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from byregion.common.clock import now
from byregion.knowledge.bibliography.likeness import pairs
from byregion.knowledge.domain import publications as verbs
from byregion.knowledge.models import Publication
from byregion.knowledge.queries import publications as queries
from byregion.web.office.publication_scope import check_theirs, programmes_of
from byregion.web.office.views.publications import around, librarian, me


@require_safe
@librarian
def doubles(request: HttpRequest) -> HttpResponse:
    """List the pairs that are likely one publication, and what tells it."""
    mine = set(programmes_of(request))
    entries = [entry for entry in queries.entries() if entry.programme in mine]
    context = {"pairs": list(pairs(entries)), **around(request, _("Entries alike"))}
    return render(request, "office/library/doubles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@librarian
def merge(request: HttpRequest, key: int, other: int) -> HttpResponse:
    """Show what each of two entries has; make them one, of which the first is kept."""
    keep = get_object_or_404(Publication, pk=key)
    gone = get_object_or_404(Publication.objects.exclude(pk=key), pk=other)
    check_theirs(request, keep, gone)
    if request.method == "POST":
        verbs.merge(keep, gone, by=me(request), at=now())
        messages.success(request, _("The two are one now. The old address leads to it."))
        return redirect("office:publication-change", keep.pk)
    entries = {entry.key: entry for entry in queries.entries()}
    context = {
        "keep": entries[key],
        "gone": entries[other],
        **around(request, _("Make one of two")),
    }
    return render(request, "office/library/merge.html", context)
