"""What an analysis of a city region consists of, and how it is written down and read again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from byregion.analysis.provenance import TableSource

if TYPE_CHECKING:
    import polars as pl

Value = str | int | float | bool | None | tuple[str, ...]
Unit = Literal["persons", "share", "index", "year", "number", "code", "text", "flag"]
FORMAT = 1

CHAPTERS = (
    "glance",
    "structure",
    "commuting",
    "population",
    "employment",
    "interplay",
    "accessibility",
    "comparison",
    "vulnerability",
    "choices",
)
FigureKind = Literal[
    "hinterland_map",  # unit, name, class (core/inner/outer/none), member (flag)
    "flow_map",  # home, home_name, work, work_name, employed; largest pairs
    "commuting_matrix",  # home_name, work_name, employed
    "indexed_lines",  # year, series, index (100 in the first year); series keys are worded
    "age_pyramid",  # moment (now/projected), year, sex, age_from, persons
    "bars",  # label, value; label keys are worded
    "local_moran_map",  # unit, name, pattern, p_value
    "scatter",  # name, x, y, role (self/peer/other); axes are the columns' names
    "intervals",  # label, estimate, low, high
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the figures show; the sentence and the number come from the same object.

    Attributes
    ----------
    key
        Names the sentence in `byregion.wording`, such as "commuting.balance".
    values
        What the sentence is made of. None is unknown, and the sentence says so.
    table
        Key of the chapter's table that the values were read from.
    estimate
        Whether a method with assumptions made it.
    """

    key: str
    values: Mapping[str, Value]
    table: str = ""
    estimate: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name in the frame and what its numbers are."""

    name: str
    unit: Unit


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table with all that must stand beside it.

    Attributes
    ----------
    key
        Unique in the analysis, such as "commuting.members".
    frame
        Rows in the order they are shown; the columns are those of `columns`.
    period
        Of the figures: "2017, 4th quarter" is written "2017K4", years "2008-2017".
    method
        Key of the method's description, worded in the appendix; "counted" for plain counts.
    estimate
        Whether the figures are estimates.
    """

    key: str
    columns: tuple[Column, ...]
    frame: pl.DataFrame
    sources: tuple[TableSource, ...]
    period: str
    method: str = "counted"
    estimate: bool = False

    def __eq__(self, other: object) -> bool:
        """Compare the frame as well, which has no truth value of its own."""
        if not isinstance(other, Table):
            return NotImplemented
        mine, theirs = (
            (each.key, each.columns, each.sources, each.period, each.method, each.estimate)
            for each in (self, other)
        )
        return mine == theirs and self.frame.equals(other.frame)

    def __hash__(self) -> int:
        """Hash by key, which is unique in an analysis."""
        return hash(self.key)


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing of one table."""

    key: str
    kind: FigureKind
    table: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter. Without findings it is left out of the report; `lacking` says what to load."""

    key: str
    findings: tuple[Finding, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()
    caveats: tuple[Finding, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.findings

    def table(self, key: str) -> Table:
        """Give the table of that key."""
        return next(table for table in self.tables if table.key == key)


def joined(key: str, parts: Sequence[Chapter]) -> Chapter:
    """Make one chapter of parts, in their order."""
    return Chapter(
        key,
        tuple(finding for part in parts for finding in part.findings),
        tuple(table for part in parts for table in part.tables),
        tuple(figure for part in parts for figure in part.figures),
        tuple(finding for part in parts for finding in part.caveats),
        tuple(name for part in parts for name in part.lacking),
    )


@dataclass(frozen=True, slots=True)
class Subject:
    """Who the analysis is of.

    Attributes
    ----------
    name
        The city region's name, or the first core's and "with surroundings" in no language: the
        name is a proper noun or a list of municipalities' names.
    members, member_names
        Municipalities by number in `vintage`, sorted, and their names in the same order.
    cores
        Numbers of the cores that the analysis uses.
    cores_given
        Whether they were decided beforehand rather than found.
    slug
        Of the city region in its programme; empty for a free choice of municipalities.
    """

    name: str
    members: tuple[str, ...]
    member_names: tuple[str, ...]
    cores: tuple[str, ...]
    cores_given: bool
    slug: str = ""


@dataclass(frozen=True, slots=True)
class RegionAnalysis:
    """A whole analysis: the same input gives the same, to the byte."""

    subject: Subject
    year: int
    vintage: str
    chapters: tuple[Chapter, ...]
    parameters: Mapping[str, Value]
    version: str
    format: int = field(default=FORMAT)

    def chapter(self, key: str) -> Chapter:
        """Give the chapter of that key.

        Raises
        ------
        KeyError
            No chapter has this key.
        """
        for chapter in self.chapters:
            if chapter.key == key:
                return chapter
        raise KeyError(key)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, chapter by chapter."""
        return tuple(finding for chapter in self.chapters for finding in chapter.findings)

    @property
    def sources(self) -> tuple[TableSource, ...]:
        """All tables that any figure comes from, once each, in order of number."""
        found = {
            source: None
            for chapter in self.chapters
            for table in chapter.tables
            for source in table.sources
        }
        return tuple(sorted(found, key=lambda source: (source.table, source.period, source.title)))

    def to_dict(self) -> dict[str, object]:
        """Turn into what JSON can hold; `from_dict` gives the same back."""
        plain = asdict(self)
        for chapter, made in zip(plain["chapters"], self.chapters, strict=True):
            for table, kept in zip(chapter["tables"], made.tables, strict=True):
                table["frame"] = kept.frame.to_dict(as_series=False)
                table["types"] = {name: str(kind) for name, kind in kept.frame.schema.items()}
                for source in table["sources"]:
                    day = source["retrieved"]
                    source["retrieved"] = day.isoformat() if day else None
        return plain

    @classmethod
    def from_dict(cls, plain: Mapping[str, object]) -> RegionAnalysis:
        """Read what `to_dict` wrote.

        Raises
        ------
        ValueError
            It was written in another format.
        """
        if plain.get("format") != FORMAT:
            raise ValueError(f"format {plain.get('format')!r} is not {FORMAT}")
        values: dict[str, object] = dict(plain)
        values["subject"] = Subject(**_tuples(plain["subject"]))  # type: ignore[arg-type]  # checked by format
        values["chapters"] = tuple(_chapter(chapter) for chapter in _rows(plain["chapters"]))
        values["parameters"] = _tuples(plain["parameters"])
        return cls(**values)  # type: ignore[arg-type]  # checked by the format number


def result_bytes(analysis: RegionAnalysis) -> bytes:
    """Write an analysis as JSON: the same analysis gives the same bytes."""
    text = json.dumps(
        analysis.to_dict(),
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return text.encode("utf-8")


def _tuples(mapping: object) -> dict[str, object]:
    if not isinstance(mapping, Mapping):
        raise TypeError(type(mapping))
    return {k: tuple(v) if isinstance(v, list) else v for k, v in mapping.items()}


def _rows(value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list | tuple):
        raise TypeError(type(value))
    return list(value)


def _chapter(plain: Mapping[str, object]) -> Chapter:
    findings = {
        name: tuple(
            Finding(**{**row, "values": _tuples(row["values"])})  # type: ignore[arg-type]
            for row in _rows(plain[name])
        )
        for name in ("findings", "caveats")
    }
    return Chapter(
        key=str(plain["key"]),
        tables=tuple(_table(row) for row in _rows(plain["tables"])),
        figures=tuple(Figure(**row) for row in _rows(plain["figures"])),  # type: ignore[arg-type]
        lacking=tuple(str(name) for name in _rows(plain["lacking"])),
        **findings,
    )


def _table(plain: Mapping[str, object]) -> Table:
    import polars as pl  # noqa: PLC0415 - the site starts without it, and reads results later

    known = {str(dtype): dtype for dtype in (pl.String, pl.Int64, pl.Float64, pl.Boolean)}
    values = dict(plain)
    types = values.pop("types")
    if not isinstance(types, Mapping):
        raise TypeError(type(types))
    # By the columns, since JSON with sorted keys does not keep the order of a frame.
    names = [str(row["name"]) for row in _rows(plain["columns"])]
    schema = {name: known[str(types[name])] for name in names}
    values["frame"] = pl.DataFrame(
        {name: _columns(values["frame"])[name] for name in names}, schema=schema
    )
    values["columns"] = tuple(Column(**row) for row in _rows(plain["columns"]))  # type: ignore[arg-type]
    values["sources"] = tuple(_source(row) for row in _rows(plain["sources"]))
    return Table(**values)  # type: ignore[arg-type]


def _columns(frame: object) -> dict[str, list[Value]]:
    if not isinstance(frame, Mapping):
        raise TypeError(type(frame))
    return {str(name): list(values) for name, values in frame.items()}


def _source(plain: Mapping[str, object]) -> TableSource:
    day = plain["retrieved"]
    values = {**plain, "retrieved": date.fromisoformat(day) if isinstance(day, str) else None}
    return TableSource(**values)  # type: ignore[arg-type]
