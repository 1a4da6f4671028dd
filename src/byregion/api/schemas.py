"""The shapes of all answers. A text is always in three languages; what is not known is null."""

from __future__ import annotations

from datetime import date
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

Item = TypeVar("Item")
Confidence = Literal["high", "medium", "low"]


class Shape(BaseModel):
    """What every shape has in common: no field that is not described."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Shape):
    """A text in nynorsk, bokmål and English; null where a language is missing."""

    nn: str | None
    nb: str | None
    en: str | None


class Meta(Shape):
    """What a reader must know to use and cite an answer."""

    source: str
    licence: str
    as_of: date | None
    address: str


class Answer(Shape, Generic[Item]):
    """One thing."""

    meta: Meta
    data: Item


class Listing(Shape, Generic[Item]):
    """Part of a list; `total` counts all that were asked for, `next` leads to the next part."""

    meta: Meta
    total: int
    limit: int
    offset: int
    next: str | None
    data: list[Item]


class Named(Shape):
    """A number or slug with its name, and the address of the rest."""

    key: str
    name: str
    address: str


class NamedText(Shape):
    """A slug with a name in three languages."""

    key: str
    name: Text


class ProgrammeSummary(Shape):
    """A programme in the list of them."""

    slug: str
    name: Text
    as_of: date
    licence: str
    address: str


class Links(Shape):
    """Where a programme's parts are."""

    phases: str
    regions: str
    regions_geojson: str
    awards: str
    themes: str
    gatherings: str
    publications: str
    figures: str
    gaps: str


class Programme(Shape):
    """A programme; `vintage` is the date of the municipal division that members are given in."""

    slug: str
    name: Text
    summary: Text
    owner: str
    operator: str | None
    vintage: date
    as_of: date
    licence: str
    phases: list[int]
    links: Links


class Coverage(Shape):
    """How much of a phase is known here, beside what is stated for it."""

    regions: int
    regions_stated: int | None
    regions_with_members: int
    municipalities: int
    municipalities_stated: int | None
    awards_known: int
    awarded_known_nok: int
    awarded_stated_nok: int | None


class Phase(Shape):
    """An ordered period of a programme."""

    number: int
    name: Text
    purpose: Text
    start_year: int
    end_year: int
    coverage: Coverage


class Figure(Shape):
    """A total that somebody states; sources may disagree, and then all are given."""

    phase: int | None
    subject: str
    value: int
    stated_by: str
    note: Text
    source: str | None
    is_main: bool


class Gap(Shape):
    """Something known to be unknown."""

    subject: str
    text: Text


class RegionSummary(Shape):
    """A region in the list of them; `members` is null where no list is known."""

    slug: str
    name: str
    county: Named
    structure: Literal["single", "multi"] | None
    phases: list[int]
    themes: list[str]
    members: int | None
    population_stated: int | None
    confidence: Confidence
    address: str


class Member(Shape):
    """A municipality in a region, by the number it had in the programme's division."""

    code: str
    name: str
    role: Literal["host", "core", "partner"]
    address: str


class RegionAward(Shape):
    """What a region was granted, as far as it is public."""

    amount_nok: int
    precision: Literal["exact", "rounded"]
    note: Text
    source: str


class Participation(Shape):
    """A region in a phase. `municipalities` and `award` are null where nothing is known."""

    phase: int
    theme_title: str | None
    theme: Text
    keywords: list[str]
    themes: list[NamedText]
    municipalities: list[Member] | None
    award: RegionAward | None


class RegionPublication(Shape):
    """A publication about a region."""

    slug: str
    title: str
    url: str


class Region(Shape):
    """All that is known of a region."""

    slug: str
    name: str
    county: Named
    structure: Literal["single", "multi"] | None
    summary: Text
    note: Text
    population_stated: int | None
    population_date: date | None
    area_km2_stated: int | None
    participations: list[Participation]
    publications: list[RegionPublication]
    confidence: Confidence
    sources: list[str]
    geojson: str


class AwardRow(Shape):
    """A region in a phase and what it was granted; `award` is null where that is not known."""

    region: Named
    phase: int
    award: RegionAward | None


class ThemeRegion(Shape):
    """A region that worked on a theme in a phase."""

    region: Named
    phase: int


class Theme(Shape):
    """A group of related themes, made by the editors of the programme's data."""

    slug: str
    name: Text
    regions: list[ThemeRegion]


class Lines(Shape):
    """Lines of text in three languages; null where a language is missing."""

    nn: list[str] | None
    nb: list[str] | None
    en: list[str] | None


class Gathering(Shape):
    """A gathering; with `date_precision` month, only the month of the dates is known.

    Some are known from sources, some made by the programme's office, some both. Phase, topics,
    items, participants, confidence and sources are the sources'; summary and region the office's.
    """

    slug: str
    status: Literal["coming", "held", "cancelled"]
    phase: int | None
    region: str | None
    title: Text
    summary: Text
    start_date: date
    end_date: date
    date_precision: Literal["day", "month"]
    city: str | None
    is_national: bool
    topics: Text
    items: Lines
    participants: Text
    confidence: Confidence | None
    sources: list[str]


class Publication(Shape):
    """A publication; the title stays in its own language."""

    slug: str
    title: str
    language: str
    authors: str
    year: int | None
    kind: Literal["evaluation", "meta-analysis", "analysis", "study", "article"]
    url: str
    summary: Text
    regions: list[Named]
