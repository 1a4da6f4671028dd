"""BibTeX, RIS and CSV read into drafts, each with what is wrong with it and on which line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import pairwise
from typing import Any

import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry as BibtexEntry
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pylatexenc.latex2text import LatexNodes2Text

from byregion.knowledge import validators
from byregion.knowledge.bibliography.entry import Author, Described, read_author

# As many as a form may tick at once, and few enough to be held against each other in a moment.
MOST_ENTRIES = 900
LANGUAGES = {
    "nynorsk": "nn", "nno": "nn", "nn-no": "nn", "bokmål": "nb", "nob": "nb", "nb-no": "nb",
    "norsk": "no", "norwegian": "no", "nor": "no", "engelsk": "en", "english": "en", "eng": "en",
    "samisk": "se", "sme": "se", "svensk": "sv", "swedish": "sv", "dansk": "da", "danish": "da",
}  # fmt: skip
KINDS = {
    "report", "evaluation", "study", "analysis", "meta-analysis", "article", "guide", "film",
}  # fmt: skip
FROM_BIBTEX = {"article": "article", "inproceedings": "article", "incollection": "article"}
FROM_RIS = {
    "JOUR": "article",
    "CHAP": "article",
    "CONF": "article",
    "VIDEO": "film",
    "MPCT": "film",
}

_LATEX = LatexNodes2Text()


class UnreadableFile(Exception):
    """The whole file can't be read; the message says why, in the active language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Described):
    """A publication on its way in; `line` is where it stands in the file, from 1."""

    summary_nn: str = ""
    summary_nb: str = ""
    summary_en: str = ""
    line: int = 0
    faults: list[str] = field(default_factory=list)


def read(text: str, name: str) -> list[Draft]:
    """Read a file by its ending. Raises UnreadableFile; what is wrong with one entry is its own."""
    readers: dict[str, Callable[[str], Iterator[Draft]]] = {
        "bib": _read_bibtex,
        "ris": _read_ris,
        "csv": _read_csv,
    }
    ending = name.lower().rpartition(".")[2]
    if ending not in readers:
        raise UnreadableFile(_("Choose a file that ends in .bib, .ris or .csv."))
    drafts = []
    for draft in readers[ending](text):
        drafts.append(draft)
        if len(drafts) > MOST_ENTRIES:
            raise UnreadableFile(
                _("The file has more than %(most)s entries. Divide it.") % {"most": MOST_ENTRIES}
            )
    if not drafts:
        raise UnreadableFile(_("No publications were found in the file."))
    return drafts


def _read_bibtex(text: str) -> Iterator[Draft]:
    library = parse_string(text)
    found: list[Draft] = [_from_bibtex(entry) for entry in library.entries]
    for failed in library.failed_blocks:
        line = (failed.start_line or 0) + 1
        twin = getattr(failed, "ignore_error_block", None)
        if isinstance(twin, BibtexEntry) and type(failed).__name__ == "DuplicateBlockKeyBlock":
            # Two entries with one name are two entries: the name is not kept here.
            found.append(_from_bibtex(twin))
            continue
        found.append(Draft(line=line, faults=[_("This entry is not BibTeX that can be read.")]))
    yield from sorted(found, key=lambda draft: draft.line)


def _from_bibtex(entry: BibtexEntry) -> Draft:
    # An address is no LaTeX, whatever signs are in it.
    held = {
        one.key.lower(): value.replace("\\_", "_")
        if one.key.lower() in {"url", "doi"}
        else _unbraced(value)
        for one in entry.fields
        for value in [str(one.value)]
    }
    raw = next((str(one.value) for one in entry.fields if one.key.lower() == "author"), "")
    kind = FROM_BIBTEX.get(entry.entry_type.lower(), "report")
    values = {
        **held,
        "institution": held.get("institution") or held.get("publisher") or held.get("journal", "")
        or held.get("howpublished", "") or held.get("school", ""),
        "year": held.get("year") or held.get("date", "")[:4],
        "kind": held.get("type", "") if held.get("type", "").lower() in KINDS else kind,
    }  # fmt: skip
    authors = tuple(_bibtex_author(name) for name in _split_names(raw))
    return _draft(values, authors, line=(entry.start_line or 0) + 1)


def _split_names(text: str) -> list[str]:
    # "and" between braces is part of an organisation's name.
    names, depth, part = [], 0, ""
    for piece in re.split(r"(\{|\}|\s+and\s+)", text):
        depth += (piece == "{") - (piece == "}")
        if depth == 0 and re.fullmatch(r"\s+and\s+", piece):
            names.append(part)
            part = ""
        else:
            part += piece
    return [name.strip() for name in [*names, part] if name.strip()]


def _bibtex_author(name: str) -> Author:
    if name.startswith("{") and name.endswith("}"):
        return Author(_unbraced(name))
    plain = _unbraced(name)
    if "," in plain:
        return read_author(plain)
    given, _space, family = plain.rpartition(" ")
    return Author(family, given)


def _unbraced(text: str) -> str:
    plain = str(_LATEX.latex_to_text(text)) if "\\" in text else text
    return " ".join(plain.replace("{", "").replace("}", "").split())


def _read_ris(text: str) -> Iterator[Draft]:
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if re.match(r"TY  ?- ", line)]
    for start, end in pairwise([*starts, len(lines)]):
        record = "\n".join(lines[start:end]).strip()
        if not re.search(r"^ER  ?-", record, re.MULTILINE):
            record += "\nER  - "
        try:
            [held] = rispy.loads(record)
        except (ValueError, KeyError, OSError):
            yield Draft(line=start + 1, faults=[_("This entry is not RIS that can be read.")])
            continue
        yield _from_ris(held, start + 1)


def _from_ris(held: Mapping[str, object], line: int) -> Draft:
    def one(*names: str) -> str:
        found = next((held[name] for name in names if held.get(name)), "")
        return str(found[0] if isinstance(found, list) else found)

    number = one("issn")
    stated = one("type_of_work").lower()
    values = {
        "title": one("title", "primary_title"),
        "kind": stated if stated in KINDS else FROM_RIS.get(one("type_of_reference"), "report"),
        "institution": one("publisher", "journal_name", "secondary_title"),
        "year": one("year", "publication_year", "date")[:4],
        "language": one("language"),
        "isbn": number if len(validators.bare_isbn(number)) > 9 else "",
        "issn": number if len(validators.bare_isbn(number)) <= 9 else "",
        "doi": one("doi"),
        "urn": next((note for note in [one("notes")] if note.lower().startswith("urn:")), ""),
        "url": one("urls", "url"),
    }
    people = held.get("authors") or held.get("first_authors") or []
    authors = tuple(read_author(str(name)) for name in people)  # type: ignore[attr-defined]
    return _draft(values, authors, line=line)


def _read_csv(text: str) -> Iterator[Draft]:
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    columns = {(name or "").strip().lower() for name in reader.fieldnames or []}
    if "title" not in columns:
        raise UnreadableFile(_("The first line must name the columns; one of them is “title”."))
    try:
        for row in reader:
            held = {str(key).strip().lower(): _cell(value) for key, value in row.items() if key}
            if any(held.values()):
                names = [name for name in held.get("authors", "").split(";") if name.strip()]
                yield _draft(held, tuple(map(read_author, names)), line=reader.line_num)
    except csv.Error as error:
        raise UnreadableFile(_("The table breaks off on line %(line)s.")
                             % {"line": reader.line_num}) from error  # fmt: skip


def _cell(value: object) -> str:
    text = value if isinstance(value, str) else ""
    # What our own tables put before a formula is no part of the text.
    return text.strip().removeprefix("'") if text.startswith("'=") else text.strip()


def _draft(values: Mapping[str, str], authors: tuple[Author, ...], *, line: int) -> Draft:
    names: tuple[str, ...] = ("title", "institution", "issn", "urn", "method", "url")
    names += ("summary_nn", "summary_nb", "summary_en")
    texts: dict[str, Any] = {name: values.get(name, "").strip() for name in names}
    language = values.get("language", values.get("langid", "")).strip().lower()
    year = values.get("year", "").strip()
    is_year = re.fullmatch(r"[0-9]{4}", year)
    draft = Draft(
        **texts,
        kind=values.get("kind", "").strip().lower() or "report",
        authors=authors,
        year=int(year) if is_year else None,
        language=LANGUAGES.get(language, language),
        isbn=validators.bare_isbn(values.get("isbn", "")),
        doi=validators.bare_doi(values.get("doi", "")),
        regions=_listed(values.get("regions", "")),
        themes=_listed(values.get("themes", "")),
        line=line,
    )
    if year and not is_year:
        draft.faults.append(_("The year is not four digits: %(text)s") % {"text": year[:20]})
    draft.faults.extend(faults_of(draft))
    return draft


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def faults_of(draft: Draft) -> list[str]:
    """Say what is wrong with a draft, as sentences in the active language; empty if nothing."""
    faults = []
    if not draft.title:
        faults.append(_("The title is missing."))
    if len(draft.title) > 300:
        faults.append(_("The title is longer than 300 letters."))
    if draft.kind not in KINDS:
        faults.append(_("There is no kind called %(kind)s.") % {"kind": draft.kind[:40]})
    if draft.url and not re.fullmatch(r"https?://\S+", draft.url):
        faults.append(_("The address must begin with http:// or https://."))
    for name in ("isbn", "issn", "doi", "urn", "language"):
        value = getattr(draft, name)
        try:
            if value:
                getattr(validators, f"validate_{name}")(value)
        except ValidationError as error:
            faults += [f"{name.upper()}: {message}" for message in error.messages]
    return faults


def columns() -> list[str]:
    """Name the columns that a CSV file may have."""
    return [one.name for one in fields(Draft) if one.name not in {"line", "faults"}]
