"""Read a folder into rows. Every fault is collected; nothing is guessed."""

from __future__ import annotations

import csv
import io
import tomllib
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from byregion.programme.bundle.check import MunicipalityExists, check_rows
from byregion.programme.bundle.fault import BundleFaults, Fault
from byregion.programme.bundle.schema import (
    CSV_TABLES,
    PHASES,
    PROGRAMME,
    Bundle,
    Row,
    Table,
    canonical,
)
from byregion.programme.bundle.value import BadValue, Value, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

TOML_FILE = PROGRAMME.file


def read_bundle(folder: Path, *, municipality_exists: MunicipalityExists | None = None) -> Bundle:
    """Read and check a folder.

    Parameters
    ----------
    folder
        The bundle.
    municipality_exists
        Says whether a municipality number was in use on a date; left out, only the form of the
        number is checked.

    Raises
    ------
    BundleFaults
        With every fault found, where there is one or more.
    """
    faults: list[Fault] = []
    tables = _read_toml(folder, faults)
    for table in CSV_TABLES:
        if (rows := _read_csv(folder, table, faults)) is not None:
            tables[table.file] = rows
    faults.extend(_stray_files(folder))
    faults.extend(check_rows(tables, municipality_exists))
    if faults:
        raise BundleFaults(faults)
    ordered = {table.file: canonical(table, tables[table.file]) for table in CSV_TABLES}
    ordered[PROGRAMME.file] = tuple(tables[PROGRAMME.file])
    ordered[PHASES.file] = canonical(PHASES, tables[PHASES.file])
    return Bundle(ordered)


def _stray_files(folder: Path) -> Iterable[Fault]:
    known = {table.file for table in CSV_TABLES}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in known:
            yield Fault(
                path.name,
                None,
                "",
                _("No such file belongs to a bundle."),
                _("Remove it, or rename it to one of: %(files)s.")
                % {"files": ", ".join(sorted(known))},
            )


def _text_of(folder: Path, name: str, faults: list[Fault]) -> str | None:
    try:
        raw = (folder / name).read_bytes()
    except OSError:
        mend = _("Add it; a file without rows still has its header.")
        faults.append(Fault(name, None, "", _("The file is missing."), mend))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        mend = _("Save the file as UTF-8.")
        faults.append(Fault(name, line, "", _("The text is not UTF-8."), mend))
        return None


def _read_toml(folder: Path, faults: list[Fault]) -> dict[str, list[Row]]:
    text = _text_of(folder, TOML_FILE, faults)
    if text is None:
        return {}
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = _("The file is not TOML: %(error)s.") % {"error": error}
        mend = _("Mend the place that the message names.")
        faults.append(Fault(TOML_FILE, None, "", message, mend))
        return {}
    lines = _Lines(text)
    phases = content.pop("phases", [])
    tables = {PROGRAMME.file: [_keys(PROGRAMME, content, lines, 0, faults)]}
    if phases and isinstance(phases, list) and all(isinstance(phase, dict) for phase in phases):
        tables[PHASES.file] = [
            _keys(PHASES, phase, lines, number, faults) for number, phase in enumerate(phases, 1)
        ]
    else:
        mend = _("Write each phase, and at least one, under a heading [[phases]].")
        faults.append(Fault(TOML_FILE, None, "phases", _("There is no list of phases."), mend))
    return tables


class _Lines:
    """Finds the line of a key, since the parser of TOML does not tell."""

    def __init__(self, text: str) -> None:
        self.places: dict[tuple[int, str], int] = {}
        section = 0
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip() == "[[phases]]":
                section += 1
                self.places[section, ""] = number
            key = line.split("=", 1)[0].strip()
            self.places.setdefault((section, key), number)

    def of(self, section: int, key: str) -> int | None:
        return self.places.get((section, key)) or self.places.get((section, ""))


def _keys(
    table: Table, content: Mapping[str, object], lines: _Lines, section: int, faults: list[Fault]
) -> Row:
    for key in sorted(content.keys() - set(table.names)):
        mend = _("Remove it, or use one of: %(names)s.") % {"names": ", ".join(table.names)}
        place = lines.of(section, key)
        faults.append(Fault(TOML_FILE, place, key, _("The key is unknown."), mend))
    cells: dict[str, tuple[int | None, str]] = {
        name: (lines.of(section, name), str(content.get(name, ""))) for name in table.names
    }
    return _parsed(table, TOML_FILE, lines.of(section, table.key[0]), cells, faults)


def _read_csv(folder: Path, table: Table, faults: list[Fault]) -> list[Row] | None:
    text = _text_of(folder, table.file, faults)
    if text is None:
        return None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if not _header_is_right(table, header, faults):
            return None
        rows = []
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                rows.extend(_row(table, header, cells, line, faults))
            line = reader.line_num + 1
    except csv.Error as error:
        mend = _("Write a cell that holds a comma or a quote inside double quotes, and double it.")
        message = _("The line is not CSV: %(error)s.") % {"error": error}
        faults.append(Fault(table.file, reader.line_num, "", message, mend))
        return None
    return rows


def _header_is_right(table: Table, header: list[str], faults: list[Fault]) -> bool:
    before = len(faults)
    for name in sorted(set(header) - set(table.names)):
        mend = _("Remove it, or use one of: %(names)s.") % {"names": ", ".join(table.names)}
        faults.append(Fault(table.file, 1, name, _("The column is unknown."), mend))
    for name in table.names:
        if name not in header:
            mend = _("Add it to the header; the columns are separated by commas.")
            faults.append(Fault(table.file, 1, name, _("The column is missing."), mend))
        elif header.count(name) > 1:
            mend = _("Keep one of them.")
            faults.append(Fault(table.file, 1, name, _("The column is there twice."), mend))
    return len(faults) == before


def _row(
    table: Table, header: list[str], cells: list[str], line: int, faults: list[Fault]
) -> list[Row]:
    if len(cells) != len(header):
        message = _("The row has %(found)d cells, the header %(wanted)d.") % {
            "found": len(cells),
            "wanted": len(header),
        }
        mend = _("Put a cell that holds a comma in double quotes; let empty cells stand.")
        faults.append(Fault(table.file, line, "", message, mend))
        return []
    placed = {name: (line, cell) for name, cell in zip(header, cells, strict=True)}
    return [_parsed(table, table.file, line, placed, faults)]


def _parsed(
    table: Table,
    file: str,
    row: int | None,
    cells: Mapping[str, tuple[int | None, str]],
    faults: list[Fault],
) -> Row:
    values: dict[str, Value] = {}
    before = len(faults)
    for column in table.columns:
        line, cell = cells[column.name]
        try:
            values[column.name] = parse(column, cell)
        except BadValue as error:
            values[column.name] = None
            faults.append(Fault(file, line, column.name, error.message, error.mend))
    return Row(row, values, is_whole=len(faults) == before)
