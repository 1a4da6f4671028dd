"""Files that belong to something in a room below: stored here, and known there by a key.

A key is `file:12` or `picture:3`. Rooms below the knowledge room keep it as a word, so that no
key of the database ties them to this one; `queries.attachments` tells where it can be fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import File as Content
from django.db import transaction

from byregion.knowledge.domain.uploads import Checked
from byregion.knowledge.files.kinds import Family
from byregion.knowledge.models import File, Picture
from byregion.knowledge.queries.attachments import SIZES, row_of

FILE, PICTURE = "file", "picture"


@contextmanager
def kept(
    content: Content[bytes], checked: Checked, *, title: str, shows: str = ""
) -> Iterator[str]:
    """Store a file that `uploads.check` has passed, and give its key to what is made of it.

    `shows` says what a picture shows, in words. Where what is made of it fails, nothing remains:
    neither the row nor what was written to the disk.
    """
    content.name = checked.name
    stored = (
        Picture(title=title[:255], file=content, file_size=content.size, description=shows[:255])
        if checked.kind.family is Family.PICTURE
        else File(title=title[:255], file=content, file_size=content.size)
    )
    try:
        with transaction.atomic():
            if isinstance(stored, File):
                stored.checked = checked
            stored.save()
            yield f"{PICTURE if isinstance(stored, Picture) else FILE}:{stored.pk}"
    except BaseException:
        name = stored.file.name
        if getattr(stored.file, "_committed", False) and name:
            stored.file.storage.delete(name)
        raise
    if isinstance(stored, Picture):
        # Made now, so that no reader waits for them.
        stored.get_renditions(*SIZES)


def forget(key: str) -> None:
    """Take a stored file away, unless an editor has used it in a page or the library has it."""
    row = row_of(key)
    if row is None or row.get_usage().count():
        return
    if isinstance(row, File) and row.publications.exists():
        return
    row.delete()  # Wagtail removes what is stored once the transaction stands
