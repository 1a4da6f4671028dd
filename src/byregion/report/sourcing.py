"""Where the figures come from: a short line under each, and a list with every table once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from byregion import wording
from byregion.report.texts import said
from byregion.wording.dates import day
from byregion.wording.grammar import text_of
from byregion.wording.sources import publisher, source_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from byregion.analysis.provenance import TableSource
    from byregion.analysis.region_analysis.result import Table


# What a table without a number of its publisher's has instead.
UNNUMBERED = {"", "unknown"}


@dataclass(frozen=True, slots=True)
class SourceText:
    """A table of the list of sources: its name, and what is known of it."""

    name: str
    facts: str


def lower_first(text: str) -> str:
    """Write what begins a sentence as it stands inside one; later capitals are of names."""
    return text[:1].lower() + text[1:]


def short_source(table: Table, language: str) -> str:
    """Say under a table or figure which tables, period, day and method it rests on."""
    names = _together(table.sources, language) or said("unknown", language)
    parts = [said("source", language, names=names)]
    if retrieved := _retrieved(table.sources, language):
        parts.append(retrieved)
    parts.append(said("period", language, period=wording.period(table.period, language)))
    short = text_of("methods_short", table.method, language)
    parts.append(said("method_short", language, method=lower_first(short)))
    if table.estimate:
        parts.append(said("estimate", language))
    return " ".join(parts)


def source_list(tables: Iterable[Table], language: str) -> tuple[SourceText, ...]:
    """List every table once, with the periods, days, licence and checksums of its editions."""
    found: dict[tuple[str, str, str], list[TableSource]] = {}
    for table in tables:
        for source in table.sources:
            key = (source.publisher, source.table, source.title)
            editions = found.setdefault(key, [])
            if source not in editions:
                editions.append(source)
    ordered = sorted(found.values(), key=lambda each: (each[0].table, each[0].title))
    return tuple(_told(editions, language) for editions in ordered)


def _told(editions: list[TableSource], language: str) -> SourceText:
    first = editions[0]
    facts = [
        said("source_period", language, period=_listed(_periods(editions, language))),
        *(_retrieved([each], language) for each in editions),
        said("source_licence", language, licence=_listed(each.licence for each in editions)),
    ]
    sums = [each.checksum[:16] for each in editions if each.checksum]
    if sums:
        facts.append(said("source_checksum", language, checksum=_listed(sums)))
    title = source_title(first, language)
    name = f"{_numbered(first, language)}: {title}." if first.table not in UNNUMBERED else None
    return SourceText(
        name=name or f"{publisher(first, language)}: {title}.",
        facts=" ".join(dict.fromkeys(facts)),
    )


def _together(sources: Iterable[TableSource], language: str) -> str:
    """Name several tables, each publisher once: Statistics Norway, tables 03321 and 07459."""
    numbers: dict[str, list[str]] = {}
    others = []
    for source in dict.fromkeys(sources):
        if source.table in UNNUMBERED:
            others.append(_numbered(source, language))
        elif source.table not in (mine := numbers.setdefault(publisher(source, language), [])):
            mine.append(source.table)
    listed = [
        said(
            "source_table" if len(mine) == 1 else "source_tables_of",
            language,
            publisher=who,
            number=wording.listed(mine, language),
        )
        for who, mine in numbers.items()
    ]
    return "; ".join(dict.fromkeys([*listed, *others]))


def _periods(editions: list[TableSource], language: str) -> list[str]:
    return [wording.period(each.period, language) for each in editions]


def _numbered(source: TableSource, language: str) -> str:
    who = publisher(source, language)
    if source.table in UNNUMBERED:
        return f"{who}, {lower_first(source_title(source, language))}"
    return said("source_table", language, publisher=who, number=source.table)


def _retrieved(sources: Iterable[TableSource], language: str) -> str:
    days = {source.retrieved for source in sources}
    known = [day(each, language) for each in sorted(each for each in days if each)]
    if not known:
        return said("retrieved_unknown", language)
    return said("retrieved", language, day=_listed(known))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))
