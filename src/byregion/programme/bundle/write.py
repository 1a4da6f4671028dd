"""Write a bundle in canonical form: the same content is the same bytes."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING

from byregion.programme.bundle.schema import CSV_TABLES, PHASES, PROGRAMME, Bundle, Row, Table
from byregion.programme.bundle.value import Value, show

if TYPE_CHECKING:
    from pathlib import Path


def write_bundle(bundle: Bundle, folder: Path) -> None:
    """Write the files of a bundle, making the folder where it is lacking."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files_of(bundle).items():
        (folder / name).write_bytes(text.encode())


def files_of(bundle: Bundle) -> dict[str, str]:
    """Give the text of each file by its name."""
    files = {PROGRAMME.file: _toml(bundle)}
    for table in CSV_TABLES:
        files[table.file] = _csv(table, bundle.tables[table.file])
    return files


def _csv(table: Table, rows: tuple[Row, ...]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.names)
    for row in rows:
        writer.writerow([show(column, row.values[column.name]) for column in table.columns])
    return out.getvalue()


def _toml(bundle: Bundle) -> str:
    parts = [_pairs(PROGRAMME, row) for row in bundle.tables[PROGRAMME.file]]
    parts += ["[[phases]]\n" + _pairs(PHASES, row) for row in bundle.tables[PHASES.file]]
    return "\n".join(parts)


def _pairs(table: Table, row: Row) -> str:
    return "".join(f"{name} = {_toml_value(row.values[name])}\n" for name in table.names)


def _toml_value(value: Value) -> str:
    if isinstance(value, date | int):
        return str(value)
    # JSON's string is TOML's basic string, but for one character that TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
