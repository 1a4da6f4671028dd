"""The manifest: which editions a store has, where each came from, and which one is current."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from byregion.analysis.provenance import TableSource
from byregion.statistics.errors import StoreDamaged

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Edition:
    """One table as it arrived once. None is unknown.

    `file` is relative to the store. `checksum` is of that file, `source_checksum` of what the
    publisher or the folder gave. `query` is what was asked of the publisher's API.
    """

    table: str
    id: str
    number: str
    title: str
    publisher: str
    licence: str | None
    vintage: str
    period: str
    source: str
    query: Mapping[str, object] | None
    retrieved: datetime | None
    file: str
    rows: int
    checksum: str
    source_checksum: str

    @property
    def provenance(self) -> TableSource:
        """The edition as the engine carries it behind a figure."""
        return TableSource(
            publisher=self.publisher,
            table=self.number,
            title=self.title,
            period=self.period,
            licence=self.licence or "unknown",
            retrieved=self.retrieved.date() if self.retrieved else None,
            checksum=self.checksum,
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything a store has after its `generation`-th change; editions in order of arrival."""

    generation: int = 0
    editions: tuple[Edition, ...] = ()
    current: Mapping[str, str] = field(default_factory=dict)

    def edition(self, table: str, edition: str | None = None) -> Edition | None:
        """Find an edition of a table, the current one if none is named."""
        wanted = edition or self.current.get(table)
        found = [kept for kept in self.editions if (kept.table, kept.id) == (table, wanted)]
        return found[0] if found else None

    def with_editions(self, added: tuple[Edition, ...]) -> Manifest:
        """Give the next generation, in which the added editions are current.

        An edition that arrives again keeps its place, with the record of its last arrival; the
        generations before have the earlier ones.
        """
        recorded = {(edition.table, edition.id): edition for edition in self.editions}
        recorded |= {(edition.table, edition.id): edition for edition in added}
        current = {**self.current, **{edition.table: edition.id for edition in added}}
        return replace(
            self,
            generation=self.generation + 1,
            editions=tuple(recorded.values()),
            current=dict(sorted(current.items())),
        )


def to_json(manifest: Manifest) -> bytes:
    """Write a manifest as JSON, the same bytes for the same manifest."""
    content = {
        "format": FORMAT,
        "generation": manifest.generation,
        "current": dict(manifest.current),
        "editions": [asdict(edition) for edition in manifest.editions],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, default=datetime.isoformat)
    return text.encode() + b"\n"


def from_json(content: bytes, *, name: str) -> Manifest:
    """Read a manifest; `name` is for the message.

    Raises
    ------
    StoreDamaged
        It is not JSON, of another format, or not whole.
    """
    try:
        given = json.loads(content)
        if given["format"] != FORMAT:
            raise StoreDamaged(
                f"{name} has format {given['format']}, and this version reads {FORMAT}; "
                "use the version of byregion that wrote it"
            )
        editions = tuple(_edition(edition) for edition in given["editions"])
        return Manifest(given["generation"], editions, given["current"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(f"{name} is not a manifest: {error!r}") from error


def _edition(given: dict[str, Any]) -> Edition:
    retrieved = given.pop("retrieved")
    return Edition(**given, retrieved=datetime.fromisoformat(retrieved) if retrieved else None)
