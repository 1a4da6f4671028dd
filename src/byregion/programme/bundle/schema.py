"""The files of a bundle, their columns, and what makes a row one of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from byregion.programme.bundle.value import Column, Value
from byregion.programme.enums import (
    AwardPrecision,
    Confidence,
    CoreStructure,
    DatePrecision,
    PublicationKind,
    Role,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("nn", "nb", "en")
SMALL = 2**15 - 1
INTEGER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Table:
    """A file: its name, the columns in order, and the columns that together are its key."""

    file: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Name the columns in the order they are written."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that has been read, with the line it stands on.

    A cell that could not be read is None, and the row is then not whole: it can still be referred
    to, but no more is asked of it.
    """

    line: int | None
    values: Mapping[str, Value]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Bundle:
    """A whole programme: the rows of each file, in canonical order."""

    tables: Mapping[str, tuple[Row, ...]]

    def rows(self, table: Table) -> list[Mapping[str, Value]]:
        """Give the values of a file's rows."""
        return [row.values for row in self.tables[table.file]]

    def same_as(self, other: Bundle) -> bool:
        """Compare what is said, whatever lines it stands on."""
        return all(self.rows(table) == other.rows(table) for table in TABLES)


def translated(
    name: str, *, required: bool = True, limit: int = INTEGER, kind: str = "text"
) -> tuple[Column, ...]:
    """Make the three columns of a text in three languages."""
    return tuple(Column(f"{name}_{code}", kind, required, limit) for code in LANGUAGES)


def optional(name: str, kind: str, limit: int = INTEGER) -> Column:
    """Make a column that may be empty."""
    return Column(name, kind, required=False, limit=limit)


REGION = Column("region", "slug", limit=50, points_to="regions.csv")
PHASE = Column("phase", "number", limit=SMALL, points_to="phases")
CONFIDENCE = Column("confidence", "choice", choices=tuple(Confidence.values))
SOURCES = optional("sources", "urls", 400)

PROGRAMME = Table(
    "programme.toml",
    ("slug",),
    (
        Column("slug", "slug", limit=50),
        *translated("name", limit=120),
        *translated("summary"),
        Column("owner", "text", limit=120),
        optional("operator", "text", 120),
        Column("vintage", "date"),
        Column("as_of", "date"),
        Column("licence", "text", limit=120),
    ),
)
PHASES = Table(
    "phases",
    ("number",),
    (
        Column("number", "number", limit=SMALL),
        *translated("name", limit=120),
        *translated("purpose"),
        Column("start_year", "year"),
        Column("end_year", "year"),
    ),
)
REGIONS = Table(
    "regions.csv",
    ("slug",),
    (
        Column("slug", "slug", limit=50),
        Column("name", "text", limit=120),
        Column("county_code", "code", limit=2),
        Column("county_name", "text", limit=60),
        Column("structure", "choice", choices=tuple(CoreStructure.values)),
        CONFIDENCE,
        *translated("summary", required=False),
        *translated("note", required=False),
        optional("population_stated", "number"),
        optional("population_date", "date"),
        optional("area_km2_stated", "number"),
        SOURCES,
    ),
)
THEMES = Table(
    "themes.csv", ("slug",), (Column("slug", "slug", limit=50), *translated("name", limit=120))
)
PARTICIPATIONS = Table(
    "participations.csv",
    ("region", "phase"),
    (
        REGION,
        PHASE,
        optional("theme_title", "text", 200),
        *translated("theme_title", required=False, limit=200),
        optional("keywords", "keywords", 300),
        Column("themes", "slugs", required=False, limit=50, points_to="themes.csv"),
    ),
)
MEMBERSHIPS = Table(
    "memberships.csv",
    ("region", "phase", "municipality_code"),
    (
        REGION,
        PHASE,
        Column("municipality_code", "code", limit=4),
        Column("municipality_name", "text", limit=80),
        Column("role", "choice", choices=tuple(Role.values)),
    ),
)
AWARDS = Table(
    "awards.csv",
    ("region", "phase"),
    (
        REGION,
        PHASE,
        Column("amount_nok", "number"),
        Column("precision", "choice", choices=tuple(AwardPrecision.values)),
        *translated("note", required=False),
        Column("source", "url", limit=400),
    ),
)
FIGURES = Table(
    "figures.csv",
    ("phase", "subject", "value", "stated_by"),
    (
        Column("phase", "number", required=False, limit=SMALL, points_to="phases"),
        Column("subject", "slug", limit=50),
        Column("value", "number"),
        Column("stated_by", "text", limit=160),
        *translated("note", required=False),
        optional("source", "url", 400),
        Column("is_main", "yes/no"),
    ),
)
GAPS = Table(
    "gaps.csv",
    ("position",),
    (
        Column("position", "number", limit=SMALL),
        Column("subject", "slug", limit=50),
        *translated("text"),
    ),
)
GATHERINGS = Table(
    "gatherings.csv",
    ("slug",),
    (
        Column("slug", "slug", limit=50),
        PHASE,
        *translated("title", limit=200),
        Column("start_date", "date"),
        Column("end_date", "date"),
        Column("date_precision", "choice", choices=tuple(DatePrecision.values)),
        optional("city", "text", 80),
        Column("is_national", "yes/no"),
        *translated("topics", required=False),
        *translated("items", required=False, kind="lines"),
        *translated("participants", required=False, limit=200),
        CONFIDENCE,
        SOURCES,
    ),
)
PUBLICATIONS = Table(
    "publications.csv",
    ("slug",),
    (
        Column("slug", "slug", limit=80),
        Column("title", "text", limit=300),
        Column("language", "choice", choices=("nn", "nb", "no", "en", "sv", "da", "se")),
        Column("authors", "text", limit=300),
        optional("year", "year"),
        Column("kind", "choice", choices=tuple(PublicationKind.values)),
        Column("url", "url", limit=400),
        *translated("summary"),
        Column("regions", "slugs", required=False, limit=50, points_to="regions.csv"),
    ),
)

CSV_TABLES = (
    REGIONS,
    THEMES,
    PARTICIPATIONS,
    MEMBERSHIPS,
    AWARDS,
    FIGURES,
    GAPS,
    GATHERINGS,
    PUBLICATIONS,
)
TABLES = (PROGRAMME, PHASES, *CSV_TABLES)


def canonical(table: Table, rows: list[Row]) -> tuple[Row, ...]:
    """Put rows in the order of their key, so that the same content is the same file."""
    return tuple(sorted(rows, key=lambda row: [_sortable(row.values[name]) for name in table.key]))


def _sortable(value: Value) -> tuple[int, int, str]:
    if isinstance(value, int):
        return (1, value, "")
    return (0, 0, "") if value is None else (2, 0, str(value))
