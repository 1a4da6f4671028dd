"""PDFs, seen from outside the process that reads them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import IO, Any

from byregion.knowledge.files.kinds import Kind
from byregion.knowledge.files.refusal import Reason, Refused

# Seconds. Looking for what hides is done while somebody waits.
INSPECTION = 20.0
MOST_PAGES = 1000
MOST_CHARACTERS = 2_000_000
PROCESS = "byregion.knowledge.files.pdf_process"


@dataclass(frozen=True, slots=True)
class PdfText:
    """The words of a PDF, as far as the limits let it be read, and its number of pages."""

    text: str
    pages: int


def check(file: IO[bytes], kind: Kind) -> None:
    """Look through a PDF. Raises Refused; nothing is mended in it.

    A PDF with attachments, scripts or actions is refused rather than rewritten: rewriting breaks
    signatures and the tags that screen readers need, and the sender should know.
    """
    file.seek(0)
    if b"%PDF-" not in file.read(1024):
        raise Refused(Reason.MISMATCH, extension=kind.extension)
    said = _ask(file, ["inspect"], seconds=INSPECTION)
    if said.get("encrypted"):
        raise Refused(Reason.ENCRYPTED)
    if "broken" in said:
        raise Refused(Reason.BROKEN)
    if "active" in said["found"]:
        raise Refused(Reason.ACTIVE)
    if "embedded" in said["found"]:
        raise Refused(Reason.EMBEDDED)


def read_text(file: IO[bytes], *, seconds: float) -> PdfText:
    """Give the words of a PDF. Raises Refused where it can't be read in that time."""
    said = _ask(file, ["text", str(MOST_PAGES), str(MOST_CHARACTERS)], seconds=seconds)
    if "broken" in said:
        raise Refused(Reason.BROKEN)
    return PdfText(text=said["text"], pages=said["pages"])


def _ask(file: IO[bytes], arguments: list[str], *, seconds: float) -> dict[str, Any]:
    file.seek(0)
    try:
        answer = subprocess.run(  # noqa: S603 - our own module, and no word of the sender's
            [sys.executable, "-m", PROCESS, *arguments],
            input=file.read(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(Reason.SLOW) from None
    if answer.returncode != 0:
        # Ended by the system, at the limit of memory: as good as unreadable.
        raise Refused(Reason.BROKEN)
    said: dict[str, Any] = json.loads(answer.stdout)
    return said
