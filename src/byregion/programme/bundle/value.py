"""Cells: how each kind of column is read from text, and written back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

Value = str | int | bool | date | tuple[str, ...] | None

SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHOLE_NUMBER = re.compile(r"[0-9]{1,19}")
LARGEST = 2**63 - 1


class BadValue(ValueError):
    """A cell that cannot be read as what its column holds."""

    def __init__(self, message: str, mend: str) -> None:
        self.message = message
        self.mend = mend
        super().__init__(f"{message} {mend}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what its cells hold, and the limits of that.

    `limit` is the longest text or the largest number. `points_to` names the file whose rows the
    cell refers to.
    """

    name: str
    kind: str
    required: bool = True
    limit: int = LARGEST
    choices: tuple[str, ...] = ()
    points_to: str = ""


def parse(column: Column, cell: str) -> Value:
    """Read a cell; an empty one is an empty text, an empty list or None, never zero."""
    text = cell.replace("\r\n", "\n").strip()
    if not text:
        if column.required:
            raise BadValue(_("The cell is empty."), _("Fill it in; this column is required."))
        return EMPTY.get(column.kind, "")
    value = PARSERS[column.kind](column, text)
    if isinstance(value, str) and len(value) > column.limit:
        raise BadValue(
            _("The text has %(length)d characters.") % {"length": len(value)},
            _("Shorten it to at most %(limit)d.") % {"limit": column.limit},
        )
    return value


def show(column: Column, value: Value) -> str:
    """Write a value as the cell that reads back as the same value."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return text.replace("\n", " | ") if column.kind == "lines" else text


def _slug(column: Column, text: str) -> str:
    if not SLUG.fullmatch(text):
        raise BadValue(
            _("“%(text)s” is not a slug.") % {"text": text},
            _("Use a-z, 0-9 and single hyphens, such as “vest-telemark”."),
        )
    return text


def _slugs(column: Column, text: str) -> tuple[str, ...]:
    return tuple(sorted({_slug(column, part) for part in text.split()}))


def _number(column: Column, text: str) -> int:
    if not WHOLE_NUMBER.fullmatch(text):
        raise BadValue(
            _("“%(text)s” is not a whole number.") % {"text": text},
            _("Write digits only, without spaces, decimals or unit."),
        )
    if int(text) > column.limit:
        raise BadValue(
            _("%(text)s is too large a number.") % {"text": text},
            _("Write at most %(limit)d.") % {"limit": column.limit},
        )
    return int(text)


def _year(column: Column, text: str) -> int:
    if not re.fullmatch(r"[12][0-9]{3}", text):
        raise BadValue(
            _("“%(text)s” is not a year.") % {"text": text}, _("Write four digits, such as 2015.")
        )
    return int(text)


def _date(column: Column, text: str) -> date:
    try:
        # fromisoformat reads other forms too, such as 2015-W39-4; a bundle has one.
        if DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadValue(
        _("“%(text)s” is not a date.") % {"text": text},
        _("Write year-month-day, such as 2015-09-24."),
    )


def _yes_or_no(column: Column, text: str) -> bool:
    if text not in {"yes", "no"}:
        raise BadValue(_("“%(text)s” is not yes or no.") % {"text": text}, _("Write yes or no."))
    return text == "yes"


def _choice(column: Column, text: str) -> str:
    if text not in column.choices:
        raise BadValue(
            _("“%(text)s” is not one of the choices.") % {"text": text},
            _("Use one of: %(choices)s.") % {"choices": ", ".join(column.choices)},
        )
    return text


def _url(column: Column, text: str) -> str:
    if not _is_address(text):
        raise BadValue(
            _("“%(text)s” is not a web address.") % {"text": text},
            _("Write the whole address, with https:// first and no spaces."),
        )
    if len(text) > column.limit:
        raise BadValue(
            _("The address has %(length)d characters.") % {"length": len(text)},
            _("Use an address of at most %(limit)d characters.") % {"limit": column.limit},
        )
    return text


def _urls(column: Column, text: str) -> tuple[str, ...]:
    return tuple(sorted({_url(column, part) for part in text.split()}))


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", text)


def _code(column: Column, text: str) -> str:
    if not re.fullmatch(rf"[0-9]{{{column.limit}}}", text):
        raise BadValue(
            _("“%(text)s” does not have %(digits)d digits.")
            % {"text": text, "digits": column.limit},
            _("Write the official number with its leading zero, as text."),
        )
    return text


def _text(column: Column, text: str) -> str:
    return text


def _lines(column: Column, text: str) -> str:
    return "\n".join(part.strip() for part in text.split("|") if part.strip())


def _keywords(column: Column, text: str) -> str:
    return ";".join(part.strip() for part in text.split(";") if part.strip())


EMPTY: dict[str, Value] = dict.fromkeys(("number", "year", "date")) | {"slugs": (), "urls": ()}

PARSERS: dict[str, Callable[[Column, str], Value]] = {
    "slug": _slug,
    "slugs": _slugs,
    "number": _number,
    "year": _year,
    "date": _date,
    "yes/no": _yes_or_no,
    "choice": _choice,
    "url": _url,
    "urls": _urls,
    "code": _code,
    "text": _text,
    "lines": _lines,
    "keywords": _keywords,
}
