"""Why a file is refused, and what whoever sent it can do about it."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """What is wrong with a file."""

    EMPTY = "empty"
    KIND = "kind"
    MISMATCH = "mismatch"
    TOO_LARGE = "too_large"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    BOMB = "bomb"
    MACROS = "macros"
    EMBEDDED = "embedded"
    ACTIVE = "active"
    REMOTE = "remote"
    PIXELS = "pixels"
    TEXT = "text"
    SLOW = "slow"
    VIRUS = "virus"
    UNSCANNED = "unscanned"


MESSAGES: dict[Reason, Promise] = {
    Reason.EMPTY: _("The file is empty. Check that it was saved, and choose it again."),
    Reason.KIND: _("Files of this kind can't be uploaded. Allowed are: %(allowed)s."),
    Reason.MISMATCH: _(
        "The file's name ends in .%(extension)s, but that is not what the file holds. Save it as "
        "the kind that it is, and choose it again."
    ),
    Reason.TOO_LARGE: _(
        "The file is larger than %(megabytes)s MB. Make it smaller, or link to it."
    ),
    Reason.BROKEN: _("The file is damaged and can't be read. Save it anew, and choose it again."),
    Reason.ENCRYPTED: _(
        "The file is locked with a password or with restrictions. Save it without them: what is "
        "published here is for everyone to read."
    ),
    Reason.BOMB: _(
        "The file unpacks to far more than it seems to hold, so it was not opened. Save it anew "
        "with fewer or smaller pictures."
    ),
    Reason.MACROS: _("The file holds macros. Save it as a document without macros."),
    Reason.EMBEDDED: _(
        "Other files lie hidden inside the file. Take them out, or print it to PDF anew, and "
        "upload them by themselves."
    ),
    Reason.ACTIVE: _(
        "The file holds a program, a script or an action that runs when it is opened. Print it to "
        "PDF anew: that leaves them behind."
    ),
    Reason.REMOTE: _(
        "The file fetches a template or an object from elsewhere when it is opened. Break that "
        "link, and save it anew."
    ),
    Reason.PIXELS: _("The picture has more than %(megapixels)s megapixels. Make it smaller."),
    Reason.TEXT: _("This is not plain text. Save it as text in UTF-8, and choose it again."),
    Reason.SLOW: _(
        "The file takes too long to read, so it was not taken in. Print it to PDF anew, and try "
        "again."
    ),
    Reason.VIRUS: _("The virus scanner found something harmful in the file. It was not kept."),
    Reason.UNSCANNED: _("The virus scanner doesn't answer just now. Try again in a few minutes."),
}


class Refused(Exception):
    """A file that is not taken in; the message says why and how to mend it."""

    def __init__(self, reason: Reason, **said: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.said = said

    @property
    def message(self) -> str:
        """The reason in the active language."""
        return str(MESSAGES[self.reason]) % self.said
