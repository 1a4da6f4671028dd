"""What rows owe each other: keys that occur once, references that lead somewhere, order in time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from byregion.programme.bundle.fault import Fault
from byregion.programme.bundle.schema import (
    AWARDS,
    FIGURES,
    GATHERINGS,
    MEMBERSHIPS,
    PARTICIPATIONS,
    PHASES,
    PROGRAMME,
    REGIONS,
    TABLES,
    Row,
    Table,
)

if TYPE_CHECKING:
    from byregion.programme.bundle.value import Value

Tables = Mapping[str, Sequence[Row]]
MunicipalityExists = Callable[[str, date], bool]


def check_rows(tables: Tables, municipality_exists: MunicipalityExists | None) -> Iterable[Fault]:
    """Find what is wrong between rows that each can be read; a file not in `tables` could not."""
    for table in TABLES:
        yield from _duplicates(table, _whole(tables, table))
        yield from _lost_references(table, tables)
    for table in (MEMBERSHIPS, AWARDS):
        yield from _without_participation(table, tables)
    yield from _backwards(PHASES, tables, "start_year", "end_year")
    yield from _backwards(GATHERINGS, tables, "start_date", "end_date")
    yield from _undated_population(tables)
    yield from _two_main_figures(tables)
    if municipality_exists is not None:
        yield from _unknown_municipalities(tables, municipality_exists)


def _whole(tables: Tables, table: Table) -> list[Row]:
    return [row for row in tables.get(table.file, ()) if row.is_whole]


def _home(file: str) -> str:
    return PROGRAMME.file if file == PHASES.file else file


def _key(row: Row, names: Iterable[str]) -> tuple[Value, ...]:
    return tuple(row.values[name] for name in names)


def _duplicates(table: Table, rows: Iterable[Row]) -> Iterable[Fault]:
    first: dict[tuple[Value, ...], int | None] = {}
    for row in rows:
        key = _key(row, table.key)
        if key in first:
            yield Fault(
                _home(table.file),
                row.line,
                table.key[-1],
                _("“%(key)s” is already on line %(line)s.")
                % {"key": " ".join(str(part) for part in key), "line": first[key]},
                _("Keep one of the two rows."),
            )
        first.setdefault(key, row.line)


def _lost_references(table: Table, tables: Tables) -> Iterable[Fault]:
    for column in table.columns:
        # A file that cannot be read has said so already; its rows are not lost as well.
        if not column.points_to or column.points_to not in tables:
            continue
        known = _names_in(tables, column.points_to)
        for row in tables.get(table.file, ()):
            for name in _referred(row.values[column.name]):
                if name not in known:
                    message = _("“%(name)s” is not in %(file)s.")
                    places = {"name": name, "file": _home(column.points_to)}
                    mend = _("Correct it, or add it there.")
                    yield Fault(table.file, row.line, column.name, message % places, mend)


def _referred(value: Value) -> tuple[Value, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _names_in(tables: Tables, file: str) -> set[Value]:
    key = "number" if file == PHASES.file else "slug"
    return {row.values[key] for row in tables[file]}


def _without_participation(table: Table, tables: Tables) -> Iterable[Fault]:
    if not tables.keys() >= {PARTICIPATIONS.file, REGIONS.file, PHASES.file}:
        return
    known = {_key(row, PARTICIPATIONS.key) for row in tables[PARTICIPATIONS.file]}
    regions = _names_in(tables, REGIONS.file)
    phases = _names_in(tables, PHASES.file)
    for row in _whole(tables, table):
        region, phase = key = _key(row, PARTICIPATIONS.key)
        # An unknown region or phase is a fault of its own.
        if key not in known and region in regions and phase in phases:
            yield Fault(
                table.file,
                row.line,
                "region",
                _("“%(region)s” does not take part in phase %(phase)s.")
                % {"region": region, "phase": phase},
                _("Correct the row, or add the participation to participations.csv."),
            )


def _backwards(table: Table, tables: Tables, start: str, end: str) -> Iterable[Fault]:
    for row in _whole(tables, table):
        if str(row.values[end]) < str(row.values[start]):
            yield Fault(
                _home(table.file),
                row.line,
                end,
                _("It ends (%(end)s) before it starts (%(start)s).")
                % {"start": row.values[start], "end": row.values[end]},
                _("Correct one of the two."),
            )


def _undated_population(tables: Tables) -> Iterable[Fault]:
    for row in _whole(tables, REGIONS):
        population, at = _key(row, ("population_stated", "population_date"))
        if (population is None) != (at is None):
            yield Fault(
                REGIONS.file,
                row.line,
                "population_date",
                _("A stated population and its date belong together."),
                _("Fill in both, or neither."),
            )


def _two_main_figures(tables: Tables) -> Iterable[Fault]:
    seen: set[tuple[Value, ...]] = set()
    for row in _whole(tables, FIGURES):
        if row.values["is_main"]:
            subject = _key(row, ("phase", "subject"))
            if subject in seen:
                yield Fault(
                    FIGURES.file,
                    row.line,
                    "is_main",
                    _("Another figure of the same phase and subject is the main one."),
                    _("Write yes for one of them and no for the others."),
                )
            seen.add(subject)


def _unknown_municipalities(tables: Tables, exists: MunicipalityExists) -> Iterable[Fault]:
    for programme in _whole(tables, PROGRAMME):
        vintage = programme.values["vintage"]
        for row in _whole(tables, MEMBERSHIPS):
            code = row.values["municipality_code"]
            if isinstance(vintage, date) and not exists(str(code), vintage):
                yield Fault(
                    MEMBERSHIPS.file,
                    row.line,
                    "municipality_code",
                    _("No municipality had the number %(code)s on %(date)s.")
                    % {"code": code, "date": vintage.isoformat()},
                    _("Use the number of the programme's own division (vintage)."),
                )
