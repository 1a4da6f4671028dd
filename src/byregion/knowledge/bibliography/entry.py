"""One entry of the library, whoever keeps it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from byregion.common.translation import Text

NO_TEXT = Text("", "")


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who wrote it. An organisation has only `family`."""

    family: str
    given: str = ""

    def __str__(self) -> str:
        """Write the name as it is read."""
        return f"{self.given} {self.family}".strip()

    @property
    def sorted_name(self) -> str:
        """Write the name as lists of literature do: "Onsager, Knut"."""
        return f"{self.family}, {self.given}" if self.given else self.family


@dataclass(frozen=True, slots=True)
class StoredFile:
    """The file of an entry: where it is fetched, its ending, its size in bytes, its pages."""

    url: str
    extension: str
    size: int | None
    pages: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What a list of literature says of a publication; empty is unknown.

    `regions` and `themes` are "programme/slug".
    """

    title: str = ""
    kind: str = "report"
    authors: tuple[Author, ...] = ()
    institution: str = ""
    year: int | None = None
    language: str = ""
    isbn: str = ""
    issn: str = ""
    doi: str = ""
    urn: str = ""
    method: str = ""
    url: str = ""
    regions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Described):
    """A publication as the library has it.

    `key` is the row's number in the library; None is an entry of a programme's bundle, which the
    library doesn't edit.
    """

    slug: str
    key: int | None = None
    file: StoredFile | None = None
    summaries: dict[str, str] = field(default_factory=dict)
    summary: Text = NO_TEXT
    programme: str = ""

    @property
    def written_by(self) -> str:
        """The authors as one line; the institution where no author is known."""
        return ", ".join(map(str, self.authors)) or self.institution

    @property
    def doi_url(self) -> str:
        """Where the DOI leads."""
        return f"https://doi.org/{self.doi}" if self.doi else ""


def split_authors(text: str) -> tuple[tuple[Author, ...], str]:
    """Give authors and institution of a line such as "Ola Vik, Kari Nes (NIBR)".

    Only what is surely a list of people is taken apart: two or more names of two or more words,
    with the institution in brackets. Everything else is one organisation, as it stands.
    """
    match = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", text)
    if match:
        names = [name.strip() for name in match[1].split(",")]
        if len(names) > 1 and all(" " in name for name in names):
            return tuple(map(_person, names)), match[2]
    return (Author(text),) if text else (), ""


def read_author(line: str) -> Author:
    """Read "Onsager, Knut" as a person, and a line without a comma as an organisation."""
    family, _comma, given = (part.strip() for part in line.partition(","))
    return Author(family, given)


def _person(name: str) -> Author:
    given, _space, family = name.rpartition(" ")
    return Author(family, given)
