"""Read a letter that came by e-mail: who wrote it, where to, and the words that are new in it.

No library is used to take quoted text out: every letter of ours that can be answered begins with a
line of our own (`CUT`), so that what follows it in an answer is known to be ours, whatever the mail
program. What mail programs themselves put before a quotation is looked for after that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import getaddresses
from hashlib import sha256
from html.parser import HTMLParser

CUT = "##-"
_WHERE_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_MACHINES = {"bulk", "junk", "list", "auto_reply"}
_QUOTED = (
    re.compile(r"^\s*>?\s*##-", re.MULTILINE),
    # "-----Original Message-----" and its kin, and the line that Outlook draws.
    re.compile(r"^\s*-{3,}\s*\w[\w ]+\w\s*-{3,}\s*$|^\s*_{20,}\s*$", re.MULTILINE),
    re.compile(
        r"^\*?(from|frå|fra|från|von|de)\*?\s*:.*\n(?:.*\n){0,2}?"
        r"\*?(sent|sendt|skickat|date|dato|til|to|till|emne|subject)\*?\s*:",
        re.MULTILINE | re.IGNORECASE,
    ),
    # The signature, as the old custom parts it off.
    re.compile(r"^-- $", re.MULTILINE),
)
_SAID = re.compile(r"\b(wrote|skrev|skreiv|schrieb|écrit|kirjoitti)\b.*:$", re.IGNORECASE)
_BEGINS = re.compile(r"^(on|den|på|am|le|op|[a-zæøå]{2,4}\.?,?\s*\d|\d{1,4}[.\-/ ])", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LEFT_OUT = {"script", "style", "head", "title", "blockquote"}
_BREAKS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "hr"}


@dataclass(frozen=True, slots=True)
class Incoming:
    """A letter as it came.

    `identity` is the same each time the same letter comes. `text` is what is new in it, without
    what was quoted. `is_automatic` says that a machine wrote it: an absence, a list, a bounce.
    """

    identity: str
    sender: str
    where_to: tuple[str, ...]
    text: str
    is_automatic: bool
    has_attachments: bool


def read(raw: bytes) -> Incoming:
    """Read a letter (RFC 5322). What can't be read of it is left out; nothing is raised."""
    message = message_from_bytes(raw, policy=policy.default)
    said = _header(message, "Message-ID").strip()
    senders = getaddresses([_header(message, "From")])
    return Incoming(
        identity=sha256(said.encode() or raw).hexdigest(),
        sender=senders[0][1].lower() if senders else "",
        where_to=tuple(_where_to(message)),
        text=without_quotation(_text(message)),
        is_automatic=_is_automatic(message),
        has_attachments=_has_attachments(message),
    )


def without_quotation(text: str) -> str:
    """Give the words of a letter that are its writer's own."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\u00a0", " ")
    starts = [found.start() for pattern in _QUOTED for found in [pattern.search(text)] if found]
    lines = text[: min(starts, default=len(text))].rstrip().split("\n")
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith(">")):
        lines.pop()
    if lines and _SAID.search(lines[-1].strip()):
        _drop_attribution(lines)
    kept = [line.rstrip() for line in lines if not line.lstrip().startswith(">")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _drop_attribution(lines: list[str]) -> None:
    # "On 3 May Kari Nordmann <…> wrote:" may be broken in three.
    for back in (1, 2, 3):
        if len(lines) >= back and _BEGINS.match(lines[-back].strip()):
            del lines[-back:]
            return
    lines.pop()


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (MessageError, ValueError, IndexError):  # a header that breaks the parser
        return ""


def _where_to(message: EmailMessage) -> Iterator[str]:
    for name in _WHERE_TO:
        told = [str(value) for value in message.get_all(name, [])]
        yield from (address.lower() for _name, address in getaddresses(told) if address)


def _is_automatic(message: EmailMessage) -> bool:
    submitted = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        submitted not in {"", "no"}
        or _header(message, "Precedence").strip().lower() in _MACHINES
        or _header(message, "Return-Path").strip() == "<>"
        or bool(_header(message, "X-Autoreply") or _header(message, "List-Id"))
        or message.get_content_type() == "multipart/report"
    )


def _text(message: EmailMessage) -> str:
    plain = message.get_body(("plain",))
    words = _decoded(plain) if isinstance(plain, EmailMessage) else ""
    if words.strip():
        return words
    html = message.get_body(("html",))
    return _from_html(_decoded(html)) if isinstance(html, EmailMessage) else ""


def _decoded(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        return content.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return content.decode("utf-8", errors="replace")


def _has_attachments(message: EmailMessage) -> bool:
    return any(
        part.get_content_disposition() == "attachment"
        or part.get_content_maintype() in {"image", "audio", "video", "application"}
        for part in message.walk()
        if not part.is_multipart()
    )


class _Words(HTMLParser):
    """Gather the words of HTML, with its breaks; what is quoted or not shown is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LEFT_OUT:
            self._inside += 1
        if tag in _BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LEFT_OUT:
            self._inside = max(0, self._inside - 1)
        if tag == "p":
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.found.append(re.sub(r"\s+", " ", data))


def _from_html(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "\n".join(line.strip() for line in "".join(reader.found).split("\n"))
