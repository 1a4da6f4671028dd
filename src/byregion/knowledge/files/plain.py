"""Plain text: CSV, notes, and captions in WebVTT."""

from __future__ import annotations

import re
from typing import IO

from byregion.knowledge.files.kinds import Kind
from byregion.knowledge.files.refusal import Reason, Refused

# What a browser could take for a page, were it ever to guess.
MARKUP = re.compile(r"\s*<(?:!doctype|html|script|svg|\?xml|body|head|iframe)\b", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def check(file: IO[bytes], kind: Kind) -> None:
    """Read the text and see that it is text. Raises Refused."""
    file.seek(0)
    text = decode(file.read(kind.largest + 1))
    if CONTROL.search(text):
        raise Refused(Reason.TEXT)
    if MARKUP.match(text):
        raise Refused(Reason.MISMATCH, extension=kind.extension)
    if kind.extension == "vtt" and not re.match(r"WEBVTT(?:[ \t\n\r]|$)", text):
        raise Refused(Reason.MISMATCH, extension="vtt")


def decode(content: bytes) -> str:
    """Give the text of UTF-8, of UTF-16 with its mark, or of Windows' western letters.

    Raises Refused where it is none of them.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(Reason.TEXT)
