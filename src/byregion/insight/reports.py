"""Reports and annexes as files: made once, kept on disk, and taken away when nobody asks.

A file's name carries what the content depends on, so a file that is there is always right.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import get_ident
from typing import TYPE_CHECKING

from django.conf import settings

from byregion import __version__
from byregion.insight import choice as choices
from byregion.insight import source_tables
from byregion.insight.errors import StoreChanged
from byregion.insight.models import OwnText, RegionAnalysisEdition
from byregion.insight.queries import free

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.insight.choice import Choice

KINDS = ("pdf", "docx", "html", "zip")
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report that somebody wants: of an edition, or of a free choice in a state of the store."""

    content: str
    kind: str
    language: str
    edition: int | None = None
    choice: str = ""
    store_state: str = ""

    @property
    def file_name(self) -> str:
        """Name the file on disk."""
        return f"{self.content}-{self.language or 'data'}-{__version__}.{self.kind}"

    @property
    def path(self) -> Path:
        """Where the file is, once it is made."""
        return folder("reports") / self.file_name


def of_edition(edition: RegionAnalysisEdition, kind: str, language: str) -> Wanted:
    """Name an edition's report; its own text is in the report but not in the data."""
    if kind == "zip":
        # Tables that come into the store later go along from then on.
        whole = "-whole" if source_tables.are_there(edition.analysis) else ""
        return Wanted(f"{edition.checksum[:32]}{whole}", kind, "", edition=edition.pk)
    return Wanted(f"{edition.checksum[:32]}-{edition.pk}", kind, language, edition=edition.pk)


def of_choice(at: free.Loaded, choice: Choice, kind: str, language: str) -> Wanted:
    """Name the report of any municipalities."""
    depends = f"{at.root}\n{at.state}\n{choice.text}"
    return Wanted(
        hashlib.sha256(depends.encode()).hexdigest()[:32],
        kind,
        "" if kind == "zip" else language,
        choice=choice.text,
        store_state=at.state,
    )


def analysis_of(wanted: Wanted) -> RegionAnalysis:
    """Find or make the analysis that the report is of.

    Raises
    ------
    StoreChanged
        The store is no longer in the state that the report was ordered in.
    AnalysisError, StatisticsError
        It cannot be made of the tables loaded.
    """
    if wanted.edition is not None:
        return RegionAnalysisEdition.objects.get(pk=wanted.edition).analysis
    at = free.loaded()
    if at is None or at.state != wanted.store_state:
        raise StoreChanged(wanted.store_state)
    return free.analysis_of(at, choices.read(wanted.choice, at.vintage))


def make(wanted: Wanted, analysis: RegionAnalysis) -> Path:
    """Give the file, making it where it is not kept."""
    path = wanted.path
    if not path.exists():
        with _alone(path):
            if not path.exists():
                write_whole(path, _content(wanted, analysis))
    return path


def _content(wanted: Wanted, analysis: RegionAnalysis) -> bytes:
    from byregion import report  # noqa: PLC0415 - the typesetter is slow to import

    if wanted.kind == "zip":
        # Anyone may choose any municipalities: with tables of the whole country in each annex of
        # theirs the disk would soon be full.
        given = source_tables.of(analysis) if wanted.edition is not None else None
        return report.annex(analysis, given)
    found = OwnText.objects.filter(edition=wanted.edition, language=wanted.language)
    texts = {text.chapter: text.text for text in found}
    day = _day_of(wanted)
    return report.MAKERS[wanted.kind](analysis, wanted.language, own_texts=texts, made_on=day)


def _day_of(wanted: Wanted) -> date | None:
    """Give the edition's own date; a free choice, which nobody published, has none."""
    if wanted.edition is None:
        return None
    edition = RegionAnalysisEdition.objects.get(pk=wanted.edition)
    return (edition.published_at or edition.made_at).date()


def folder(name: str) -> Path:
    """Give a folder for what can be made again, in the platform's data folder."""
    # The static files stand there too.
    found = Path(str(settings.STATIC_ROOT)).parent / name
    found.mkdir(parents=True, exist_ok=True)
    return found


def use(path: Path) -> None:
    """Note that a file is used, so that it is not among the first to be taken away."""
    try:
        os.utime(path)
    except OSError:
        # Another account's file, or taken away in this moment: serving it does not depend on it.
        return


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    # Among all threads and worker processes: whoever comes second finds the file made.
    with path.with_suffix(path.suffix + ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that nobody sees half of, whoever else is writing it too."""
    part = path.with_suffix(f"{path.suffix}.{os.getpid()}.{get_ident()}.part")
    part.write_bytes(content)
    part.replace(path)
