"""Sentences, titles and names by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from byregion.wording.grammar import PLACE, UnknownText, filled, named, text_of, texts

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.result import Finding


def sentence(finding: Finding, language: str) -> str:
    """Say what a finding shows.

    Raises
    ------
    UnknownText
        The finding's key has no text, or not in that language.
    """
    entry = texts("sentences").get(finding.key)
    if entry is None or language not in entry:
        raise UnknownText(f"no sentence for {finding.key!r} in {language!r}")
    return filled(entry, finding.values, language)


def needed(key: str) -> frozenset[str]:
    """Give the names of all values that the sentences of a key use, in any language and form."""
    entry = texts("sentences")[key]
    found = set(named(entry["by"])) if "by" in entry else set()
    for language in ("nn", "nb", "en"):
        forms = entry[language]
        for text in [forms] if isinstance(forms, str) else forms.values():
            found |= {match[1] for match in PLACE.finditer(text)}
    return frozenset(found)


def title(key: str, language: str) -> str:
    """Name a chapter, a table or a figure."""
    return text_of("titles", key, language)


def column(name: str, language: str) -> str:
    """Name a column of a table."""
    return text_of("columns", name, language)


def label(key: str, language: str) -> str:
    """Name a value: a series, a class, a pattern, a role, a sex, a table that is lacking."""
    return text_of("labels", key, language)


def method(key: str, language: str) -> str:
    """Describe how a table was made."""
    return text_of("methods", key, language)


def evidence(finding: str, language: str, *, speaks_for: bool) -> str:
    """Say in few words what a finding speaks of, for a theme or against it."""
    return text_of("evidence", f"{finding}.{'for' if speaks_for else 'against'}", language)
