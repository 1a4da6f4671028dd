"""Reports and annexes as files: made when first asked for, kept on disk, never made twice."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import TYPE_CHECKING

from django.conf import settings

from byregion import __version__
from byregion.insight.models import OwnText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from byregion.insight.models import RegionAnalysisEdition

KINDS = ("pdf", "docx", "html", "zip")
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "zip": "application/zip",
}


def made(edition: RegionAnalysisEdition, kind: str, language: str) -> Path:
    """Give the file, making it where it is not kept.

    The name carries what the content depends on: the analysis, the language, the program's
    version, and the edition, whose own text is in the report.
    """
    name = "data" if kind == "zip" else f"{language}-{edition.pk}"
    path = folder("reports") / f"{edition.checksum[:32]}-{name}-{__version__}.{kind}"
    if not path.exists():
        with _alone(path):
            if not path.exists():
                write_whole(path, _content(edition, kind, language))
    return path


def _content(edition: RegionAnalysisEdition, kind: str, language: str) -> bytes:
    from byregion import report  # noqa: PLC0415 - the typesetter is slow to import

    texts = {
        text.chapter: text.text
        for text in OwnText.objects.filter(edition=edition, language=language)
    }
    if kind == "zip":
        return report.annex(edition.analysis)
    return report.MAKERS[kind](edition.analysis, language, own_texts=texts)


def folder(name: str) -> Path:
    """Give a folder for what can be made again, in the platform's data folder."""
    # The static files stand there too.
    found = Path(str(settings.STATIC_ROOT)).parent / name
    found.mkdir(parents=True, exist_ok=True)
    return found


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
