"""Uploaded files, handed out so that none of them can do anything in a reader's browser.

A document is given as a file to save, except films and captions, which a page plays. Whatever it
is, the browser is told its type, told not to guess another, and to run nothing that is in it.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve

from byregion.knowledge.domain.uploads import may_be_shown
from byregion.knowledge.files.kinds import KINDS, PICTURES
from byregion.knowledge.models import File
from byregion.programme.queries import programmes
from byregion.web.access import anyone
from byregion.web.public.materials import is_kept_back
from byregion.web.public.ranges import never_compressed, part_of
from byregion.web.public.site import frame

NOTHING_RUNS = "default-src 'none'; sandbox"
A_DAY = "public, max-age=86400"


@anyone
@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Give a document; one that waits for the virus scanner is not given yet."""
    file = get_object_or_404(File.objects.select_related("state"), pk=document_id)
    if is_kept_back(request, f"file:{file.pk}"):
        raise Http404(document_filename)
    if not may_be_shown(file):
        return _waiting(request)
    never_compressed(request)
    whole: HttpResponseBase = serve(request, document_id, document_filename)
    # Wagtail writes "None" there, which is the name of no encoding.
    del whole["Content-Encoding"]
    return _harmless(part_of(request, whole, file.file))


@anyone
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Give a picture in one of the sizes that pages use."""
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    if extension not in PICTURES or PurePosixPath(name).name != name:
        raise Http404(name)
    try:
        content = default_storage.open(f"images/{name}")
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation, ValueError):
        raise Http404(name) from None
    response = FileResponse(content, content_type=KINDS[extension].content_type)
    response["Cache-Control"] = A_DAY
    return _harmless(response)


def _harmless(response: HttpResponseBase) -> HttpResponseBase:
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _waiting(request: HttpRequest) -> HttpResponse:
    trail = [{"label": _("The file is being checked"), "url": ""}]
    context = frame(request, programmes.default_programme(), trail=trail)
    response = render(request, "public/file_waiting.html", context, status=503)
    response["Retry-After"] = "600"
    response["Cache-Control"] = "no-store"
    return response
