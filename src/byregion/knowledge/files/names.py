"""File names made safe to store, to show and to send along."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 100


def safe_name(name: str) -> str:
    """Keep the letters and digits of a name, and its ending in lower case; never empty.

    Folders, control marks, marks that turn the reading direction and leading dots go.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem, _dot, extension = last.rpartition(".")
    if not stem:
        stem, extension = extension, ""
    stem = re.sub(r"[^\w-]+", "-", stem).strip("-_")[: LONGEST - 10] or "fil"
    extension = re.sub(r"[^a-z0-9]", "", extension.lower())[:8]
    return f"{stem}.{extension}" if extension else stem


def extension_of(name: str) -> str:
    """Give the ending without its dot, in lower case; empty where there is none."""
    return safe_name(name).rpartition(".")[2] if "." in safe_name(name) else ""
