"""Where a figure comes from: carried by every result, shown beside every figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from byregion import __version__


@dataclass(frozen=True, slots=True)
class TableSource:
    """One table, as it was when it was read.

    `table` is the publisher's own number ("03321"); `checksum` identifies the edition;
    `retrieved` is unknown (None) where the file does not say.
    """

    publisher: str
    table: str
    title: str
    period: str
    licence: str
    retrieved: date | None = None
    checksum: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Tables, method and parameters behind a result, and the version of the code that made it."""

    method: str
    sources: tuple[TableSource, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    reference: str = ""
    estimate: bool = False
    version: str = __version__
