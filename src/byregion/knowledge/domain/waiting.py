"""What of an upload nobody waits long for: reading a PDF's words, scanning what wasn't scanned.

The search is told of what is read and of what may be shown, and of what is gone.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction

from byregion.audit.domain.trail import record
from byregion.knowledge.domain import indexing, uploads
from byregion.knowledge.files import scanner
from byregion.knowledge.models import File, FileState, Publication, ScanStatus

# Seconds that whoever sends a PDF waits for its words, and that the command may use on it.
AT_ONCE = 2.0
PATIENT = 120.0
# A PDF that can't be read is tried so often, and then left as it is.
MOST_ATTEMPTS = 4


def note_stored(file: File, *, is_new: bool, at: datetime) -> None:
    """Keep the state of a file that was stored, and read it once its row stands.

    `file.checked` is what `uploads.check` said, where it was asked; a row that was changed in
    another way than by a new upload says nothing new of the file.
    """
    checked = file.__dict__.pop("checked", None)
    if not is_new and checked is None:
        return
    if not uploads.note_state(file, checked, at=at).is_read:
        transaction.on_commit(partial(read, file, seconds=AT_ONCE), robust=True)


def read(file: File, *, seconds: float) -> bool:
    """Read a PDF's words and let them be found; False where it wasn't done in that time."""
    if not uploads.read_words(file, seconds=seconds):
        return False
    indexing.index_file(file)
    return True


def read_waiting() -> tuple[int, int]:
    """Read the words of PDFs not read yet; gives how many were read and how many couldn't be."""
    states = FileState.objects.filter(is_read=False, attempts__lt=MOST_ATTEMPTS)
    done = [read(state.file, seconds=PATIENT) for state in states.select_related("file")]
    return sum(done), len(done) - sum(done)


def scan_waiting(*, at: datetime) -> tuple[int, int]:
    """Scan what waits; what is harmful is deleted. Gives how many were clean and how many harmful.

    A file that is gone from the disk waits on. Raises ScannerSilent where the scanner still doesn't
    answer.
    """
    clean = harmful = 0
    for state in FileState.objects.filter(scan=ScanStatus.WAITING).select_related("file"):
        try:
            with state.file.file.open("rb") as content:
                found = scanner.scan(content, settings.CLAMD)
        except FileNotFoundError:
            continue
        if found:
            _remove(state.file, at=at)
            harmful += 1
        else:
            FileState.objects.filter(pk=state.pk).update(scan=ScanStatus.CLEAN, checked_at=at)
            indexing.index_file(state.file)
            clean += 1
    return clean, harmful


@transaction.atomic
def _remove(file: File, *, at: datetime) -> None:
    record("file.removed_as_harmful", subject_kind="file", subject_key=file.pk, at=at, by="scanner")
    held = Publication.objects.filter(file=file)
    slugs = list(held.values_list("slug", flat=True))
    held.update(file=None, changed_at=at)
    file.delete()  # Wagtail removes what is stored once the transaction stands
    for slug in slugs:
        indexing.index_publication(slug)
