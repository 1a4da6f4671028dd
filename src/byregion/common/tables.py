"""A table to take away: CSV, XLSX or JSON, with its source and its date inside the file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

Cell = str | int | float | date | None

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A spreadsheet program would run a cell that starts so; a leading apostrophe makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with named columns, and what a reader must know to use and cite them.

    An unknown value is None: an empty cell in CSV and XLSX, null in JSON.
    """

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    source: str
    licence: str
    as_of: date
    notes: Sequence[str] = field(default=())

    @property
    def heading(self) -> str:
        """The title without the name of the whole that the table is of."""
        return self.title.partition(": ")[2] or self.title

    def encode(self, kind: str) -> bytes:
        """Give the file's bytes; `kind` is one of CONTENT_TYPES (KeyError otherwise)."""
        return {"csv": self._csv, "json": self._json, "xlsx": self._xlsx}[kind]()

    def _csv(self) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([*self.columns, "source", "as_of"])
        for row in self.rows:
            writer.writerow([*(_plain(cell) for cell in row), self.source, self.as_of.isoformat()])
        # The mark tells Excel that the letters æøå are UTF-8.
        return b"\xef\xbb\xbf" + out.getvalue().encode()

    def _json(self) -> bytes:
        meta = {
            "title": self.title,
            "source": self.source,
            "licence": self.licence,
            "as_of": self.as_of.isoformat(),
            "notes": list(self.notes),
            "rows": len(self.rows),
        }
        data = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        text = json.dumps({"meta": meta, "data": data}, ensure_ascii=False, default=date.isoformat)
        return text.encode()

    def _xlsx(self) -> bytes:
        from openpyxl import Workbook  # noqa: PLC0415 - slow to import; few ask for a spreadsheet

        book = Workbook(write_only=True)
        sheet = book.create_sheet(self.name[:31])
        sheet.append(list(self.columns))
        for row in self.rows:
            sheet.append([_plain(cell) if isinstance(cell, str) else cell for cell in row])
        about = book.create_sheet("about")
        for key, text in (
            ("title", self.title),
            ("source", self.source),
            ("licence", self.licence),
            ("as_of", self.as_of.isoformat()),
            *(("note", note) for note in self.notes),
        ):
            about.append([key, text])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text
