"""Rich text as plain text that anybody can write, and back: paragraphs, lists and nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.utils.html import escape

BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "li":
            self.parts.append("\n- ")
        elif tag == "br":
            self.parts.append("\n")
        elif tag in BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS - {"li"}:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def as_plain(html: str) -> str:
    """Give the words of rich text: a blank line parts paragraphs, "- " begins a list's lines."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)).strip()


def as_rich(text: str) -> str:
    """Give rich text of plain text written so; marks in it are words, never marks."""
    lines = text.replace("\r\n", "\n").strip()
    return "".join(_block(part) for part in re.split(r"\n\s*\n", lines) if part.strip())


def _block(part: str) -> str:
    lines = [line.strip() for line in part.splitlines()]
    if all(line.startswith("- ") for line in lines):
        items = "".join(f"<li>{escape(line[2:].strip())}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return f"<p>{'<br/>'.join(escape(line) for line in lines)}</p>"
