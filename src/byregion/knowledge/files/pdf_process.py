"""Reads one PDF in a process of its own: `python -m byregion.knowledge.files.pdf_process`.

The PDF comes on standard input; a line of JSON goes out. Memory and time are bounded by the system,
so whatever the file makes the reader do ends there. Takes `inspect` or `text PAGES CHARACTERS`.
"""

from __future__ import annotations

import io
import json
import logging
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

MEMORY = 2 * 1024**3
MOST_OBJECTS = 500_000
ACTIVE_KEYS = {"/JS", "/JavaScript", "/XFA"}
ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE"}
ACTIVE_ANNOTATIONS = {"/RichMedia", "/Movie", "/Screen", "/3D"}
EMBEDDED_KEYS = {"/EmbeddedFiles", "/EF"}
# A name may be written with its letters as numbers: /J#61vaScript.
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
RAW_ACTIVE = re.compile(rb"/(?:JavaScript|Launch)\b")
RAW_EMBEDDED = re.compile(rb"/EmbeddedFiles?\b")


def main(arguments: list[str]) -> int:
    """Do what is asked and print it; the status tells nothing more."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable(logging.CRITICAL)
    content = sys.stdin.buffer.read()
    try:
        if arguments[0] == "inspect":
            said = inspect(content)
        else:
            said = text(content, pages=int(arguments[1]), characters=int(arguments[2]))
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
        MemoryError,
        NotImplementedError,
        AssertionError,
        OverflowError,
    ) as error:
        said = {"broken": type(error).__name__}
    sys.stdout.write(json.dumps(said))
    return 0


def inspect(content: bytes) -> dict[str, Any]:
    """Say whether the PDF is locked, how many pages it has, and what hides in it."""
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        return {"encrypted": True}
    pages = len(reader.pages)
    if pages == 0:
        return {"broken": "no pages"}
    found = _found_raw(content)
    for one in _objects(reader):
        found |= _found_in(one)
    return {"encrypted": False, "pages": pages, "found": sorted(found)}


def text(content: bytes, *, pages: int, characters: int) -> dict[str, Any]:
    """Give the text of the first `pages` pages, at most `characters` of it, and the page count."""
    reader = PdfReader(io.BytesIO(content), strict=False)
    parts: list[str] = []
    length = 0
    for number, page in enumerate(reader.pages):
        if number >= pages or length >= characters:
            break
        parts.append(_words(page.extract_text()))
        length += len(parts[-1]) + 1
    whole = "\n".join(parts)
    return {"pages": len(reader.pages), "text": whole[:characters].replace("\x00", " ")}


def _words(page: str) -> str:
    # A word broken at the line's end is one word to whoever searches.
    joined = re.sub(r"(\w)-\n(?=[a-zæøå])", r"\1", page)
    # Half of a letter outside the basic plane can't be stored.
    return joined.encode("utf-8", "ignore").decode("utf-8")


def _objects(reader: PdfReader) -> Iterator[Any]:
    yield reader.trailer
    numbers = {
        (number, generation)
        for generation, offsets in reader.xref.items()
        for number in offsets
        if generation != 65535
    } | {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise ValueError("too many objects")
    for number, generation in sorted(numbers):
        try:
            yield reader.get_object(IndirectObject(number, generation, reader))
        except PyPdfError:
            continue


def _found_in(one: Any) -> set[str]:
    # Every indirect object is visited by itself, so only what lies directly inside is followed.
    found: set[str] = set()
    waiting = [one]
    while waiting:
        value = waiting.pop()
        if isinstance(value, DictionaryObject):
            found |= _found_in_dictionary(value)
            waiting.extend(value.values())
        elif isinstance(value, ArrayObject):
            waiting.extend(value)
    return found


def _found_in_dictionary(value: DictionaryObject) -> set[str]:
    found: set[str] = set()
    kind, subtype = _name(value, "/S"), _name(value, "/Subtype")
    if ACTIVE_KEYS & value.keys() or kind in ACTIVE_ACTIONS or subtype in ACTIVE_ANNOTATIONS:
        found.add("active")
    is_file = _name(value, "/Type") == "/EmbeddedFile" or subtype == "/FileAttachment"
    if EMBEDDED_KEYS & value.keys() or is_file:
        found.add("embedded")
    return found


def _name(value: DictionaryObject, key: str) -> str:
    named = value.raw_get(key) if key in value else ""
    return str(named) if isinstance(named, NameObject) else ""


def _found_raw(content: bytes) -> set[str]:
    # What another reader might find where this one finds no object.
    plain = ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), content)
    return {
        word
        for word, pattern in (("active", RAW_ACTIVE), ("embedded", RAW_EMBEDDED))
        if pattern.search(plain)
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
