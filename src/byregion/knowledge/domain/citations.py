"""An entry as BibTeX, RIS and CSL-JSON, for programs that keep lists of literature."""

from __future__ import annotations

import json
import re

from byregion.common.folding import fold
from byregion.knowledge.bibliography.entry import Entry

CONTENT_TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
}
BIBTEX = {"article": "article", "film": "misc"}
RIS = {"article": "JOUR", "film": "VIDEO"}
CSL = {"article": "article-journal", "film": "motion_picture"}
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def encode(entry: Entry, kind: str) -> str:
    """Give the citation as a file's text; `kind` is one of CONTENT_TYPES (KeyError otherwise)."""
    return {"bib": bibtex, "ris": ris, "json": csl_json}[kind](entry)


def citation_key(entry: Entry) -> str:
    """Name an entry in a list of literature: the first author, the year, a word of the title."""
    first = entry.authors[0].family if entry.authors else entry.institution or "byregion"
    words = [word for word in re.findall(r"[a-z0-9]+", fold(entry.title)) if len(word) > 3]
    name = "".join(re.findall(r"[a-z0-9]+", fold(first)))[:20]
    return f"{name}{entry.year or ''}{words[0] if words else ''}"


def bibtex(entry: Entry) -> str:
    """Give one BibTeX entry in UTF-8."""
    kind = BIBTEX.get(entry.kind, "techreport")
    holder = {"article": "journal", "misc": "howpublished"}.get(kind, "institution")
    fields = {
        "author": " and ".join(
            _tex(author.sorted_name) if author.given else f"{{{_tex(author.family)}}}"
            for author in entry.authors
        ),
        # Braces twice: styles would otherwise make small letters of names.
        "title": f"{{{_tex(entry.title)}}}",
        holder: _tex(entry.institution),
        "year": str(entry.year or ""),
        "type": entry.kind if kind == "techreport" else "",
        "language": entry.language,
        "isbn": entry.isbn,
        "issn": entry.issn,
        "doi": _tex(entry.doi),
        "urn": _tex(entry.urn),
        "url": entry.url.replace("{", "%7B").replace("}", "%7D"),
    }
    lines = [f"  {name} = {{{text}}}" for name, text in fields.items() if text]
    return f"@{kind}{{{citation_key(entry)},\n" + ",\n".join(lines) + "\n}\n"


def ris(entry: Entry) -> str:
    """Give one RIS record."""
    rows = [
        ("TY", RIS.get(entry.kind, "RPRT")),
        *(("AU", author.sorted_name) for author in entry.authors),
        ("TI", entry.title),
        ("PB", entry.institution),
        ("PY", str(entry.year or "")),
        ("M3", entry.kind),
        ("LA", entry.language),
        ("SN", entry.isbn or entry.issn),
        ("DO", entry.doi),
        ("UR", entry.url),
        ("N1", entry.urn),
        ("AB", entry.summary.text),
    ]
    lines = [f"{tag}  - {' '.join(text.split())}" for tag, text in rows if text]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl(entry: Entry) -> dict[str, object]:
    """Give one item of CSL-JSON, the form that citation styles are made for."""
    fields: dict[str, object] = {
        "id": citation_key(entry),
        "type": CSL.get(entry.kind, "report"),
        "title": entry.title,
        "author": [
            {"family": author.family, "given": author.given}
            if author.given
            else {"literal": author.family}
            for author in entry.authors
        ],
        "publisher": entry.institution,
        "issued": {"date-parts": [[entry.year]]} if entry.year else None,
        "language": entry.language,
        "ISBN": entry.isbn,
        "ISSN": entry.issn,
        "DOI": entry.doi,
        "URL": entry.url,
        "abstract": entry.summary.text,
    }
    return {name: value for name, value in fields.items() if value}


def csl_json(entry: Entry) -> str:
    """Give the entry as a CSL-JSON file."""
    return json.dumps([csl(entry)], ensure_ascii=False, indent=2) + "\n"


def reference(entry: Entry) -> str:
    """Give the entry as one line for a reader: authors (year). Title. Institution."""
    who = "; ".join(author.sorted_name for author in entry.authors) or entry.institution
    parts = [f"{who} ({entry.year})" if entry.year else who, entry.title]
    if entry.institution and entry.authors:
        parts.append(entry.institution)
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in text)
