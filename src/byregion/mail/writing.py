"""Write a letter: one template in the receiver's language gives the text and the HTML alike.

A template is plain text: its first line is the subject, a blank line parts paragraphs, lines that
begin with "- " are a list, and a line that is an address alone becomes a link that stands out.
So the two forms can never say different things.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import override

_ADDRESS = re.compile(r"https?://\S+")
_STYLE = (
    "font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#1c2b33;"
    "overflow-wrap:anywhere"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A letter's content."""

    subject: str
    text: str
    html: str


def write(template: str, context: Mapping[str, object], language: str) -> Written:
    """Render `template` ("mail/….txt") in `language`; the text is not escaped, the HTML is."""
    with override(language):
        rendered = render_to_string(template, {**context, "language": language})
    subject, _, body = rendered.strip().partition("\n")
    text = re.sub(r"\n{3,}", "\n\n", body.strip())
    return Written(" ".join(subject.split()), text + "\n", as_html(text, language))


def as_html(text: str, language: str) -> str:
    """Turn the text of a letter into a small HTML page that every mail program shows."""
    blocks = format_html_join("\n", "{}", ((_block(part),) for part in text.split("\n\n")))
    return format_html(
        '<!DOCTYPE html><html lang="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        '<body style="{}"><div style="max-width:36em;margin:0 auto;padding:16px">\n{}\n</div>'
        "</body></html>",
        language,
        _STYLE,
        blocks,
    )


def _block(paragraph: str) -> SafeString:
    lines = paragraph.splitlines()
    if lines and all(line.startswith("- ") for line in lines):
        items = format_html_join("", "<li>{}</li>", ((_linked(line[2:]),) for line in lines))
        return format_html("<ul>{}</ul>", items)
    if len(lines) == 1 and _ADDRESS.fullmatch(lines[0]):
        return format_html('<p><a href="{0}" style="font-weight:bold">{0}</a></p>', lines[0])
    return format_html(
        "<p>{}</p>", format_html_join("<br>", "{}", ((_linked(line),) for line in lines))
    )


def _linked(line: str) -> SafeString:
    parts, end = [], 0
    for found in _ADDRESS.finditer(line):
        parts.append(format_html("{}", line[end : found.start()]))
        parts.append(format_html('<a href="{0}">{0}</a>', found.group()))
        end = found.end()
    parts.append(format_html("{}", line[end:]))
    return format_html_join("", "{}", ((part,) for part in parts))
