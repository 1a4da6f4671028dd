"""The library in the office: the list, and one entry added, changed, taken over or removed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byregion.common.clock import now
from byregion.knowledge.bibliography.entry import Entry
from byregion.knowledge.bibliography.likeness import twin_of
from byregion.knowledge.domain import attachments
from byregion.knowledge.domain import publications as verbs
from byregion.knowledge.domain.waiting import MOST_ATTEMPTS
from byregion.knowledge.models import File, FileState, Publication
from byregion.knowledge.queries import publications as queries
from byregion.people.models import User
from byregion.people.permissions import Permission
from byregion.programme.models import Publication as KnownPublication
from byregion.web.access import requires_somewhere
from byregion.web.office.frame import frame
from byregion.web.office.publication_forms import PublicationForm, initial_of
from byregion.web.office.publication_scope import (
    check_programmes,
    check_theirs,
    programme_for_new,
    programmes_of,
)
from byregion.web.public.filters import text as clean

FORM = require_http_methods(["GET", "HEAD", "POST"])
librarian = requires_somewhere(Permission.MANAGE_LIBRARY)
PER_PAGE = 50


def around(request: HttpRequest, label: str = "") -> dict[str, object]:
    """Give the frame of a page of the library."""
    trail = [{"label": _("The library"), "url": reverse("office:library")}]
    return frame(request, trail=[*trail, {"label": label, "url": ""}] if label else trail)


def me(request: HttpRequest) -> str:
    """Give the key of whoever acts, for the trail."""
    return str(request.user.key) if isinstance(request.user, User) else ""


@require_safe
@librarian
def listing(request: HttpRequest) -> HttpResponse:
    """List every entry, the bundles' own included."""
    text = clean(request.GET.get("q", ""))
    chosen = queries.chosen(queries.entries(), queries.LibraryFilter(text=text))
    context = {
        "page": Paginator(chosen, PER_PAGE).get_page(request.GET.get("side")),
        "total": len(chosen),
        "text": text,
        "mine": programmes_of(request),
        **around(request),
    }
    return render(request, "office/library/list.html", context)


@FORM
@librarian
def add(request: HttpRequest) -> HttpResponse:
    """Add an entry; one that seems to be there already is asked about first."""
    form = PublicationForm(request.POST or None, request.FILES or None)
    programme = programme_for_new(request)
    twin: Entry | None = None
    if request.method == "POST" and form.is_valid():
        twin = _twin(form, request)
        if twin is None:
            with _stored(form) as file:
                added = verbs.add_publication(
                    form.draft(), by=me(request), at=now(), file=file, programme=programme
                )
            messages.success(request, _("“%(title)s” is in the library.") % {"title": added.title})
            return redirect("office:library")
    context = {"form": form, "twin": twin, **around(request, _("A new publication"))}
    return render(request, "office/library/edit.html", context)


@FORM
@librarian
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Change an entry of the library's own."""
    publication = get_object_or_404(Publication.objects.select_related("file"), pk=key)
    check_theirs(request, publication)
    entry = next(one for one in queries.entries() if one.key == key)
    initial = initial_of(verbs.draft_of(entry))
    form = PublicationForm(request.POST or None, request.FILES or None, initial=initial, key=key)
    if request.method == "POST" and form.is_valid():
        with _stored(form) as file:
            verbs.change_publication(publication, form.draft(), by=me(request), at=now(), file=file)
        messages.success(request, _("The changes are kept."))
        return redirect("office:library")
    context = {
        "form": form,
        "publication": publication,
        "entry": entry,
        "unread": _unread(publication),
        **around(request, publication.title),
    }
    return render(request, "office/library/edit.html", context)


@FORM
@librarian
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Ask, then take an entry away."""
    publication = get_object_or_404(Publication, pk=key)
    check_theirs(request, publication)
    if request.method == "POST":
        verbs.remove_publication(publication, by=me(request), at=now())
        messages.success(request, _("The publication is taken out of the library."))
        return redirect("office:library")
    context = {"publication": publication, **around(request, publication.title)}
    return render(request, "office/library/remove.html", context)


@require_POST
@librarian
def take_over(request: HttpRequest, known: str, slug: str) -> HttpResponse:
    """Make an entry that stands for one of a programme's bundle, and open it."""
    row = get_object_or_404(KnownPublication, programme__slug=known, slug=slug)
    check_programmes(request, known)
    publication = verbs.take_over(row, by=me(request), at=now())
    messages.info(request, _("This entry now stands in place of the programme's own."))
    return redirect("office:publication-change", publication.pk)


def _unread(publication: Publication) -> str:
    state = FileState.objects.filter(file=publication.file_id, is_read=False).first()
    if state is None:
        return ""
    if state.attempts < MOST_ATTEMPTS:
        return _("The words in the file are not read yet: the search finds them in a while.")
    return _("The words in the file can't be read, so the search doesn't find them.")


def _twin(form: PublicationForm, request: HttpRequest) -> Entry | None:
    if "is_another" in request.POST:
        return None
    found = twin_of(form.draft(), queries.entries())
    return found[0] if found else None


@contextmanager
def _stored(form: PublicationForm) -> Iterator[File | None]:
    # Stored with what is made of it, or not at all, as the editor's own uploads are.
    if form.checked is None:
        yield None
        return
    title = form.cleaned_data["title"]
    with attachments.kept(form.cleaned_data["upload"], form.checked, title=title) as key:
        yield File.objects.get(pk=key.partition(":")[2])
